"""Waiting for a date or a span of time."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.play import DAY, MONDAY, Play

UNTIL = """
first:
  label: 登记
  desk: grid_worker
  due: {in: 1 day}
  acts: {set: {label: 定日子, form: {day: {type: date, optional: true, label: 哪天}}, to: second}}
second:
  label: 等候
  desk: grid_worker
  wait: {until: day}
  outcomes: {elapsed: third}
third: {label: 复查, desk: grid_worker, due: {in: 1 day}, acts: {done: {label: 好了, to: closed}}}
"""


def test_a_span_of_time():
    play = Play("first: {label: 等候, desk: grid_worker, wait: 3 days, outcomes: {elapsed: closed}}")
    play.open()
    assert play.matter.due == play.matter.window == MONDAY + 3 * DAY
    assert play.run(3 * DAY - timedelta(seconds=1)) == 0
    assert play.run(timedelta(seconds=1)) == 1
    assert (play.matter.closed, play.matter.late) == (MONDAY + 3 * DAY, False)


def test_a_date_means_the_end_of_that_day():
    play = Play(UNTIL)
    play.open()
    assert play.refused("set", "grid_worker").code == "date_missing"
    play.do("set", "grid_worker", day="2026-03-03")
    assert play.matter.window == MONDAY + DAY + timedelta(hours=15)
    play.run(2 * DAY)
    assert play.matter.stage == "third"


def test_a_day_that_has_passed_is_not_named_to_wait_for():
    play = Play(UNTIL)
    play.open()
    refused = play.refused("set", "grid_worker", day="2026-03-01")
    assert (refused.code, refused.fields["day"].zh) == ("form", "已经过去，请填今天或以后的日子")
    assert play.stage == "first"
    play.do("set", "grid_worker", day="2026-03-02")
    assert play.stage == "second"


def test_a_day_that_passed_since_it_was_named_leads_on_at_once():
    play = Play(
        """
        first:
          label: 拟定
          desk: grid_worker
          due: {in: 9 days}
          acts: {plan: {label: 拟定, form: {day: {type: date, label: 哪天}}, to: ready}}
        ready: {label: 登记, desk: grid_worker, due: {in: 9 days}, acts: {set: {label: 开始等, to: second}}}
        second: {label: 等候, desk: grid_worker, wait: {until: day}, outcomes: {elapsed: third}}
        third: {label: 复查, desk: grid_worker, due: {in: 1 day}, acts: {done: {label: 好了, to: closed}}}
        """
    )
    play.open()
    play.do("plan", "grid_worker", day="2026-03-03")
    play.run(3 * DAY)
    play.do("set", "grid_worker")
    assert play.stage == "third"
    assert [e.to for e in play.entries] == ["first", "ready", "second", "third"]


def test_waits_that_lead_round_and_round_end_and_are_told():
    play = Play(
        """
        first:
          label: 登记
          desk: grid_worker
          due: {in: 1 day}
          acts: {set: {label: 定日子, form: {day: {type: date, label: 哪天}}, to: second}}
        second: {label: 甲, desk: grid_worker, wait: {until: day}, outcomes: {elapsed: third}}
        third: {label: 乙, desk: grid_worker, wait: {until: day}, outcomes: {elapsed: [{when: "false", stage: closed}, {stage: second}]}}
        """
    )
    play.open()
    play.do("set", "grid_worker", day="2026-03-05")
    play.run(9 * DAY)
    assert (play.stage, play.entries[-1].note) == ("second", "turning")
    assert play.matter.late
