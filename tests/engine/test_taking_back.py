"""Whoever took part by mistake takes it back: following, an objection, attendance, a view. Votes cast stay cast."""

from __future__ import annotations

from shanzhi.method.acts import TAKEN_BACK_BY
from shanzhi.method.blocks import BLOCKS
from tests.engine.play import DAY, Play
from tests.engine.test_publicity import SHOWN, WEEK

ASKED = """
first:
  label: 评议
  desk: community_staff
  survey:
    by: [resident]
    per: household
    open_for: 5 days
    questions:
      stars: {type: integer, min: 1, max: 5, label: 几星}
      good: {type: boolean, label: 好不好}
      what: {type: choices, label: 哪些, options: {a: 甲, b: 乙}}
  outcomes: {passed: closed}
"""
MEETING = """
first:
  label: 开会
  desk: community_staff
  session: {at: when, roll: residents, lasts: 2 hours}
  outcomes: {held: closed}
"""


def test_every_act_of_taking_part_that_is_no_vote_has_an_act_that_takes_it_back():
    names = {name for kind in BLOCKS.values() for name in kind.act_names} | {"watch", "unwatch"}
    assert set(TAKEN_BACK_BY) | set(TAKEN_BACK_BY.values()) <= names
    assert {"watch", "endorse", "object", "attend", "respond"} <= set(TAKEN_BACK_BY)


def test_who_follows_can_stop():
    play = Play(SHOWN)
    play.open("community_staff", subject="名单")
    play.do("watch", "resident2")
    play.do("unwatch", "resident2")
    assert play.effect("unwatch") == {"person": 2002}
    assert play.entries[-1].act == "unwatch"


def test_an_objection_is_taken_back_by_who_made_it_while_it_waits():
    play = Play(SHOWN)
    play.open("community_staff", subject="名单")
    play.do("object", "resident2", reason="名单有误")
    assert play.refused("take_back", "resident3").code == "no_own_objection"
    assert play.refused("take_back", "resident2", objection=2).code == "no_such_objection"
    play.do("take_back", "resident2")
    assert play.entries[-1].values == {"objection": 1}
    assert play.effect("unwatch") == {"person": 2002}
    answered = {"objection": 1, "upheld": True, "answer": "是"}
    assert play.refused("answer", "community_staff", **answered).code == "objection_answered"
    assert play.refused("take_back", "resident2").code == "no_own_objection"
    play.run(WEEK)
    assert play.stage == "closed"


def test_of_several_objections_the_one_named_is_taken_back_and_the_last_one_leads_on():
    play = Play(SHOWN)
    play.open("community_staff", subject="名单")
    play.do("object", "resident2", reason="名单有误")
    play.do("object", "resident2", reason="还有一处")
    play.do("take_back", "resident2", objection=1)
    assert play.kinds() == []
    play.run(WEEK)
    assert play.stage == "first"
    play.do("take_back", "resident2")
    assert play.stage == "closed"


def test_a_view_taken_back_is_counted_no_more_and_may_be_given_again():
    play = Play(ASKED)
    play.open("community_staff", subject="评议")
    before = dict(play.matter.tally)
    assert play.refused("unrespond", "resident2").code == "not_answered"
    play.do("respond", "resident2", stars=5, good=True, what=["a", "b"])
    play.do("respond", "resident3", stars=1, good=False, what=["b"])
    play.do("unrespond", "resident2")
    kept = {name: value for name, value in play.matter.tally.items() if name in before}
    assert kept == {**before, "answers": 1, "sum_stars": 1, "b": 1}
    assert play.refused("unrespond", "resident2").code == "not_answered"
    play.do("respond", "resident2", stars=3, good=True, what=["a"])
    assert play.refused("respond", "resident2", stars=3, good=True, what=["a"]).code == "already"
    play.do("unrespond", "resident2")
    assert play.matter.tally["sum_stars"] == 1
    play.run(6 * DAY)
    assert play.stage == "closed"


def test_who_is_not_there_after_all_says_so():
    play = Play(MEETING, form="when: {type: time, label: 何时}")
    play.open("community_staff", when="2026-03-02 19:00")
    play.do("attend", "resident2", after=10 * DAY / 24)
    assert play.refused("leave", "resident3").code == "not_present"
    play.do("leave", "resident2")
    assert play.matter.tally["present"] == 0
    play.do("attend", "resident2")
    assert play.matter.tally["present"] == 1
