"""A method whose stages gather people, one kind of block after the other; and a town that works through it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.matters.boxes import give_cards, settle
from tests.matters.town import Town

GATHERING = """\
method: gathering
title: 一起办
version: 1
source: 本库自编
visible: place
form:
  subject: {type: text, max: 80, label: 什么事}
  plan: {type: text, max: 300, optional: true, label: 方案}
  begins: {type: time, optional: true, label: 何时开会}
  jobs:
    type: list
    optional: true
    max: 5
    label: 任务
    form:
      what: {type: text, max: 60, label: 做什么}
      owner: {type: text, max: 20, optional: true, label: 谁来做}
open: {by: [resident, community_staff], at: community, to: joining}
stages:
  joining:
    label: 征集联名
    desk: community_staff
    endorse: {by: [resident], threshold: 3, open_for: 7 days}
    outcomes: {reached: ready, expired: closed}
    acts: {skip: {label: 直接议事, to: ready}}
  ready:
    label: 准备
    desk: community_staff
    due: {in: 5 workdays}
    acts:
      call: {label: 开会, to: meeting}
      poll: {label: 表决, to: voting}
      show: {label: 公示, to: showing}
      work: {label: 分任务, to: working}
      ask: {label: 请大家评, to: asking}
      end: {label: 结束, to: closed}
  meeting:
    label: 议事会
    desk: community_staff
    session:
      at: begins
      lasts: 2 hours
      roll: residents
      quorum: attended * 3 >= expected * 2
      agenda: [通报情况, 讨论方案]
      clerks: [grid_worker]
    outcomes: {held: ready, no_quorum: ready}
  voting:
    label: 投票
    desk: community_staff
    ballot:
      electors: household
      open_for: 7 days
      quorum: voted * 3 >= electors * 2
      pass: yes * 2 > voted && no < 2
      secret: SECRET
      proxies: 2
      paper: [community_staff, grid_worker]
      early: true
    outcomes: {passed: ready, failed: ready, no_quorum: ready}
  showing:
    label: 公示
    desk: community_staff
    publicity: {what: [subject, plan], for: 5 workdays, objections: [resident], answer_within: 2 workdays}
    outcomes: {clear: ready, upheld: ready}
  working:
    label: 落实
    desk: community_staff
    due: {in: 5 workdays}
    checklist: {items: {sign: {label: 签字, proof: text}}, from: jobs}
    outcomes: {complete: ready}
  asking:
    label: 大家评
    desk: community_staff
    survey:
      by: [resident]
      open_for: 7 days
      questions:
        happy: {type: boolean, label: 满意吗}
        stars: {type: integer, min: 1, max: 5, label: 几颗星}
    outcomes: {passed: closed}
  closed:
    label: 已结束
    end: done
    effects: [{notify: {to: [opener], text: "“{subject}”结束了。"}}]
examples:
  - title: 走完
    when:
      - {open: {subject: 停车}, by: resident}
      - {act: skip, by: community_staff}
      - {act: end, by: community_staff}
    then: {stage: closed}
"""


def gather(town: Town, stage: str | None = None, *, secret: bool = True, **values: Any) -> int:
    """Open a matter and bring it to a stage (by the act that leads there). Returns its number."""
    if not getattr(town, "gathers", False):
        town.adopt(GATHERING.replace("SECRET", "true" if secret else "false"))
        town.gathers = True  # type: ignore[attr-defined]
    if secret and stage == "poll" and "holder1" not in town.people:
        settle(town, 5)
        town.cards = give_cards(town)  # type: ignore[attr-defined]
    begins = timezone.localtime() - timedelta(minutes=5)
    given = {"subject": "小区停车", "begins": begins.strftime("%Y-%m-%d %H:%M"), **values}
    number = town.open("gathering", values=given).matter.id
    if stage is not None:
        town.act(number, "skip", "community_staff")
        town.act(number, stage, "community_staff")
    return number
