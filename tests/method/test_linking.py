"""What a method hands on to another fits what that other asks; the whole library does."""

from __future__ import annotations

from functools import cache

import pytest

from shanzhi import library
from shanzhi.method.check import examine
from shanzhi.method.model import Method
from tests.method.tiny import TINY, block, tiny

LIBRARY = library.names()
OTHER = TINY.replace("method: tiny", "method: other\nvisible: place").replace(
    "  count: {type: integer, min: 1, optional: true, label: 几件}",
    "  count: {type: integer, min: 1, label: 几件}",
)
FINISH = "finish: {label: 办好了, to: closed}"


@cache
def from_the_library(name: str) -> Method | None:
    if name == "other":
        return examine(OTHER).method
    text = library.text(name)
    return examine(text).method if text is not None else None


def codes(with_: str, method: str = "other") -> list[str]:
    opened = (
        f"finish: {{label: 办好了, to: closed, effects: [{{open: {{method: {method}, with: {with_}}}}}]}}"
    )
    found = examine(tiny((FINISH, opened)), library=from_the_library)
    return [problem.code for problem in found.problems if problem.code.startswith("SZ32")]


def test_a_way_in_the_other_does_not_have() -> None:
    opened = FINISH.replace("closed}", "closed, effects: [{open: {method: other, opening: nosuch}}]}")
    found = examine(tiny((FINISH, opened)), library=from_the_library).problems
    assert [problem.code for problem in found] == ["SZ381"]
    assert "start" in found[0].show("tiny", "en")


def test_a_field_the_other_does_not_have():
    assert codes("{subject: subject, count: count, colour: subject}") == ["SZ325"]


def test_a_field_of_another_kind():
    assert codes("{subject: count, count: count}") == ["SZ326"]


def test_a_field_the_other_cannot_do_without():
    assert codes("{subject: subject}") == ["SZ327"]


@pytest.mark.parametrize("guard", ["sensitive", "private"])
def test_what_is_guarded_here_stays_so_there(guard):
    text = tiny(
        ("label: 什么事", f"label: 什么事, {guard}: true"),
        (FINISH, "finish: {label: 办好了, to: closed, effects: [{open: {method: other, with: {subject: subject, count: count}}}]}"),
    )  # fmt: skip
    assert [p.code for p in examine(text, library=from_the_library).problems if p.code == "SZ329"] == [
        "SZ329"
    ]
    other = OTHER.replace("label: 什么事", f"label: 什么事, {guard}: true")
    found = examine(text, library=lambda name: examine(other).method)
    assert [p.code for p in found.problems if p.code == "SZ329"] == []


def test_what_fits_and_what_is_not_at_hand():
    assert codes("{subject: subject, count: count}") == []
    assert codes("{colour: subject}", method="elsewhere") == []


@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_fits_together(name):
    found = examine(library.text(name), library=from_the_library)
    assert [problem.show(name) for problem in found.errors] == []


@pytest.mark.parametrize(
    ("handed", "found"),
    [
        ("{subject: line.what, count: line.many}", []),
        ("{subject: line.many, count: line.many}", ["SZ326"]),
        ("{subject: line.what}", ["SZ327"]),
        ("{subject: data.subject, count: data.count}", ["SZ325", "SZ325"]),
    ],
)
def test_parts_of_a_line_go_as_they_are_named_or_all_under_their_own_names(
    handed: str, found: list[str]
) -> None:
    text = block(
        f"split: {{method: other, of: data.lines, with: {handed}}}",
        "{joined: closed}",
        fields="  lines: {type: list, max: 9, label: 几件, form: {what: {type: text, max: 9, label: 什么事}, many: {type: integer, label: 几件}}}\n",
        before="    due: {lasts: inputs.within}\n",
    )
    problems = examine(text, library=from_the_library).problems
    assert [one.code for one in problems if one.weight == "error"] == found
