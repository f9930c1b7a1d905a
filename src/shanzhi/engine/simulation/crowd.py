"""What people who are not at a desk do: support, vote, answer, attend, object, take a matter, rate it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.load import Habit, Load
from shanzhi.engine.simulation.town import Town
from shanzhi.engine.types import Actor, Matter
from shanzhi.method.model import Stage, Who

JOIN_ACTS = {"endorse": "endorse", "ballot": "vote", "survey": "respond"}
Doing = tuple[datetime, Actor, str]
"""When somebody will do something: the moment, who, and the act."""


class Crowd:
    """The people of a town, as far as they take part by themselves."""

    def __init__(self, town: Town, load: Load, chance: Chance) -> None:
        self.town, self.load, self.chance = town, load, chance

    def doings(self, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
        """What people will do about a matter that has just come to a stage."""
        block = stage.block
        if block is None:
            return
        load, residents = self.load, self.town.settled[ground]
        if block.kind in JOIN_ACTS:
            act = stage.acts[JOIN_ACTS[block.kind]]
            who = self._those(act.who, matter, residents)
            for actor in who:
                if self.chance.happens(load.turnout):
                    yield self._later(load.residents, now), actor, act.name
        elif block.kind == "session":
            begins = datetime.fromisoformat(matter.tally["begins"])
            for actor in self._those(stage.acts["attend"].who, matter, residents):
                if self.chance.happens(load.turnout):
                    yield max(begins, now), actor, "attend"
        elif block.kind == "publicity":
            who = self._those(stage.acts["object"].who, matter, residents)
            if who and self.chance.happens(load.objections):
                yield self._later(load.residents, now), self.chance.pick(who), "object"
        elif block.kind == "claim":
            who = self._those(stage.acts["take"].who, matter, residents)
            if who and self.chance.happens(load.helpers.chance):
                yield self._later(load.helpers, now), self.chance.pick(who), "take"

    def answers(self, matter: Matter, now: datetime) -> tuple[datetime, Actor] | None:
        """When the person on whose own desk a matter lies will see to it; None if not by themselves."""
        desk = matter.desk
        actor = self.town.by_number.get(desk.person) if desk is not None else None
        if desk is None or actor is None or actor.person is None:
            return None
        habit = self.load.residents if desk.role == "opener" else self.load.helpers
        return (self._later(habit, now), actor) if self.chance.happens(habit.chance) else None

    def _later(self, habit: Habit, now: datetime) -> datetime:
        return now + timedelta(hours=self.chance.span(habit.hours, habit.spread))

    def _those(self, who: Who, matter: Matter, residents: list[Actor]) -> list[Actor]:
        if who.resident or who.anyone:
            return residents
        return self.town.holders_near(who.roles, matter.place)


def openers(town: Town, who: Who, ground: int) -> list[Actor]:
    """Those who may open a matter in one of the places."""
    if who.resident or who.anyone:
        return town.settled[ground]
    return town.holders_near(who.roles, ground)


def block_answers(stage: Stage, act: str, matter: Matter, made: dict[str, Any]) -> dict[str, Any]:
    """The answers to an act of a block where they must fit what was collected."""
    tally: dict[str, Any] = matter.tally
    if act == "tick" and stage.block is not None:
        fixed: dict[str, Any] = stage.block.settings.get("items") or {}
        lines = matter.data.get(stage.block.settings.get("from") or "") or ()
        names = [*fixed, *(str(n) for n in range(1, len(lines) + 1))]
        open_items = [name for name in names if name not in tally["ticked"]]
        return {"item": open_items[0] if open_items else "", "proof": "模拟完成", "files": ["simulated.jpg"]}
    if act == "answer" and "objections" in tally:
        unanswered = [n for n in range(1, tally["objections"] + 1) if str(n) not in tally["answers"]]
        return {**made, "objection": unanswered[0] if unanswered else 1, "upheld": False}
    return made


def nothing_left(stage: Stage, act: str, matter: Matter) -> bool:
    """Whether an act of a block has nothing to be done about now."""
    if stage.block is None or stage.block.kind != "publicity" or act != "answer":
        return False
    return bool(matter.tally["answered"] >= matter.tally["objections"])
