"""A method run twice under the load a place had lately: with the inputs it has, and with those it would have."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.simulate import run_once
from shanzhi.engine.simulation.counts import Runs, result_of
from shanzhi.engine.simulation.load import Load, roles_of
from shanzhi.matters.models import Matter
from shanzhi.matters.writing.ground import ground
from shanzhi.method.model import Method
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence
from shanzhi.people.models import Post
from shanzhi.places.models import Place

DAYS = 56
LOOKED_BACK = timedelta(days=90)
MOST_PLACES = 30
MOST_MATTERS = 240
"""Matters of one run, about."""
PATIENCE = 4.0
"""Seconds both runs may take together; a run that is stopped is not told."""


class RehearsedFigure(Struct, frozen=True):
    """One figure of both runs: in words `{was}` and `{now}`; `was` None where nothing was adopted before."""

    label: Sentence
    was: Sentence | None
    now: Sentence


class Rehearsal(Struct, frozen=True):
    """What both runs came to, and under which load. `measured`: the load is the place's own, not an assumed one."""

    figures: tuple[RehearsedFigure, ...]
    days: int
    places: int
    per_day: float
    measured: bool


class _Enough(Exception):
    """A run took too long."""


def load_of(method: Method, place: Place, at: datetime | None = None) -> tuple[Load, bool]:
    """The load a place had lately; the second says whether it could be measured."""
    now = at or timezone.now()
    level = method.opening.level or "grid"
    below = Place.objects.filter(path__begins=place.path, closed_at=None)
    count = below.filter(level=level).count() or 1
    opened = Matter.objects.filter(
        method=method.id, origin__path__begins=place.path, void=False, opened_at__gte=now - LOOKED_BACK
    )
    number = opened.count()
    per_day = number / LOOKED_BACK.days / count if number else 1.0
    places = min(count, MOST_PLACES)
    per_day = round(min(per_day, MOST_MATTERS / DAYS / places), 3) or 0.05
    load = Load(
        days=DAYS,
        places=places,
        arrivals=max(per_day, 0.05),
        households=30,
        starts=now.date(),
        staff=_staff(method, place),
    )
    return load, number > 0


def _staff(method: Method, place: Place) -> dict[str, int]:
    """How many hold each role at one place, on average, where somebody does."""
    rows = Post.objects.in_force().filter(place__path__begins=place.path, role__in=roles_of(method))
    found = rows.values("role").annotate(posts=Count("pk"), places=Count("place", distinct=True))
    return {row["role"]: max(1, round(row["posts"] / row["places"])) for row in found}


def rehearse(
    before: Method | None, after: Method, place: Place, at: datetime | None = None
) -> Rehearsal | None:
    """Run both; None if it would take too long, or the calendar does not reach so far."""
    now = at or timezone.now()
    load, measured = load_of(after, place, now)
    calendar = ground(now).calendar
    until = time.monotonic() + PATIENCE
    try:
        new = _run(after, load, calendar, until)
        old = _run(before, load, calendar, until) if before is not None else None
    except (_Enough, BadCalendar):
        return None
    return Rehearsal(tuple(_figures(after, old, new)), load.days, load.places, load.arrivals, measured)


def _run(method: Method, load: Load, calendar: WorkCalendar, until: float) -> Runs:
    return result_of([run_once(method, load, seed=1, calendar=calendar, told=_watching(until))])


def _watching(until: float) -> Callable[[float], None]:
    def told(share: float) -> None:
        if time.monotonic() > until:
            raise _Enough

    return told


def _figures(method: Method, old: Runs | None, new: Runs) -> list[RehearsedFigure]:
    found = [
        _shown(OPENED, old, new, lambda r: r.opened.median, _count),
        _shown(CLOSED, old, new, lambda r: r.closed.median, _count),
        _shown(LATE, old, new, lambda r: r.late.median, _count),
        _shown(HOURS, old, new, lambda r: r.hours_median.median if r.hours_median else None, _hours),
    ]
    for clock in new.on_time:
        rule = method.clocks.get(clock)
        label = ON_TIME.fill(stage=rule.label if rule is not None else Sentence(clock, clock))
        found.append(_shown(label, old, new, _on_time(clock), _share))
    for end in new.ends:
        found.append(_shown(END.fill(end=ENDS.get(end, Sentence(end, end))), old, new, _ended(end), _count))
    return [one for one in found if one is not None]


def _on_time(clock: str) -> Callable[[Runs], float | None]:
    return lambda result: result.on_time[clock].median if clock in result.on_time else None


def _ended(end: str) -> Callable[[Runs], float | None]:
    return lambda result: result.ends[end].median if end in result.ends else 0.0


def _shown(
    label: Sentence,
    old: Runs | None,
    new: Runs,
    read: Callable[[Runs], float | None],
    words: Callable[[float], Sentence],
) -> RehearsedFigure | None:
    value = read(new)
    if value is None:
        return None
    before = read(old) if old is not None else None
    return RehearsedFigure(label, words(before) if before is not None else None, words(value))


def _count(value: float) -> Sentence:
    return Sentence(f"{value:.0f} 件", f"{value:.0f}")


def _share(value: float) -> Sentence:
    return Sentence(f"{value:.0%}", f"{value:.0%}")


def _hours(value: float) -> Sentence:
    return (
        Sentence(f"{value / 24:.1f} 天", f"{value / 24:.1f} days")
        if value >= 48
        else Sentence(f"{value:.0f} 小时", f"{value:.0f} hours")
    )


OPENED = Sentence("来件", "opened")
CLOSED = Sentence("办结", "closed")
LATE = Sentence("曾经超期", "ever late")
HOURS = Sentence("办结用时（中位）", "time to close (median)")
ON_TIME = Sentence("“{stage}”按期", "“{stage}” in time")
END = Sentence("其中：{end}", "of these: {end}")
