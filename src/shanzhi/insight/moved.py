"""How many matters of the last year other inputs would have sent to another level: told before they are saved."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.insight.effect import Past, holds_for, past_matters
from shanzhi.matters.methods.categories import recoded
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place

A_YEAR = timedelta(days=366)
WORDS = Sentence(
    "过去一年的 {of} 件里，有 {count} 件会由{was}改到{now}受理",
    "of {of} matters of the last year, {count} would have gone to the {now} instead of the {was}",
)


class Moved(Struct, frozen=True):
    """So many (`count`) of the matters looked at (`of`) would have landed at level `now` instead of `was`."""

    was: str
    now: str
    count: int
    of: int

    @property
    def words(self) -> Sentence:
        """The line in words."""
        was, now = LEVEL_NAMES[self.was], LEVEL_NAMES[self.now]
        return WORDS.fill(of=self.of, count=self.count, was=was, now=now)


def moved(before: Method | None, after: Method, place: Place, at: datetime | None = None) -> list[Moved]:
    """Where the last year's matters would have landed otherwise; nothing where the method has no such rule."""
    floors = [*(before.opening.landings if before is not None else ()), *after.opening.landings]
    if not floors:
        return []
    counts: Counter[tuple[str, str]] = Counter()
    looked = 0
    for one in past_matters(after.id, place, at or timezone.now(), A_YEAR):
        looked += 1
        was = _level(before, one) if before is not None else after.opening.level
        counts[was, _level(after, one)] += 1
    return [Moved(was, now, count, looked) for (was, now), count in sorted(counts.items()) if was != now]


def _level(method: Method, one: Past) -> str:
    """The level at which a matter lands: the first floor that applies, else the method's own."""
    codes = recoded(method, one.data)
    told = replace(one, data={**one.data, **codes}) if codes else one
    for floor in method.opening.landings:
        if holds_for(floor.when, method, told):
            return floor.level
    return method.opening.level
