"""The load (负荷) a method is simulated under: how much comes in, who works, how long things take.

Everything has a default, so that a method can be simulated at once; a scenario file changes what is known better.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from shanzhi.engine.blocks import simulated
from shanzhi.method.model import Act, Method, Stage, Who
from shanzhi.method.roles import ROLES

MAIN_SHARE, REST_SHARE = 90.0, 10.0
LONG_MINUTES, SHORT_MINUTES = 40.0, 10.0
SPREAD = 2.0


class Habit(Struct, frozen=True):
    """How people who are not at a desk answer: with which probability, after how many hours (lognormal)."""

    chance: float
    hours: float
    spread: float = SPREAD


class Work(Struct, frozen=True):
    """One act at a desk: its share among the stage's acts, and the working minutes it takes (lognormal)."""

    share: float | None = None
    minutes: float | None = None
    spread: float | None = None


class Load(Struct, frozen=True):
    """One load.

    The defaults here are for matters that desks work down (`usual_load` for others). `days` are calendar days; `arrivals` come per place and day, in `hours` (`working`: working days' working hours;
    `waking`: 07:00 to 22:00 every day). `staff` is per role and place (for departments: per office), 1 where nothing is
    said. `children` are working hours until a child matter closes. `answers` weighs the answers to questions by name.
    """

    days: int = 60
    starts: date = date(2026, 3, 2)
    places: int = 3
    households: int = 60
    offices: int = 3
    arrivals: float = 5.0
    hours: str = "working"
    staff: dict[str, int] = {}
    inputs: dict[str, Any] = {}
    residents: Habit = Habit(0.7, 20.0, 2.5)
    stars: tuple[float, ...] = (2.0, 3.0, 10.0, 35.0, 50.0)
    yes: float = 0.9
    turnout: float = 0.5
    objections: float = 0.05
    helpers: Habit = Habit(0.9, 8.0)
    children: Habit = Habit(0.95, 10.0)
    answers: dict[str, dict[str, float]] = {}
    acts: dict[str, dict[str, Work]] = {}


SELDOM = Load(days=180, arrivals=0.2)
"""The load where many are called together: one matter in five days, and half a year, since each takes months."""


def usual_load(method: Method) -> Load:
    """The load of a method of which nothing is said."""
    blocks = [stage.block for stage in method.stages.values() if stage.block is not None]
    return SELDOM if any(simulated(block).together for block in blocks) else Load()


def roles_of(method: Method) -> list[str]:
    """The roles with posts that a method knows: at its desks, and among those who may act."""
    found: dict[str, None] = {}
    for stage in method.stages.values():
        if stage.desk is not None:
            found.update(dict.fromkeys(stage.desk.roles))
        for act in stage.acts.values():
            found.update(dict.fromkeys(sorted(act.who.roles)))
        for value in stage.block.settings.values() if stage.block else ():
            if isinstance(value, Who):
                found.update(dict.fromkeys(sorted(value.roles)))
    for opening in method.openings.values():
        found.update(dict.fromkeys(sorted(opening.who.roles)))
    return [role for role in found if role in ROLES]


def works_of(method: Method, load: Load) -> dict[str, dict[str, Work]]:
    """For each stage the acts a desk may choose, each with share, minutes and spread filled in.

    Where a scenario gives shares for a stage, acts it does not name have none there.
    """
    return {
        stage.name: _works(method, stage, load.acts.get(stage.name, {})) for stage in method.stages.values()
    }


def _works(method: Method, stage: Stage, given: dict[str, Work]) -> dict[str, Work]:
    shares = {name: work.share for name, work in given.items() if work.share is not None}
    main = _main(method, stage)
    others = [act for act in stage.acts.values() if _written(act) and act is not main]
    works = {}
    for act in stage.acts.values():
        work = given.get(act.name, Work())
        share = shares.get(act.name, 0.0) if shares else _share(stage, act, main, len(others))
        long = act is main and stage.due is not None and stage.due.clock is not None
        minutes = work.minutes or (LONG_MINUTES if long else SHORT_MINUTES)
        works[act.name] = Work(share, minutes, work.spread or SPREAD)
    return works


def _share(stage: Stage, act: Act, main: Act | None, others: int) -> float:
    """The share of an act of which a scenario says nothing."""
    block = simulated(stage.block) if stage.block is not None else None
    if act.origin == "block":
        return MAIN_SHARE if block is not None and act.name in block.desk_acts else 0.0
    if not _written(act) or (block is not None and not block.beside):
        return 0.0
    if act is main:
        return MAIN_SHARE
    return round(REST_SHARE / others, 2)


def _written(act: Act) -> bool:
    """Whether a method wrote it, for people to do."""
    return act.origin == "method" and act.who.names != ("system",)


def _main(method: Method, stage: Stage) -> Act | None:
    """The first written act that leads forward to where things go well; else the first written act."""
    if stage.block is not None:
        return None
    order = {name: place for place, name in enumerate(method.stages)}
    written = [act for act in stage.acts.values() if _written(act)]
    for act in written:
        for route in act.routes:
            if order[route.stage] > order[stage.name] and method.stages[route.stage].end in (None, "done"):
                return act
    return written[0] if written else None
