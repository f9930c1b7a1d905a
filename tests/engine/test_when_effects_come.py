"""An effect comes only when its condition holds, once in a life if it says so, and for each line of a list."""

from __future__ import annotations

from typing import Any

import msgspec

from shanzhi.matters.writing.record import State
from tests.engine.play import Play, method_of

STAGES = """
first:
  label: 一
  desk: grid_worker
  due: 5 days
  acts:
    go:
      label: 去
      effects:
        - notify: {whom: [desk], text: "{subject}：{line.what}", of: lines, when: "line.count > 1"}
        - notify: {whom: [opener], text: 只说一次, once: true}
        - open: {method: other, once: true, with: {about: data.subject}}
        - open: {method: each, of: lines, with: {what: line.what, about: data.subject}}
      to: first
    vote: {label: 征集, to: asking}
asking:
  label: 征集中
  desk: grid_worker
  endorse: {by: [resident], needs: "1", open_for: 5 days}
  outcomes:
    reached: {to: closed, set: {support: 够了}, effects: [{notify: {whom: [opener], text: "{support}"}}]}
    expired: closed
"""
DATA = """
subject: {type: text, label: 什么事}
support: {type: text, optional: true, label: 支持}
lines: {type: list, label: 几样, form: {what: {type: text, label: 什么}, count: {type: integer, label: 几个}}}
"""
LINES = [{"what": "灯", "count": 2}, {"what": "门", "count": 1}, {"what": "窗", "count": 3}]


def opened() -> Play:
    method = method_of(
        STAGES, data=DATA, opening="{by: [resident], at: grid, to: first, asks: [subject, lines]}"
    )
    play = Play(method)
    play.open(subject="修缮", lines=LINES)
    return play


def came(play: Play, act: str, kind: str, by: str = "grid_worker") -> list[dict[str, Any]]:
    """The effects of one kind that an act has."""
    play.do(act, by)
    return [one.values for one in play.said if one.kind == kind]


def texts(told: list[dict[str, Any]]) -> list[str]:
    return [one["text"]["zh"] for one in told]


def test_an_effect_of_a_list_comes_for_each_line_for_which_its_condition_holds() -> None:
    play = opened()
    assert texts(came(play, "go", "notify")) == ["修缮：灯", "修缮：窗", "只说一次"]
    each = [
        one.values["values"] for one in play.said if one.kind == "open" and one.values["method"] == "each"
    ]
    assert each == [{"what": line["what"], "about": "修缮"} for line in LINES]


def test_an_effect_that_comes_once_does_not_come_in_a_later_visit() -> None:
    play = opened()
    first, again = came(play, "go", "open"), came(play, "go", "open")
    assert [one["method"] for one in first].count("other") == 1
    assert [one["method"] for one in again] == ["each"] * 3
    assert "只说一次" not in texts(came(play, "go", "notify"))
    assert len(play.matter.once) == 2


def test_each_matter_opened_for_a_line_has_a_key_of_its_own() -> None:
    slots = [one["slot"] for one in came(opened(), "go", "open")]
    assert len(set(slots)) == len(slots) == 4


def test_an_outcome_records_facts_and_brings_effects() -> None:
    play = opened()
    play.do("vote", "grid_worker")
    assert texts(came(play, "endorse", "notify", by="resident2")) == ["够了"]
    assert play.matter.data["support"] == "够了"


def test_a_matter_kept_before_there_was_once_is_read() -> None:
    assert msgspec.json.decode(b'{"returned":true}', type=State).once == ()
