"""Due dates, clocks that span stages, reminders: what the clock does, and what it never does twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shanzhi.engine.types import Decision
from tests.engine.play import DAY, HOUR, MONDAY, Play, method_of

ONE = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 2 workdays}
  acts: {done: {label: 办好, to: closed}}
"""


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


def test_a_stage_is_due_by_the_working_calendar_and_stays_on_its_desk_when_it_is_late():
    play = Play(ONE)
    play.open()
    assert play.matter.due == shanghai("2026-03-04 17:00")
    play.run(2 * DAY)
    assert not play.matter.late
    assert play.run(30 * DAY) == 1
    assert (play.matter.late, play.matter.stage, play.matter.desk.role) == (True, "first", "grid_worker")
    assert (play.entries[-1].act, play.entries[-1].at) == ("overdue", shanghai("2026-03-04 17:00"))
    assert play.kinds() == ["overdue"]
    assert play.matter.wakes is None
    play.do("done", "grid_worker")
    assert play.matter.closed


def test_nothing_is_due_before_its_time():
    play = Play(ONE)
    play.open()
    from shanzhi.engine.types import SYSTEM

    early = play.refused("due", SYSTEM, after=HOUR)
    assert early.code == "nothing_due"


@pytest.mark.parametrize("name", ["due", "joined"])
def test_no_person_can_act_as_the_clock(name):
    play = Play(ONE)
    play.open()
    play.wait(30 * DAY)
    assert play.refused(name, "grid_worker", child=1, end="done").code == "no_such_act"


def test_the_first_case_that_applies_gives_the_limit_and_a_date_in_the_order_comes_before():
    method = method_of(
        """
        first:
          label: 待办
          desk: grid_worker
          due:
            cases: [{when: data.urgent, in: 2 hours}]
            in: 3 days
            until: wanted
          acts: {done: {label: 办好, to: closed}}
        """,
        form="""
        urgent: {type: boolean, optional: true, label: 急}
        wanted: {type: date, optional: true, label: 哪天前}
        """,
    )
    play = Play(method)
    assert play.open(urgent=True).due == MONDAY + 2 * HOUR
    play = Play(method)
    assert play.open().due == MONDAY + 3 * DAY
    play = Play(method)
    assert play.open(urgent=True, wanted="2026-03-20").due == shanghai("2026-03-21 00:00")
    play = Play(method)
    refused = play.try_open(wanted="2026-02-01")
    assert list(refused.fields) == ["wanted"], "nothing is given out that is late from the start"


def test_a_named_date_that_has_passed_meanwhile_leaves_it_to_the_limit():
    play = Play(
        """
        first:
          label: 一
          desk: grid_worker
          due: {in: 3 days, then: on}
          acts: {on: {label: 往下, to: second}}
        second:
          label: 二
          desk: grid_worker
          due: {in: 2 days, until: wanted}
          acts: {go: {label: 办好, to: closed}}
        closed: {label: 完, end: done}
        """,
        form="wanted: {type: date, optional: true, label: 哪天前}",
    )
    play.open(wanted="2026-03-03")
    play.run(timedelta(days=3))
    assert play.matter.stage == "second"
    assert play.matter.due == MONDAY + 5 * DAY


def test_the_act_of_the_clock_is_taken_as_of_the_moment_it_was_due():
    play = Play(
        """
        first:
          label: 待评
          desk: opener
          due: {in: 1 day, then: lapse}
          acts:
            rate: {label: 评价, to: closed}
            lapse: {label: 到期, by: [system], to: closed}
        """
    )
    play.open()
    play.run(9 * DAY)
    entry = play.entries[-1]
    assert (entry.act, entry.at, entry.person, entry.role, entry.note) == (
        "lapse",
        MONDAY + DAY,
        None,
        "system",
        "due",
    )
    assert play.matter.closed == MONDAY + DAY
    assert play.kinds() == ["told"]


def test_an_act_of_the_clock_that_stays_is_taken_once():
    play = Play(
        """
        first:
          label: 待办
          desk: grid_worker
          due: {in: 1 day, then: nudge}
          acts:
            nudge:
              label: 催办
              by: [system]
              effects: [{notify: {to: [desk], text: 请尽快办理}}]
            done: {label: 办好, to: closed}
        """
    )
    play.open()
    assert play.run(30 * DAY) == 1
    assert play.matter.late
    assert play.acts == ["open", "nudge"]


def test_an_act_of_the_clock_that_is_refused_leaves_the_matter_late_with_the_reason():
    play = Play(
        """
        first:
          label: 待办
          desk: [grid_worker, community_staff]
          due: {in: 1 day, then: up}
          acts:
            up:
              label: 上报
              requires: [{that: "!matter.top", otherwise: 已在最高一级}]
              move: up
              to: first
            done: {label: 办好, to: closed}
        """
    )
    play.open()
    play.run(9 * DAY)
    assert play.acts == ["open", "up", "overdue"]
    assert (play.entries[-1].note, play.matter.late, play.matter.desk.role) == (
        "requires",
        True,
        "community_staff",
    )
    assert play.refused("up", "community_staff").code == "requires"


def test_being_late_counts_from_the_due_date_not_from_the_sweep():
    play = Play(
        """
        first:
          label: 办理
          desk: grid_worker
          due: {in: 1 day}
          acts:
            more:
              label: 延期
              requires: [{that: "!matter.late", otherwise: 已经超期}]
              to: closed
        """
    )
    play.open()
    assert isinstance(play.ask("more", "grid_worker"), Decision)
    assert play.refused("more", "grid_worker", after=DAY).code == "requires"


@pytest.mark.parametrize(
    ("limit", "remind", "at"),
    [
        ("5 days", "1 day", "2026-03-06 09:00"),
        ("5 workdays", "1 workday", "2026-03-06 17:00"),
        ("5 workdays", "2 workdays", "2026-03-05 17:00"),
        ("9 workhours", "3 workhours", "2026-03-02 16:00"),
        ("9 workhours", "30 workminutes", "2026-03-03 10:30"),
    ],
)
def test_the_desk_is_reminded_so_long_before(limit, remind, at):
    play = Play(
        f"""
        first:
          label: 待办
          desk: grid_worker
          due: {{in: {limit}, remind: {remind}}}
          acts: {{done: {{label: 办好, to: closed}}}}
        """
    )
    play.open()
    assert play.matter.remind == shanghai(at)
    play.run(8 * DAY)
    assert play.acts == ["open", "due_soon", "overdue"]
    assert [e.kind for e in play.effects if e.kind in ("remind", "overdue")] == ["remind", "overdue"]


def test_a_reminder_that_is_past_already_is_left_out():
    play = Play(ONE.replace("in: 2 workdays", "in: 2 hours, remind: 1 day"))
    play.open()
    assert play.matter.remind is None


def test_a_date_beyond_the_published_years_is_provisional():
    play = Play(ONE, at=shanghai("2090-12-30 09:00"))
    assert play.open().provisional
    play = Play(ONE)
    assert not play.open().provisional


def test_a_limit_that_leaves_the_calendar_is_refused_in_words():
    play = Play(ONE, at=shanghai("2100-12-31 09:00"))
    answer = play.try_open()
    assert answer.code == "no_date"
    assert answer.rule == "stages.first.due"
