"""Levels and desks: where a matter lands, who serves there, and who stands in when a post is vacant."""

from __future__ import annotations

from typing import Final

from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.named import desk_of, is_barred_office, named
from shanzhi.engine.types import NOBODY, Actor, Desk
from shanzhi.method.people import PREFIX, parts
from shanzhi.method.roles import ANSWERING, LEVELS
from shanzhi.method.rules import DeskRule, Rule

PERSONS: Final = ("opener", "holder")
"""Desks that are a person's, not a post's."""
RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}


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
    landed = lift(d.ctx, d.origin, d.method.way_in(d.opening).level)
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

    The first of its words that is there: somebody named in the matter, its opener, or a post that is held, looked for
    from where the matter stands upwards. If nobody is there, the nearest post that could be: a matter always lies on a
    desk, be it a vacant one. One that is for persons alone goes to who gave it out as a post, else to the post that
    answers for the place.
    """
    if rule.off is not None and not d.ctx.calendar.is_at_work(d.at):
        on_duty = _first_there(d, rule.off, but)
        if on_duty is not None:
            return on_duty
    last = d.handlers.get(rule.last) if rule.last is not None else None
    if last is not None and last.person not in but and _still_theirs(d, rule, last, but):
        return last
    desk = _first_there(d, rule, but)
    if desk is not None:
        return desk
    if rule.posts:
        return _vacant(d.ctx, rule, _looked_from(d, rule), but)
    if rule.by == ("opener",) and d.opener not in but:
        return Desk("opener", d.place, None, d.opener)
    if _gave_it_out(d) and d.opener not in but:
        return Desk("holder", d.place, None, d.opener)
    answering = DeskRule(ANSWERING, rule.at)
    return _held(d.ctx, answering, d.place, but) or _vacant(d.ctx, answering, d.place, but)


def may_stand(d: Draft, rule: DeskRule, desk: Desk, but: frozenset[int]) -> bool:
    """Whether a desk that was chosen without a look at whom a rule bars would be chosen all the same: others have it."""
    if desk.person is not None and (desk.person in but or desk.role in PERSONS):
        return desk.person not in but
    if desk.office is not None:
        return not is_barred_office(d, rule, desk.office)
    return d.ctx.holders(desk.role, desk.place, None, but)


def post_near(d: Draft, role: str, level: str | None, but: frozenset[int], at: Rule) -> Desk | None:
    """The nearest post of a role that is held by others than the persons barred, from where the matter stands (or from a
    level of it) upwards; where none is held, the nearest there could be; None where there can be none."""
    rule = DeskRule((role,), at, level=level)
    place = _looked_from(d, rule)
    held = _held(d.ctx, rule, place, but)
    if held is not None:
        return held
    possible = (Desk(role, p) for p in reversed(d.ctx.path(place)) if rule.serving[d.ctx.level(p)])
    return next(possible, None)


def _first_there(d: Draft, rule: DeskRule, but: frozenset[int]) -> Desk | None:
    """The desk of the first of a rule's words who is there."""
    place = _looked_from(d, rule)
    for group in rule.groups:
        desk = _of_group(d, rule, group, place, but)
        if desk is not None:
            return desk
    return None


def _still_theirs(d: Draft, rule: DeskRule, last: Desk, but: frozenset[int]) -> bool:
    """Whether a desk that had it before may have it again: no office was named since, and its post is held."""
    offices = [
        n for name in rule.named for k, n in map(parts, named(d.method, d.data, name)) if k == "organisation"
    ]
    if last.office != (offices[0] if offices else None):
        return False
    if but and last.office is not None and is_barred_office(d, rule, last.office):
        return False
    return last.office is not None or d.ctx.holders(last.role, last.place, None, but)


def _looked_from(d: Draft, rule: DeskRule) -> int:
    """The place from which posts are looked for."""
    place = d.place if rule.level is None else lift(d.ctx, d.place, rule.level)
    for _ in range(rule.up):
        higher = above(d.ctx, place, rule)
        place = place if higher is None else higher
    return place


def _of_group(
    d: Draft, rule: DeskRule, group: tuple[str, ...], place: int, but: frozenset[int]
) -> Desk | None:
    """Who of some words of a desk is there, if anybody is."""
    word = group[0]
    if word == "opener":
        there = d.opener is not None and d.opener not in but
        return Desk("opener", d.place, None, d.opener) if there else None
    if word == "holder":
        holder = d.handlers.get("@holder")
        there = holder is not None and holder.person not in but
        return Desk("holder", d.place, None, holder.person) if there and holder is not None else None
    if word.startswith(PREFIX):
        return desk_of(d, rule, word.removeprefix(PREFIX), but)
    return _held(d.ctx, rule if len(rule.posts) == len(group) else DeskRule(group, rule.at), place, but)


def _gave_it_out(d: Draft) -> bool:
    """Whether posts alone open such matters, for nobody else: then the opener is a worker, and no one who asks for help."""
    opening = d.method.way_in(d.opening)
    asked = opening.who.resident or opening.who.owner or opening.who.anyone or opening.on_behalf is not None
    return d.opener is not None and not asked


def _held(ctx: Context, rule: DeskRule, place: int, but: frozenset[int]) -> Desk | None:
    """The nearest desk that is held, from a place upwards."""
    for role in rule.serving[ctx.level(place)]:
        if ctx.holders(role, place, None, but):
            return Desk(role, place)
    possible = (Desk(role, p) for p in reversed(ctx.path(place)[:-1]) for role in rule.serving[ctx.level(p)])
    return next((desk for desk in possible if ctx.holders(desk.role, desk.place, None, but)), None)


def _vacant(ctx: Context, rule: DeskRule, place: int, but: frozenset[int]) -> Desk:
    """Where nobody holds any of its posts: the nearest that could be. If those alone hold them who may not have it, the
    posts that answer for the place stand in: nothing lies where nobody may take it up."""
    possible = (Desk(role, p) for p in reversed(ctx.path(place)) for role in rule.serving[ctx.level(p)])
    nearest = next(possible, None)
    if but:
        stands_in = _held(ctx, DeskRule(ANSWERING, rule.at), place, but)
        if stands_in is not None:
            return stands_in
    return nearest or Desk(next(role for role in rule.by if role in rule.posts), place)


def serves_desk(
    actor: Actor, desk: Desk, roles: tuple[str, ...], ctx: Context, but: frozenset[int] = NOBODY
) -> str | None:
    """The role in which an actor may act from a desk, or None.

    Roles of the same rule at the desk's own place count; so does the next holder up the tree while the desk
    is vacant, or held by those alone who are barred (`but`). An organisation's desk is that of all who act for it. Where
    nobody does, in whatever role, the posts from its own place upwards stand in, but never one of another organisation.
    """
    posts = actor.posts
    if desk.office is not None:
        if desk.office in actor.organizations:
            return desk.role
        if not posts or any(person not in but for person in ctx.members("organisation", desk.office)):
            return None
        others = {role for role, _office in actor.offices}
        roles = tuple([role for role in roles if role not in others])
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
