"""Who is in a matter (`people.x`): whether somebody is one of them, which persons they are, and whose desk is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Actor, Desk
from shanzhi.method.people import parts, tags
from shanzhi.method.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanzhi.engine.context import Context
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Method
    from shanzhi.method.rules import DeskRule

OFFICE_ROLE: Final = "department_staff"
OF_ORGANISATIONS: Final = (
    OFFICE_ROLE,
    *(role for role in ROLES if role != OFFICE_ROLE),
)
"""Roles in which an organisation's people may serve it, the first of them that is held."""


def named(method: Method, data: Mapping[str, Any], name: str) -> list[str]:
    """Whom a matter names so, each as one text (`person:5`)."""
    field = method.fields.get(name)
    return tags(field, data.get(name)) if field is not None else []


def of_line(d: Draft, path: str) -> list[str]:
    """Whom the line at hand names so (`line.x`), each as one text."""
    listed = d.method.fields[d.listed].form if d.listed is not None else ()
    name = path.removeprefix("line.")
    return [tag for field in listed if field.name == name for tag in tags(field, d.line.get(name))]


def is_one_of(actor: Actor, found: list[str]) -> bool:
    """Whether somebody is one of those named: in person, of the household, or serving the organisation."""
    return any(_is(actor, *parts(tag)) for tag in found)


def _is(actor: Actor, kind: str, number: int) -> bool:
    if actor.person is None:
        return False
    if kind == "person":
        return actor.person == number
    if kind == "household":
        return actor.household == number
    return any(office == number for _role, office in actor.offices)


def persons(ctx: Context, found: list[str]) -> list[int]:
    """The persons named, in person or as members of what is named, those of each in the order in which they are asked."""
    return list(dict.fromkeys(one for tag in found for one in _members(ctx, *parts(tag))))


def _members(ctx: Context, kind: str, number: int) -> tuple[int, ...]:
    if not kind:
        return ()
    return (number,) if kind == "person" else ctx.members(kind, number)


def desk_of(d: Draft, rule: DeskRule, name: str, but: frozenset[int]) -> Desk | None:
    """The desk of whoever is named so, if anybody is and may have it: a person, the first of a household, an organisation.

    Where the desk is also the `holder`'s, a person named becomes the holder, as one does who takes it: `holder` is then one
    word for who has it. Elsewhere being asked makes nobody a holder: who rates an errand has not taken it.
    """
    for tag in named(d.method, d.data, name):
        kind, number = parts(tag)
        if kind == "organisation":
            if but and is_barred_office(d, rule, number):
                continue
            return _organisation(d, rule, number)
        for person in _members(d.ctx, kind, number):
            if person not in but:
                desk = Desk("holder", d.place, None, person)
                if "holder" in rule.by:
                    d.handlers = {**d.handlers, "@holder": desk}
                return desk
    return None


def named_in(d: Draft, names: tuple[str, ...]) -> dict[int, str]:
    """The persons whom facts name, each with the fact: as an act answers them, else as they stand."""
    found: dict[int, str] = {}
    for name in names:
        held = d.values if name in d.values else d.data
        if name in held:
            found |= dict.fromkeys(persons(d.ctx, named(d.method, held, name)), name)
    return found


def is_barred_office(d: Draft, rule: DeskRule, number: int) -> bool:
    """Whether somebody serves an organisation whom a fact names that the desk bars: it is no more theirs to handle than the
    person's own (信访工作条例 30). Who merely acted before leaves others there who did not."""
    out = named_in(d, rule.barred.fields) if rule.barred is not None else {}
    return bool(out) and not out.keys().isdisjoint(d.ctx.members("organisation", number))


def _organisation(d: Draft, rule: DeskRule, number: int) -> Desk:
    at = d.ctx.office(number)
    if at is None:
        raise refuse("no_such_office", rule.at)
    roles = [role for role in rule.roles if role in ROLES]
    usual = OFFICE_ROLE if OFFICE_ROLE in roles or not roles else roles[-1]
    first = (usual,) if usual == OFFICE_ROLE else ()
    held = (role for role in (*first, *roles, *OF_ORGANISATIONS) if d.ctx.holders(role, at, number))
    return Desk(next(held, usual), at, number)
