"""A vote at the meeting: who came is kept, is the roll of the vote, and two tellers never count more than were there."""

from __future__ import annotations

import pytest

from shanzhi.engine.world import World
from shanzhi.method.check import examine
from shanzhi.method.results import in_words
from tests.engine.play import DAY, HOUR, MONDAY, Play

STAGES = """
first:
  label: 筹备
  desk: [community_staff, street_staff]
  due: 5 days
  acts:
    call: {label: 通知开会, asks: [begins, board], to: meeting}
    elect: {label: 委员会表决, asks: [board], to: of_the_body}
meeting:
  label: 会议
  desk: [community_staff, street_staff]
  session: {begins: data.begins, lasts: 2 hours, roll: households, result: {met: words, present: present}}
  outcomes: {held: voting}
voting:
  label: 当场表决
  desk: [community_staff, street_staff]
  due: 4 hours
  ballot:
    roll: people.present
    cast: [hands, box]
    tellers: [community_staff, supervision_member]
    pass: count.agree * 2 > count.roll
    result: {vote: words}
  outcomes: {passed: closed, failed: lost}
of_the_body:
  label: 委员会表决
  desk: [community_staff, street_staff]
  due: 2 days
  ballot: {roll: people.board, pass: count.agree * 2 > count.roll, early: true, result: {vote: words}}
  outcomes: {passed: closed, failed: lost}
lost: {label: 未通过, end: failed}
"""
DATA = """
begins: {type: time, optional: true, label: 何时}
met: {type: words, label: 会议}
vote: {type: words, label: 表决}
"""
PEOPLE = """
people:
  present: {type: people, optional: true, label: 到会的人}
  board: {type: organisation, optional: true, label: 委员会}
"""


def gathered(*came: str) -> Play:
    play = Play(STAGES, data=DATA, more=PEOPLE, world=World(residents=8))
    play.open("community_staff")
    play.do("call", "community_staff", begins="2026-03-06 19:00")
    play.now = MONDAY + 4 * DAY + 10 * HOUR
    for name in came:
        play.do("attend", name)
    return play


def counted(agree: int, oppose: int = 0) -> dict[str, int]:
    return {"heads_agree": agree, "heads_oppose": oppose, "heads_abstain": 0}


def test_those_present_are_the_roll_and_the_denominator() -> None:
    play = gathered("resident", "resident2", "resident3", "volunteer")
    play.do("finish", "community_staff")

    persons = sorted(play.world.people[name].person for name in ("resident", "resident2", "resident3"))
    assert play.matter.data["present"] == persons
    assert (play.stage, play.matter.tally["roll"], play.matter.tally["@roll"]) == ("voting", 3, "people")
    assert play.refused("enter_totals", "community_staff", **counted(3, 1)).code == "more_than_roll"
    play.do("enter_totals", "community_staff", **counted(2, 1))
    play.do("enter_totals", "supervision_member", **counted(2, 1))
    assert play.stage == "closed"
    assert (
        in_words(play.matter.data["vote"])
        == "应投票 3 人，已投票 3 人；同意 2 票，反对 1 票，弃权 0 票。通过。"
    )


def test_who_left_or_was_marked_by_mistake_is_not_on_it() -> None:
    play = gathered("resident", "resident2", "resident3")
    play.do("leave", "resident3")
    play.do("finish", "community_staff")
    assert play.matter.tally["roll"] == 2


def test_half_of_those_present_does_not_pass() -> None:
    play = gathered("resident", "resident2")
    play.do("finish", "community_staff")
    for teller in ("community_staff", "supervision_member"):
        play.do("enter_totals", teller, **counted(1))
    assert play.stage == "lost"


def test_where_nobody_came_nothing_is_decided() -> None:
    play = gathered()
    play.do("finish", "community_staff")
    assert play.stage == "lost"


def test_a_body_votes_by_its_members() -> None:
    play = Play(STAGES, data=DATA, more=PEOPLE, world=World(residents=8))
    play.open("community_staff")
    assert play.refused("elect", "community_staff").code == "roll_missing"
    staff = "department_staff@office1"
    number = next(office for _role, office in play.world.people[staff].offices)
    play.do("elect", "community_staff", board=number)
    tally = play.matter.tally
    assert (tally["@roll"], tally["roll"]) == ("member", len(play.world.roll(f"member:{number}", 6).electors))
    assert play.refused("vote", "resident", choice="agree").code in ("not_elector", "not_yours")
    play.do("vote", staff, choice="agree")
    assert play.stage == "closed"


@pytest.mark.parametrize("missing", ["begins", "vote"])
def test_a_fact_that_cannot_keep_a_result_is_named(missing: str) -> None:
    text = f"""
method: tiny
title: 表决
version: 1
source: 试
data: {{subject: {{type: text, label: 什么事}}, begins: {{type: time, label: 何时}}}}
open: {{by: [resident], at: community, to: first, asks: [subject]}}
stages:
  first: {{label: 表决, desk: [community_staff, street_staff], due: 3 days, ballot: {{roll: residents, pass: count.agree > 0, result: {{{missing}: words}}}}, outcomes: {{passed: done, failed: done}}}}
  done: {{label: 完, end: done}}
"""
    codes = {problem.code for problem in examine(text).errors}
    assert codes & {"SZ305", "SZ306"}
