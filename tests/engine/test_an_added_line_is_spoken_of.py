"""An act that adds a line speaks of it as `line.x`: in what must hold, in what it sets, where it leads and in its effects."""

from __future__ import annotations

import pytest

from tests.engine.play import Play

STAGES = """
first:
  label: 排期
  desk: community_staff
  due: 4 hours
  acts:
    book:
      label: 约
      by: [resident]
      adds: bookings
      requires:
        - {that: line.ends > line.begins, otherwise: 写反了。}
        - {that: 'before.bookings.all(b, b.ends <= line.begins || line.ends <= b.begins)', otherwise: 有人约了。}
      set: {latest: line.what}
      to: [{when: line.last, stage: last}, {stage: first}]
      effects:
        - notify: {whom: [community_staff], when: 'line.what != "试音"', text: "约了“{line.what}”"}
        - open: {method: seen, with: {all: data.bookings, one: line.what}}
        - notify: {of: data.bookings, whom: [community_staff], when: 'line.what == "合唱"', text: "记着{line.what}"}
last: {label: 完, end: done, says: 完}
"""
FORM = """{begins: {type: time, label: 起}, ends: {type: time, label: 止}, what: {type: text, max: 20, label: 做什么},
  last: {type: boolean, optional: true, label: 最后一次}}"""


@pytest.fixture
def play():
    made = Play(
        STAGES,
        data=f"bookings: {{type: list, max: 9, optional: true, label: 预约, form: {FORM}}}\n"
        "latest: {type: text, max: 20, optional: true, label: 最近}",
        opening="{by: [resident], at: community, to: first, asks: []}",
    )
    made.open()
    return made


def booked(begins: int, ends: int, what: str, **more: object) -> dict[str, object]:
    return {"begins": f"2026-03-04 {begins}:00", "ends": f"2026-03-04 {ends}:00", "what": what, **more}


def texts(play) -> list[str]:
    return [effect.values["text"]["zh"] for effect in play.said if effect.kind == "notify"]


def test_a_line_is_refused_for_what_it_says_beside_those_before(play):
    play.do("book", "resident", **booked(14, 16, "合唱"))
    assert play.refused("book", "resident2", **booked(15, 17, "读书")).why.zh == "有人约了。"
    assert play.refused("book", "resident2", **booked(18, 17, "读书")).why.zh == "写反了。"
    play.do("book", "resident2", **booked(16, 17, "读书"))
    assert play.matter.data["latest"] == "读书"
    assert [one["what"] for one in play.matter.data["bookings"]] == ["合唱", "读书"]


def test_the_act_is_offered_before_there_is_a_line(play):
    assert "book" in play.open_acts("resident")


def test_it_is_told_of_and_leads_on(play):
    play.do("book", "resident", **booked(10, 11, "合唱"))
    assert texts(play) == ["约了“合唱”", "记着合唱"]
    play.do("book", "resident2", **booked(11, 12, "试音"))
    assert texts(play) == ["记着合唱"]
    assert play.do("book", "resident2", **booked(12, 13, "读书", last=True)).end == "done"


def test_the_whole_list_and_the_line_are_handed_on(play):
    play.do("book", "resident", **booked(10, 11, "合唱"))
    play.do("book", "resident2", **booked(11, 12, "试音"))
    (opened,) = [effect.values["values"] for effect in play.said if effect.kind == "open"]
    assert [one["what"] for one in opened["all"]] == ["合唱", "试音"]
    assert opened["one"] == "试音"
