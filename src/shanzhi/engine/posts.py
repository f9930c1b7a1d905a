"""Posts that a method gives and takes (任职、离任): only roles its file names, only where the matter concerns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shanzhi.engine.binding import known
from shanzhi.engine.limits import due_after, moment
from shanzhi.engine.refusals import refuse
from shanzhi.engine.texts import fill
from shanzhi.engine.where import ground, lift
from shanzhi.method.roles import ROLES, level_names, role_name

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import EffectRule
    from shanzhi.method.rules import Rule


def appoint(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Appoint whoever the fields name, until a day or for a term; nobody named, nobody appointed."""
    until = None
    if values.get("until") is not None and (day := known(d, values["until"])) is not None:
        until = moment(d, day)
    elif values.get("lasts") is not None:
        until = due_after(d, d.at, values["lasts"], rule.at).at
    for person, role, place in _posts(d, values, rule.at):
        if person == d.person:
            raise refuse("own_post", rule.at)
        d.effect("appoint", person=person, role=role, place=place, until=until)


def dismiss(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """End the post of whoever the fields name, with the reason."""
    why = fill(d, values["why"], names_people=False)["zh"]
    for person, role, place in _posts(d, values, rule.at):
        d.effect("dismiss", person=person, role=role, place=place, why=why)


def _posts(d: Draft, values: dict[str, Any], rule: Rule) -> Iterator[tuple[int, str, int]]:
    """The post meant, if somebody is named for it."""
    role = values["role"]
    role = known(d, role[1:]) if role.startswith("@") else role
    person = known(d, values["person"])
    if person is not None and role is not None:
        at = values.get("at")
        if ROLES[role].elected and not _recorded(d, values):
            raise refuse("not_elected", rule, role=role_name(role))
        yield person, role, _fitting(d, role, known(d, at) if at is not None else None, rule)


def _recorded(d: Draft, values: dict[str, Any]) -> bool:
    """Whether what an election or recall came to is on record."""
    return values["record"] is not None and bool(known(d, values["record"]))


def _fitting(d: Draft, role: str, place: int | None, rule: Rule) -> int:
    """The place of a post: at one of the role's levels, and where the matter concerns or below."""
    levels = ROLES[role].levels
    if place is None:
        place = lift(d.ctx, d.origin, levels[0])
    if ground(d) not in d.ctx.path(place):
        raise refuse("post_elsewhere", rule)
    if d.ctx.level(place) not in levels:
        raise refuse("post_level", rule, role=role_name(role), levels=level_names(levels))
    return place
