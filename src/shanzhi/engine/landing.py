"""Where a matter lands: when it is opened, when it goes up a level, when it is sent elsewhere.

Some matters never land below a level (`not_below`): what a community does not take is not sent to it (社区事项准入清单);
the level that answers for it has it at once, and whoever opened it is told why.
"""

from __future__ import annotations

from shanzhi.engine.conditions import holds
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.texts import fill
from shanzhi.engine.where import RANK, above, lift, standing
from shanzhi.method.model import Floor
from shanzhi.method.rules import Rule


def land(d: Draft, place: int) -> Floor | None:
    """Put the matter at a place, or as high above it as it must be; the floor that raised it, if one did."""
    d.place = place
    for floor in d.method.opening.floors:
        if holds(d, floor.when, floor.at):
            if RANK[d.ctx.level(place)] <= RANK[floor.level]:
                return None
            d.place = lift(d.ctx, place, floor.level)
            d.ways += (floor.at.path,)
            return floor
    return None


def move(d: Draft, to: str, stage: str, rule: Rule) -> Floor | None:
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
        place = lift(d.ctx, wanted, d.method.opening.level)
    d.handlers = {name: desk for name, desk in d.handlers.items() if name.startswith("@")}
    return land(d, place)


def tell(d: Draft, floor: Floor) -> None:
    """The opener is told why it lies higher than they may expect, and with whom."""
    d.effect("notify", to=["opener"], text=fill(d, floor.why))
