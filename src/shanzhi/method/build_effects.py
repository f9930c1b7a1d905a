"""Builds effects: what an act or a stage brings about, from the closed list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shanzhi.method.build_posts import POSTS, post_values
from shanzhi.method.cel import CelType
from shanzhi.method.keys import MOST_POINTS
from shanzhi.method.model import EffectRule, Rule
from shanzhi.method.names import NOTIFIED
from shanzhi.method.read import Node
from shanzhi.method.vocabulary import SHAPES
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

POINTS = Sentence(
    f"0 到 {MOST_POINTS} 的整数，或一个算式；积分只记不扣",
    f"a whole number from 0 to {MOST_POINTS}, or an expression; points are given, never taken",
)


def effects(b: Builder, node: Node | None, path: str) -> tuple[EffectRule, ...]:
    """The effects under one `effects`, in the order written."""
    found = []
    for index, item in enumerate(node.value if node else ()):
        for kind, spec in item.value.items():
            found.append(_effect(b, kind, spec, b.rule(spec, f"{path}.effects[{index}].{kind}")))
    return tuple(found)


def _effect(b: Builder, kind: str, node: Node, at: Rule) -> EffectRule:
    if kind in POSTS:
        return EffectRule(kind, post_values(b, node), at)
    shape = SHAPES["open_matter" if kind == "open" else kind]
    values: dict[str, Any] = {}
    for key, value in node.value.items():
        takes = shape.keys[key].takes
        if (kind, key) == ("link", "to"):
            values[key] = b.field_of(value, "matter")
        elif takes == "text":
            values[key] = b.placed(value)
        elif takes == "roles":
            values[key] = b.roles(value, extra=NOTIFIED)
        elif takes == "duration":
            values[key] = b.duration(value)
        elif takes == "number":
            if kind == "award" and _written_number(value) not in range(MOST_POINTS + 1):
                b.problems.add("SZ203", value, key=key, expected=POINTS)
            values[key] = b.condition(value, None, CelType.INTEGER)
        elif takes == "words":
            values[key] = b.fields_of(value)
        elif takes == "map:binding":
            values[key] = b.bindings(value)
        else:
            values[key] = value.plain()
    return EffectRule(kind, values, at)


def _written_number(node: Node) -> int:
    """The number that is written out; 0 where an expression works it out."""
    return int(node.value) if re.fullmatch(r"-?\d{1,18}", node.value) else 0
