"""Registers as a decision reads them: what the entry of somebody says that stands now, asked of the context by whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.cel_registers import look_of
from shanzhi.method.people import tags
from shanzhi.method.registers import MATTER_PLACE, PER, PREFIX, Register

if TYPE_CHECKING:
    from shanzhi.engine.context import Context
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Actor
    from shanzhi.method.model import Field, Method

EntryFacts = Mapping[str, Any]


def standing(ctx: Context, register: Register, value: object) -> EntryFacts | None:
    """What the entry of somebody says; None where none stands."""
    tag = register.tag(value)
    return None if tag is None else ctx.registered(register.keeper, register.name, tag)


def look(rest: str, getter: Callable[[str], Callable[[Draft], Any]]) -> Callable[[Draft], Any]:
    """Reads what a condition asks of a register: a field of an entry, or whether there is one."""
    name, key, part = look_of(rest)
    whose = getter(key)

    def get(d: Draft) -> Any:
        entry = standing(d.ctx, d.method.registers[name], whose(d))
        return (entry or {}).get(part) if part else entry is not None

    return get


def known_fact(ctx: Context, path: str, actor: Actor, place: int) -> Any:
    """A fact that the system holds already, in a register too: there of the opener, or of the place."""
    if not path.startswith(PREFIX):
        return ctx.fact(path, actor, place)
    keeper, name, kind, part = path.removeprefix(PREFIX).split(".")
    per = PER[kind]
    whose = place if per.known == MATTER_PLACE else ctx.fact(per.known, actor, place)
    return None if whose is None else (ctx.registered(keeper, name, f"{per.tag}:{whose}") or {}).get(part)


def listed_in(ctx: Context, method: Method, field: Field, value: Any) -> bool:
    """Whether all whom an answer names stand in the register it is chosen from."""
    assert field.among is not None
    register = method.registers[field.among]
    several = value if isinstance(value, list | tuple) else [value]
    named = tags(field, value) if field.scope == "people" else several
    return all(standing(ctx, register, one) is not None for one in named)
