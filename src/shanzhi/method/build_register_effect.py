"""Builds the effect by which a matter writes a register: whose entry, what happens to it, what becomes of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.method.cel import Program
from shanzhi.method.fields import Field
from shanzhi.method.read import Node
from shanzhi.method.registers import ENTERED, MATTER_PLACE, PER, PREFIX, Register
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

OPENER = "@opener"
"""As in a binding: who opened the matter."""
SEALED = Sentence(
    "敏感的或只给当事各方看的内容，只能记进同样写明（sensitive、private）的字段。",
    "what is sensitive or private goes only into a field that says so too.",
)
OTHER_TYPE = Sentence("类型或选项不同。", "its type or its options are other ones.")


class Put(Struct, frozen=True):
    """What becomes of a field: a plain value, a fact as it stands, or what an expression gives."""

    value: Any = None
    source: str | None = None
    program: Program | None = None


def register_of(b: Builder, node: Node) -> Register | None:
    """The register that a word names; None, and noted, where there is none."""
    name = str(node.value).removeprefix(PREFIX)
    found = b.registers.get(name)
    if found is None and name not in b.broken:
        b.problems.add("SZ391", node, name=name, hint=hint(name, b.registers))
    return found


def register_values(b: Builder, node: Node) -> dict[str, Any]:
    """The settings of the effect: which register, whose entry, what happens, and what becomes of its fields."""
    get = node.value.get
    register = register_of(b, get("name")) if "name" in node.value else None
    values: dict[str, Any] = {
        "name": register.name if register is not None else None,
        "event": get("event").value if "event" in node.value else "",
        "whose": None,
        "set": {},
    }
    if register is None:
        return values
    values["whose"] = _whose(b, register, node)
    for name, spec in (get("set").value if "set" in node.value else {}).items():
        field = register.fields.get(name)
        if field is None:
            b.problems.add("SZ305", get("set").keys[name], name=name, hint=hint(name, register.fields))
        elif "value" in spec.value and (put := _put(b, field, spec.value["value"])) is not None:
            values["set"][name] = put
    if values["event"] == ENTERED:
        written = get("set").value if "set" in node.value else {}
        lacking = [f.name for f in register.form if not f.optional and f.name not in written]
        if lacking and register.own:
            b.problems.add("SZ393", node, name=register.name, names=either(lacking))
    if "why" in node.value:
        values["why"] = b.placed(get("why"))
    return values


def _whose(b: Builder, register: Register, node: Node) -> str | None:
    """Whose entry: a fact that means one of those the register is kept of, the opener, or where the matter happened."""
    per = PER[register.per]
    if "whose" not in node.value:
        return None
    at = node.value["whose"]
    word = str(at.value)
    if word == "opener" and per.tag == "person":
        return OPENER
    if word == MATTER_PLACE and per.tag == "place":
        return MATTER_PLACE
    if not word.startswith(("data.", "people.", "line.")):
        b.problems.add("SZ392", at, name=word, per=per.label)
        return None
    name = b.value_of(at)
    if name is None:
        return None
    field = (
        b.fields.get(name)
        if not name.startswith("line.")
        else next(f for f in b.line if f"line.{f.name}" == name)
    )
    if field is None or field.kind.points_to not in per.things:
        b.problems.add("SZ392", at, name=word, per=per.label)
        return None
    return name


def _put(b: Builder, field: Field, node: Node) -> Put | None:
    """What becomes of a field: the fact of that very path, what an expression gives, or the value written."""
    from shanzhi.method.build_forms import (
        default_problem,
    )  # these read the vocabulary, of which effects are a part
    from shanzhi.method.build_sets import PATH

    text = str(node.value)
    if (
        text.startswith(("data.", "people.", "line."))
        and text.count(".") == 1
        and text.replace(".", "_").isidentifier()
    ):
        name = b.value_of(node)
        if name is None:
            return None
        source = (
            b.fields[name]
            if not name.startswith("line.")
            else next(f for f in b.line if f"line.{f.name}" == name)
        )
        problem = SEALED if _leaks(source, field) else None if _fits(source, field) else OTHER_TYPE
        if problem is not None:
            b.problems.add("SZ311", node, name=field.name, detail=problem)
            return None
        return Put(source=name)
    if isinstance(node.value, str) and field.kind.cel is not None and PATH.match(text):
        program = b.condition(node, None, field.kind.cel)
        if program is None:
            return None
        spoken = (
            b.fields.get(one.partition(".")[2])
            for one in program.names
            if one.startswith(("data.", "people."))
        )
        if any(one is not None and _leaks(one, field) for one in spoken):
            b.problems.add("SZ311", node, name=field.name, detail=SEALED)
            return None
        return Put(program=program)
    value: Any = node.plain()
    if (problem := default_problem(field, value)) is not None:
        b.problems.add("SZ311", node, name=field.name, detail=problem)
        return None
    return Put(value=value)


def _leaks(source: Field, field: Field) -> bool:
    """Whether something guarded would stand in a field that is guarded less."""
    return (source.sensitive and not field.sensitive) or (
        source.private and not (field.private or field.sensitive)
    )


def _fits(source: Field, field: Field) -> bool:
    """Whether what one field holds is an answer to the other."""
    there = {option.value for option in field.options}
    same = source.type == field.type or (
        source.kind.points_to is not None and source.kind.points_to is field.kind.points_to
    )
    return same and {option.value for option in source.options} <= there
