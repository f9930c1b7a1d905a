"""A table that an adopting place sets has columns: typed, bounded, looked up by conditions and limits, told by row and column."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.engine.examples import run_examples
from shanzhi.method.answer_schema import input_schema
from shanzhi.method.cel import CelProblem, CelType, compile_cel
from shanzhi.method.cel_tables import TableColumn
from shanzhi.method.check import InputError, examine, load
from shanzhi.method.duration import Duration
from shanzhi.method.input_values import unfilled
from shanzhi.method.model import Input
from shanzhi.method.table_cells import as_cells, from_lines
from tests.method.tiny import TINY

CATALOGUE = """
  catalogue:
    type: table
    label: 类别
    form:
      duty: {type: choice, label: 职责, options: {own: 自办, assist: 协助}}
      lasts: {type: duration, label: 时限, max: 30 days}
      fee: {type: money, optional: true, label: 收费, min: 0}
      urgent: {type: boolean, optional: true, label: 急}
      who: {type: roles, optional: true, label: 谁办}
    default:
      lamp: {label: 路灯, duty: own, lasts: 2 days, fee: 1250}
      road: {label: 道路, duty: assist, lasts: 9 days, urgent: true, who: [street_staff]}
      gate: {label: 门禁, above: lamp, duty: own, lasts: 2 days}
