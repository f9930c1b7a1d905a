"""Owners decide where two thirds of them take part, by heads and by area; a file that lets fewer decide is refused (民法典 278)."""

from __future__ import annotations

import pytest

from shanzhi.method.check import examine

TEXT = """
method: tiny
title: 表决
version: 1
source: 试
inputs:
  turnout: {type: choice, default: two_thirds, label: 比例, options: {half: 过半, two_thirds: 三分之二}}
data:
  subject: {type: text, max: 80, label: 什么事}
  who: {type: choice, label: 由谁, options: {households: 每户, owners: 业主}}
open: {ask: {by: [resident], at: community, to: first, asks: [subject, who]}}
stages:
  first:
    label: 表决
    desk: [community_staff, street_staff]
    due: 3 days
    ballot: {roll: ROLL, pass: count.agree > 0, QUORUM}
    outcomes: {passed: done, failed: done, no_quorum: done}
  done: {label: 完, end: done, says: 完}
"""
HEADS, AREA = "count.voted * 3 >= count.roll * 2", "count.voted_area * 3 >= count.roll_area * 2"

HALF = "count.agree * 2 > count.voted && count.agree_area * 2 > count.voted_area"


@pytest.mark.parametrize(
    ("roll", "quorum", "refused"),
    [
        ("owners", f"'{HEADS} && {AREA}'", False),
        (
            "owners",
            "'count.voted * 4 >= count.roll * 3 && count.voted_area * 4 >= count.roll_area * 3'",
            False,
        ),
        ("owners", None, True),
        ("owners", f"'{HEADS}'", True),
        ("owners", f"'{AREA}'", True),
        ("owners", f"'{HEADS} || {AREA}'", True),
        ("owners", "'count.voted * 2 > count.roll && count.voted_area * 2 > count.roll_area'", True),
        ("owners", f"'inputs.turnout == \"half\" || {HEADS} && {AREA}'", True),
        ("households", "count.voted > 0", False),
        ("households", None, False),
        ("data.who", "count.voted > 0", True),
        ("data.who", f"'data.who == \"owners\" ? {HEADS} && {AREA} : count.voted * 2 > count.roll'", False),
    ],
)
def test_fewer_than_two_thirds_of_the_owners_decide_nothing(roll, quorum, refused):
    text = TEXT.replace("ROLL", roll).replace(", QUORUM", f", quorum: {quorum}" if quorum else "")
    text = text if quorum else text.replace(", no_quorum: done", "")
    found = [problem for problem in examine(text).errors if problem.code == "SZ536"]
    assert bool(found) is refused
    assert all("第二百七十八条" in problem.why.zh for problem in found)


def test_a_word_of_old_anywhere_in_a_file_makes_it_no_advice() -> None:
    """Only what was adopted in older words goes on under them; a file that comes today is held to what owners owe."""
    text = (
        TEXT.replace("ROLL", "owners")
        .replace("QUORUM", f"quorum: '{HEADS}'")
        .replace("due: 3 days", "due: {in: 3 days}")
    )
    weights = [one.weight for one in examine(text).problems if one.code == "SZ536"]
    kept = [one.weight for one in examine(text, kept=True).problems if one.code == "SZ536"]
    assert weights == ["error"]
    assert kept == ["advice"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: 表决", "title: 加装电梯表决"), "加装电梯"),
        (("  who:", "  raise: {type: boolean, label: 是续筹维修资金吗}\n  who:"), "续筹"),
        (
            ("  who:", "  what: {type: choice, label: 哪一类, options: {a: 改建共有部分, b: 别的}}\n  who:"),
            "改建",
        ),
        (("title: 表决", "title: 不改建的表决"), ""),
        (("title: 表决", "title: 选物业公司"), ""),
    ],
)
def test_a_vote_that_is_about_three_quarters_cannot_say_that_it_never_is(
    change: tuple[str, str], told: str
) -> None:
    text = TEXT.replace("ROLL", "owners").replace(
        "QUORUM", f"quorum: '{HEADS} && {AREA}', three_quarters: false"
    )
    text = text.replace("count.agree > 0", f"'{HALF}'").replace(*change)
    name = "raise" if "raise" in change[1] else "what" if "what:" in change[1] else ""
    text = text.replace("who]", f"who, {name}]") if name else text
    found = [one.why.zh for one in examine(text).errors if one.code == "SZ537"]
    assert [told in why for why in found] == ([True] if told else [])
    if name == "raise":
        kept_out = text.replace(
            "asks: [subject, who, raise]}",
            "asks: [subject, who, raise], requires: [{that: '!data.raise', otherwise: 不在这里}]}",
        )
        assert not [one for one in examine(kept_out).errors if one.code == "SZ537"]


MARKED = TEXT.replace("  who:", "  big: {type: boolean, label: 四分之三事项}\n  who:").replace(
    "who]", "who, big]"
)
THREE = "count.agree * 4 >= count.voted * 3 && count.agree_area * 4 >= count.voted_area * 3"


@pytest.mark.parametrize(
    ("roll", "mark", "passes", "refused"),
    [
        ("owners", "data.big", f"data.big ? {THREE} : {HALF}", False),
        ("owners", "true", THREE, False),
        ("owners", "false", HALF, False),
        ("owners", None, f"data.big ? {THREE} : {HALF}", True),
        ("owners", "data.big", HALF, True),
        ("owners", "true", HALF, True),
        ("owners", "data.big", f"data.big ? count.agree * 4 >= count.voted * 3 : {HALF}", True),
        (
            "owners",
            "false",
            "count.agree * 2 >= count.voted && count.agree_area * 2 > count.voted_area",
            True,
        ),
        ("owners", "false", "count.agree > count.oppose && count.agree_area > count.oppose_area", True),
        ("households", None, "count.agree * 3 > count.voted", False),
        ("data.who", "data.big", HALF, True),
        ("data.who", "data.big", f'data.who == "owners" && data.big ? {THREE} : {HALF}', False),
    ],
)
def test_a_file_says_where_three_quarters_of_the_owners_are_needed_and_holds_to_it(
    roll, mark, passes, refused
):
    """民法典 278: three quarters for what is marked, more than half for the rest; the undecided are for nobody."""
    settings = f"pass: '{passes}', quorum: '{HEADS} && {AREA}'" + (
        f", three_quarters: {mark}" if mark else ""
    )
    text = MARKED.replace("ROLL", roll).replace("pass: count.agree > 0, QUORUM", settings)
    found = [problem for problem in examine(text).errors if problem.code == "SZ537"]
    assert bool(found) is refused
    assert all("第二百七十八条" in problem.why.zh for problem in found)
