"""Whom a line of a list names is compared with who is in the matter, and with who acts; a list computed from it stays a list of such lines."""

from __future__ import annotations

import pytest

from tests.engine.play import Play

STAGES = """
first:
  label: 待办
  desk: community_staff
  due: 4 hours
  acts:
    agreed:
      label: 商定
      asks: [lead, duties]
      requires: [{that: 'data.duties.exists(d, d.who == people.lead)', otherwise: 牵头的也要有分工。}]
      set: {leading: 'data.duties.filter(d, d.who == people.lead)'}
      to: second
second:
  label: 办理
  desk: community_staff
  due: 4 hours
  acts:
    done: {label: 办好, by: [anyone], requires: [{that: 'data.duties.exists(d, d.who == actor.person)', otherwise: 没有您的分工。}], to: last}
last: {label: 完, end: done, says: 完}
"""
FORM = "{who: {type: person, label: 谁}, what: {type: text, max: 40, label: 什么}}"
LISTED = f"{{type: list, max: 5, optional: true, label: 分工, form: {FORM}}}"


@pytest.fixture
def play():
    made = Play(
        STAGES,
        data=f"duties: {LISTED}\nleading: {LISTED}",
        more="people: {lead: {type: person, label: 牵头的}}",
        opening="{by: [resident], at: community, to: first, asks: []}",
    )
    made.open()
    return made


def test_a_line_is_found_by_whom_it_names(play):
    one, two = (play.world.people[name].person for name in ("resident", "resident2"))
    refused = play.refused("agreed", "community_staff", lead=one, duties=[{"who": two, "what": "扫雪"}])
    assert refused.why.zh == "牵头的也要有分工。"
    lines = [{"who": one, "what": "撒盐"}, {"who": two, "what": "扫雪"}]
    play.do("agreed", "community_staff", lead=one, duties=lines)
    assert play.matter.data["duties"] == lines
    assert play.matter.data["leading"] == lines[:1], "a list computed from lines is kept as lines are"
    assert play.refused("done", "resident3").why.zh == "没有您的分工。"
    assert play.do("done", "resident2").end == "done"
