"""Levels and desks: where a matter lands, who serves there, and who stands in when a post is vacant."""

from __future__ import annotations

from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Actor, Desk
from shanzhi.method.roles import ANSWERING, LEVELS
from shanzhi.method.rules import DeskRule

NOBODY: frozenset[int] = frozenset()
RANK = {level: rank for rank, level in enumerate(LEVELS)}


def lift(ctx: Context, place: int, level: str) -> int:
    """The place at `level` that holds `place`; a place above that level stays as it is."""
    if ctx.level(place) == level:
        return place
    wanted = RANK[level]
    chosen = None
    for candidate in ctx.path(place):
        if chosen is not None and RANK[ctx.level(candidate)] > wanted:
            break
        chosen = candidate
    return place if chosen is None else chosen


def ground(d: Draft) -> int:
    """The place whose people a matter concerns: where it landed, or was sent since; escalating does not widen it."""
    landed = lift(d.ctx, d.matter.origin, d.method.opening.level)
    return landed if d.place == landed or d.place in d.ctx.path(landed) else d.place


def above(ctx: Context, place: int, rule: DeskRule) -> int | None:
    """The next place up the tree that a desk may be at; None at the top."""
    for candidate in reversed(ctx.path(place)[:-1]):
        if rule.serving[ctx.level(candidate)]:
            return candidate
    return None


def is_top(d: Draft) -> bool:
    """Whether no level above serves the present stage's desk."""
    rule = d.method.stages[d.stage].desk
    return rule is None or above(d.ctx, standing(d), rule) is None


def standing(d: Draft) -> int:
    """The place from which «one level up» counts: a desk that fell to a level above counts from there."""
    desk, rule = d.desk, d.method.stages[d.stage].desk
    if desk is None or rule is None or rule.up or rule.level is not None or desk.office is not None:
        return d.place
    return desk.place if desk.place in d.ctx.path(d.place) else d.place


def desk_for(d: Draft, rule: DeskRule, but: frozenset[int] = NOBODY) -> Desk:
    """The desk a stage's rule gives at this moment, to others than the persons it bars (`but`).

    Looks from where the matter stands upwards for the first post that is held; if none is held anywhere, the
    nearest post that could be: a matter always lies on a desk, be it a vacant one. Where it should lie with whoever took
    it, and nobody did or is named, who gave it out as a post has it; else the post that answers for the place.
    """
    roles = rule.roles
    if roles[0] == "opener":
        return Desk("opener", d.place, None, d.opener)
    if roles[0] == "holder":
        named = d.data.get(rule.person) if rule.person is not None else None
        if named is not None:
            d.handlers = {**d.handlers, "@holder": Desk("holder", d.place, None, named)}
        holder = d.handlers.get("@holder")
        if holder is not None:
            return Desk("holder", d.place, None, holder.person)
        if _gave_it_out(d) and d.opener not in but:
            return Desk("holder", d.place, None, d.opener)
        return _nearest(d.ctx, DeskRule(ANSWERING, rule.at), d.place, but)
    office = d.data.get(rule.office) if rule.office is not None else None
    last = d.handlers.get(rule.last) if rule.last is not None else None
    if (
        last is not None
        and last.office == office
        and last.person not in but
        and (office is not None or d.ctx.holders(last.role, last.place, None, but))
    ):
        return last
    if office is not None:
        at = d.ctx.office(office)
        if at is None:
            raise refuse("no_such_office", rule.at)
        return Desk("department_staff" if "department_staff" in roles else roles[-1], at, office)
    place = d.place if rule.level is None else lift(d.ctx, d.place, rule.level)
    for _ in range(rule.up):
        higher = above(d.ctx, place, rule)
        place = place if higher is None else higher
    ctx = d.ctx
    for role in rule.serving[ctx.level(place)]:
        if ctx.holders(role, place, None, but):
            return Desk(role, place)
    return _nearest(ctx, rule, place, but)


def _gave_it_out(d: Draft) -> bool:
    """Whether posts alone open such matters, for nobody else: then the opener is a worker, and no one who asks for help."""
    opening = d.method.opening
    asked = opening.who.resident or opening.who.anyone or opening.on_behalf is not None
    return d.opener is not None and not asked


def _nearest(ctx: Context, rule: DeskRule, place: int, but: frozenset[int]) -> Desk:
    """The nearest desk that is held, from a place upwards; if none is, the nearest that could be."""
    possible = [Desk(role, p) for p in reversed(ctx.path(place)) for role in rule.serving[ctx.level(p)]]
    held = (desk for desk in possible if ctx.holders(desk.role, desk.place, None, but))
    return next(held, possible[0] if possible else Desk(rule.roles[0], place))


def serves_desk(
    actor: Actor, desk: Desk, roles: tuple[str, ...], ctx: Context, but: frozenset[int] = NOBODY
) -> str | None:
    """The role in which an actor may act from a desk, or None.

    Roles of the same rule at the desk's own place count; so does the next holder up the tree while the desk
    is vacant, or held by those alone who are barred (`but`). A vacant office is covered from its own place upwards.
    """
    posts = actor.posts
    if desk.office is not None:
        if (desk.role, desk.office) in actor.offices:
            return desk.role
        if not posts or ctx.holders(desk.role, desk.place, desk.office, but):
            return None
        covering = ctx.path(desk.place)
    else:
        if (desk.role, desk.place) in posts:
            return desk.role
        for role in roles:
            if (role, desk.place) in posts:
                return role
        if not posts or any(ctx.holders(role, desk.place, None, but) for role in {desk.role, *roles}):
            return None
        covering = ctx.path(desk.place)[:-1]
    return next((role for place in reversed(covering) for role in roles if (role, place) in posts), None)
