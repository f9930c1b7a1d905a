"""A method with every kind of question and most kinds of block, which no page was ever made for."""

EVERY_KIND = """\
method: every-kind
title: 样样都有
version: 1
source: 本库自编
visible: place
inputs:
  within: {type: duration, default: 2 workdays, min: 1 hour, max: 5 days, label: 时限}
  needed: {type: integer, default: 2, min: 1, max: 50, label: 联名人数}
  open_ballot: {type: boolean, default: true, label: 记名}
  tone: {type: choice, default: plain, label: 口气, options: {plain: 平实, warm: 亲切}}
form:
  subject: {type: text, max: 80, label: 什么事}
  story: {type: text, max: 2000, optional: true, label: 详细说说}
  stars: {type: integer, min: 1, max: 5, optional: true, label: 打几分}
  people: {type: integer, min: 1, optional: true, label: 几个人}
  urgent: {type: boolean, optional: true, label: 急不急}
  why_urgent: {type: text, max: 100, asked: urgent, label: 为什么急}
  cost: {type: money, min: 0, optional: true, label: 花费}
  day: {type: date, optional: true, label: 哪一天}
  hour: {type: time, optional: true, label: 什么时候}
  kind: {type: choice, optional: true, label: 哪一类, options: {a: 甲, b: 乙, c: 丙}}
  sort: {type: choice, optional: true, label: 哪一种, options: {a: 甲, b: 乙, c: 丙, d: 丁, e: 戊, f: 己}}
  tags: {type: choices, optional: true, label: 有哪些, options: {a: 甲, b: 乙, c: 丙}}
  phone: {type: phone, optional: true, sensitive: true, known: opener.phone, label: 电话}
  card: {type: id_number, optional: true, sensitive: true, known: opener.id_number, label: 证件号}
  spot: {type: point, optional: true, label: 位置}
  area: {type: place, optional: true, label: 哪个地方}
  friend: {type: person, optional: true, label: 哪一位}
  door: {type: household, optional: true, label: 哪一户}
  bureau: {type: office, optional: true, label: 哪个部门}
  bureaus: {type: offices, optional: true, label: 哪些部门}
  other: {type: matter, optional: true, label: 哪一件}
  papers: {type: files, max: 3, optional: true, label: 附件}
  tasks:
    type: list
    max: 5
    label: 要做的事
    form:
      what: {type: text, max: 60, label: 做什么}
      share: {type: integer, min: 1, optional: true, label: 几份}
open: {by: [resident], at: grid, to: listing}
stages:
  listing:
    label: 逐项办
    desk: grid_worker
    due: {in: within}
    checklist: {from: tasks}
    outcomes: {complete: joining}
  joining:
    label: 联名
    desk: grid_worker
    endorse: {by: [resident], threshold: inputs.needed, open_for: 7 days}
    outcomes: {reached: voting, expired: closed}
  voting:
    label: 表决
    desk: grid_worker
    ballot: {electors: person, open_for: 7 days, quorum: voted >= 1, pass: yes * 2 > voted}
    outcomes: {passed: showing, failed: closed, no_quorum: closed}
  showing:
    label: 公示
    desk: grid_worker
    publicity: {what: [subject], for: 5 workdays, objections: [resident], answer_within: 2 workdays}
    outcomes: {clear: asking, upheld: closed}
  asking:
    label: 评议
    desk: grid_worker
    survey: {by: [resident], open_for: 7 days, questions: {happy: {type: boolean, label: 满意吗}}}
    outcomes: {passed: closed}
  closed:
    label: 已销账
    end: done
    effects:
      - notify: {to: [opener], text: "“{subject}”结束了。"}
measures:
  done: {label: 办结率, share: closed}
examples:
  - title: 办好
    when:
      - open: {subject: 路灯不亮, tasks: [{what: 看一看}]}
        by: resident
      - act: tick
        by: grid_worker
        with: {item: "1"}
    then: {stage: joining}
"""
