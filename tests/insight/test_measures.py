"""Measures over real matters: what leaves the denominator, what has no answer, several versions, and groups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shanzhi.insight.appeals import matters_of, report_appeals
from shanzhi.insight.grouping import by_category
from shanzhi.insight.measures import Figure, evaluate, trace
from shanzhi.insight.workbook import write_workbook
from shanzhi.matters.methods.categories import Categories
from shanzhi.matters.methods.compiled import versions
from shanzhi.matters.models import Matter
from shanzhi.people.problems import BadInput
from tests.matters.imports.tables import HEADINGS, NOW, local, matter, table, take
from tests.matters.town import METHODS, Town

RATED = (*HEADINGS, "是否联系", "是否解决", "满意度", "类别")


def rated(number: str, contacted: str, solved: str, stars: str, kind: str = "邻里生活") -> tuple[str, ...]:
    when = ("2026-03-02 09:00", "样例社区", "已请人处理好了", "2026-03-04 15:00")
    return (number, "", "路灯不亮", *when, contacted, solved, stars, kind)


@pytest.fixture
def visited(town: Town) -> Town:
    """Five visited back, and one that is not."""
    rows = [
        rated("1", "是", "是", "非常满意"), rated("2", "是", "是", "满意"), rated("3", "是", "否", "不满意"),
        rated("4", "否", "否", "非常不满意", "市容环境"), rated("5", "是", "是", "不满意", "市容环境"), rated("6", "", "", ""),
    ]  # fmt: skip
    take(table(*rows, headings=RATED), town.district)
    return town


def test_the_three_rates_are_over_those_visited_back(visited: Town) -> None:
    total = report_appeals(at=NOW).total
    found = {
        name: (total.rates[name].hits, total.rates[name].of)
        for name in ("response", "solution", "satisfaction")
    }
    assert found == {"response": (4, 5), "solution": (3, 5), "satisfaction": (2, 5)}


def test_the_weights_of_the_score_are_inputs(visited: Town) -> None:
    assert report_appeals(at=NOW).total.score == pytest.approx(0.2 * 0.8 + 0.4 * 0.6 + 0.4 * 0.4)
    assert report_appeals(at=NOW, weights=(100, 0, 0)).total.score == pytest.approx(0.8)
    for weights in ((50, 50, 50), (-10, 60, 50)):
        with pytest.raises(BadInput, match="100"):
            report_appeals(at=NOW, weights=weights)


def test_what_was_never_visited_back_has_no_rate_rather_than_none_of_it(town: Town) -> None:
    take(table(rated("6", "", "", ""), headings=RATED), town.district)
    total = report_appeals(at=NOW).total
    assert (total.rates["response"].value, total.score) == (None, None)


def test_merged_refused_and_withdrawn_leave_the_denominator(town: Town) -> None:
    first, second, third, fourth = (town.open(values={"subject": f"路灯 {n}"}) for n in range(4))
    for done in (first, second, third, fourth):
        town.act(done, "accept", urgency="normal")
    town.act(first, "resolve", reply="已换灯泡了")
    town.act(second, "merge_into", into=first.matter.id)
    town.act(third, "withdraw", "resident", reason="好了")
    later = first.matter.opened.replace(year=first.matter.opened.year + 1)
    total = report_appeals(at=later).total
    assert total.matters == 4
    assert (total.rates["closing"].of, total.rates["on_time"].hits) == (2, 1)
    assert trace(matters_of("appeal", place=None), "on_time", at=later).of == [
        first.matter.id,
        fourth.matter.id,
    ]


def test_void_matters_count_nowhere(town: Town) -> None:
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.imports.undoing import undo_import

    outcome = take(table(rated("1", "是", "是", "满意"), headings=RATED), town.district)
    undo_import(actor=SYSTEM, number=outcome.batch or 0)
    assert report_appeals(at=NOW).total.matters == 0


def test_all_measures_of_a_method_can_be_evaluated(visited: Town) -> None:
    found = evaluate(Matter.objects.filter(void=False), at=NOW)
    assert set(found.measures) == set(found.total.figures)
    figure = found.total.figures["duration"]
    assert (figure.kind, figure.of, figure.unclear) == ("median", 3, 0)
    assert found.total.figures["in_grid"].of == 3


def test_each_matter_is_measured_by_the_inputs_it_is_pinned_to(visited: Town) -> None:
    visited.adopt((METHODS / "appeal.yaml").read_text(), at=NOW, satisfied_from=5)
    take(table(rated("7", "是", "是", "满意"), headings=RATED), visited.district, now=local(21))
    found = evaluate(Matter.objects.filter(void=False), measures=["satisfaction"], at=local(21))
    assert matter("7").data["stars"] == 4
    assert (found.total.figures["satisfaction"].hits, found.total.figures["satisfaction"].of) == (2, 6)


def test_groups_by_an_answer_lead_to_their_matters(visited: Town) -> None:
    matters = Matter.objects.filter(void=False)
    found = evaluate(
        matters, measures=["solution"], by=by_category(Categories(versions("appeal")), top=True), at=NOW
    )
    figures = {key: (g.figures["solution"].hits, g.figures["solution"].of) for key, g in found.groups.items()}
    assert figures == {"e23": (2, 3), "e01": (1, 2)}
    behind = trace(
        matters, "solution", by=by_category(Categories(versions("appeal")), top=True), group="e01", at=NOW
    )
    assert (behind.of, behind.hits) == ([matter("4").pk, matter("5").pk], [matter("5").pk])


def test_a_place_stands_for_all_below_it_and_itself_is_told_apart(town: Town) -> None:
    rows = [
        ("1", "", "第一网格路灯不亮", "2026-03-02", "", "", ""),
        ("2", "", "样例街道河道", "2026-03-02", "", "", ""),
        ("3", "", "全区的事情", "2026-03-02", "", "", ""),
    ]
    take(table(*rows), town.district)
    labels = [
        (line.label.zh, line.matters)
        for line in report_appeals(place=town.district, by="place", at=NOW).lines
    ]
    assert labels == [("样例区（本级）", 1), ("样例街道", 2)]
    assert [line.label.zh for line in report_appeals(place=town.street, by="grid", at=NOW).lines] == [
        "样例街道（本级）",
        "第一网格",
    ]


def test_times_bound_what_is_counted(visited: Town) -> None:
    assert report_appeals(since=local(2, 9), until=local(2, 9, 1), at=NOW).total.matters == 6
    assert report_appeals(since=local(2, 9, 1), at=NOW).total.matters == 0
    with pytest.raises(BadInput, match="category"):
        report_appeals(by="weather")


@pytest.mark.parametrize(
    ("numbers", "median", "p90"),
    [([], None, None), ([5], 5, 5), ([1, 2, 3, 4], 2.5, 3.7), (list(range(101)), 50, 90)],
)
def test_medians_and_nine_of_ten(numbers: list[int], median: float | None, p90: float | None) -> None:
    figure = Figure("median")
    figure.numbers.extend(numbers)
    assert figure.value == median
    assert figure.quantile(0.9) == (pytest.approx(p90) if p90 is not None else None)


def test_a_workbook_holds_the_same_figures_and_runs_no_formula(visited: Town, tmp_path: Path) -> None:
    take(table(rated("8", "是", "是", "满意", "=1+1"), headings=RATED), visited.district)
    report = report_appeals(by="category", at=NOW)
    path = tmp_path / "report.xlsx"
    write_workbook(report, path, "zh")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["分组", "件数", "结案率"]
    assert [row[0] for row in rows[1:]] == ["市容环境", "邻里生活", "（未填）", "合计"]
    assert rows[-1][1] == 7
    assert json.dumps(rows[-1][2]) == json.dumps(report.total.rates["closing"].value)
