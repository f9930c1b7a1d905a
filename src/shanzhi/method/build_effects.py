"""Builds effects: what an act or a stage brings about, from the closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.effects import EFFECTS, EffectKind
from shanzhi.method.model import EffectRule
from shanzhi.method.read import Node
from shanzhi.method.rules import Rule

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
    spec = EFFECTS[kind]
    if spec.whole is not None:
        return EffectRule(kind, spec.whole(b, node), at)
    values = {key: _setting(b, spec, key, value) for key, value in node.value.items()}
    return EffectRule(kind, values, at, values.get(spec.shows, ()) if spec.shows is not None else ())


def _setting(b: Builder, spec: EffectKind, key: str, value: Node) -> Any:
    """One setting in its compiled form."""
    takes = spec.shape.keys[key].takes
    if key in spec.builds:
        return spec.builds[key](b, value)
    if takes == "text":
        return b.placed(value)
    if takes == "duration":
        return b.duration(value)
    if takes == "words":
        return b.fields_of(value)
    if takes == "map:handed":
        return b.bindings(value)
    return value.plain()
