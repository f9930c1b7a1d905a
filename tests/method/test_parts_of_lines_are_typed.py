"""In the loops of a condition each part of a line has its name and type, is looked at when the file is checked, and may be empty."""

from __future__ import annotations

import pytest

from shanzhi.method.cel import CelFault, CelProblem, CelType, Program, compile_cel

NAMES = {"data.l": CelType.LIST, "before.l": CelType.LIST, "data.a": CelType.TIME, "data.n": CelType.INTEGER}
PARTS = {
    "at": CelType.TIME,
    "long": CelType.DURATION,
    "cost": CelType.INTEGER,
    "what": CelType.TEXT,
    "papers": None,
}
ROWS = {"data.l": PARTS, "before.l": PARTS}
FULL = {
    "at": "2026-03-04T14:00:00+08:00",
    "long": "2 hours",
    "cost": 3,
    "what": "漆",
    "papers": [{"name": "x"}],
}


def condition(source: str, result: CelType = CelType.BOOLEAN) -> Program:
    return compile_cel(source, NAMES, result, rows=ROWS)


@pytest.mark.parametrize(
    ("source", "said", "word"),
    [
        ("data.l.all(y, y.cots > 0)", "没有“cots”。是不是“cost”？", "cots"),
        ("sum(data.l.map(y, y.price)) > 0", "没有“price”", "price"),
        ("data.l.filter(y, y.cost > 1).exists(z, z.whta == '漆')", "没有“whta”", "whta"),
        ("data.l[0].cots == 3", "没有“cots”", "cots"),
        ("data.n > 0 && has(data.l[0].cots)", "没有“cots”", "cots"),
        ("data.l.all(y, y.what > data.n)", "文字、整数", ">"),
        ("before.l.exists(y, y.at < y.what)", "时间、文字", "<"),
        ("sum(data.l.map(y, y.at)) > 0", "sum", "sum"),
    ],
)
def test_a_wrong_part_is_found_when_the_file_is_checked(source, said, word):
    with pytest.raises(CelProblem) as found:
        condition(source)
    assert said in found.value.sentence.zh
    assert abs(source.index(word) + 1 - (found.value.column or 0)) <= len(word)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("data.l.all(y, y.cost >= 0)", True),
        ("data.l.exists(y, has(y.at) && y.at > data.a)", True),
        (
            "data.l.exists(y, y.at - data.a > duration('24h') && y.long == duration('2h')) || data.n == 1",
            True,
        ),
        ("data.l.filter(y, has(y.what)).map(z, z.cost).size() == 1", True),
        ("has( data.l[0].what ) && !has(data.l[1].what) && data.l[1].what == ''", True),
        ("data.l[0].at == timestamp('2026-03-04T06:00:00Z')", True),
        ("sum(data.l.map(y, y.cost)) == 3", True),
        ("data.l.all(y, data.l.exists_one(z, z.what == y.what))", True),
        ("data.l.all(x, data.l.filter(x, x.cost > 2).size() == 1 && x.cost >= 0)", True),
        ("data.l.exists(y, y.what == 'y.cots') || data.l.exists(y, y.what == '漆')", True),
        ("data.l.exists(y, has(y.papers) && y.papers.size() == 1)", True),
        ("data.l.all(y, y.size() >= 4)", False),
    ],
)
def test_a_part_is_its_type_and_an_empty_one_its_empty_value(source, expected):
    assert condition(source).evaluate({"data.l": [FULL, {}], "data.a": "2026-03-03"}) is expected


def test_an_empty_time_has_no_answer_as_a_fact_has_none():
    with pytest.raises(CelFault):
        condition("data.l.all(y, y.at > data.a)").evaluate({"data.l": [{}], "data.a": "2026-03-03"})


def test_lines_that_a_condition_gives_stay_as_they_are_kept():
    kept = [FULL, {"what": "灯", "cost": 1}]
    assert condition("data.l.filter(y, y.cost > 2)", CelType.LIST).evaluate({"data.l": kept}) == [FULL]
    with pytest.raises(CelProblem):
        condition("data.l.filter(y, y.cots > 2)", CelType.LIST)


def test_the_rounds_of_loops_are_counted_for_full_lists():
    full = {"data.l": 99}
    assert condition("data.l.all(y, y.cost > 0)").rounds(full) == 99
    assert condition("data.l.all(y, data.l.exists_one(z, z.what == y.what))").rounds(full) == 99 + 99 * 99
    assert condition("data.l.filter(y, y.cost > 0).all(y, y.cost > 1) && data.n > 0").rounds(full) == 99 + 99
    assert condition("data.n > 0").rounds(full) == 0
