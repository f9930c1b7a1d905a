"""What a time brought, counted; with figures that are kept, the counts of the same moment are kept too."""

from __future__ import annotations

from collections import Counter
from datetime import date

from msgspec import Struct

from shanzhi.insight.period import (
    Measured,
    closed_in,
    count_by_day,
    count_by_method,
    count_by_place,
    measured,
    opened_in,
)
from shanzhi.insight.reading_cache import held
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.words import Sentence
from shanzhi.reading.lists import methods_found
from shanzhi.web.overview.filters import Filters


class Counted(Struct):
    """What came and what ended in a time and the one before (opened, closed, opened before, closed before), and by day."""

    by_place: list[Counter[int]]
    by_method: list[Counter[str]]
    opened: list[tuple[date, int]]
    closed: list[tuple[date, int]]
    titles: dict[str, Sentence]


def measures_over(asked: Filters, slug: str) -> Measured:
    """What the measures say; with figures that are kept, so are these."""
    period = asked.period
    if not asked.kept or asked.but:
        return measured(slug, asked.place, period, asked.but)
    key = ("measured", asked.place.pk, slug, period.since, period.until, period.at)
    found: Measured = held(key, lambda: measured(slug, asked.place, period))
    return found


def counted(asked: Filters) -> Counted:
    """What came and went, counted; with figures that are kept, so is this."""
    period = asked.period
    if not asked.kept or asked.but:
        return _counted(asked)
    key = ("counted", asked.place.pk, period.since, period.until, period.at)
    found: Counted = held(key, lambda: _counted(asked))
    return found


def _counted(asked: Filters) -> Counted:
    now, before = asked.period, asked.period.before
    parts = [of(asked.place, time, but=asked.but) for time in (now, before) for of in (opened_in, closed_in)]
    return Counted(
        [count_by_place(part, asked.place) for part in parts],
        [count_by_method(part) for part in parts],
        count_by_day(opened_in(asked.place, now, but=asked.but), "opened_at", now),
        count_by_day(closed_in(asked.place, now, but=asked.but), "closed_at", now),
        _titles(asked),
    )


def method_titles(asked: Filters) -> dict[str, Sentence]:
    """The methods used at a place or found among its matters, by id."""
    return counted(asked).titles if asked.kept else _titles(asked)


def _titles(asked: Filters) -> dict[str, Sentence]:
    found = {adoption.slug: method.title for adoption, method in adopted_methods(asked.place)}
    for slug, pin, adoption in methods_found(asked.place, list(found), 50):
        found.setdefault(slug, compiled(pin, adoption).title)
    return found
