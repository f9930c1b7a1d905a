"""A call for offers and the offers it gathers: two small methods that tests of gathering use."""

from __future__ import annotations

from shanzhi.method.check import examine
from shanzhi.method.model import Method

OFFER = """\
method: offer
title: 报价
version: 1
source: 本库自编
data:
  subject: {type: text, max: 80, label: 什么活}
  name: {type: text, max: 30, label: 哪家}
  price: {type: money, min: 0, label: 报价}
  why: {type: text, max: 200, label: 结果说明}
open: {start: {by: [resident], asks: [subject, name, price], at: grid, to: waiting}}
stages:
  waiting:
    label: 等结果
    desk: opener
    due: 60 days
    acts:
      accept: {label: 选中, by: [parent], asks: [why], to: won}
      decline: {label: 未选中, by: [parent], asks: [why], to: lost}
      take_back: {label: 撤回, by: [opener], to: withdrawn}
  won: {label: 已选中, end: done, says: "“{subject}”选中了您：{why}"}
  lost: {label: 未选中, end: refused, says: "“{subject}”这次没有选中：{why}"}
  withdrawn: {label: 已撤回, end: withdrawn, says: "“{subject}”已撤回。"}
examples:
  - title: 撤回
    steps:
      - {open: start, by: resident, with: {subject: 刷墙, name: 甲, price: 100}}
      - {act: take_back, by: resident}
    expect: {stage: withdrawn}
  - title: 选中
    steps:
      - {open: start, by: resident, with: {subject: 刷墙, name: 甲, price: 100}}
      - {act: accept, by: parent, with: {why: 最低}}
    expect: {stage: won}
  - title: 没有选中
    steps:
      - {open: start, by: resident, with: {subject: 刷墙, name: 甲, price: 100}}
      - {act: accept, by: resident, with: {why: 最低}, refused: not_yours}
      - {act: decline, by: parent, with: {why: 最低}}
    expect: {stage: lost}
"""
CALL = """\
method: offers-wanted
title: 公开询价
version: 1
source: 本库自编
data:
  subject: {type: text, max: 80, label: 什么活}
  offers: {type: list, label: 报价一览, form: {matter: {type: matter, label: 事项}, opener: {type: person, label: 谁, private: true}, name: {type: text, max: 30, label: 哪家}, price: {type: money, label: 报价}, rank: {type: integer, label: 名次}, chosen: {type: boolean, label: 选中}, late: {type: boolean, label: 迟交}}}
  outcome: {type: words, label: 结果}
people:
  winners: {type: people, label: 选中的人}
open: {start: {by: [resident, grid_worker], asks: [subject], at: grid, to: gathering}}
stages:
  gathering:
    label: 征集报价
    desk: grid_worker
    due: {lasts: 5 days}
    gather:
      method: offer
      roll: residents
      with: {subject: data.subject}
      form: {name: {type: text, max: 30, label: 哪家}, price: {type: money, min: 0, label: 报价}}
      rank: line.price
      order: least
      SETTINGS
      result: {offers: lines, outcome: words, winners: chosen}
    outcomes:
      gathered: announcing
      few: again
  again:
    label: 再征集
    desk: grid_worker
    due: 5 days
    acts:
      once_more: {label: 再征集, to: gathering}
      give_up: {label: 不办了, to: failed}
  announcing:
    label: 通知各家
    desk: grid_worker
    due: 5 days
    acts:
      tell:
        label: 通知各家
        effects:
          - act: {of: data.offers, matter: line.matter, do: accept, when: line.chosen, with: {why: data.outcome}}
          - act: {of: data.offers, matter: line.matter, do: decline, when: "!line.chosen", with: {why: data.outcome}}
        to: closed
      stop: {label: 停办, to: failed}
  closed: {label: 已选定, end: done, says: "“{subject}”：{outcome}"}
  failed: {label: 没有办成, end: failed, says: "“{subject}”没有办成。"}
examples:
  - title: 三家报价，最低的选中
    steps:
      - {open: start, by: grid_worker, with: {subject: 刷墙}}
      - {act: submit, by: resident4, with: {name: 甲, price: 30000}}
      - {act: submit, by: resident4, with: {name: 甲, price: 20000}, refused: handed_in}
      - {act: submit, by: resident2, with: {name: 乙, price: 20000}}
      - {act: submit, by: resident3, with: {name: 丙, price: 10000}, expect: {count: {gathered: 3, standing: 3}, children: {waiting: 3}}}
      - {act: offer.take_back, by: resident3, expect: {count: {withdrawn: 1, standing: 2}}}
      - {wait: 6 days, expect: {stage: announcing}}
      - {act: tell, by: grid_worker, expect: {children: {won: 1, lost: 1, withdrawn: 1}}}
    expect: {stage: closed}
  - title: 不够两家，再征集时原来的还算数
    steps:
      - {open: start, by: grid_worker, with: {subject: 刷墙}}
      - {act: submit, by: resident4, with: {name: 甲, price: 30000}}
      - {wait: 6 days, expect: {stage: again}}
      - {act: once_more, by: grid_worker, expect: {stage: gathering, count: {standing: 1, gathered: 0}}}
      - {act: submit, by: resident4, with: {name: 甲, price: 20000}, refused: handed_in}
      - {act: submit, by: resident2, with: {name: 乙, price: 20000}}
      - {wait: 6 days, expect: {stage: announcing}}
      - {act: stop, by: grid_worker}
    expect: {stage: failed, children: {withdrawn: 0}}
  - title: 不办了
    steps:
      - {open: start, by: grid_worker, with: {subject: 刷墙}}
      - {wait: 6 days, expect: {stage: again}}
      - {act: give_up, by: grid_worker}
    expect: {stage: failed}
"""


def compiled(text: str) -> Method:
    checked = examine(text)
    wrong = [f"{one.line}: {one.why.en}" for one in checked.problems if one.weight == "error"]
    assert checked.method is not None, wrong
    assert not wrong, wrong
    return checked.method


def call(settings: str = "needs: 2\n      takes: 1") -> str:
    return CALL.replace("SETTINGS", settings)
