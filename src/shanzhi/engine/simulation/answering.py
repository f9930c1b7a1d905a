"""Answers to a form, made from the types and bounds of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.load import Load
from shanzhi.engine.simulation.town import Town
from shanzhi.method.model import Field

WORDS = "模拟"
PHONE = "13800000000"
ID_NUMBER = "11010519491231002X"
"""The example of the standard for identity numbers itself (GB 11643)."""
DEFAULT_WEIGHT = 3.0
DAYS_AHEAD = (10, 20)


class Answering:
    """Answers as people in a town give them; optional questions are left open."""

    def __init__(self, town: Town, load: Load, chance: Chance) -> None:
        self.town, self.load, self.chance = town, load, chance

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

    def answer(self, field: Field, ground: int, now: datetime, others: Sequence[int]) -> Any:
        """One answer."""
        weights = self.load.answers.get(field.name)
        if weights:
            return _typed(field, self.chance.weighed(weights))
        if field.options:
            return self._option(field)
        kind = field.type
        if kind in ("integer", "money"):
            return self._number(field)
        if kind == "list":
            return [self.form(field.form, ground, now, others) for _ in range(max(field.min or 1, 1))]
        if kind == "text":
            size = max(field.min or 0, min(8, field.max or 8))
            return (WORDS * (size // 2 + 1))[:size]
        if kind == "boolean":
            return self.chance.happens(self.load.yes)
        if kind in ("date", "time"):
            calendar, ahead = self.town.calendar, timedelta(days=self.chance.random.randint(*DAYS_AHEAD))
            day = calendar.next_workday((now.astimezone(calendar.zone) + ahead).date())
            return day.isoformat() if kind == "date" else f"{day}T14:30"
        return self._thing(field, ground, others)

    def _option(self, field: Field) -> Any:
        usual = field.default if field.default is not None else field.options[0].value
        weights = {o.value: DEFAULT_WEIGHT if o.value == usual else 1.0 for o in field.options}
        if field.type == "choices":
            return self.chance.some([o.value for o in field.options], max(field.min or 1, 1))
        return self.chance.weighed(weights)

    def _number(self, field: Field) -> int:
        low = 0 if field.min is None else field.min
        high = low + 9 if field.max is None else field.max
        if (low, high) == (1, 5):
            return self.chance.weighed(dict(enumerate(self.load.stars, 1)))
        return self.chance.random.randint(low, high)

    def _thing(self, field: Field, ground: int, others: Sequence[int]) -> Any:
        town, pick, kind = self.town, self.chance.pick, field.type
        if kind == "matter":
            return pick(others) if others else None
        if kind == "place":
            return pick([place for place in town.grounds if place != ground] or town.grounds)
        if kind == "office":
            return pick(list(town.offices)) if town.offices else None
        if kind == "offices":
            return self.chance.some(list(town.offices), max(field.min or 1, 1))
        if kind in ("person", "household"):
            resident = pick(town.settled[ground])
            return resident.person if kind == "person" else resident.household
        return {"phone": PHONE, "id_number": ID_NUMBER, "point": [104.06, 30.67], "files": ["simulated.jpg"]}[
            kind
        ]


def _typed(field: Field, written: str) -> Any:
    """A weighed answer as its question takes it."""
    if field.type == "boolean":
        return written == "true"
    return int(written) if field.type in ("integer", "money") else written
