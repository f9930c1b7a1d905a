"""Where a matter lands: when it is opened, when it goes up a level, when it is sent elsewhere.

An opening says at which level, perhaps by cases: what a community does not take is not sent to it (社区事项准入清单); the
level that answers for it has it at once, and whoever opened it is told why.
"""

from __future__ import annotations

from shanzhi.engine.conditions import holds
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.texts import fill
from shanzhi.engine.where import above, lift, standing
from shanzhi.method.model import Landing
from shanzhi.method.rules import Rule


def land(d: Draft, place: int) -> Landing | None:
    """Put the matter at a place, or as high above it as its opening says; the case that told of it where it lies otherwise
    than it would without."""
    opening = d.method.way_in(d.opening)
    plain = lift(d.ctx, place, opening.level)
    for case in opening.landings:
        if holds(d, case.when, case.at):
            d.place = lift(d.ctx, place, case.level)
            d.ways += (case.at.path,)
            return case if d.place != plain and case.why is not None else None
    d.place = plain
    return None


def move(d: Draft, to: str, stage: str, rule: Rule) -> Landing | None:
    """Move the matter up one level, or to the place in field `to`; who handled it below is left behind."""
    if to == "up":
        desk = d.method.stages[stage].desk
        place = above(d.ctx, standing(d), desk) if desk else None
        if place is None:
            raise refuse("no_level_above", rule)
    else:
        wanted = d.data.get(to)
        if wanted is None or not d.ctx.path(wanted):
            raise refuse("no_such_place", rule)
        place = wanted
    d.handlers = {name: desk for name, desk in d.handlers.items() if name.startswith("@")}
    return land(d, place)


def tell(d: Draft, case: Landing) -> None:
    """The opener is told why it lies higher than they may expect, and with whom."""
    if case.why is not None:
        d.effect("notify", to=["opener"], text=fill(d, case.why))
