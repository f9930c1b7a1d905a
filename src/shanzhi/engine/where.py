"""Levels and desks: where a matter lands, who serves there, and who stands in when a post is vacant."""

from __future__ import annotations

from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Actor, Desk
from shanzhi.method.model import DeskRule, Rule
from shanzhi.method.roles import LEVELS, ROLES

_RANK = {level: rank for rank, level in enumerate(LEVELS)}


def lift(ctx: Context, place: int, level: str) -> int:
    """The place at `level` that holds `place`; a place above that level stays as it is."""
    wanted = _RANK[level]
    chosen = None
    for candidate in ctx.path(place):
        if chosen is not None and _RANK[ctx.level(candidate)] > wanted:
            break
        chosen = candidate
    return place if chosen is None else chosen


def serves(role: str, level: str) -> bool:
    """Whether a post of `role` may stand at `level`."""
    return role in ROLES and level in ROLES[role].levels


def above(d: Draft, place: int, roles: tuple[str, ...]) -> int | None:
    """The next place up the tree that one of `roles` serves; None at the top."""
    for candidate in reversed(d.ctx.path(place)[:-1]):
        level = d.ctx.level(candidate)
        if any(serves(role, level) for role in roles):
            return candidate
    return None


def is_top(d: Draft) -> bool:
    """Whether no level above serves the present stage's desk."""
    rule = d.method.stages[d.stage].desk
    return rule is None or above(d, d.place, rule.roles) is None


def desk_for(d: Draft, rule: DeskRule) -> Desk:
    """The desk a stage's rule gives at this moment.

    Looks from where the matter stands upwards for the first post that is held; if none is held anywhere, the
    nearest post that could be: a matter always lies on a desk, be it a vacant one.
    """
    first = rule.roles[0]
    if first == "opener":
        return Desk("opener", d.place, None, d.opener)
    if first == "holder":
        holder = d.handlers.get("@holder")
        return Desk("holder", d.place, None, holder.person if holder else d.opener)
    office = d.data.get(rule.office) if rule.office is not None else None
    if rule.last is not None and (last := d.handlers.get(rule.last)) is not None and last.office == office:
        return last
    if office is not None:
        at = d.ctx.office(office)
        role = next((r for r in rule.roles if r == "department_staff"), rule.roles[-1])
        return Desk(role, d.place if at is None else at, office)
    place = d.place if rule.level is None else lift(d.ctx, d.place, rule.level)
    for _ in range(rule.up):
        higher = above(d, place, rule.roles)
        place = place if higher is None else higher
    return _nearest(d.ctx, rule.roles, place)


def _nearest(ctx: Context, roles: tuple[str, ...], place: int) -> Desk:
    possible: Desk | None = None
    for candidate in reversed(ctx.path(place)):
        level = ctx.level(candidate)
        for role in roles:
            if serves(role, level):
                if ctx.holders(role, candidate):
                    return Desk(role, candidate)
                possible = possible or Desk(role, candidate)
    return possible or Desk(roles[0], place)


def move(d: Draft, to: str, stage: str, rule: Rule) -> None:
    """Move the matter up one level, or to the place in field `to`; who handled it below is left behind."""
    d.handlers = {name: desk for name, desk in d.handlers.items() if name == "@holder"}
    if to == "up":
        desk = d.method.stages[stage].desk
        higher = above(d, d.place, desk.roles) if desk else None
        if higher is None:
            raise refuse("no_level_above", rule)
        d.place = higher
        return
    place = d.data.get(to)
    if place is None or not d.ctx.path(place):
        raise refuse("no_such_place", rule)
    d.place = lift(d.ctx, place, d.method.opening.level)


def serves_desk(actor: Actor, desk: Desk, roles: tuple[str, ...], ctx: Context) -> str | None:
    """The role in which an actor may act from a desk, or None.

    Roles of the same rule at the desk's own place count; so does the next holder up the tree while the desk
    is vacant.
    """
    if desk.office is not None:
        if (desk.role, desk.office) in actor.offices:
            return desk.role
        vacant = not ctx.holders(desk.role, desk.place, desk.office)
    else:
        posts = actor.posts
        if (desk.role, desk.place) in posts:
            return desk.role
        for role in roles:
            if (role, desk.place) in posts:
                return role
        if not posts:
            return None
        vacant = not any(ctx.holders(role, desk.place) for role in (desk.role, *roles))
    if vacant:
        higher = set(ctx.path(desk.place)[:-1])
        for role, place in actor.posts:
            if place in higher and role in roles:
                return role
    return None
