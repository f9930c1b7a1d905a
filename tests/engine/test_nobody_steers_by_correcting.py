"""Whoever has a matter on the desk does not choose its way, or what is asked of them, by correcting a fact."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import Refusal
from tests.engine.play import Play

DATA = """
subject: {type: text, optional: true, max: 80, label: 什么事}
sort: {type: choice, options: {small: 小事, big: 大事, secret: 不外传}, label: 哪一类}
paid: {type: boolean, default: false, label: 花钱}
big: {type: boolean, is: 'data.sort == "big"', label: 大}
answer: {type: text, max: 80, optional: true, label: 答复}
bill: {type: text, max: 80, when: data.paid, label: 票据}
"""
STAGES = """
first:
  label: 办理
  desk: grid_worker
  due: {lasts: 5 days}
  acts:
    done: {label: 办好了, asks: [answer, bill], to: [{when: data.big, stage: checking}, {stage: rated}]}
    share:
      label: 请别人帮忙
      requires: [{that: 'data.sort != "secret"', otherwise: 不外传的不请别人。}]
      to: first
    again: {label: 改类, asks: [sort]}
checking:
  label: 核查
  desk: community_staff
  due: {lasts: 5 days}
  acts: {ok: {label: 属实, to: rated}}
rated:
  label: 评价
  desk: opener
  due: {lasts: 5 days, then: rate}
  acts: {rate: {label: 满意, by: [opener, system], to: closed}}
"""


def opened(sort: str, by: str = "resident", paid: bool = False) -> Play:
    play = Play(STAGES, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [subject, sort, paid]}")
    play.open(by, sort=sort, paid=paid)
    return play


def corrected(play: Play, by: str, field: str, value: str) -> str:
    """By which code the correction is refused; nothing where it goes through."""
    answer = play.ask("correct", by, field=field, value=value, reason="写错了")
    return answer.code if isinstance(answer, Refusal) else ""


def test_a_check_is_not_corrected_away_by_who_is_checked() -> None:
    assert corrected(opened("big"), "grid_worker", "sort", "small") == "own_way"
    assert corrected(opened("big"), "resident", "sort", "small") == ""
    assert corrected(opened("big"), "community_staff", "sort", "small") == ""


def test_what_brings_a_check_is_theirs_to_set_right() -> None:
    assert corrected(opened("small"), "grid_worker", "sort", "big") == ""


def test_what_was_withheld_is_not_opened_by_a_correction_but_may_be_closed() -> None:
    assert corrected(opened("secret"), "grid_worker", "sort", "small") == "own_way"
    assert corrected(opened("small"), "grid_worker", "sort", "secret") == ""


def test_a_question_they_must_answer_is_not_corrected_away() -> None:
    assert corrected(opened("small", paid=True), "grid_worker", "paid", "false") == "own_way"
    assert corrected(opened("small"), "grid_worker", "paid", "true") == ""


def test_what_decides_nothing_is_corrected_as_always() -> None:
    assert corrected(opened("big"), "grid_worker", "subject", "别的事") == ""


def test_what_lies_behind_is_corrected_as_always() -> None:
    play = opened("big")
    play.do("done", "grid_worker")
    play.do("ok", "community_staff")
    assert corrected(play, "resident", "sort", "small") == ""
    play = opened("big")
    play.do("done", "grid_worker")
    assert corrected(play, "community_staff", "sort", "small") == ""


def test_the_refusal_names_what_turns_and_the_act_that_may_change_it() -> None:
    refused = opened("secret").refused("correct", "grid_worker", field="sort", value="big", reason="x")
    assert "请别人帮忙" in refused.why.zh
    assert "请用“改类”，或请本人" in refused.why.zh
    refused = opened("small", paid=True).refused(
        "correct", "grid_worker", field="paid", value="false", reason="x"
    )
    assert "更正：请本人或上一级" in refused.why.zh


def test_who_opened_it_for_themselves_corrects_it_at_their_own_desk() -> None:
    assert corrected(opened("big", by="grid_worker"), "grid_worker", "sort", "small") == ""


def test_nobody_becomes_a_party_by_a_correction() -> None:
    stages = "first:\n  label: 办理\n  desk: grid_worker\n  due: {lasts: 5 days}\n  acts: {done: {label: 好了, to: closed}}\n"
    more = "people:\n  who: {type: person, default: opener, side: true, label: 谁}\n"
    play = Play(
        stages, data=DATA, more=more, opening="{by: [anyone], at: grid, to: first, asks: [subject, who]}"
    )
    play.open("grid_worker", who=play.actor("resident").person)
    mine = str(play.actor("grid_worker").person)
    assert corrected(play, "grid_worker", "who", mine) == "own_way"
    assert corrected(play, "grid_worker", "who", str(play.actor("resident2").person)) == ""


ABOUT = """
first:
  label: 办理
  desk: {by: [grid_worker], not: [people.about]}
  due: {lasts: 5 days}
  acts: {done: {label: 好了, to: closed}}
"""


@pytest.mark.parametrize(("named", "code"), [("community_staff", "own_work"), ("resident2", "")])
def test_a_post_above_corrects_but_not_what_is_about_them(named: str, code: str) -> None:
    more = "people:\n  about: {type: people, optional: true, max: 5, label: 反映谁}\n"
    play = Play(
        ABOUT, data=DATA, more=more, opening="{by: [anyone], at: grid, to: first, asks: [subject, about]}"
    )
    play.open("resident", about=[play.actor(named).person])
    assert corrected(play, "community_staff", "subject", "别的事") == code
