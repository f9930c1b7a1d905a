"""A corrected fact takes along what rests on it: the dates it was promised by, and the desk it names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.play import DAY, HOUR, MONDAY, Play

STAGES = """
sorting:
  label: 待受理
  desk: [grid_worker]
  due: {in: 1 day}
  acts:
    accept:
      label: 受理
      form:
        urgency: {type: choice, options: {urgent: 紧急, normal: 一般, complex: 复杂}, label: 等级}
      to: handling
handling:
  label: 办理
  desk: {role: [grid_worker, community_staff], not: [about]}
  due:
    cases: [{when: 'data.urgency == "urgent"', in: 2 hours}, {when: 'data.urgency == "complex"', in: 15 days}, {in: 7 days}]
    until: deadline
    clock: handle
    remind: 1 day
  acts:
    ask: {label: 问, to: asking}
    answer: {label: 答复, stop: [handle], to: checking}
asking:
  label: 等居民
  desk: opener
  due: {in: 10 days}
  pauses: [handle]
  acts: {tell: {label: 补充, to: handling}}
checking:
  label: 核对
  desk: [community_staff]
  due: {in: 5 days}
  acts: {back: {label: 退回, to: handling}, ok: {label: 属实, to: closed}}
"""
FORM = """
subject: {type: text, optional: true, max: 80, label: 什么事}
about: {type: person, optional: true, label: 反映谁}
deadline: {type: time, optional: true, label: 到期时间}
"""


def accepted(urgency: str, **given: object) -> Play:
    play = Play(STAGES, form=FORM, opening="{by: [anyone], at: grid, to: sorting}")
    play.open(**given)
    play.do("accept", "grid_worker", urgency=urgency)
    return play


def corrected(play: Play, who: str, field: str, value: str, after: timedelta = timedelta()) -> None:
    play.do("correct", who, field=field, value=value, reason="写错了", after=after)


def test_a_sharper_class_brings_the_date_forward_and_history_says_so():
    play = accepted(urgency="complex")
    corrected(play, "grid_worker", "urgency", "urgent", after=HOUR)
    assert play.matter.due == MONDAY + 2 * HOUR
    assert play.matter.clocks["handle"].due == play.matter.due
    assert play.entries[-1].values["was"] == (MONDAY + 15 * DAY).isoformat()
    assert play.entries[-1].values["due"] == (MONDAY + 2 * HOUR).isoformat()


def test_a_shorter_limit_that_is_over_already_counts_from_the_correction():
    play = accepted(urgency="complex")
    corrected(play, "grid_worker", "urgency", "urgent", after=3 * DAY)
    assert play.matter.due == MONDAY + 3 * DAY + 2 * HOUR
    assert not play.matter.late


def test_what_pauses_gave_the_clock_stays():
    play = accepted(urgency="complex")
    play.do("ask", "grid_worker", after=DAY)
    play.do("tell", "resident", after=3 * DAY)
    assert play.matter.due == MONDAY + 18 * DAY
    corrected(play, "grid_worker", "urgency", "normal")
    assert play.matter.due == MONDAY + 10 * DAY
    assert play.matter.remind == MONDAY + 9 * DAY


def test_a_date_of_the_order_follows_its_correction():
    play = accepted(urgency="normal", deadline="2026-03-04T18:00")
    corrected(play, "resident", "deadline", "2026-03-20T18:00")
    assert play.matter.due is not None
    assert play.matter.due.isoformat() == "2026-03-20T10:00:00+00:00"
    corrected(play, "grid_worker", "urgency", "urgent")
    assert play.matter.due.isoformat() == "2026-03-20T10:00:00+00:00"


def test_a_date_that_has_passed_is_refused():
    play = accepted(urgency="normal", deadline="2026-03-04T18:00")
    wrong = play.refused("correct", "resident", field="deadline", value="2026-03-01T18:00", reason="写错了")
    assert (wrong.code, "已经过去" in wrong.why.zh) == ("form", True)


def test_whoever_has_it_on_the_desk_gives_themselves_no_more_time():
    play = accepted(urgency="normal", deadline="2026-03-06T18:00")
    later = play.refused("correct", "grid_worker", field="deadline", value="2026-03-26T18:00", reason="x")
    assert later.code == "own_time"
    play = accepted(urgency="normal")
    wrong = play.refused("correct", "grid_worker", field="urgency", value="complex", reason="写错了")
    assert wrong.code == "own_time"
    assert play.matter.due == MONDAY + 7 * DAY
    corrected(play, "grid_worker", "urgency", "urgent")
    assert play.matter.due == MONDAY + 2 * HOUR


def test_a_clock_that_was_kept_stays_as_it_was_kept():
    play = accepted(urgency="normal")
    play.do("answer", "grid_worker", after=DAY)
    before = play.matter.clocks
    corrected(play, "resident", "deadline", "2026-03-20T18:00")
    assert play.matter.clocks == before
    assert play.matter.due == MONDAY + 6 * DAY


OWNED = """
doing:
  label: 在办
  desk: {role: holder, person: owner}
  due: {in: 30 days, until: due_on}
  acts: {report: {label: 办好了, to: closed}}
"""
OWNER = """
owner: {type: person, label: 负责人}
due_on: {type: date, optional: true, label: 哪天前}
"""


@pytest.fixture
def task() -> Play:
    play = Play(OWNED, form=OWNER, opening="{by: [community_staff], at: grid, to: doing}")
    play.open("community_staff", owner=play.actor("resident").person, due_on="2026-03-10")
    return play


def test_the_desk_follows_the_person_it_is_named_after(task):
    corrected(task, "community_staff", "owner", str(task.actor("resident2").person))
    assert task.matter.desk.person == task.actor("resident2").person
    assert "arrived" in [effect.kind for effect in task.effects]


def test_the_date_of_a_stage_without_a_clock_follows_too(task):
    corrected(task, "community_staff", "due_on", "2026-03-20")
    assert task.matter.due.isoformat() == "2026-03-20T16:00:00+00:00"


def test_the_owner_of_a_task_neither_passes_it_on_nor_puts_it_off_by_a_correction(task):
    other = str(task.actor("resident2").person)
    assert task.refused("correct", "resident", field="owner", value=other, reason="x").code == "own_desk"
    assert (
        task.refused("correct", "resident", field="due_on", value="2026-04-20", reason="x").code == "own_time"
    )
    assert task.matter.data["owner"] == task.actor("resident").person


def test_whom_a_corrected_fact_bars_has_it_no_longer():
    play = accepted(urgency="normal")
    assert play.matter.desk.role == "grid_worker"
    corrected(play, "resident", "about", str(play.actor("grid_worker").person))
    assert play.matter.desk.role == "community_staff"
