"""Clocks that span stages: they stand still, go on, start afresh, stop and are extended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.engine.play import DAY, MONDAY, Play


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


CLOCK = """
first:
  label: 办理
  desk: grid_worker
  due: {in: 4 days, clock: handle}
  acts:
    ask: {label: 问, to: asking}
    more: {label: 申请延期, to: extending}
    answer: {label: 答复, stop: [handle], to: second}
asking:
  label: 等居民
  desk: opener
  due: {in: 10 days}
  pauses: [handle]
  acts:
    tell: {label: 补充, to: first}
    answer_now: {label: 当场办结, by: [grid_worker], stop: [handle], to: second}
extending:
  label: 待审
  desk: community_staff
  due: {in: 3 days}
  acts:
    grant:
      label: 同意
      form: {days: {type: integer, label: 天数}}
      extend: {clock: handle, by: days, unit: days}
      to: first
second:
  label: 待评
  desk: opener
  due: {in: 5 days}
  acts:
    again: {label: 重办, to: first}
    afresh: {label: 重新计时, restart: [handle], to: first}
    later: {label: 先放一放, restart: [handle], to: waiting}
    ok: {label: 满意, restart: [handle], to: closed}
waiting:
  label: 待受理
  desk: grid_worker
  due: {in: 9 days}
  acts: {take: {label: 受理, to: first}}
"""


def test_a_clock_stands_still_while_the_resident_is_asked():
    play = Play(CLOCK)
    play.open()
    play.do("ask", "grid_worker", after=DAY)
    assert play.matter.clocks["handle"].paused == MONDAY + DAY
    play.do("tell", "resident", after=2 * DAY)
    assert play.matter.due == MONDAY + 6 * DAY
    assert play.matter.clocks["handle"].paused is None


def test_a_clock_goes_on_with_what_is_left_when_it_comes_back():
    play = Play(CLOCK)
    play.open()
    play.do("answer", "grid_worker", after=DAY)
    assert play.matter.clocks["handle"].stopped == MONDAY + DAY
    play.do("again", "resident", after=DAY)
    assert play.matter.due == MONDAY + 4 * DAY
    assert play.matter.clocks["handle"].stopped is None


def test_nothing_starts_a_clock_afresh():
    play = Play(CLOCK)
    play.open()
    play.do("answer", "grid_worker", after=DAY)
    play.do("afresh", "resident", after=DAY)
    assert play.matter.due == MONDAY + 4 * DAY
    play.do("answer", "grid_worker")
    play.do("later", "resident", after=DAY)
    play.do("take", "grid_worker", after=DAY)
    assert play.matter.due == MONDAY + 4 * DAY


def test_closing_keeps_what_the_clock_was():
    play = Play(CLOCK)
    play.open()
    play.do("answer", "grid_worker", after=DAY)
    play.do("ok", "resident", after=DAY)
    assert play.matter.clocks["handle"].stopped == MONDAY + DAY


def test_a_clock_stopped_while_it_stood_still_counts_only_the_time_it_ran():
    play = Play(CLOCK)
    play.open()
    play.do("ask", "grid_worker", after=DAY)
    play.do("answer_now", "grid_worker", after=8 * DAY)
    clock = play.matter.clocks["handle"]
    assert clock.stopped <= clock.due
    assert clock.paused is None


def test_an_extension_counts_from_the_due_date_and_may_not_leave_the_calendar():
    play = Play(CLOCK)
    play.open()
    play.do("more", "grid_worker")
    assert play.refused("grant", "community_staff", days=10**9).code == "no_date"
    play.do("grant", "community_staff", days=3)
    assert (play.matter.due, play.matter.clocks["handle"].extended) == (MONDAY + 7 * DAY, 1)


def test_an_extension_without_leaving_the_stage_changes_its_date_and_its_reminder():
    play = Play(
        """
        first:
          label: 办理
          desk: grid_worker
          due: {in: 4 days, clock: handle, remind: 1 day}
          acts:
            more:
              label: 延期
              form: {days: {type: integer, label: 天数}}
              requires: [{that: extended.handle < 1, otherwise: 只能延一次}]
              extend: {clock: handle, by: days, unit: days}
            done: {label: 办好, to: closed}
        """
    )
    play.open()
    play.run(5 * DAY)
    assert play.matter.late
    play.do("more", "grid_worker", days=4)
    assert (play.matter.late, play.matter.due, play.matter.remind) == (
        False,
        MONDAY + 8 * DAY,
        MONDAY + 7 * DAY,
    )
    assert play.refused("more", "grid_worker", days=4).code == "requires"


def test_a_promise_is_broken_once_however_often_the_matter_comes_back():
    play = Play(CLOCK)
    play.open()
    play.run(5 * DAY)
    assert play.acts.count("overdue") == 1
    play.do("ask", "grid_worker")
    play.do("tell", "resident", after=DAY)
    assert play.matter.late
    assert play.run(30 * DAY) == 0
    assert play.acts.count("overdue") == 1


def test_a_clock_that_ran_out_elsewhere_is_told_of_on_coming_back():
    play = Play(CLOCK)
    play.open()
    play.do("more", "grid_worker", after=3 * DAY)
    play.wait(3 * DAY)
    play.do("grant", "community_staff", days=1)
    assert play.matter.due == MONDAY + 5 * DAY
    assert not play.matter.late
    assert play.run(timedelta(0)) == 1
    assert play.entries[-1].at == play.matter.entered


def test_an_act_of_the_clock_that_comes_back_to_its_own_expired_stage_does_not_turn_for_ever():
    play = Play(
        """
        first:
          label: 办理
          desk: [grid_worker, community_staff]
          due: {in: 1 day, clock: handle, then: again}
          acts:
            again: {label: 再来, by: [system], to: first}
            done: {label: 办好, to: closed}
        """
    )
    play.open()
    assert play.run(9 * DAY) == 1
    assert play.matter.late
    assert play.matter.desk.role == "grid_worker"


def test_what_happens_is_never_before_the_matter_came_to_its_stage():
    play = Play(CLOCK)
    play.open()
    play.do("ask", "grid_worker", after=DAY)
    play.do("tell", "resident", after=-5 * DAY)
    assert play.matter.entered == MONDAY + DAY
    assert play.entries[-1].at == MONDAY + DAY
