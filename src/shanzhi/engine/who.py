"""Who may act: resolved at the moment of acting, for this matter, in this place."""

from __future__ import annotations

from typing import Final

from shanzhi.engine.barring import barred
from shanzhi.engine.draft import Draft
from shanzhi.engine.named import is_one_of, named
from shanzhi.engine.rolls import on_the_roll
from shanzhi.engine.types import NOBODY, Desk
from shanzhi.engine.urging import role_above
from shanzhi.engine.where import PERSONS, desk_for, ground, lift, serves_desk
from shanzhi.method.model import Who
from shanzhi.method.roles import role_name
from shanzhi.method.rules import DeskRule, called_at
from shanzhi.method.words import Sentence

PARENT: Final = "parent"
"""As whom a matter acts in one that it opened or gathered."""
THEMSELVES: Final = frozenset((*PERSONS, "resident", "owner", "anyone"))
"""Roles in which somebody acts for themselves: as who opened it, who had it, who lives or owns there, who is asked."""


def role_in(d: Draft, who: Who) -> str | None:
    """The role in which the actor may do what `who` allows, or None."""
    actor, desk, person = d.actor, d.desk, d.person
    if person is None:
        if actor.recorded == PARENT:
            return PARENT if who.parent else None
        if actor.recorded is not None:
            return recorded_role(d, who)
        return "system" if who.system else None
    if who.desk and desk is not None and (role := desk_role(d)) is not None:
        return role
    if who.opener and person == d.opener:
        return "opener"
    if who.holder and (holder := d.handlers.get("@holder")) is not None and person == holder.person:
        return "holder"
    if who.side and any(is_one_of(actor, named(d.method, d.data, name)) for name in d.method.sides):
        return "side"
    for name in who.people:
        if is_one_of(actor, named(d.method, d.data, name)):
            return "side" if d.method.fields[name].side else "named"
    if who.above and (role := role_above(d)) is not None:
        return role
    if who.roles and (role := post_in(d, who.roles, who.below)) is not None:
        return role
    if who.resident and (lives_here(d) or on_the_roll(d)):
        return "resident"
    if who.owner and owns_here(d):
        return "owner"
    return "anyone" if who.anyone else None


def as_clerk(d: Draft, who: Who) -> bool:
    """Whether the actor may do what `who` allows in others' stead: by post, by the desk or as one it names."""
    role = role_in(d, who)
    return role is not None and role not in THEMSELVES


def desk_role(d: Draft) -> str | None:
    """The role in which the actor serves the present desk, or None."""
    desk, person = d.desk, d.person
    if desk is None or person is None:
        return None
    rule = d.method.stages[d.stage].desk
    but = barred(d, rule.barred) if rule is not None else NOBODY
    if person in but:
        return None
    if rule is not None and rule.off is not None:
        return (
            _serving(d, desk, rule, but)
            or _serving(d, desk_for(d.fork(), rule, but), rule.off, but)
            or _serving(d, desk_for(d.fork(), rule, but), rule, but)
        )
    return _serving(d, desk, rule, but)


def _serving(d: Draft, desk: Desk, rule: DeskRule | None, but: frozenset[int]) -> str | None:
    """The role in which the actor serves a desk of a rule, or None."""
    actor, role = d.actor, desk.role
    if role in PERSONS:
        return role if d.person == desk.person else None
    if desk.office is None and (role, desk.place) in actor.posts:
        return role
    return serves_desk(actor, desk, rule.roles if rule else (desk.role,), d.ctx, but)


def recorded_role(d: Draft, who: Who) -> str | None:
    """The role in which somebody acted of whom another system recorded only that: the opener, or the desk's post."""
    desk = d.desk
    if d.actor.recorded == "desk":
        return desk.role if who.desk and desk is not None and desk.role not in PERSONS else None
    if who.opener or (who.desk and desk is not None and desk.role == "opener"):
        return "opener"
    if who.resident or who.owner or who.anyone:
        return "resident" if who.resident else "owner" if who.owner else "anyone"
    return min(who.roles, default=None) if desk is None else None


def post_in(d: Draft, roles: frozenset[str], below: bool = False) -> str | None:
    """The role of a post of the actor's that covers where the matter stands or happened, or lies `below` where it stands."""
    posts = [post for post in d.actor.posts if post[0] in roles]
    if not posts:
        return None
    covered = {*d.ctx.path(d.place), *d.ctx.path(d.origin)}
    return min(
        [role for role, place in posts if place in covered or (below and d.place in d.ctx.path(place))],
        default=None,
    )


def lives_here(d: Draft) -> bool:
    """Whether the actor lives in the community (or the wider place) that the matter concerns."""
    return lift(d.ctx, ground(d), "community") in d.actor.home


def owns_here(d: Draft) -> bool:
    """Whether the actor owns a flat in the community (or the wider place) that the matter concerns, wherever they live."""
    return d.person is not None and d.ctx.owns(d.person, lift(d.ctx, ground(d), "community"))


def who_text(d: Draft, who: Who) -> Sentence:
    """Who may do it, in words: the present desk by its role's name."""
    names = who.words() if who.names else [role_name("system")] if who.system else []
    if d.desk is not None:
        at_desk = called_at(d.method.stages[d.stage].desk, d.desk.role)
        names = [at_desk if name == "desk" else said for name, said in zip(who.names, names, strict=False)]
    return Sentence("、".join(n.zh for n in names) or "系统", ", ".join(n.en for n in names) or "the system")
