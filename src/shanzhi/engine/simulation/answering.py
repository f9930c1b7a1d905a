"""Answers to a form, made from the types and bounds of its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.load import Load
from shanzhi.engine.simulation.town import Town
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act, Field, Method, Opening
from shanzhi.method.rules import Requirement

WORDS = "模拟"
DEFAULT_WEIGHT = 3.0
MOST_TRIES = 24
"""So often somebody answers anew who was refused for what they answered."""
DAYS_AHEAD = (10, 20)


class Answering:
    """Answers as people in a town give them; optional questions are left open."""

    def __init__(self, method: Method, town: Town, load: Load, chance: Chance) -> None:
        self.method, self.town, self.load, self.chance = method, town, load, chance

    def form(
        self, form: tuple[Field, ...], ground: int, now: datetime, others: Sequence[int]
    ) -> dict[str, Any]:
        """Answers to every question that must be answered or that the load weighs.

        `ground` is where the matter is, `others` are matters that are open there.
        """
        return {
            field.name: self.answer(field, ground, now, others)
            for field in form
            if not field.optional or field.name in self.load.answers
        }

    def anew(
        self, asked: Opening | Act, answers: dict[str, Any], ground: int, now: datetime, others: Sequence[int]
    ) -> Iterator[dict[str, Any]]:
        """Other answers, as of somebody who was refused and read why: what the conditions speak of is answered otherwise.

        So is where a post would be given or taken (`foreseeing`). What the load weighs is answered as it says, refused or not.
        """
        spoken = _spoken_of(asked.requires, self.method) | _of_posts(self.method)
        fields = [
            field for field in asked.form if field.name in spoken and field.name not in self.load.answers
        ]
        changed = [field for field in fields if not field.kind.written]
        for _ in range(MOST_TRIES if changed else 0):
            yield {**answers, **{field.name: self._any(field, ground, now, others) for field in changed}}

    def _any(self, field: Field, ground: int, now: datetime, others: Sequence[int]) -> Any:
        """One answer, each as likely."""
        if field.kind.yes_no:
            return self.chance.happens(0.5)
        if field.options and not field.kind.several:
            return self.chance.pick(field.options).value
        if field.kind.rows:
            lines = range(max(field.min or 1, 1))
            return [
                {one.name: self._any(one, ground, now, others) for one in field.form if not one.optional}
                for _ in lines
            ]
        if field.kind.points_to is Thing.PLACE:
            return self.chance.pick([*self.town.path(self.town.doors[ground]), *self.town.grounds])
        return self.answer(field, ground, now, others)

    def answer(self, field: Field, ground: int, now: datetime, others: Sequence[int]) -> Any:
        """One answer."""
        weights = self.load.answers.get(field.name)
        if weights:
            return _typed(field, self.chance.weighed(weights))
        if field.options:
            return self._option(field)
        kind = field.kind
        if kind.counted:
            return self._number(field)
        if kind.rows:
            return [self.form(field.form, ground, now, others) for _ in range(max(field.min or 1, 1))]
        if kind.written:
            size = max(field.min or 0, min(8, field.max or 8))
            return (WORDS * (size // 2 + 1))[:size]
        if kind.yes_no:
            return self.chance.happens(self.load.yes)
        if kind.day or kind.moment:
            calendar, ahead = self.town.calendar, timedelta(days=self.chance.random.randint(*DAYS_AHEAD))
            day = calendar.next_workday((now.astimezone(calendar.zone) + ahead).date())
            return day.isoformat() if kind.day else f"{day}T14:30"
        if kind.sample is not None:
            return list(kind.sample) if isinstance(kind.sample, tuple) else kind.sample
        return self._thing(field, ground, others)

    def _option(self, field: Field) -> Any:
        usual = field.default if field.default is not None else field.options[0].value
        weights = {o.value: DEFAULT_WEIGHT if o.value == usual else 1.0 for o in field.options}
        if field.kind.several:
            return self.chance.some([o.value for o in field.options], max(field.min or 1, 1))
        return self.chance.weighed(weights)

    def _number(self, field: Field) -> int:
        low = 0 if field.min is None else field.min
        high = low + 9 if field.max is None else field.max
        if (low, high) == (1, 5):
            return self.chance.weighed(dict(enumerate(self.load.stars, 1)))
        return self.chance.random.randint(low, high)

    def _thing(self, field: Field, ground: int, others: Sequence[int]) -> Any:
        town, pick, thing = self.town, self.chance.pick, field.kind.points_to
        if thing is Thing.MATTER:
            return pick(others) if others else None
        if thing is Thing.PLACE:
            return pick([place for place in town.grounds if place != ground] or town.grounds)
        if thing in (Thing.OFFICE, Thing.ORGANISATION):
            if field.kind.several:
                return self.chance.some(list(town.offices), max(field.min or 1, 1))
            return pick(list(town.offices)) if town.offices else None
        if thing is Thing.PERSON and field.kind.several:
            people = [one.person for one in town.settled[ground] if one.person is not None]
            return self.chance.some(people, max(field.min or 1, 1))
        resident = pick(town.settled[ground])
        if thing is Thing.ANY:
            return f"person:{resident.person}"
        return resident.person if thing is Thing.PERSON else resident.household


def _spoken_of(requires: Sequence[Requirement], method: Method) -> set[str]:
    """The facts of which conditions speak, those too by which others are worked out."""
    found, left = set[str](), {name for one in requires for name in one.that.names}
    while left:
        name = left.pop().partition(".")[2]
        field = method.fields.get(name)
        if field is not None and name not in found:
            found.add(name)
            left |= set(field.computed.names) if field.computed is not None else set()
    return found


def _of_posts(method: Method) -> set[str]:
    """The facts by which posts are given or taken."""
    return {rule.of for rule in method.appoints if rule.of is not None} | {
        value for rule in method.appoints for value in rule.values.values() if isinstance(value, str)
    } & method.fields.keys()


def _typed(field: Field, written: str) -> Any:
    """A weighed answer as its question takes it."""
    if field.kind.yes_no:
        return written == "true"
    return int(written) if field.kind.counted else written
