"""Who is expected at a meeting comes from the roll: a number that outsiders can make, or that somebody types, is refused."""

from __future__ import annotations

import pytest

from shanzhi.method.check import examine

TEXT = """
method: tiny
title: 开会
version: 1
source: 试
inputs:
  least: {type: integer, default: 2, min: 1, max: 999, label: 几人}
people:
  here: {type: people, label: 到会的}
data:
  subject: {type: text, max: 80, label: 什么事}
  who: {type: choice, label: 由谁, options: {households: 每户, representatives: 居民代表, owners: 业主}}
  shape: {type: choice, label: 怎么定, options: {there: 当场, later: 会后}}
  begins: {type: time, label: 几点}
  expected: {type: integer, label: 应到几人}
open: {ask: {by: [resident], at: community, to: met, asks: [subject, who, shape, begins, expected]}}
stages:
  met:
    label: 开会
    desk: [community_staff, street_staff]
    session: {roll: ROLL, begins: data.begins, lasts: 2 hours, others: [property_lead], result: {here: present}, QUORUM}
    outcomes: {held: TO, no_quorum: done}
  voted:
    label: 表决
    desk: [community_staff, street_staff]
    due: 3 days
    ballot: {roll: people.here, cast: [hands], tellers: [supervision_member, secretary], pass: count.agree * 2 > count.roll}
    outcomes: {passed: done, failed: done}
  done: {label: 完, end: done, says: 完}
"""
HALF, TWO_THIRDS = "count.present * 2 > count.roll", "count.present * 3 >= count.roll * 2"
FIRST = '[{when: data.shape == "there", stage: voted}, done]'


def codes(roll: str, quorum: str | None, to: str) -> set[str]:
    text = TEXT.replace("ROLL", roll).replace("held: TO", f"held: {to}")
    text = text.replace(", QUORUM", f", quorum: '{quorum}'" if quorum else "")
    text = text if quorum else text.replace(", no_quorum: done", "")
    if to == "done":  # nobody votes there
        head, _, rest = text.partition("  voted:\n")
        text = head + "  done:" + rest.partition("  done:")[2]
    return {one.code for one in examine(text).errors}


@pytest.mark.parametrize(
    "quorum",
    [
        "count.present >= 2",
        "count.present > 0",
        "count.present >= inputs.least",
        "count.present * 2 > data.expected",
        "(count.present + count.others) * 2 > count.roll",
        "count.present + count.others >= 2 && count.roll > 0",
    ],
)
def test_a_number_that_outsiders_or_a_clerk_can_make_is_refused(quorum):
    """“2 of 2”: 应到 is the roll's, not somebody's to type, and who sits in is not counted."""
    assert "SZ538" in codes("households", quorum, "done")


@pytest.mark.parametrize("quorum", [None, HALF, TWO_THIRDS, "count.present * 5 >= count.roll"])
def test_a_meeting_that_only_talks_chooses_its_number(quorum):
    assert not {"SZ538", "SZ539"} & codes("households", quorum, "done")


@pytest.mark.parametrize(
    ("roll", "quorum", "to", "refused"),
    [
        ("households", HALF, "voted", False),
        ("residents", HALF, "voted", False),
        ("representatives", TWO_THIRDS, "voted", False),
        ("households", None, "voted", True),
        ("households", "count.present * 2 >= count.roll", "voted", True),
        ("representatives", HALF, "voted", True),
        ("owners", TWO_THIRDS, "voted", True),
        ("data.who", TWO_THIRDS, "voted", True),
        ("households", f'data.shape == "later" || {HALF}', FIRST, False),
        ("households", f'data.shape == "there" || {HALF}', FIRST, True),
    ],
)
def test_those_who_came_decide_only_where_enough_came_and_never_for_owners(roll, quorum, to, refused):
    """居民会议: more than half there; 居民代表会议: two thirds; 民法典 278: owners by heads and by area."""
    assert ("SZ539" in codes(roll, quorum, to)) is refused
