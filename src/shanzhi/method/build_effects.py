"""Builds effects: what an act or a stage brings about, from the closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.build_posts import POSTS, post_values
from shanzhi.method.cel import CelType
from shanzhi.method.model import EffectRule, Rule
from shanzhi.method.names import NOTIFIED
from shanzhi.method.read import Node
from shanzhi.method.vocabulary import SHAPES

if TYPE_CHECKING:
    from shanzhi.method.build import Builder


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
            values[key] = b.condition(value, None, CelType.INTEGER)
        elif takes == "words":
            values[key] = b.fields_of(value)
        elif takes == "map:binding":
            values[key] = b.bindings(value)
        else:
            values[key] = value.plain()
    return EffectRule(kind, values, at)
