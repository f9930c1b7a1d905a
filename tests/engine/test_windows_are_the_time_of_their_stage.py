"""A block that closes does so when the time of its stage is over, however that is said."""

from __future__ import annotations

from tests.engine.play import DAY, MONDAY, Play

DATA = """
big: {type: boolean, label: 大事}
day: {type: date, optional: true, label: 到哪天}
"""
OPENING = "{by: [anyone], at: grid, to: first, asks: [big, day]}"


def claimed(due: str, more: str = "") -> Play:
    play = Play(
        f"""
        first:
          label: 接单
          desk: grid_worker
          due: {due}
          acts: {{longer: {{label: 延期, extend: {{clock: whole, more: 2 days}}}}}}
          claim: {{by: [volunteer]}}
          outcomes: {{taken: closed, unclaimed: second}}
        second: {{label: 派人, desk: grid_worker, due: 9 days, acts: {{done: {{label: 好了, to: closed}}}}}}
        """
        if more
        else f"""
        first:
          label: 接单
          desk: grid_worker
          due: {due}
          claim: {{by: [volunteer]}}
          outcomes: {{taken: closed, unclaimed: second}}
        second: {{label: 派人, desk: grid_worker, due: 9 days, acts: {{done: {{label: 好了, to: closed}}}}}}
        """,
        data=DATA,
        opening=OPENING,
        more=more,
    )
    play.open(big=False, day="2026-03-06")
    return play


def test_it_goes_by_cases_and_by_a_day_that_is_named():
    assert (
        claimed("{cases: [{when: data.big, lasts: 9 days}], lasts: 2 days}").matter.window == MONDAY + 2 * DAY
    )
    assert claimed("{until: data.day}").matter.window.isoformat() == "2026-03-06T16:00:00+00:00"


def test_when_it_closes_stays_as_everybody_was_told_if_a_fact_is_corrected():
    play = claimed("{cases: [{when: data.big, lasts: 9 days}], lasts: 2 days}")
    play.do("correct", "grid_worker", field="big", value="true", reason="看错了，是大事")
    assert (play.matter.data["big"], play.matter.window, play.matter.due) == (
        True,
        MONDAY + 2 * DAY,
        MONDAY + 2 * DAY,
    )
    play.run(3 * DAY)
    assert play.stage == "second"


def test_it_goes_on_with_the_clock_that_it_goes_by():
    clocks = "clocks: {whole: {label: 总时限, starts: open, lasts: 2 days, ends: [closed]}}"
    play = claimed("{clock: whole}", clocks)
    assert play.matter.window == MONDAY + 2 * DAY
    play.do("longer", "grid_worker")
    assert play.matter.window == play.matter.due == MONDAY + 4 * DAY
    play.run(3 * DAY)
    assert play.stage == "first"
    play.run(2 * DAY)
    assert play.stage == "second"
