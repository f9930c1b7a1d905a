"""Effects for those whom a matter names: points for `people.x`, notices for whom each line of a list names; who is holder."""

from __future__ import annotations

import pytest

from shanzhi.engine.examples import run_examples
from tests.engine.play import Play
from tests.method.tiny import spoiled

WORK = """
method: bee
title: 大家修
version: 1
source: 本库自编
people:
  asking: {type: person, default: opener, side: true, label: 谁请的}
  taker: {type: person, optional: true, side: true, label: 谁接的}
data:
  subject: {type: text, max: 80, label: 什么事}
  parts: {type: list, optional: true, max: 9, label: 分工, form: {what: {type: text, max: 20, label: 做什么}, who: {type: person, label: 谁做}}}
open: {ask: {label: 请人, by: [resident], asks: [subject, parts, asking], at: grid, to: offered}}
stages:
  offered:
    label: 待接
    desk: grid_worker
    due: 2 days
    claim: {by: [volunteer], result: {taker: taker}}
    outcomes: {taken: going, unclaimed: closed}
  going:
    label: 在办
    desk: [people.taker]
    due: 5 days
    acts:
      share: {label: 分工通知, effects: [{notify: {of: data.parts, whom: [line.who], text: '请您{line.what}'}}], to: going}
      finish: {label: 办好, to: rated}
  rated:
    label: 待评
    desk: [people.asking]
    due: 5 days
    acts:
      rate:
        label: 确认
        effects:
          - award: {to: people.taker, points: 2, for: 帮忙}
          - award: {of: data.parts, to: line.who, points: 1, for: '{line.what}'}
          - notify: {whom: [holder], text: 谢谢}
        to: closed
  closed: {label: 办好了, end: done, says: 办好了}
examples:
  - title: 一起修
    steps:
      - {open: ask, by: resident, with: {subject: 修凳子, parts: [{what: 刷漆, who: resident2}, {what: 钉钉子, who: resident}]}}
      - {act: take, by: volunteer, expect: {stage: going, desk: volunteer}}
      - {act: share, by: volunteer, expect: {told: {resident2: 请您刷漆, resident: 请您钉钉子}}}
      - {act: finish, by: volunteer}
      - {act: rate, by: resident, expect: {points: {volunteer: 2, resident2: 1}, told: {volunteer: 谢谢}}}
    expect: {stage: closed, end: done}
  - title: 没有人接
    steps:
      - {open: ask, by: resident, with: {subject: 修凳子}}
      - {wait: 2 days, expect: {stage: closed}}
"""


def _wrong(text: str) -> list[str]:
    return [one.show("bee", "en") for one in run_examples(text).problems if one.weight == "error"]


def test_points_and_notices_reach_whom_the_matter_names_and_none_who_asked() -> None:
    assert _wrong(WORK) == []


def test_who_is_asked_at_their_own_desk_does_not_become_the_holder() -> None:
    """The neighbour who took it stays its holder while the one who asked confirms."""
    said = _wrong(spoiled(WORK, ("told: {volunteer: 谢谢}", "told: {resident: 谢谢}")))
    assert any("SZ701" in one for one in said)


def test_a_desk_of_holders_makes_whom_it_names_the_holder() -> None:
    play = Play(
        """
        first: {label: 在办, desk: [people.who, holder], due: 5 days, acts: {over: {label: 好, to: second}}}
        second: {label: 看, desk: grid_worker, due: 5 days, acts: {ok: {label: 好, effects: [{notify: {whom: [holder], text: 好}}], to: closed}}}
        """,
        data="subject: {type: text, optional: true, max: 9, label: 事}",
        more="people: {who: {type: person, label: 谁}}\n",
        opening="{start: {by: [anyone], at: grid, to: first, asks: [who]}}",
    )
    play.open(who=play.actor("volunteer").person)
    play.do("over", "volunteer")
    assert play.matter.handlers["@holder"].person == play.actor("volunteer").person


@pytest.mark.parametrize(
    ("to", "code"),
    [("people.nobody", "SZ346"), ("volunteer", "SZ204"), ("line.who", "SZ204"), ("people.office", "SZ306")],
)
def test_who_cannot_get_points_is_told(to: str, code: str) -> None:
    text = spoiled(
        WORK,
        ("{to: people.taker,", f"{{to: {to},"),
        ("data:\n", "  office: {type: office, optional: true, label: 单位}\ndata:\n"),
    )
    assert any(f" {code} " in one for one in _wrong(text))


def test_staff_who_take_what_is_theirs_to_do_get_no_points() -> None:
    said = _wrong(spoiled(WORK, ("claim: {by: [volunteer]", "claim: {by: [grid_worker]")))
    assert any("SZ602" in one for one in said)


def test_a_notice_names_of_a_line_only_whom_it_has() -> None:
    assert any("SZ306" in one for one in _wrong(spoiled(WORK, ("whom: [line.who]", "whom: [line.what]"))))
    assert any(
        "SZ303" in one for one in _wrong(spoiled(WORK, ("of: data.parts, whom", "whom"), ("{line.what}", "")))
    )
