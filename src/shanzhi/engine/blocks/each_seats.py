"""Whom a joint answer asks: each a person, a household, an organisation or a post, as one text (`post:mediator:12`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.named import named
from shanzhi.engine.types import Desk
from shanzhi.engine.where import post_near, serves_desk
from shanzhi.method.people import PREFIX, parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shanzhi.engine.blocks.simulated import Answers, Doing
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Actor, Matter
    from shanzhi.method.model import Stage, Who
    from shanzhi.method.rules import Rule

MOST_ASKED = 200
POST = "post"


class Seat:
    """One of those asked, read from its text. `told` is whom a notice goes to."""

    __slots__ = ("key", "kind", "number", "place", "role")

    def __init__(self, key: str) -> None:
        self.key = key
        self.role = ""
        self.place = 0
        if key.startswith(f"{POST}:"):
            _, self.role, place = key.split(":")
            self.kind, self.number, self.place = POST, 0, int(place)
        else:
            self.kind, self.number = parts(key)

    @property
    def tag(self) -> str | None:
        """Who that is, where it is no post."""
        return None if self.kind == POST else self.key

    @property
    def person(self) -> int | None:
        return self.number if self.kind == "person" else None

    @property
    def told(self) -> str:
        return self.role if self.kind == POST else self.key


def seats_of(d: Draft, who: Who, level: str | None, but: frozenset[int], at: Rule) -> list[str]:
    """All who are asked as the matter stands, each once; nobody judges their own work, so the persons barred are not asked."""
    found: list[str] = []
    for word in who.names:
        if word == "opener":
            found += [f"person:{d.opener}"] if d.opener is not None else []
        elif word == "holder":
            holder = d.handlers.get("@holder")
            found += [f"person:{holder.person}"] if holder is not None and holder.person is not None else []
        elif word.startswith((PREFIX, "data.")):
            found += named(d.method, d.data, word.partition(".")[2])
        else:
            desk = post_near(d, word, level, but, at)
            found += [f"{POST}:{desk.role}:{desk.place}"] if desk is not None else []
    barred = {f"person:{person}" for person in but}
    return [one for one in dict.fromkeys(found) if one not in barred]


def fits(d: Draft, seat: Seat) -> bool:
    """Whether whoever acts answers for this one."""
    actor = d.actor
    if actor.person is None:
        return False
    if seat.kind == POST:
        return serves_desk(actor, Desk(seat.role, seat.place), (seat.role,), d.ctx) is not None
    if seat.kind == "person":
        return actor.person == seat.number
    if seat.kind == "household":
        return actor.household == seat.number
    return any(office == seat.number for _role, office in actor.offices)


def role_of(d: Draft, seat: Seat) -> str:
    """In which role whoever answers for this one does so."""
    if seat.kind == POST:
        return seat.role
    if seat.kind == "organisation":
        return min((role for role, office in d.actor.offices if office == seat.number), default="named")
    if seat.key == f"person:{d.opener}":
        return "opener"
    parties = (tag for name in d.method.sides for tag in named(d.method, d.data, name))
    return "side" if seat.key in parties else "named"


def crowd_answers(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """Most of those asked answer, each in their own time."""
    for key in matter.tally.get("@seats", ()):
        actor = _somebody(crowd, Seat(key), matter)
        if actor is not None and crowd.chance.happens(crowd.load.helpers.chance):
            yield crowd.later(crowd.load.helpers, now), actor, "countersign"


def _somebody(crowd: Crowd, seat: Seat, matter: Matter) -> Actor | None:
    town = crowd.town
    if seat.kind == "person":
        return town.by_number.get(seat.number)
    if seat.kind == POST:
        return next(iter(town.holders_near(frozenset((seat.role,)), seat.place)), None)
    everybody = town.by_number.values()
    if seat.kind == "household":
        return next((one for one in everybody if one.household == seat.number), None)
    serving = (one for one in everybody if any(office == seat.number for _role, office in one.offices))
    return next(serving, None)


def made_answers(stage: Stage, act: str, matter: Matter, made: Answers) -> Answers:
    """An answer for oneself, and why, whatever it is."""
    if act != "countersign":
        return made
    given: dict[str, Any] = {name: value for name, value in made.items() if name != "seat"}
    return {**given, "reason": "模拟理由"} if "reason" in {f.name for f in stage.acts[act].form} else given
