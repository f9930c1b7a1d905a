"""A chart says the same three times: as a picture, in words for who hears it, and as a table with ways to the matters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.insight.charts import Bar, Chart, Group, Mark, Series, bars, grouped, lines, shares
from shanzhi.insight.charts.chart import scale
from shanzhi.method.draw.text import width

NS = "{http://www.w3.org/2000/svg}"
WIDTHS = (328, 680)
COMMUNITIES = ["桂花社区", "石桥社区", "新塘村"]


def every_kind(values: tuple[float | None, float | None, float | None] = (3, 0, None)) -> list[Chart]:
    named = [Bar(name, value) for name, value in zip(COMMUNITIES, values, strict=True)]
    groups = [Group(name, values) for name in COMMUNITIES]
    return [
        bars("按期办结率", named, mark=Mark(2, "目标")),
        shares("现在怎么样", ["按期", "快到期", "超期"], groups),
        grouped("各工作法", ["诉求", "提案", "帮办"], groups),
        lines("每月事项", COMMUNITIES, [Series("诉求", values), Series("帮办", values)]),
    ]


def drawn(chart: Chart, at: float = 680) -> ET.Element:
    return ET.fromstring(chart.svg(at))


def bars_in(svg: ET.Element) -> list[ET.Element]:
    return [rect for rect in svg.iter(f"{NS}rect") if rect.get("height") != "11.0"]


@pytest.mark.parametrize("chart", every_kind(), ids=lambda c: c.ident)
@pytest.mark.parametrize("at", WIDTHS)
def test_a_picture_is_named_described_and_whole(chart, at):
    svg = drawn(chart, at)
    assert svg.get("role") == "img"
    title, desc = svg.find(f"{NS}title"), svg.find(f"{NS}desc")
    assert title is not None
    assert title.text == chart.title
    assert desc is not None
    assert desc.text
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    _, _, wide, tall = map(float, (svg.get("viewBox") or "").split())
    for text in svg.iter(f"{NS}text"):
        long, x = width(text.text or "", float(text.get("font-size", 0))), float(text.get("x", 0))
        left = x - {"start": 0, "middle": long / 2, "end": long}[text.get("text-anchor", "start")]
        assert left >= -1
        assert left + long <= wide + 1
        assert 0 < float(text.get("y", 0)) <= tall
    for rect in svg.iter(f"{NS}rect"):
        assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= wide + 0.2
        assert float(rect.get("y", 0)) + float(rect.get("height", 0)) <= tall + 0.2


@pytest.mark.parametrize("chart", every_kind(), ids=lambda c: c.ident)
def test_every_shape_has_a_colour_on_paper_and_a_class_for_the_page(chart):
    for shape in drawn(chart).iter():
        if shape.tag in {f"{NS}{name}" for name in ("rect", "path", "circle", "text")}:
            assert shape.get("class")
            assert "#" in (shape.get("fill") or "") + (shape.get("stroke") or "")
            assert "var(" not in str(shape.attrib)


@pytest.mark.parametrize("chart", every_kind(), ids=lambda c: c.ident)
def test_the_table_says_what_the_picture_says(chart):
    said = " ".join(text.text or "" for text in drawn(chart).iter(f"{NS}text"))
    for row in chart.rows:
        assert len(row) == len(chart.headings)
        assert row[0].text in said or chart.ident == "lines"
    assert {cell.text for row in chart.rows for cell in row[1:]} == {"3", "0", "—"}


def test_bars_are_as_long_as_their_values():
    chart = bars("", [Bar("一", 0.5), Bar("二", 0.25), Bar("三", None)], most=1)
    full, half, rail, quarter, none = (float(rect.get("width", 0)) for rect in bars_in(drawn(chart)))
    assert full == rail == none
    assert half == pytest.approx(full / 2, abs=0.1)
    assert quarter == pytest.approx(full / 4, abs=0.1)


def test_a_bar_leads_to_its_matters():
    chart = bars("", [Bar("桂花社区", 0.9, "90.00%", "/places/7/matters")])
    assert (chart.rows[0][1].text, chart.rows[0][1].url) == ("90.00%", "/places/7/matters")


def test_shares_fill_the_whole_and_nothing_counted_leaves_it_empty():
    chart = shares("", ["甲", "乙"], [Group("有", [3, 1]), Group("无", [0, 0])])
    first, second, empty = bars_in(drawn(chart))
    assert float(first.get("width", 0)) == pytest.approx(680 * 0.75, abs=2)
    assert float(second.get("x", 0)) == pytest.approx(680 * 0.75, abs=0.1)
    assert (empty.get("class"), float(empty.get("width", 0))) == ("rail", 680)


def test_a_line_has_a_gap_where_nothing_was_counted():
    chart = lines("", list("一二三四五"), [Series("诉求", [1, 2, None, 2, 1])])
    runs = [path for path in drawn(chart).iter(f"{NS}path") if "line" in (path.get("class") or "")]
    assert len(runs) == 2
    assert chart.rows[2][1].text == "—"
    assert chart.described == "诉求 一 1 → 五 1"


def test_names_under_a_long_axis_do_not_run_into_each_other():
    months = [f"2026年{n}月" for n in range(1, 13)]
    for at in WIDTHS:
        named = [
            (float(t.get("x", 0)), width(t.text or "", 12), t.get("text-anchor", ""))
            for t in drawn(lines("", months, [Series("诉求", list(range(12)))]), at).iter(f"{NS}text")
            if (t.text or "").startswith("2026")
        ]
        spans = [(x - w * {"start": 0, "middle": 0.5, "end": 1}[a], w) for x, w, a in named]
        assert all(left + wide <= after for (left, wide), (after, _) in pairwise(spans))


def test_several_lines_differ_by_more_than_colour():
    chart = lines("", ["一", "二"], [Series(name, [1, 2]) for name in "甲乙丙"])
    dashes = [
        p.get("stroke-dasharray") for p in drawn(chart).iter(f"{NS}path") if "line" in (p.get("class") or "")
    ]
    assert len(set(dashes)) == 3


@pytest.mark.parametrize(
    "chart", every_kind((None, None, None)) + every_kind((0, 0, 0)), ids=lambda c: c.ident
)
def test_nothing_counted_is_still_a_picture(chart):
    for at in WIDTHS:
        drawn(chart, at)


@given(st.text(max_size=60), st.floats(0, 1e9))
def test_any_name_and_number_can_be_drawn(name, value):
    text = "".join(c for c in name if c.isprintable())
    for chart in (
        bars(text, [Bar(text, value)]),
        lines(text, [text], [Series(text, [value])]),
        grouped(text, [text], [Group(text, [value])]),
    ):
        drawn(chart, 328)


@given(st.floats(1e-3, 1e9), st.booleans())
def test_a_scale_is_round_and_reaches_the_most(most, whole):
    ticks = scale(most, whole=whole)
    assert ticks[0] == 0
    assert ticks[-1] >= most * (1 - 1e-9)
    assert 2 <= len(ticks) <= 6
    assert all(a < b for a, b in pairwise(ticks))
    if whole:
        assert all(tick == int(tick) for tick in ticks)
