"""A method that draws a few of those who signed up: the example of a draw."""

from __future__ import annotations

LOTS = """\
method: lots
title: 名额抽签
version: 1
heading: "{subject}"
summary: 报名多于名额，名单先定、摘要先公布，当众掷骰子，谁都能自己再抽一遍。
source: 本库自编
visible: [{shows: [subject, drawn_words], whom: [place]}]
data:
  subject: {type: text, min: 2, max: 80, label: 什么名额}
  entries: {type: list, private: false, label: 报名的, form: {name: {type: text, max: 30, label: 公布的称呼}, phone: {type: phone, optional: true, sensitive: true, label: 电话}}}
  at: {type: time, label: 何时掷骰子}
  drawn: {type: list, optional: true, label: 抽中的, form: {name: {type: text, max: 30, label: 公布的称呼}, phone: {type: phone, optional: true, sensitive: true, label: 电话}}}
  spare: {type: list, optional: true, label: 候补的, form: {name: {type: text, max: 30, label: 公布的称呼}, phone: {type: phone, optional: true, sensitive: true, label: 电话}}}
  drawn_words: {type: words, label: 抽签结果}
open:
  begin: {label: 抽签分名额, by: [community_staff], asks: [subject, entries, at], at: community, to: drawing}
stages:
  drawing:
    label: 抽签
    desk: community_staff
    due: 7 days
    draw:
      of: data.entries
      shown: name
      places: 2
      reserves: 1
      source: dice
      named: 到场居民当众掷十二颗骰子
      begins: data.at
      tellers: [community_staff, street_staff]
      result: {drawn: drawn, spare: reserve, drawn_words: words}
    outcomes: {drawn: closed, undrawn: ended}
  closed: {label: 抽好了, end: done, says: "“{subject}”抽好了。{drawn_words}"}
  ended: {label: 没有抽成, end: failed, says: "“{subject}”没有抽成。"}
examples:
  - title: 五家报名两个名额，两人录入一样的点数才算
    steps:
      - {open: begin, by: community_staff, with: {subject: 充电位, entries: [{name: 甲}, {name: 乙}, {name: 丙}, {name: 丁}, {name: 戊}], at: 2026-03-04 10:00}, expect: {stage: drawing, count: {entries: 5, places: 2}}}
      - {act: enter_seed, by: community_staff, with: {numbers: 1 2 3 4 5 6 1 2 3 4 5 6}, refused: seed_not_there}
      - {act: enter_seed, by: community_staff, with: {numbers: 1 2 3 4 5 6 1 2 3 4 5 6}, after: 3 days}
      - {act: enter_seed, by: street_staff, with: {numbers: 1 2 3 4 5 6 1 2 3 4 5 5}, refused: seeds_differ}
      - {act: enter_seed, by: street_staff, with: {numbers: 1 2 3 4 5 6 1 2 3 4 5 6}}
    expect: {stage: closed, end: done}
"""
