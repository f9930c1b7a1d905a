"""What a simulation does with a kind of block: who takes part by themselves, and what the desk does about it.

How many come and how soon is the load's (`shanzhi.engine.simulation.load`); here stands which acts these are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.engine.types import Actor, Matter
from shanzhi.method.model import Stage

if TYPE_CHECKING:
    from shanzhi.engine.simulation.crowd import Crowd

Doing = tuple[datetime, Actor, str]
"""When somebody will do something: the moment, who, and the act."""
Doings = Callable[["Crowd", Stage, Matter, int, datetime], Iterator[Doing]]
"""What people will do about a matter that has just come to a stage: the stage, the matter, where it is, and when."""
Answers = dict[str, Any]


def by_themselves(stage: Stage, act: str, matter: Matter, made: Answers) -> Answers:
    """Answers as they are made for any form."""
    return made


def always(matter: Matter, act: str) -> bool:
    """Whether an act has something to be done about: it has, as long as it is allowed."""
    return True


class Simulated(Struct, frozen=True, kw_only=True):
    """One kind of block in a simulation.

    `doings` is what people who are not at a desk do; `desk_acts` are the block's own acts that the desk does by itself,
    and with `beside` those that the method wrote are done too. With `together` everybody is asked to one meeting or vote: a
    place does so a few times in a month, not five times a day. `answers` makes the answers to an own act, where they must
    fit what was collected, from `made` ones; `due` tells whether an act has something to be done about now; `ready` when
    the desk looks at it again, if not at once.
    """

    doings: Doings
    desk_acts: frozenset[str]
    together: bool
    beside: bool = False
    answers: Callable[[Stage, str, Matter, Answers], Answers] = by_themselves
    due: Callable[[Matter, str], bool] = always
    ready: Callable[[Matter], datetime] | None = None


def nobody(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """Nobody does anything by themselves."""
    return iter(())


def many(act: str) -> Doings:
    """As many of those who may as turn out, each in their own time."""

    def doings(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
        for actor in crowd.those(stage.acts[act].who, matter, ground):
            if crowd.chance.happens(crowd.load.turnout):
                yield crowd.later(crowd.load.residents, now), actor, act

    return doings
