"""Reports: how appeals go, and what a method's own measures say; for those whose post stands over the place."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import Q
from msgspec import Meta, Struct

from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Moment, Number
from shanzhi.api.refs import place_at
from shanzhi.api.subjects import reports
from shanzhi.insight import rights  # noqa: F401  (registers who may see reports)
from shanzhi.insight.appeals import AppealLine, matters_of, report_appeals
from shanzhi.insight.measures import evaluate
from shanzhi.insight.unnamed import counted_for
from shanzhi.ledger.models import Transfer
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require


class RateView(Struct):
    """One rate: how many count, of how many; `value` is between 0 and 1, null where there is nothing to count."""

    hits: int
    of: int
    value: float | None


class SpreadView(Struct):
    """How long something took, in minutes: the median, and within what nine of ten were done."""

    count: int
    median: float | None
    p90: float | None


class ReportLine(Struct):
    """One line: the rates by name, their weighed score (0–1), and how long answers and closing took."""

    label: str
    matters: int
    rates: dict[str, RateView]
    score: float | None
    answered: SpreadView
    closed: SpreadView


class AppealsView(Struct):
    """How appeals go in a place."""

    at: datetime
    lines: list[ReportLine]
    total: ReportLine


class AppealsOver(Message):
    """Appeals below a place, opened from `since` until before `until`, divided `by` place, level, category (at the top), subcategory or month."""

    place: Number
    by: Annotated[str, Meta(max_length=20)] = "all"
    since: Moment | None = None
    until: Moment | None = None


@operation(
    reports,
    "GET",
    "/reports/appeals",
    Sentence("诉求办理统计", "How appeals go"),
    about=Sentence(
        "结案率、按期结案率以应结案数为分母，按期办理（答复）率以应答复数为分母；响应、解决、满意以回访接通数为分母，"
        "并列回访接通率和撤回、合并、不派单的占比。",
        "Closing and closing on time are over those due to be closed, answering on time over those due to be answered; the "
        "three rates over those reached when called back, with the share reached and the shares withdrawn, merged and not assigned beside them.",
    ),
    query=AppealsOver,
    answer=AppealsView,
    refuses=[404, 422],
)
def get_appeals_report(call: Call) -> AppealsView:
    """Places and categories; never persons."""
    query: AppealsOver = call.query
    place = place_at(query.place)
    require(call.actor, "report.see", place)
    found = report_appeals(
        place=place, by=query.by, since=query.since, until=query.until, but=counted_for(call.actor)
    )
    return AppealsView(found.at, [_line(one, call) for one in found.lines], _line(found.total, call))


def _line(one: AppealLine, call: Call) -> ReportLine:
    return ReportLine(
        one.label.text(call.language),
        one.matters,
        {name: RateView(rate.hits, rate.of, rate.value) for name, rate in one.rates.items()},
        one.score,
        SpreadView(one.answered.count, one.answered.median, one.answered.p90),
        SpreadView(one.closed.count, one.closed.median, one.closed.p90),
    )


class MeasureFigure(Struct):
    """What a measure comes to: `value` is a share (0–1), a count, a mean or a median; `unclear` gave no answer."""

    name: str
    label: str
    kind: str
    value: float | None
    hits: int
    of: int
    unclear: int


class Measured(Struct):
    """A method's own measures over the matters of a place."""

    method: str
    matters: int
    at: datetime
    measures: list[MeasureFigure]


class MeasuresOver(Message):
    """Matters of a method below a place."""

    method: Annotated[str, Meta(min_length=1, max_length=64)]
    place: Number
    since: Moment | None = None
    until: Moment | None = None


@operation(
    reports,
    "GET",
    "/reports/measures",
    Sentence("工作法的成效", "What a method's measures say"),
    query=MeasuresOver,
    answer=Measured,
    refuses=[404],
)
def get_measures(call: Call) -> Measured:
    """As the method's file defines them."""
    query: MeasuresOver = call.query
    place = place_at(query.place)
    require(call.actor, "report.see", place)
    over = matters_of(
        query.method, place=place, since=query.since, until=query.until, but=counted_for(call.actor)
    )
    found = evaluate(over)
    figures = found.total.figures
    return Measured(
        query.method,
        found.total.matters,
        found.at,
        [
            MeasureFigure(
                name,
                measure.label.text(call.language),
                figures[name].kind,
                figures[name].value,
                figures[name].hits,
                figures[name].of,
                figures[name].unclear,
            )
            for name, measure in found.measures.items()
            if name in figures
        ],
    )


class PointsMoved(Struct):
    """Points given to me or to my household, and what for."""

    id: int
    points: int
    household: bool
    reason: str
    matter: int
    at: datetime


class PointsPage(Struct):
    """The ledger of one's own points, the latest first; `next` is what to send as `after`."""

    entries: list[PointsMoved]
    next: int | None


class PointsFilter(Message):
    """Entries before one."""

    after: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


@operation(
    reports, "GET", "/points", Sentence("我的积分", "My points"), query=PointsFilter, answer=PointsPage
)
def list_points(call: Call) -> PointsPage:
    """One's own and one's household's, and nobody else's."""
    query: PointsFilter = call.query
    mine = Q(credit__kind="person", credit__owner=call.actor.person or 0)
    ours = Q(credit__kind="household", credit__owner=call.actor.household or 0)
    found = Transfer.objects.filter(mine | ours, kind="transfer").select_related("credit")
    if query.after is not None:
        found = found.filter(pk__lt=query.after)
    rows = list(found.order_by("-pk")[: query.limit + 1])
    english = call.language == "en"
    shown = [
        PointsMoved(
            row.pk,
            row.amount,
            row.credit.kind == "household",
            row.reason_en if english else row.reason_zh,
            row.matter or 0,
            row.at,
        )
        for row in rows[: query.limit]
    ]
    return PointsPage(shown, shown[-1].id if len(rows) > query.limit else None)
