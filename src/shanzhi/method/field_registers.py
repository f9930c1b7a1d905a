"""Questions that have to do with a register: filled in from one, or answered by who stands on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.field_types import FieldType
from shanzhi.method.held_facts import FACTS
from shanzhi.method.read import Node
from shanzhi.method.registers import PER, PREFIX
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

GUARDED = Sentence(
    "名册里敏感的或只给当事各方看的内容，只能填进同样写明（sensitive）的字段。",
    "what a register keeps as sensitive or private fills in only a field that is sensitive too.",
)


def from_register(b: Builder, name: str, type_: str, node: Node) -> str | None:
    """`registers.x.y` as where the system holds an answer; None, and noted, where it does not."""
    at = node.value["known"]
    of, _, part = str(at.value).removeprefix(PREFIX).partition(".")
    register = b.registers.get(of)
    field = register.fields.get(part) if register is not None else None
    if field is None:
        there = [f"{PREFIX}{one.name}.{f.name}" for one in b.registers.values() for f in one.form]
        b.problems.add("SZ318", at, name=at.value, choices=either([*FACTS, *there]))
        return None
    if field.type != type_:
        b.problems.add("SZ306", at, name=name, expected=field.type)
    elif (field.sensitive or field.private) and "sensitive" not in node.value:
        b.problems.add("SZ311", at, name=name, detail=GUARDED)
    assert register is not None
    return f"{PREFIX}{register.keeper}.{register.name}.{register.per}.{part}"


def among_register(b: Builder, kind: FieldType, node: Node, name: str) -> str | None:
    """The register whose entries alone an answer may name."""
    of = str(node.value).removeprefix(PREFIX)
    register = b.registers.get(of)
    if register is None:
        b.problems.add("SZ391", node, name=of, hint=hint(of, b.registers))
    elif kind.points_to not in PER[register.per].things:
        b.problems.add("SZ392", node, name=name, per=PER[register.per].label)
    else:
        return of
    return None
