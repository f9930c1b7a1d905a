"""What an end told the opener is what it says; others keep a notice of their own, and what comes only at times stays."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.method.lifting import lift
from tests.method.test_lifting_ways import nodes

FILE = """\
people: {other: {type: one, side: true, label: x}, witness: {type: person, label: y}}
stages: {one: {%s}}
"""
TURNED = [
    ("end: done, effects: [{notify: {to: [opener], text: a}}]", "end: done, says: a"),
    ("end: done, effects: [{notify: {whom: [opener, watchers, supporters, people.other], text: a}}]", "end: done, says: a"),
    ("end: done, effects: [{notify: {whom: [opener, holder, people.witness], text: a}}]", "end: done, says: a, effects: [{notify: {whom: [holder, people.witness], text: a}}]"),
    ("end: done, effects: [{retract: b}, {notify: {whom: [opener], text: a}}]", "end: done, says: a, effects: [{retract: b}]"),
]  # fmt: skip
STAYS = [
    "end: done, effects: [{notify: {whom: [watchers], text: a}}]",
    "end: done, effects: [{notify: {whom: [opener], text: a, once: true}}]",
    "end: done, says: b, effects: [{notify: {whom: [opener], text: a}}]",
    "effects: [{notify: {whom: [opener], text: a}}]",
]


@pytest.mark.parametrize(("old", "new"), TURNED)
def test_what_an_end_told_the_opener_is_what_it_says(old: str, new: str) -> None:
    lifted = lift(nodes(FILE % old))
    assert lifted.root.plain() == nodes(FILE % new).plain()
    assert not lift(lifted.root).changed


@pytest.mark.parametrize("stage", STAYS)
def test_other_notices_stay(stage: str) -> None:
    one: Any = lift(nodes(FILE % stage)).root.plain()["stages"]["one"]
    assert one == nodes(FILE % stage).plain()["stages"]["one"]
