"""Whom a line names is compared with `people.x` and with who acts: in what must hold, what is set, asked and done."""

from __future__ import annotations

import pytest

from tests.engine.play import Play

DATA = """
subject: {type: text, optional: true, max: 80, label: 什么事}
said:
  type: list
  max: 9
  label: 谁说的
  form:
    who: {type: person, label: 谁}
    what: {type: text, max: 80, label: 什么}
    how: {type: text, max: 80, when: line.who == people.lead, label: 牵头的凭什么}
"""
STAGES = """
first:
  label: 办理
  desk: grid_worker
  due: {lasts: 5 days}
  acts:
    lead:
      label: 牵头的说
      adds: said
      requires: [{that: line.who == people.lead, otherwise: 不是牵头的。}]
    other:
      label: 别人说
      adds: said
      requires: [{that: line.who != actor.person, otherwise: 自己不记自己。}]
      set: {last: line.who}
      effects:
        - notify: {whom: [opener], when: line.who == people.lead, text: 牵头的说了}
        - notify: {of: data.said, whom: [opener], when: line.who == people.last, text: '刚才说的：{line.what}'}
    done: {label: 好了, to: closed}
"""


@pytest.fixture
def play() -> Play:
    more = "people:\n  lead: {type: person, label: 牵头}\n  last: {type: person, optional: true, label: 刚说的}\n"
    made = Play(
        STAGES, data=DATA, more=more, opening="{by: [anyone], at: grid, to: first, asks: [subject, lead]}"
    )
    made.open("resident", lead=made.actor("resident2").person)
    return made


def line(play: Play, who: str, what: str = "行", **more: str) -> dict[str, object]:
    return {"who": play.actor(who).person, "what": what, **more}


def test_what_must_hold_knows_them(play: Play) -> None:
    assert play.refused("lead", "grid_worker", **line(play, "resident")).why.zh == "不是牵头的。"
    assert play.refused("other", "grid_worker", **line(play, "grid_worker")).why.zh == "自己不记自己。"
    play.do("lead", "grid_worker", **line(play, "resident2", how="当选"))


def test_a_question_of_the_line_applies_by_them(play: Play) -> None:
    assert set(play.refused("lead", "grid_worker", **line(play, "resident2")).fields) == {"how"}
    play.do("other", "grid_worker", **line(play, "resident"))
    assert [sorted(one) for one in play.matter.data["said"]] == [["what", "who"]]


def test_what_is_set_and_told_goes_by_them(play: Play) -> None:
    play.do("other", "grid_worker", **line(play, "resident", "一"))
    play.do("other", "grid_worker", **line(play, "resident2", "二", how="当选"))
    assert play.matter.data["last"] == play.actor("resident2").person
    told = [effect.values["text"]["zh"] for effect in play.said if effect.kind == "notify"]
    assert told == ["牵头的说了", "刚才说的：二"]
