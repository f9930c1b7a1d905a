"""What people who are not at a desk do: support, vote, answer, attend, object, take a matter, rate it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shanzhi.engine.blocks import simulated
from shanzhi.engine.blocks.simulated import Doing
from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.load import Habit, Load
from shanzhi.engine.simulation.town import Town
from shanzhi.engine.types import Actor, Matter
from shanzhi.method.model import Stage, Who


class Crowd:
    """The people of a town, as far as they take part by themselves."""

    def __init__(self, town: Town, load: Load, chance: Chance) -> None:
        self.town, self.load, self.chance = town, load, chance

    def doings(self, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
        """What people will do about a matter that has just come to a stage."""
        if stage.block is None:
            return iter(())
        return simulated(stage.block).doings(self, stage, matter, ground, now)

    def answers(self, matter: Matter, now: datetime) -> tuple[datetime, Actor] | None:
        """When the person on whose own desk a matter lies will see to it; None if not by themselves."""
        desk = matter.desk
        actor = self.town.by_number.get(desk.person) if desk is not None else None
        if desk is None or actor is None or actor.person is None:
            return None
        habit = self.load.residents if desk.role == "opener" else self.load.helpers
        return (self.later(habit, now), actor) if self.chance.happens(habit.chance) else None

    def later(self, habit: Habit, now: datetime) -> datetime:
        """When somebody of this habit will see to it."""
        return now + timedelta(hours=self.chance.span(habit.hours, habit.spread))

    def those(self, who: Who, matter: Matter, ground: int) -> list[Actor]:
        """Those who may do a thing about a matter of a place."""
        if who.resident or who.owner or who.anyone:
            return self.town.settled[ground]
        return self.town.holders_near(who.roles, matter.place)


def openers(town: Town, who: Who, ground: int) -> list[Actor]:
    """Those who may open a matter in one of the places."""
    if who.resident or who.owner or who.anyone:
        return town.settled[ground]
    return town.holders_near(who.roles, ground)
