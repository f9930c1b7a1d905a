"""A tiny method for tests to spoil: `tiny(("old", "new"), …)` is its text with those changes made."""

from __future__ import annotations

import re

TINY = """\
method: tiny
title: 小事
version: 1
source: 本库自编
inputs:
  within: {type: duration, default: 2 workdays, label: 时限}
data:
  subject: {type: text, max: 80, label: 什么事}
  count: {type: integer, min: 1, optional: true, label: 几件}
open:
  start: {by: [resident], at: grid, to: asked, asks: [subject, count]}
stages:
  asked:
    label: 待办
    desk: grid_worker
    due: {lasts: inputs.within}
    acts:
      finish: {label: 办好了, to: closed}
  closed:
    label: 已销账
    end: done
    says: "“{subject}”办好了。"
measures:
  done: {label: 办结率, share: matter.closed}
en:
  小事: A small thing
  本库自编: Made up for this library
  时限: Time limit
  什么事: What is it
  几件: How many
  待办: To be done
  办好了: It is done
  已销账: Closed out
  "“{subject}”办好了。": "“{subject}” is done."
  办结率: Closed
examples:
  - title: 办好
    steps:
      - open: start
        with: {subject: 路灯不亮}
        by: resident
      - act: finish
        by: grid_worker
    expect: {stage: closed, end: done}
"""


def spoiled(text: str, *changes: tuple[str, str]) -> str:
    """The text with each change made once; a change that finds nothing to change is a mistake of the test."""
    for old, new in changes:
        assert text.count(old) >= 1, f"{old!r} is not in the text"
        text = text.replace(old, new, 1)
    return text


def tiny(*changes: tuple[str, str]) -> str:
    """The tiny method, changed; it asks on opening whatever facts it then has."""
    text = spoiled(TINY, *changes)
    facts = text.partition("data:\n")[2].partition("\nopen:")[0]
    names = [name.replace("▸", "") for name in re.findall(r"^  ([\w▸]+):", facts, re.MULTILINE)]
    asks = ", ".join(name for name in names if name.islower())
    return text.replace("asks: [subject, count]", f"asks: [{asks}]", 1)


def block(body: str, outcomes: str, *, fields: str = "", before: str = "") -> str:
    """The tiny method with a block in its first stage."""
    return tiny(
        ("    due: {lasts: inputs.within}\n    acts:\n      finish: {label: 办好了, to: closed}\n", f"{before}    {body}\n    outcomes: {outcomes}\n"),
        ("  count:", f"{fields}  count:"),
        ("      - act: finish\n        by: grid_worker\n    expect: {stage: closed, end: done}", "    then: {stage: asked}"),
    )  # fmt: skip


LOOK = """\
fragments:
  look:
    fragment: look
    title: 小事
    version: 1
    source: 本库自编
    takes: {who: {type: person, label: 什么事}}
    data: {seen: {type: text, max: 20, label: 什么事}}
    stages:
      looking: {label: 待办, due: {lasts: 2 workdays}, acts: {finish: {label: 办好了, not: [people.who], asks: [seen], to: good}}}
    outcomes: {good: 办好了}
"""


def used(*changes: tuple[str, str]) -> str:
    """The tiny method with a fragment, changed."""
    return tiny(
        ("finish: {label: 办好了, to: closed}\n", "finish: {label: 办好了, to: rating}\n  rating:\n    label: 待办\n    desk: grid_worker\n    use: look@1\n    with: {who: people.mine}\n    outcomes: {good: closed}\n"),
        ("data:\n", "people:\n  mine: {type: person, default: opener, label: 什么事}\ndata:\n"),
        ("measures:\n", LOOK + "measures:\n"),
        *changes,
    )  # fmt: skip
