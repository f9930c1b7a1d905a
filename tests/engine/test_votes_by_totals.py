"""Votes counted elsewhere: two tellers enter the same totals, which never exceed the roll; nobody is counted twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.engine.world import World
from shanzhi.method.check import examine
from tests.engine.play import DAY, Play

TELLERS = ("community_staff", "supervision_member", "secretary")
SAME = {"heads_agree": 4, "heads_oppose": 1, "heads_abstain": 0, "spoilt": 1}


def counting(cast: str = "hands, box", roll: str = "households", more: str = "") -> Play:
    stages = f"""
    first:
      label: 当场表决
      desk: community_staff
      ballot: {{roll: {roll}, open_for: 4 hours, cast: [{cast}], tellers: [{", ".join(TELLERS)}], quorum: count.voted * 2 > count.roll, pass: count.agree * 2 > count.voted{more}}}
      outcomes: {{passed: passed, failed: failed, no_quorum: none}}
    passed: {{label: 通过, end: done}}
    failed: {{label: 未通过, end: failed}}
    none: {{label: 人数不够, end: expired}}
    """
    play = Play(stages, opening="{by: [anyone], at: community, to: first}", world=World(residents=8))
    play.open("community_staff", place=6)
    return play


def test_two_tellers_who_say_the_same_end_the_count():
    play = counting()
    assert play.refused("vote", "resident", choice="agree").code == "no_such_act"
    play.do("enter_totals", "community_staff", **SAME)
    assert (play.stage, play.matter.tally["voted"]) == ("first", 0)
    play.do("enter_totals", "supervision_member", **SAME)
    told = (
        play.entries[-2].values["tally"]
        if "tally" in play.entries[-2].values
        else play.entries[-1].values["tally"]
    )
    assert play.stage == "passed"
    assert {name: told[name] for name in ("roll", "voted", "agree", "oppose", "spoilt")} == {
        "roll": 8, "voted": 5, "agree": 4, "oppose": 1, "spoilt": 1,
    }  # fmt: skip


def test_one_teller_alone_counts_nothing_and_may_mend_their_own():
    play = counting()
    play.do("enter_totals", "community_staff", **{**SAME, "heads_agree": 3})
    play.do("enter_totals", "community_staff", **SAME)
    assert play.matter.tally["voted"] == 0
    assert (
        play.refused("enter_totals", "supervision_member", **{**SAME, "heads_agree": 3}).code
        == "counts_differ"
    )
    assert play.refused("enter_totals", "resident", **SAME).code == "not_yours"
    play.do("enter_totals", "secretary", **SAME)
    assert play.stage == "passed"


def test_more_than_the_roll_is_refused():
    play = counting()
    assert (
        play.refused("enter_totals", "community_staff", **{**SAME, "heads_oppose": 4}).code
        == "more_than_roll"
    )


def test_totals_that_are_late_are_waited_for():
    play = counting()
    play.do("enter_totals", "community_staff", **SAME)
    play.run(timedelta(hours=5))
    assert play.stage == "first"
    play.do("enter_totals", "supervision_member", **SAME)
    assert play.stage == "passed"


def test_totals_that_never_come_are_no_quorum():
    play = counting()
    play.do("enter_totals", "community_staff", **SAME)
    play.run(40 * DAY)
    assert play.stage == "none"


def test_an_official_result_of_owners_comes_with_areas_its_number_and_file():
    play = counting("official", "owners", ", signed: true")
    areas = {"area_agree": 40_000, "area_oppose": 10_000}
    official = {**SAME, "spoilt": 0, "number": "京业投〔2026〕12 号", "files": ["1"]}
    assert "number" in play.refused("enter_totals", "community_staff", **SAME, **areas).fields
    assert play.refused("enter_totals", "community_staff", **official).code == "areas_unlike"
    too_much = {**areas, "area_agree": 900_000}
    assert play.refused("enter_totals", "community_staff", **official, **too_much).code == "areas_unlike"
    play.do("enter_totals", "community_staff", **official, **areas)
    other = {**official, "number": "京业投〔2026〕13 号"}
    assert play.refused("enter_totals", "supervision_member", **other, **areas).code == "counts_differ"
    play.do("enter_totals", "supervision_member", **official, **areas)
    assert play.stage == "passed"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((*TELLERS, "resident")), st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)
        ),
        max_size=8,
    )
)
def test_whatever_tellers_enter_nobody_is_counted_twice(entered):
    play = counting()
    said: dict[str, tuple[int, ...]] = {}
    for who, agree, oppose, spoilt in entered:
        answer = play.ask(
            "enter_totals", who, heads_agree=agree, heads_oppose=oppose, heads_abstain=0, spoilt=spoilt
        )
        if hasattr(answer, "code"):
            continue
        play.do("enter_totals", who, heads_agree=agree, heads_oppose=oppose, heads_abstain=0, spoilt=spoilt)
        said[who] = (agree, oppose, spoilt)
        if play.stage != "first":
            break
    tally = next(
        (e.values["tally"] for e in reversed(play.entries) if "tally" in e.values), play.matter.tally
    )
    assert tally["voted"] + tally.get("spoilt", 0) <= tally["roll"]
    assert sum(tally[o] for o in ("agree", "oppose", "abstain")) == tally["voted"]
    if tally["voted"]:
        same = [one for one in said.values() if one == (tally["agree"], tally["oppose"], tally["spoilt"])]
        assert len(same) >= 2


@pytest.mark.parametrize(
    ("settings_", "wrong"),
    [
        ("cast: [hands, online], tellers: [community_staff]", True),
        ("cast: [official, box], tellers: [community_staff]", True),
        ("cast: [box]", True),
        ("cast: [hands, box], tellers: [community_staff]", False),
        ("cast: [online]", False),
        ("signed: false", True),
        ("signed: '!data.hidden'", True),
        ("signed: true", False),
    ],
)
def test_a_file_that_would_count_twice_or_let_owners_vote_in_secret_is_refused(settings_, wrong):
    text = f"""
method: tiny
title: 表决
version: 1
source: 试
visible: place
data: {{subject: {{type: text, label: 什么事}}, hidden: {{type: boolean, default: true, label: 不记名}}}}
open: {{by: [resident], at: community, to: first, asks: [subject]}}
stages:
  first:
    label: 表决
    desk: [community_staff, street_staff]
    ballot: {{roll: owners, open_for: 3 days, pass: count.agree > 0, {settings_}}}
    outcomes: {{passed: done, failed: done}}
  done: {{label: 完, end: done}}
"""
    assert ("SZ530" in {problem.code for problem in examine(text).errors}) is wrong


def test_areas_are_not_told_where_they_do_not_count():
    stages = """
    first:
      label: 当场表决
      desk: community_staff
      due: 4 hours
      ballot: {roll: data.who, signed: true, cast: [box], tellers: [community_staff, secretary], quorum: count.voted > 0, pass: count.agree * 2 > count.voted}
      outcomes: {passed: passed, failed: passed, no_quorum: passed}
    passed: {label: 通过, end: done}
    """
    who = "{type: choice, label: 由谁, options: {households: 每户, owners: 业主}}"
    play = Play(
        stages,
        data=f"who: {who}",
        opening="{by: [anyone], at: community, to: first, asks: [who]}",
        world=World(residents=8),
    )
    play.open("community_staff", place=6, who="households")
    assert play.refused("enter_totals", "community_staff", **SAME, area_agree=100).code == "no_areas_here"
