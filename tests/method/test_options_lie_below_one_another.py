"""Options that lie below one another, named in a file or set by whom the input says: read, refused, found by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shanzhi import library
from shanzhi.engine.forms import check_form
from shanzhi.method.check import InputError, MethodError, load
from shanzhi.method.model import Method
from shanzhi.method.trees import as_lines, find_option, read_rows

APPEAL = (Path(__file__).parents[1] / "methods" / "appeal.yaml").read_text(encoding="utf-8")
ROWS = {
    "a": {"label": "环境"},
    "a1": {"label": "垃圾", "above": "a"},
    "a2": {"label": "其他", "above": "a"},
    "b": {"label": "其他"},
}


def appeal(**inputs: Any) -> Method:
    return load(APPEAL, inputs=inputs, english=library.english)


def test_the_rows_of_a_table_are_the_choices_of_a_question() -> None:
    method = appeal(catalogue=ROWS)
    options = method.fields["category"].options
    assert [(o.value, o.label.zh, o.above) for o in options] == [
        ("a", "环境", ""), ("a1", "环境／垃圾", "a"), ("a2", "环境／其他", "a"), ("b", "其他", ""),
    ]  # fmt: skip
    assert options == method.stages["reported"].acts["escalate"].form[0].options


def test_what_stands_above_comes_first_however_the_rows_are_written() -> None:
    rows = {"a1": {"label": "垃圾", "above": "a"}, "b": {"label": "其他"}, "a": {"label": "环境"}}
    assert [o.value for o in appeal(catalogue=rows).fields["category"].options] == ["b", "a", "a1"]


def test_the_librarys_own_table_is_whole_and_in_both_languages() -> None:
    options = appeal().fields["category"].options
    assert {o.value for o in options if not o.above} >= {"e01", "e02", "e03", "e04", "e05"}
    assert all(o.label.en.isascii() for o in options)
    lamp = next(o for o in options if o.value == "e2110")
    assert (lamp.label.zh, lamp.label.en) == ("房屋和小区／路灯", "Homes and estates / Street lamps")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("a1", ["a1"]),
        ("A1", ["a1"]),
        ("垃圾", ["a1"]),
        ("环境／垃圾", ["a1"]),
        ("环境 / 垃圾", ["a1"]),
        ("环境>垃圾", ["a1"]),
        ("环境", ["a"]),
        ("环境/其他", ["a2"]),
        ("其他", ["b"]),  # the whole path of one, only the end of another's
        ("噪声", []),
        ("", []),
    ],
)
def test_a_name_or_a_path_is_as_good_as_the_code(said: str, codes: list[str]) -> None:
    assert find_option(appeal(catalogue=ROWS).fields["category"].options, said) == codes


def test_a_name_that_is_several_is_not_guessed() -> None:
    rows = {**ROWS, "c": {"label": "停车"}, "c1": {"label": "垃圾", "above": "c"}}
    assert find_option(appeal(catalogue=rows).fields["category"].options, "垃圾") == ["a1", "c1"]


def test_lines_from_a_worksheet_are_rows_and_come_back_as_they_were() -> None:
    text = "代码\t名称\t上级\nA\t环境\nA1\t垃圾\tA\n\nb，其他\n"
    rows, wrong = read_rows(text)
    assert wrong is None
    assert rows == {"a": {"label": "环境"}, "a1": {"label": "垃圾", "above": "a"}, "b": {"label": "其他"}}
    assert read_rows(as_lines(rows)) == (rows, None)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({}, "至少要有一行"),
        ("", "至少要有一行"),
        (7, "应为“代码: 名称”的组合"),
        ([["a", "环境"]], "应为“代码: 名称”的组合"),
        ({"甲": "环境"}, "代码“甲”只能用"),
        ({"a": ""}, "代码“a”没有名称"),
        ({"a": "长" * 41}, "超过 40 个字"),
        ({"a": {"label": "环境", "colour": "red"}}, "只能写 label、above"),
        ({"a": {"label": "环境", "above": "z"}}, "“a”的上级“z”不在表里"),
        ({"a": {"label": "甲", "above": "b"}, "b": {"label": "乙", "above": "a"}}, "又在自己下面"),
        ({"a": "环境", "b": "环境"}, "“环境”有两个代码：a、b"),
        (
            {f"r{n}": {"label": f"第{n}", **({"above": f"r{n - 1}"} if n else {})} for n in range(6)},
            "最多 4 级",
        ),
        ({f"r{n}": f"第{n}" for n in range(1_001)}, "最多 1000 行，现在 1001 行"),
        ("a,环境\na,垃圾", "代码“a”写了两次"),
        ("环境", "第 1 行要写"),
        ("a,b,c,d", "第 1 行要写"),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(rows: Any, told: str) -> None:
    with pytest.raises(InputError) as refused:
        appeal(catalogue=rows)
    assert told in refused.value.inputs["catalogue"].zh
    assert refused.value.inputs["catalogue"].en.isascii() or "“" in refused.value.inputs["catalogue"].en


def test_who_names_one_of_the_top_names_all_below_it() -> None:
    assert appeal(catalogue=ROWS, not_taken=["环境"]).values["not_taken"] == ["a", "a1", "a2"]
    assert appeal(catalogue=ROWS, not_taken=["垃圾"]).values["not_taken"] == ["a1"]
    with pytest.raises(InputError) as refused:
        appeal(catalogue=ROWS, not_taken=["电梯"])
    assert refused.value.inputs["not_taken"].zh == "没有“电梯”这一项；可选：环境（a）、其他（b）。"


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("options: inputs.catalogue, optional: true, when: '!has(before.category)', label: 类别}", "options: inputs.nothing, optional: true, label: 类别}", "SZ304"),
        ("options: inputs.catalogue, optional: true, when: '!has(before.category)', label: 类别}", "options: inputs.verify, optional: true, label: 类别}", "SZ306"),
        ("options: {urgent: 紧急,", "options: {urgent: {label: 紧急, above: slow},", "SZ311"),
        ("      e25: 工作作风\n", "      e25: {label: 工作作风, above: e98}\n", "SZ310"),
    ],
)  # fmt: skip
def test_a_file_that_names_no_table_or_no_row_is_refused(was: str, now: str, code: str) -> None:
    assert was in APPEAL
    with pytest.raises(MethodError) as refused:
        load(APPEAL.replace(was, now))
    assert code in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize("said", ["坏\ud800", "垃圾\x00"])
def test_a_choice_of_signs_nobody_can_keep_is_refused_without_them(said: str) -> None:
    _, faults = check_form((appeal(catalogue=ROWS).fields["category"],), {"category": said})
    faults["category"].zh.encode()
    assert said not in faults["category"].zh
