"""The published case: 972 due, 911 closed (93.72%), 737 on time (75.82%), from synthetic rows through the whole program."""

from __future__ import annotations

from datetime import datetime

import pytest

from shanzhi.insight.appeals import report_appeals
from shanzhi.insight.measures import trace
from shanzhi.insight.words import percent
from shanzhi.matters.models import Matter
from tests.matters.imports.tables import NOW, ZONE, table, take
from tests.matters.town import Town

HEADINGS = ("编号", "主题", "登记时间", "办理时限", "办理结果", "办结时间", "类别")
OPENED, DUE = "2026-01-05 09:00", "2026-01-12 09:00"
IN_TIME, LATE = "2026-01-09 10:00", "2026-01-20 10:00"


def case(due: int, closed: int, on_time: int, *, not_yet_due: int = 0) -> bytes:
    """So many rows due, of which so many are answered, and so many of these in time; and some not due yet."""
    rows = []
    for n in range(due):
        answered = IN_TIME if n < on_time else LATE if n < closed else ""
        kind = "市容环境" if n % 2 else "邻里生活"
        rows.append((f"D{n}", f"路灯不亮 {n}", OPENED, DUE, "已处理完毕" if answered else "", answered, kind))
    rows += [(f"N{n}", f"井盖松动 {n}", OPENED, "2026-04-30", "", "", "邻里生活") for n in range(not_yet_due)]
    return table(*rows, headings=HEADINGS)


@pytest.fixture
def published(town: Town) -> Town:
    assert take(case(972, 911, 737, not_yet_due=28), town.district).report.added == 1_000
    return town


def test_closing_and_on_time_are_over_those_due(published: Town) -> None:
    total = report_appeals(place=published.district, at=NOW).total
    closing, on_time = total.rates["closing"], total.rates["on_time"]
    assert (closing.of, closing.hits, percent(closing.value)) == (972, 911, "93.72%")
    assert (on_time.of, on_time.hits, percent(on_time.value)) == (972, 737, "75.82%")
    assert total.matters == 1_000


def test_every_figure_leads_to_its_matters(published: Town) -> None:
    matters = Matter.objects.filter(method="appeal", void=False)
    found = trace(matters, "on_time", at=NOW)
    assert (len(found.of), len(found.hits)) == (972, 737)
    assert set(found.hits) < set(found.of)
    counted = matters.filter(pk__in=found.hits)
    assert all(row.external is not None and row.external.startswith("D") for row in counted)
    missing = matters.exclude(pk__in=found.of)
    assert {row.external[0] for row in missing if row.external} == {"N"}


def test_figures_can_be_taken_as_of_an_earlier_day(published: Town) -> None:
    before = report_appeals(place=published.district, at=datetime(2026, 1, 11, tzinfo=ZONE)).total
    assert (before.rates["closing"].of, before.answered.count) == (0, 737)
    after = report_appeals(place=published.district, at=datetime(2026, 1, 13, tzinfo=ZONE)).total
    assert (after.rates["on_time"].of, after.rates["on_time"].hits) == (972, 737)
    assert after.rates["closing"].hits == 0


def test_durations_come_out_true(published: Town) -> None:
    total = report_appeals(place=published.district, at=NOW).total
    in_time = (4 * 24 + 1) * 60
    late = (15 * 24 + 1) * 60
    assert (total.answered.count, total.answered.median, total.answered.p90) == (911, in_time, late)
    assert total.closed.count == 911
    assert total.closed.median is not None
    assert total.closed.median > in_time


def test_groups_add_up(published: Town) -> None:
    for by in ("category", "place", "month", "street"):
        report = report_appeals(place=published.district, by=by, at=NOW)
        assert sum(line.matters for line in report.lines) == 1_000
        assert sum(line.rates["on_time"].hits for line in report.lines) == 737
    kinds = {line.label.zh: line.rates["closing"].of for line in report_appeals(by="category", at=NOW).lines}
    assert kinds == {"邻里生活": 486, "市容环境": 486}
