"""Builds effects: what an act or a stage brings about, from the closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.effects import EFFECTS, EVERY, EffectKind
from shanzhi.method.model import EffectRule, Field
from shanzhi.method.read import Node
from shanzhi.method.rules import Rule
from shanzhi.method.scope import Scope, scoped

if TYPE_CHECKING:
    from shanzhi.method.build import Builder


def effects(
    b: Builder, node: Node | None, path: str, scope: Scope | None = None, line: tuple[Field, ...] = ()
) -> tuple[EffectRule, ...]:
    """The effects under one `effects`, in the order written; `scope` is what else their conditions may speak of, `line` the parts
    of the line that the act adds."""
    found = []
    for index, item in enumerate(node.value if node else ()):
        for kind, spec in item.value.items():
            found.append(
                _effect(b, kind, spec, b.rule(spec, f"{path}.effects[{index}].{kind}"), scope or {}, line)
            )
    return tuple(found)


def _effect(b: Builder, kind: str, node: Node, at: Rule, scope: Scope, line: tuple[Field, ...]) -> EffectRule:
    spec, get = EFFECTS[kind], node.value.get
    of = b.value_of(get("of"), "list") if "of" in node.value else None
    b.line = b.fields[of].form if of is not None else line
    around = {name: kind for name, kind in scope.items() if not name.startswith("line.")}
    when = b.condition(get("when"), {**around, **scoped("line", b.line)}) if "when" in node.value else None
    if spec.whole is not None:
        values, shows = spec.whole(b, node), ()
    else:
        own = {key: value for key, value in node.value.items() if key not in EVERY}
        values = {key: _setting(b, spec, key, value) for key, value in own.items()}
        shows = values.get(spec.shows, ()) if spec.shows is not None else ()
    b.line = ()
    once = "once" in node.value and bool(get("once").value)
    return EffectRule(kind, values, at, shows, when, once, of)


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
