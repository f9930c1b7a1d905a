"""A working result (`working: true`) is for conditions and texts: nobody is shown it, and it is never made public."""

from __future__ import annotations

import pytest

from shanzhi.method.check import examine, load
from shanzhi.method.model import Rule, Sight
from shanzhi.method.sights import shows
from tests.method.tiny import tiny

WORKED = "  twice: {type: integer, is: data.count * 2, working: true, label: 两倍}\n  count: {"
CHANGE = ("  count: {", WORKED)


def codes(*changes: tuple[str, str]) -> list[str]:
    text = tiny(*changes).replace("asks: [subject, twice, count]", "asks: [subject, count]")
    return [problem.code for problem in examine(text).errors]


def test_it_stands_in_conditions_and_texts() -> None:
    assert (
        codes(
            CHANGE,
            ("to: closed}", "requires: [{that: data.twice > 2, otherwise: '太少：{twice}'}], to: closed}"),
        )
        == []
    )


def test_no_sight_of_all_shows_it() -> None:
    text = tiny(CHANGE).replace("asks: [subject, twice, count]", "asks: [subject, count]")
    fields = load(text).fields
    everything = Sight(None, Rule("visible", 1), public=True)
    assert {name: shows(everything, field) for name, field in fields.items()} == {
        "subject": True,
        "count": True,
        "twice": False,
    }


@pytest.mark.parametrize(
    "change",
    [
        ("    label: 待办\n", "    label: 待办\n    effects: [{publish: {shows: [twice]}}]\n"),
        ("data:\n", "visible: [{shows: [twice], whom: [place]}]\ndata:\n"),
    ],
)
def test_what_shows_it_is_an_error(change: tuple[str, str]) -> None:
    assert "SZ311" in codes(CHANGE, change)


def test_what_people_fill_in_is_no_working_result() -> None:
    assert "SZ311" in codes(
        ("min: 1, optional: true, label: 几件", "min: 1, optional: true, working: true, label: 几件")
    )
