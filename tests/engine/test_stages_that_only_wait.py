"""A stage whose only act is the clock's: it waits for a span of time, or up to a time that the facts give."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.play import DAY, MONDAY, Play

UNTIL = """
first:
  label: 登记
  desk: grid_worker
  due: 1 day
  acts: {set: {label: 定日子, form: {day: {type: date, optional: true, label: 哪天}}, to: second}}
second:
  label: 等候
  desk: grid_worker
  due: {until: data.day, then: over}
  acts: {over: {label: 时间到, by: [system], to: third}}
third: {label: 复查, desk: grid_worker, due: 1 day, acts: {done: {label: 好了, to: closed}}}
"""
OVER = "acts: {over: {label: 时间到, by: [system], to: %s}}"


def test_a_span_of_time():
    play = Play(
        "first: {label: 等候, desk: grid_worker, due: {lasts: 3 days, then: over}, " + OVER % "closed" + "}"
    )
    play.open()
    assert play.matter.due == MONDAY + 3 * DAY
    assert play.run(3 * DAY - timedelta(seconds=1)) == 0
    assert play.run(timedelta(seconds=1)) == 1
    assert play.matter.closed == MONDAY + 3 * DAY


def test_a_date_means_the_end_of_that_day():
    play = Play(UNTIL)
    play.open()
    assert play.refused("set", "grid_worker").code == "date_missing"
    play.do("set", "grid_worker", day="2026-03-03")
    assert play.matter.due == MONDAY + DAY + timedelta(hours=15)
    play.run(2 * DAY)
    assert play.matter.stage == "third"


def test_a_time_may_be_worked_out_from_the_facts():
    play = Play(UNTIL.replace("until: data.day", "until: 'data.day + duration(\"48h\")'"))
    play.open()
    assert play.refused("set", "grid_worker").code == "date_missing"
    play.do("set", "grid_worker", day="2026-03-03")
    assert play.matter.due == MONDAY + 2 * DAY + timedelta(hours=15)


def test_a_day_that_has_passed_is_not_named_to_wait_for():
    play = Play(UNTIL)
    play.open()
    refused = play.refused("set", "grid_worker", day="2026-03-01")
    assert (refused.code, refused.fields["day"].zh) == ("form", "已经过去，请填今天或以后的日子")
    assert play.stage == "first"
    play.do("set", "grid_worker", day="2026-03-02")
    assert play.stage == "second"


def test_a_day_that_passed_since_it_was_named_leads_on_when_the_clock_next_looks():
    play = Play(
        """
        first:
          label: 拟定
          desk: grid_worker
          due: 9 days
          acts: {plan: {label: 拟定, form: {day: {type: date, label: 哪天}}, to: ready}}
        ready: {label: 登记, desk: grid_worker, due: 9 days, acts: {set: {label: 开始等, to: second}}}
        second: {label: 等候, desk: grid_worker, due: {until: data.day, then: over}, acts: {over: {label: 时间到, by: [system], to: third}}}
        third: {label: 复查, desk: grid_worker, due: 1 day, acts: {done: {label: 好了, to: closed}}}
        """
    )
    play.open()
    play.do("plan", "grid_worker", day="2026-03-03")
    play.run(3 * DAY)
    play.do("set", "grid_worker")
    play.run(timedelta())
    assert play.stage == "third"
    assert [e.to for e in play.entries] == ["first", "ready", "second", "third"]


def test_times_that_passed_and_lead_round_and_round_end_and_are_told():
    play = Play(
        """
        first:
          label: 登记
          desk: grid_worker
          due: 1 day
          acts: {set: {label: 定日子, form: {day: {type: date, label: 哪天}}, to: second}}
        second: {label: 甲, desk: grid_worker, due: {until: data.day, then: over}, acts: {over: {label: 时间到, by: [system], to: third}}}
        third: {label: 乙, desk: grid_worker, due: {until: data.day, then: over}, acts: {over: {label: 时间到, by: [system], to: [{when: "false", stage: closed}, {stage: second}]}}}
        """
    )
    play.open()
    play.do("set", "grid_worker", day="2026-03-05")
    play.run(9 * DAY)
    assert (play.stage, play.entries[-1].note) == ("third", "turning")
    assert play.matter.late


def test_the_block_of_the_first_edition_that_waited_goes_on_as_such_a_stage():
    play = Play("first: {label: 等候, desk: grid_worker, wait: 3 days, outcomes: {elapsed: closed}}")
    play.open()
    assert (play.matter.due, play.matter.window) == (MONDAY + 3 * DAY, None)
    play.run(3 * DAY)
    assert play.matter.end == "done"


def test_one_that_waited_under_an_earlier_release_goes_on():
    play = Play("first: {label: 等候, desk: grid_worker, wait: 3 days, outcomes: {elapsed: closed}}")
    play.open()
    play.matter = play.matter.__class__(
        **{n: getattr(play.matter, n) for n in play.matter.__struct_fields__} | {"window": play.matter.due}
    )
    assert play.run(3 * DAY) == 1
    assert play.matter.closed == MONDAY + 3 * DAY
