"""A method in which those named sign one after the other's business is settled: the example of a joint answer."""

from __future__ import annotations

SIGNING = """\
method: signing
title: 和解协议签字
version: 1
heading: "{subject}"
summary: 谈成了写下来，双方、调解的社区工作者和街道各签一次，齐了才算数。
source: 本库自编
people:
  asking: {type: person, side: true, default: opener, label: 申请人}
  other: {type: person, side: true, label: 对方}
  bureau: {type: office, optional: true, label: 请哪个部门一起签}
data:
  subject: {type: text, min: 2, max: 80, label: 什么事}
  terms: {type: text, min: 2, max: 500, private: true, label: 约定}
  signed: {type: words, label: 签字情况}
  signers: {type: list, optional: true, private: true, label: 各方, form: {who: {type: one, optional: true, label: 谁}, post: {type: text, optional: true, label: 岗位}, answer: {type: text, label: 答复}, reason: {type: text, optional: true, label: 理由}}}
open:
  settled: {label: 谈成了, by: [resident, community_staff], asks: [subject, terms, asking, other, bureau], at: community, to: signing}
stages:
  signing:
    label: 签字
    desk: community_staff
    due: 7 days
    each:
      of: [people.asking, people.other, people.bureau, community_staff, street_staff]
      options: {sign: 签字, refuse: 不签}
      passes: [sign]
      needs: all
      shows: [terms]
      clerks: [community_staff]
      label: 我来签
      result: {signed: words, signers: lines}
    outcomes: {agreed: closed, refused: again, late: again}
  again:
    label: 再谈
    desk: community_staff
    due: 7 days
    acts: {mend: {label: 改约定再签, asks: [terms], to: signing}, stop: {label: 不谈了, to: ended}}
  closed: {label: 已生效, end: done, says: "“{subject}”已生效。{signed}"}
  ended: {label: 没谈成, end: unsolved, says: "“{subject}”没有谈成。"}
examples:
  - title: 四方都签才生效，对方签在纸上
    steps:
      - {open: settled, by: resident, with: {subject: 楼上漏水, terms: 楼上十日内修好, other: resident2}, expect: {stage: signing, count: {asked: 4, answered: 0}, told: {resident2: 请您答复}}}
      - {act: countersign, by: resident, with: {choice: sign}}
      - {act: countersign, by: resident3, with: {choice: sign}, refused: not_asked}
      - {act: countersign_for, by: community_staff, with: {seat: 2, choice: sign, files: [paper.jpg]}}
      - {act: countersign, by: street_staff, with: {choice: sign}}
      - {act: countersign, by: community_staff, with: {choice: sign}}
    expect: {stage: closed, data: {signed: 请了 4 方：签字 4、不签 0。同意。}}
  - title: 一方不签，写明理由，回去再谈
    steps:
      - {open: settled, by: resident, with: {subject: 楼上漏水, terms: 楼上十日内修好, other: resident2}}
      - {act: countersign, by: resident2, with: {choice: refuse}, refused: form}
      - {act: countersign, by: resident2, with: {choice: refuse, reason: 十日来不及}, expect: {stage: again}}
      - {act: mend, by: community_staff, with: {terms: 楼上三十日内修好}, expect: {stage: signing, count: {answered: 0}}}
  - title: 有一方到期没签，不算同意，也不算不同意
    steps:
      - {open: settled, by: resident, with: {subject: 楼上漏水, terms: 楼上十日内修好, other: resident2}}
      - {act: countersign, by: resident, with: {choice: sign}}
      - {wait: 8 days, expect: {stage: again, data: {signed: 请了 4 方：签字 1、不签 0、没有答复 3。没有答齐。}}}
"""
