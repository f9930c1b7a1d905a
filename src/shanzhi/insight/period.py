"""A time and the time before it: what came and what was closed out in each, and what a method's measures say of both.

Matters belong to the time in which they were opened. Each time is measured as of its own end (the running one as of
now), so that the earlier has no advantage of having had longer to come right. Places are divided down to
communities: below, a figure would be one worker's.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from msgspec import Struct

from shanzhi.engine.calendar import default_calendar
from shanzhi.insight.grouping import Grouping, by_place, undivided
from shanzhi.insight.measures import Figure, Trace, evaluate, trace
from shanzhi.insight.unnamed import counted_at, counted_below
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Matter
from shanzhi.matters.rights.access import EVERY
from shanzhi.method.build_measures import YES_NO
from shanzhi.method.model import Measure
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place

LENGTHS = {"7": 7, "30": 30, "90": 90, "365": 365}
"""Times to choose, in days up to and including today."""
USUAL = "30"
LASTING = ("matter.minutes",)
"""What measures take lengths of time from."""
DIVIDED = ("province", "city", "district", "street")


class Period(Struct, frozen=True):
    """From `since` until before `until`, measured as of `at`."""

    since: datetime
    until: datetime
    at: datetime

    @property
    def before(self) -> Period:
        """The time of the same length right before, as of its end."""
        length = self.until - self.since
        return Period(self.since - length, self.since, self.since)

    @property
    def last_day(self) -> date:
        """The last day that belongs to it, by the clock of the place."""
        return (self.until - timedelta(microseconds=1)).astimezone(default_calendar().zone).date()

    @property
    def first_day(self) -> date:
        return self.since.astimezone(default_calendar().zone).date()


def period_of(first: date, last: date, now: datetime, zone: ZoneInfo | None = None) -> Period:
    """Whole days from the first to the last."""
    here = zone or default_calendar().zone
    since = datetime.combine(first, time(), here)
    until = datetime.combine(last + timedelta(days=1), time(), here)
    return Period(since, until, min(until, now) if until > since else now)


def days_until(now: datetime, days: int, zone: ZoneInfo | None = None) -> Period:
    """The last so many days, today among them."""
    today = now.astimezone(zone or default_calendar().zone).date()
    return period_of(today - timedelta(days=days - 1), today, now, zone)


class Compared(Struct):
    """One measure of one group in a time, and in the time before."""

    name: str
    measure: Measure
    now: Figure
    before: Figure

    @property
    def lasts(self) -> bool:
        """Whether the figure is a length of time, in minutes."""
        return self.measure.kind not in YES_NO and self.measure.what.source.strip() in LASTING

    @property
    def change(self) -> float | None:
        """How much the figure rose or fell; None where either is missing."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


class Measured(Struct):
    """What the measures of a method say below a place: all together, and for each place right below."""

    matters: int
    total: list[Compared]
    places: list[tuple[int, Sentence, int, dict[str, Figure]]]
    """Each place: its number, its name, its matters, its figures."""


def measured(method: str, place: Place, period: Period, but: Q = EVERY) -> Measured:
    """The method's measures over what was opened below the place in the time, as far as `but` goes."""
    matters = opened_in(place, period, method, but)
    grouping = divided(matters, place)
    found = evaluate(matters, by=grouping, at=period.at)
    earlier = evaluate(opened_in(place, period.before, method, but), at=period.before.at)
    total = [
        Compared(
            name, measure, found.total.figures[name], earlier.total.figures.get(name, Figure(measure.kind))
        )
        for name, measure in found.measures.items()
        if name in found.total.figures
    ]
    places = []
    if place.level in DIVIDED:
        places = [(int(str(key)), g.label, g.matters, g.figures) for key, g in found.groups.items()]
    return Measured(found.total.matters, total, places)


def opened_in(place: Place, period: Period, method: str | None = None, but: Q = EVERY) -> QuerySet[Matter]:
    """What was opened below a place in a time, up to the moment as of which it is measured, as far as `but` goes."""
    here = Matter.objects.filter(but, origin__path__begins=place.path, void=False, opened_at__lte=period.at)
    if method is not None:
        here = here.filter(method=method)
    return counted_at(here.filter(opened_at__gte=period.since, opened_at__lt=period.until), place)


def closed_in(place: Place, period: Period, but: Q = EVERY) -> QuerySet[Matter]:
    """What came to its end below a place in a time, whenever it was opened, as far as `but` goes."""
    here = Matter.objects.filter(but, origin__path__begins=place.path, void=False)
    here = here.filter(closed_at__gte=period.since, closed_at__lt=period.until, closed_at__lte=period.at)
    return counted_at(here, place)


def divided(matters: QuerySet[Matter], place: Place) -> Grouping:
    """By what lies right below a place, as far down as figures are divided."""
    if place.level not in DIVIDED:
        return undivided()
    origins = matters.order_by().values_list("origin", flat=True).distinct()
    return by_place(origins, below=place)


def behind(
    method: str, measure: str, place: Place, period: Period, *, below: int | None = None, but: Q = EVERY
) -> Trace:
    """The matters a measure is of, and those that count, below the place (or in one of the places right below)."""
    matters = opened_in(place, period, method, but)
    if below is None:
        return trace(matters, measure, at=period.at)
    return trace(matters, measure, by=divided(matters, place), group=below, at=period.at)


def measures_of(matters: QuerySet[Matter]) -> dict[str, Measure]:
    """The measures of the methods these matters follow, by name; of several versions the newest holds."""
    adoptions = matters.order_by().values_list("adoption", flat=True).distinct()
    methods = [method_of(one) for one in Adoption.objects.filter(pk__in=adoptions).select_related("method")]
    found: dict[str, Measure] = {}
    for method in sorted(methods, key=lambda method: method.version):
        found |= method.measures
    return found


def count_by_method(matters: QuerySet[Matter]) -> Counter[str]:
    """How many of each method."""
    rows = matters.order_by().values_list("method").annotate(n=Count("pk"))
    return Counter(dict(rows))


def count_by_place(matters: QuerySet[Matter], place: Place) -> Counter[int]:
    """How many below each place right below; what happened at the place itself counts for it."""
    found: Counter[int] = Counter()
    depth = len(place.ancestor_ids)
    for path, n in (
        counted_below(matters, place).order_by().values_list("origin__path").annotate(n=Count("pk"))
    ):
        way = [int(part) for part in path.split("/") if part]
        found[way[depth] if len(way) > depth else way[-1]] += n
    return found


def count_by_day(matters: QuerySet[Matter], field: str, period: Period) -> list[tuple[date, int]]:
    """How many in each step of a time by `opened_at` or `closed_at`: days, or weeks where there are many."""
    zone = default_calendar().zone
    days = matters.order_by().annotate(day=TruncDate(field, tzinfo=zone)).values_list("day")
    step = 1 if (period.until - period.since).days <= 31 else 7
    found: Counter[int] = Counter()
    for day, n in days.annotate(n=Count("pk")):
        found[(day - period.first_day).days // step] += n
    steps = ((period.last_day - period.first_day).days // step) + 1
    return [(period.first_day + timedelta(days=n * step), found[n]) for n in range(steps)]
