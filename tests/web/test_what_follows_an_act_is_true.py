"""What an act's page says of what follows: ways that the matter's facts have closed already are not told as open."""

from __future__ import annotations

import html
import re

import pytest

WAYS = """
method: sorted-out
title: 分流
version: 1
source: 本库自编
visible: place
data:
  subject: {type: text, max: 80, label: 什么事}
  owners: {type: boolean, label: 业主的事吗}
  costly: {type: boolean, label: 要花钱吗}
open:
  say: {by: [resident], asks: [subject, owners], at: grid, to: sorting}
defaults: {desk: grid_worker, due: 2 workdays}
stages:
  sorting:
    label: 研判
    acts:
      take: {label: 受理, to: [{when: data.owners, stage: meeting}, {stage: agenda}]}
      weigh: {label: 估一估, asks: [costly], to: [{when: data.owners, stage: meeting}, {when: data.costly, stage: study}, {stage: agenda}]}
  meeting: {label: 业主大会, acts: {finish: {label: 办好了, to: closed}}}
  study: {label: 党组织研究, acts: {finish: {label: 办好了, to: closed}}}
  agenda: {label: 拟定议程, acts: {finish: {label: 办好了, to: closed}}}
  closed: {label: 已销账, end: done, says: "“{subject}”办好了。"}
examples:
  - {title: 业主的, steps: [{open: say, with: {subject: 集市, owners: true}, by: resident}, {act: take}, {act: finish}], expect: {end: done}}
"""


@pytest.mark.parametrize(
    ("owners", "act", "told"),
    [
        (True, "take", "之后：转入“业主大会”，由网格员办理。"),
        (False, "take", "之后：转入“拟定议程”，由网格员办理。"),
        (True, "weigh", "之后：转入“业主大会”，由网格员办理。"),
        (
            False,
            "weigh",
            "之后按所填的内容：转入“党组织研究”，由网格员办理；或转入“拟定议程”，由网格员办理。",
        ),
    ],
)
def test_only_ways_that_are_open_are_told(town, signed_in, owners, act, told):
    town.adopt(WAYS)
    number = town.open("sorted-out", values={"subject": "旧物集市", "owners": owners}).matter.id
    page = signed_in("grid_worker").get(f"/matters/{number}/acts/{act}").content.decode()
    found = re.search(r"之后[^<]*", html.unescape(page))
    assert found is not None
    assert found[0].strip() == told
