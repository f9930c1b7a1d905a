"""A question that does not apply as things stand is out of the way: hidden with scripts, one line to open without."""

from __future__ import annotations

import re

import pytest

ASKS = """
method: asks-about
title: 问一次查看
version: 1
source: 本库自编
visible: place
people:
  about: {type: person, optional: true, private: true, when: data.kind == "privacy", label: 查看的人}
data:
  kind: {type: choice, label: 哪一类, options: {privacy: 个人信息问题, hard: 不好用}}
  what: {type: text, max: 80, label: 说说怎么回事}
  look: {type: integer, optional: true, when: data.kind == "privacy", label: 问的是哪一次查看}
open:
  say: {by: [resident], asks: [kind, what, look, about], at: grid, to: asked}
stages:
  asked: {label: 待答复, desk: grid_worker, due: 2 workdays, acts: {answer: {label: 答复, to: closed}}}
  closed: {label: 已答复, end: done, says: "“{what}”答复了。"}
examples:
  - {title: 答复, steps: [{open: say, with: {kind: hard, what: 看不懂}, by: resident}, {act: answer}], expect: {end: done}}
"""


@pytest.fixture
def complaint(town, signed_in):
    """A form of which two optional questions are for one kind alone, and a browser before it."""
    town.adopt(ASKS)
    return signed_in("resident"), "/open/asks-about"


def part(page: str, name: str) -> str:
    """A question as it stands on the page."""
    found = re.search(rf'<(fieldset|div) class="[^"]*" id="q-{name}-field".*?</\1>', page, re.DOTALL)
    assert found is not None, name
    return found[0]


def test_an_optional_one_waits_until_its_condition_holds(complaint) -> None:
    client, address = complaint
    page = client.get(address).content.decode()
    for name in ("about", "look"):
        assert 'data-applies="no"' in part(page, name)
        assert "<details" in part(page, name)
    page = client.post(address, {"kind": "privacy", "step": "refresh"}).content.decode()
    for name in ("about", "look"):
        assert 'data-applies="yes"' in part(page, name)
        assert "<details" not in part(page, name)


def test_what_was_chosen_before_lets_it_wait_again(complaint) -> None:
    client, address = complaint
    page = client.post(address, {"kind": "hard", "about": "1", "step": "refresh"}).content.decode()
    assert 'data-applies="no"' in part(page, "about")


def test_one_that_always_applies_never_waits(complaint) -> None:
    client, address = complaint
    page = client.get(address).content.decode()
    assert "data-applies" not in part(page, "what")
    assert "<details" not in part(page, "what")