"""
TABLED = (
    TINY.replace("inputs:\n", f"inputs:{CATALOGUE}")
    .replace("data:\n", "data:\n  what: {type: choice, label: 哪类, options: inputs.catalogue}\n")
    .replace("asks: [subject, count]", "asks: [subject, count, what]")
    .replace("{subject: 路灯不亮}", "{subject: 路灯不亮, what: road}")
    .replace(
        "      finish: {label: 办好了, to: closed}",
        "      finish: {label: 办好了, requires: [{that: 'inputs.catalogue[data.what].duty == \"assist\"', "
        "otherwise: 不行。}], to: closed}",
    )
    .replace("due: {lasts: inputs.within}", 'due: {lasts: "inputs.catalogue[data.what].lasts"}')
)


def table(**changed: Any) -> Input:
    given = load(TABLED).inputs["catalogue"]
    assert not changed
    return given


def refused(rows: Any) -> str:
    with pytest.raises(InputError) as wrong:
        load(TABLED, inputs={"catalogue": rows})
    return wrong.value.inputs["catalogue"].zh


def test_conditions_and_limits_read_the_row_that_a_fact_names() -> None:
    assert [problem.why.zh for problem in examine(TABLED).errors] == []
    assert [one.problems for one in run_examples(TABLED.encode()).examples] == [[]]
    cases = load(TABLED).stages["asked"].due.cases
    assert [(case.when and case.when.source, str(case.limit)) for case in cases] == [
        ('data.what in ["lamp", "gate"]', "2 days"),
        ('data.what in ["road"]', "9 days"),
        (None, "2 days"),
    ]


def test_a_place_sets_its_own_rows() -> None:
    method = load(
        TABLED, inputs={"catalogue": {"tree": {"label": "树", "duty": "assist", "lasts": "3 workdays"}}}
    )
    assert method.values["catalogue"]["tree"]["lasts"] == Duration(3, "workdays")
    assert [option.value for option in method.fields["what"].options] == ["tree"]


def test_what_is_wrong_is_told_by_row_and_column() -> None:
    rows = {
        "lamp": {"label": "路灯", "duty": "mine", "lasts": "2 days"},
        "road": {"label": "道路", "duty": "own", "lasts": "40 days"},
        "gate": {"label": "门禁", "duty": "own"},
    }
    assert refused(rows) == (
        "第 1 行（lamp）“职责”：可选：own、assist。第 2 行（road）“时限”：应不超过 30 天。第 3 行（gate）“时限”：没有填。"
    )
    assert "colour" not in refused({"lamp": {"label": "x", "colour": "red"}})
    assert "只能写 label、above、duty" in refused({"lamp": {"label": "x", "colour": "red"}})
    assert refused({"a": {"duty": "own"}}).startswith("代码“a”没有名称")


def test_cells_are_read_as_people_type_them_whatever_their_order() -> None:
    given = table()
    rows, problems = from_lines(
        given,
        "代码\t职责\t名称\t急\t收费\t时限\t谁办\nTree\t协助\t树\t是\t12.5\t3 个工作日\t街道干部、网格员",
    )
    assert problems == [] or "谁办" in problems[0].zh
    assert rows["tree"]["duty"] == "assist"
    assert rows["tree"]["fee"] == 1250
    assert rows["tree"]["urgent"] is True
    assert rows["tree"]["lasts"] == "3 workdays"


def test_cells_that_cannot_be_understood_are_told_by_row_and_column() -> None:
    _, problems = from_lines(
        table(),
        "代码,名称,职责,时限,收费,急\nlamp,灯,自办,很久,3,是\nlamp,灯,自办,2 天,,\n,x,自办,2 天,,\nroad,路,乱办,2 天,三,也许",
    )
    assert [problem.zh.partition("：")[0] for problem in problems] == [
        "第 2 行“时限”写的是“很久”",
        "第 3 行",
        "第 4 行",
        "第 5 行“职责”写的是“乱办”",
        "第 5 行“收费”写的是“三”",
        "第 5 行“急”写的是“也许”",
    ]
    _, problems = from_lines(table(), "代码,名称\nlamp,灯")
    assert [problem.zh for problem in problems] == ["表头没有“职责”这一列。", "表头没有“时限”这一列。"]


def test_rows_written_as_cells_are_read_again() -> None:
    given = table()
    cells = as_cells(given, given.default)
    assert cells[0] == ["代码", "名称", "职责", "时限", "收费", "急", "谁办", "上级代码"]
    rows, problems = from_lines(given, "\n".join("\t".join(line) for line in cells))
    assert problems == []
    assert load(TABLED, inputs={"catalogue": rows}).values["catalogue"]["lamp"] == given.default["lamp"] | {
        "urgent": False
    }


def test_a_table_may_be_empty_until_somebody_adopts_it() -> None:
    start = TABLED.index("    default:\n")
    bare = TABLED[:start] + "    default: {}\n" + TABLED[TABLED.index("  within:", start) :]
    given = load(bare).inputs["catalogue"]
    assert "还没有填" in unfilled(given, {}).zh
    assert unfilled(given, {"a": {"label": "x"}}) is None


def test_the_schema_of_a_table_has_its_columns() -> None:
    row = input_schema(table())["additionalProperties"]
    assert row["required"] == ["label", "duty", "lasts"]
    assert row["properties"]["duty"]["enum"] == ["own", "assist"]
    assert input_schema(table())["default"]["lamp"]["lasts"] == "2 days"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("inputs.rules[data.what].pionts > 1", "是不是“points”"),
        ("inputs.rule[data.what].points > 1", "是不是“rules”"),
        ("inputs.rules[data.whit].points > 1", "是不是“data.what”"),
        ("inputs.rules[data.what].lasts > 1", "时长"),
        ("inputs.rules[data.what].points > 'a'", "同一类型"),
    ],
)
def test_a_look_into_a_table_is_checked(source: str, says: str) -> None:
    tables = {"rules": {"points": TableColumn(CelType.INTEGER, {"a": 3}), "lasts": TableColumn(None, {})}}
    with pytest.raises(CelProblem) as wrong:
        compile_cel(source, {"data.what": CelType.TEXT}, tables=tables)
    assert says in wrong.value.sentence.zh


def test_a_row_that_is_not_there_gives_the_columns_empty_value() -> None:
    tables = {
        "rules": {
            "points": TableColumn(CelType.INTEGER, {"a": 3}),
            "fit": TableColumn(CelType.BOOLEAN, {"a": True}),
        }
    }
    program = compile_cel(
        "inputs.rules[data.what].points * 2 + (inputs.rules[ data.what ].fit ? 1 : 0)",
        {"data.what": CelType.TEXT},
        CelType.INTEGER,
        tables,
    )
    assert [program.evaluate({"data.what": what}) for what in ("a", "b", None)] == [7, 0, 0]
    assert program.names == {"data.what"}


def test_whole_numbers_of_a_list_are_summed() -> None:
    program = compile_cel("sum(data.terms.map(t, t.amount))", {"data.terms": CelType.LIST}, CelType.INTEGER)
    assert program.evaluate({"data.terms": [{"amount": 3}, {"amount": 4}]}) == 7
    assert program.evaluate({}) == 0
