"""Builds what is recorded without asking: `set` of acts, and facts that an expression computes (`is`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from shanzhi.method.build_forms import default_problem
from shanzhi.method.model import Field
from shanzhi.method.read import Node
from shanzhi.method.rules import Setting
from shanzhi.method.scope import Scope
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

PATH = re.compile(
    r"[!(]*(?:(?:data|people|inputs|before|line|actor|matter|parent|clocks|visits|count|registers|event)\.[a-z]|(?:has|size)\(|now\b)"
)
MOST_COMPUTED = 100
"""The most facts of one method that an expression computes: each is worked out after every change."""
"""How an expression begins; any other text is a text."""
TOLD = Sentence(
    "words 是环节的结果，由系统写，不填也不另设。",
    "`words` are what a block came to: the system writes them, nobody asks or sets them.",
)
COMPUTED = Sentence("由算式得出的事实不能再填。", "a fact that is computed is never set.")


def settings(b: Builder, node: Node | None, path: str, scope: Scope) -> tuple[Setting, ...]:
    """The facts recorded, each with its value or the expression that gives it."""
    found = []
    for name, spec in (node.value if node is not None else {}).items():
        value = spec.value.get("value")
        at = node.keys[name] if node is not None else spec
        known = b.field_of(Node(name, at.line, at.column))
        if known is None or value is None:
            continue
        field = b.fields[known]
        if field.computed is not None or field.name in b.computing:
            b.problems.add("SZ311", at, name=name, detail=COMPUTED)
            continue
        if field.kind.told:
            b.problems.add("SZ311", at, name=name, detail=TOLD)
            continue
        setting = _setting(b, field, value, path, scope)
        if setting is not None:
            found.append(setting)
    return tuple(found)


def _setting(b: Builder, field: Field, node: Node, path: str, scope: Scope) -> Setting | None:
    at = b.rule(node, f"{path}.{field.name}")
    wanted = field.cel
    if isinstance(node.value, str) and wanted is not None and PATH.match(node.value):
        program = b.condition(node, scope, wanted)
        return None if program is None else Setting(field.name, None, at, program)
    value: Any = node.plain()
    if (problem := default_problem(field, value)) is not None:
        b.problems.add("SZ311", node, name=field.name, detail=problem)
        return None
    return Setting(field.name, value, at)


def computed_in_order(b: Builder, computing: Mapping[str, Node]) -> tuple[Field, ...]:
    """The computed facts, each after those its expression speaks of; one that speaks of itself in the end is blamed."""
    if len(computing) > MOST_COMPUTED:
        b.problems.add("SZ109", b.root.find("data"), limit=MOST_COMPUTED)
        return ()
    programs = {}
    base, looked = b.base, b.looked
    b.base, b.looked = {name: kind for name, kind in base.items() if name != "now"}, {}
    b.reads_ledger = False
    for name, node in computing.items():
        wanted = b.fields[name].cel
        program = b.condition(node, None, wanted) if wanted is not None else None
        if program is not None:
            programs[name] = program
    b.base, b.looked = base, looked
    b.reads_ledger = True
    rests_on = {
        name: {one for other in program.names if (one := other.removeprefix("data.")) in programs}
        for name, program in programs.items()
    }
    try:
        order = tuple(TopologicalSorter(rests_on).static_order())
    except CycleError as circle:
        name = circle.args[1][0]
        b.problems.add("SZ311", computing[name], name=name, detail=CIRCLE)
        return ()
    return tuple(b.compute(name, programs[name]) for name in order)


CIRCLE = Sentence("算式绕回了自己。", "its expression comes back to itself.")
