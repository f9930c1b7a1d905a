"""How appeals go: closing and closing on time over those due, the three rates, and how long answers took.

结案率 and 按期结案率 are both over 应结案数 (GB/T 30428), 按期办理（答复）率 is over 应答复数. 响应率, 解决率 and 满意率 are over
those visited back and reached; what is excluded by the method leaves the denominator. So 回访接通率 and the
shares 撤回, 合并 and 不派单 stand beside them: a rate over few, or after many were made to withdraw or turned away, is seen for what it is. The weights of the three in one score are inputs.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.calendar import default_calendar
from shanzhi.insight.grouping import Grouping, by_category, by_month, by_place, undivided
from shanzhi.insight.measures import Evaluation, Figure, Group, evaluate, until_closed, until_stopped
from shanzhi.insight.unnamed import counted_at, counted_below
from shanzhi.matters.methods.categories import Categories
from shanzhi.matters.methods.compiled import versions
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import EVERY
from shanzhi.method.roles import LEVELS
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place

RATES = (
    *("closing", "on_time", "handled", "response", "solution", "satisfaction", "reached"),
    *("withdrawn", "merged", "refused"),
)
"""The figures of a line, in the order in which they are shown; a method without one of them has nothing to count there."""
SCORED = ("response", "solution", "satisfaction")
OF_CALLS = (*SCORED, "reached")
"""What calling back comes to, and over how many of those who were due a call."""
CATEGORIES = ("category", "subcategory")
WAYS = ("all", "place", *CATEGORIES, "month", *LEVELS)
WEIGHTS = (20, 40, 40)
"""Usual weights of response, solution and satisfaction, in percent; a district sets its own."""
CLOCK = "handle"
BAD_WAY = Sentence(
    "不能按“{by}”分组；可用：{ways}", "figures cannot be divided by “{by}”; use one of: {ways}"
)
BAD_WEIGHTS = Sentence(
    "三率的权重应是三个不小于 0 的整数，合计 100，如 20,40,40",
    "the weights of the three rates are three whole numbers of 0 or more that make 100, such as 20,40,40",
)


class Rate(Struct, frozen=True):
    """One rate: how many count, of how many."""

    hits: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None


class Spread(Struct, frozen=True):
    """How long something took, in minutes: of how many, the median, and within what nine of ten were done."""

    count: int = 0
    median: float | None = None
    p90: float | None = None


class AppealLine(Struct, frozen=True):
    """One line of the report. `score` (0–1) weighs the three rates; None while one of them is missing."""

    label: Sentence
    matters: int
    rates: dict[str, Rate]
    score: float | None
    answered: Spread
    closed: Spread


class AppealsReport(Struct, frozen=True):
    """The report: its lines, all together, and what it was drawn over."""

    lines: list[AppealLine]
    total: AppealLine
    by: str
    at: datetime


def matters_of(
    method: str,
    *,
    place: Place | None,
    since: datetime | None = None,
    until: datetime | None = None,
    but: Q = EVERY,
) -> QuerySet[Matter]:
    """The matters of a method that happened below a place and were opened in a time, as far as `but` goes; void ones are none."""
    wanted = Q(but, method=method, void=False)
    if place is not None:
        wanted &= Q(origin__path__begins=place.path)
    if since is not None:
        wanted &= Q(opened_at__gte=since)
    if until is not None:
        wanted &= Q(opened_at__lt=until)
    return counted_at(Matter.objects.filter(wanted), place)


def report_appeals(
    *,
    place: Place | None = None,
    by: str = "all",
    since: datetime | None = None,
    until: datetime | None = None,
    at: datetime | None = None,
    weights: tuple[int, int, int] = WEIGHTS,
    method: str = "appeal",
    but: Q = EVERY,
) -> AppealsReport:
    """The report over the appeals below a place, opened from `since` until before `until`, as of `at` (default now).

    `by` divides it: `place` (what lies right below), a level (`street`), `category` (at the top of its tree), `subcategory`, `month`, or `all` for no division.
    Raises `BadInput` for another division or weights that do not make 100.
    """
    if len(weights) != 3 or min(weights) < 0 or sum(weights) != 100:
        raise BadInput(BAD_WEIGHTS)
    matters = matters_of(method, place=place, since=since, until=until, but=but)
    if by == "place" or by in LEVELS:  # as `grouping` divides them
        matters = counted_below(matters, place, None if by == "place" else by)
    moment = at or timezone.now()
    found = evaluate(
        matters, measures=RATES, by=grouping(by, matters, place),
        numbers={"answered": until_stopped(CLOCK), "until_closed": until_closed}, at=moment,
    )  # fmt: skip
    return _report(found, by, weights)


def grouping(
    by: str, matters: QuerySet[Matter], place: Place | None, zone: ZoneInfo | None = None
) -> Grouping:
    """The division of that name. Raises `BadInput` for one there is none of."""
    if by == "all":
        return undivided()
    if by in CATEGORIES:
        known = Categories(
            one
            for slug in matters.order_by().values_list("method", flat=True).distinct()
            for one in versions(slug)
        )
        return by_category(known, top=by == "category")
    if by == "month":
        return by_month(zone or default_calendar().zone)
    if by == "place" or by in LEVELS:
        origins = matters.order_by().values_list("origin", flat=True).distinct()
        return by_place(origins, below=place, level=None if by == "place" else by)
    raise BadInput(BAD_WAY.fill(by=by, ways=Sentence("、".join(WAYS), ", ".join(WAYS))))


def _report(found: Evaluation, by: str, weights: tuple[int, int, int]) -> AppealsReport:
    lines = [] if by == "all" else [_line(group, weights) for group in found.groups.values()]
    return AppealsReport(lines, _line(found.total, weights), by, found.at)


def _line(group: Group, weights: tuple[int, int, int]) -> AppealLine:
    empty = Figure("share")
    rates = {name: _rate(group.figures.get(name, empty)) for name in RATES}
    parts = [rates[name].value for name in SCORED]
    score = None
    if all(part is not None for part in parts):
        score = (
            sum(part * weight for part, weight in zip(parts, weights, strict=True) if part is not None) / 100
        )
    return AppealLine(
        group.label, group.matters, rates, score, _spread(group.figures.get("answered", empty)),
        _spread(group.figures.get("until_closed", empty)),
    )  # fmt: skip


def _rate(figure: Figure) -> Rate:
    return Rate(figure.hits, figure.of)


def _spread(figure: Figure) -> Spread:
    return Spread(len(figure.numbers), figure.quantile(0.5), figure.quantile(0.9))
