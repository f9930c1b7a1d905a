"""A length of time as a fact: asked with its unit, within bounds, compared with others, and what a clock or a stage lasts."""

from __future__ import annotations

import pytest

from tests.engine.play import DAY, MONDAY, Play

DATA = "extension: {type: duration, optional: true, min: 1 day, max: 15 workdays, label: 延多久}"
INPUTS = "most: {type: duration, default: 7 days, label: 一次最多延多久}"
STAGES = """
first:
  label: 办理
  desk: grid_worker
  due: {clock: whole}
  acts:
    ask:
      label: 申请延期
      asks: [extension]
      requires: [{that: data.extension <= inputs.most, otherwise: 太长了。}]
      extend: {clock: whole, more: data.extension}
      effects: [{notify: {to: [opener], text: "延{extension}"}}]
    rest: {label: 放一放, to: resting}
resting: {label: 放着, desk: grid_worker, due: {lasts: data.extension}, acts: {on: {label: 接着办, to: closed}}}
"""
WHOLE = "clocks: {whole: {label: 办理时限, starts: open, lasts: 4 days, ends: [closed]}}"


@pytest.fixture
def play() -> Play:
    one = Play(STAGES, data=DATA, inputs=INPUTS, more=WHOLE)
    one.open()
    return one


def test_it_is_kept_with_its_unit_and_gives_a_clock_so_much_more(play: Play):
    play.do("ask", "grid_worker", extension=" 3 天 ")
    assert play.matter.data["extension"] == "3 days"
    assert play.matter.due == MONDAY + 7 * DAY
    assert [effect.values["text"]["zh"] for effect in play.said if effect.kind == "notify"] == ["延3 天"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("3", "form"),
        ("soon", "form"),
        ("2 hours", "form"),
        ("4 weeks", "form"),
        ("8 days", "requires"),
        ("6 workdays", "requires"),
    ],
)
def test_what_is_no_length_of_time_or_out_of_bounds_is_refused(play: Play, given: str, code: str):
    assert play.refused("ask", "grid_worker", extension=given).code == code


def test_a_stage_lasts_as_long_as_the_fact_says_and_is_not_entered_without(play: Play):
    assert play.refused("rest", "grid_worker").code == "no_way"
    play.do("ask", "grid_worker", extension="2 days")
    play.do("rest", "grid_worker")
    assert play.matter.due == MONDAY + 2 * DAY
