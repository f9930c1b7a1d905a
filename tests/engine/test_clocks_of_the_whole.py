"""Clocks declared at the top: from when they run, where they are met, and what may be said of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from shanzhi.engine.types import Clock
from tests.engine.play import DAY, HOUR, MONDAY, Play

CLOCKS = """
clocks:
  whole:
    label: 办理时限
    starts: open
    cases: [{when: data.danger, lasts: 2 hours}]
    lasts: 9 days
    pauses: [info]
    ends: [checking, rating]
"""
DATA = """
danger: {type: boolean, optional: true, label: 危急}
days: {type: integer, min: 1, optional: true, label: 几天}
"""
STAGES = """
first:
  label: 受理
  desk: [grid_worker, community_staff]
  due: {lasts: 3 days, not_after: clocks.whole.due}
  acts: {accept: {label: 受理, to: doing}, up: {label: 上报, move: up, to: first}}
doing:
  label: 办理
  desk: [grid_worker, community_staff]
  due: {cases: [{when: visits.rating > 0, lasts: 1 day}], clock: whole}
  acts:
    answer: {label: 答复, to: checking}
    ask: {label: 问, to: info}
    more: {label: 延期, asks: [days], extend: {clock: whole, more: data.days days}}
    soon: {label: 来得及, requires: [{that: "clocks.whole.left > duration('48h')", otherwise: 剩得不多了。}]}
info: {label: 待补充, desk: opener, due: 5 days, acts: {tell: {label: 补充, to: doing}}}
checking: {label: 核查, desk: community_staff, due: 2 days, acts: {ok: {label: 属实, to: rating}, back: {label: 退回, to: doing}}}
rating:
  label: 评价
  desk: opener
  due: 7 days
  acts:
    good: {label: 好, requires: [{that: clocks.whole.met && !clocks.whole.passed, otherwise: 没有按期。}], to: closed}
    bad: {label: 不好, to: doing}
    drop: {label: 算了, to: unsolved}
unsolved: {label: 没有解决, end: failed}
closed: {label: 已销账, end: done}
"""


def play(**values: object) -> Play:
    one = Play(STAGES, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [danger]}", more=CLOCKS)
    one.open(**values)
    return one


def test_it_runs_from_the_opening_and_moving_up_gives_no_more():
    one = play()
    one.do("up", "grid_worker", after=8 * DAY)
    assert one.matter.due == MONDAY + 9 * DAY
    one.do("accept", "community_staff")
    assert (one.matter.due, one.matter.clocks["whole"].started) == (MONDAY + 9 * DAY, MONDAY)


def test_what_is_sent_back_from_where_it_was_met_runs_on_to_its_old_end():
    one = play()
    one.do("accept", "grid_worker")
    one.do("answer", "grid_worker", after=9 * DAY - HOUR)
    assert one.matter.clocks["whole"].met(one.now)
    one.do("back", "community_staff", after=2 * HOUR)
    clock = one.matter.clocks["whole"]
    assert (clock.met(one.now), clock.due, clock.passed(one.now)) == (False, MONDAY + 9 * DAY, True)
    one.do("answer", "grid_worker")
    assert not one.matter.clocks["whole"].met(one.now)


def test_it_stays_met_by_its_first_time_among_its_ends():
    one = play()
    one.do("accept", "grid_worker")
    one.do("answer", "grid_worker", after=DAY)
    one.do("ok", "community_staff", after=2 * DAY)
    assert one.matter.clocks["whole"].stopped == MONDAY + DAY
    one.do("good", "resident")
    assert one.matter.clocks["whole"].met(one.now)


def test_a_case_of_the_stage_goes_before_the_clock():
    one = play()
    for act, by in (
        ("accept", "grid_worker"),
        ("answer", "grid_worker"),
        ("ok", "community_staff"),
        ("bad", "resident"),
    ):
        one.do(act, by)
    assert one.matter.due == MONDAY + DAY


def test_a_matter_that_ends_elsewhere_never_met_it():
    one = play()
    one.do("withdraw", "resident", reason="算了吧，不用了")
    clock = one.matter.clocks["whole"]
    assert (clock.stopped, clock.unmet, clock.met(one.now)) == (MONDAY, True, False)


def test_what_is_left_can_be_asked_and_what_a_pause_took_is_given_back():
    one = play()
    one.do("accept", "grid_worker")
    one.do("soon", "grid_worker", after=6 * DAY)
    assert one.refused("soon", "grid_worker", after=DAY + HOUR).code == "requires"
    one.do("ask", "grid_worker", after=-HOUR)
    one.do("tell", "resident", after=3 * DAY)
    assert one.matter.due == MONDAY + 12 * DAY


def test_more_time_is_a_number_with_its_unit_and_counts_from_the_due_date():
    one = play()
    one.do("accept", "grid_worker")
    one.do("more", "grid_worker", days=3)
    assert (one.matter.due, one.matter.clocks["whole"].extended) == (MONDAY + 12 * DAY, 1)


def test_hours_of_the_clock_run_through_night_and_weekend():
    """Gas reported on a Friday at 18:00 is due at 20:00 that evening."""
    one = Play(STAGES, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [danger]}", more=CLOCKS)
    one.now = MONDAY + 4 * DAY + 9 * HOUR
    one.open(danger=True)
    assert one.matter.due == datetime.fromisoformat("2026-03-06T20:00+08:00")
    assert one.matter.due - one.now == timedelta(hours=2)


def test_a_stage_may_have_hours_of_the_clock_for_one_case_alone():
    stages = """
    first:
      label: 上报
      desk: community_staff
      due: {cases: [{when: data.danger, lasts: 2 hours}], lasts: 1 workday}
      acts: {seen: {label: 看过, to: closed}}
    """
    friday = MONDAY + 4 * DAY + 9 * HOUR
    due = {}
    for danger in (True, False):
        one = Play(
            stages, data=DATA, opening="{by: [anyone], at: grid, to: first, asks: [danger]}", at=friday
        )
        one.open(danger=danger)
        due[danger] = one.matter.due
    assert due[True] == datetime.fromisoformat("2026-03-06T20:00+08:00")
    assert due[False] == datetime.fromisoformat("2026-03-09T17:00+08:00")


def test_a_clock_stored_by_an_earlier_release_goes_on():
    one = play()
    one.do("accept", "grid_worker")
    one.do("answer", "grid_worker", after=DAY)
    old = msgspec.json.decode(
        b'{"limit":"9 days","started":"2026-03-02T01:00:00Z","due":"2026-03-11T01:00:00Z","stopped":"2026-03-03T01:00:00Z"}',
        type=Clock,
    )
    one.matter = replace(one.matter, clocks={"whole": old})
    assert old.met(one.now)
    one.do("back", "community_staff")
    assert (one.matter.due, one.matter.clocks["whole"].stopped) == (MONDAY + 9 * DAY, None)


def test_a_clock_that_a_running_matter_never_had_begins_where_a_stage_goes_by_it():
    one = play()
    one.do("accept", "grid_worker")
    one.matter = replace(one.matter, clocks={})
    one.do("ask", "grid_worker", after=DAY)
    one.do("tell", "resident")
    assert one.matter.due == MONDAY + 10 * DAY
