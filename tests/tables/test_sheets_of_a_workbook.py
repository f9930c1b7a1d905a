"""All sheets of a workbook are seen: what is shown comes first, what is not read or not shown is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from shanzhi.method.words import Sentence
from shanzhi.tables.handed_in import HandedIn, read_handed_in
from shanzhi.tables.problems import BadInput

KNOWN = {"编号", "主题"}
TABLE = [["编号", "主题"], ["A1", "灯坏了"], ["A2", "门坏了"]]


def workbook(**sheets: tuple[list[list[Any]], str]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, (rows, state) in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if state == "hidden":
            sheet.hide()
        elif state == "very_hidden":
            sheet.very_hidden()
        elif state == "rows":
            sheet.set_row(1, None, None, {"hidden": True})
            sheet.set_column(1, 1, None, None, {"hidden": True})
        else:
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return buffer.getvalue()


def told(table: HandedIn, key: str) -> list[str]:
    return [one.zh if isinstance(one, Sentence) else one for one in table.asides[key].examples]


def test_a_sheet_that_is_shown_comes_before_a_hidden_one_which_is_named() -> None:
    book = workbook(旧数据=([["编号", "主题"], ["OLD", "作废"]], "hidden"), 本月=(TABLE, ""))
    table = read_handed_in(book, "x.xlsx", KNOWN)
    assert table.sheet == "本月"
    assert [cells[0] for _, cells in table.rows] == ["A1", "A2"]
    assert told(table, "sheets") == ["旧数据（隐藏）"]


def test_among_those_shown_the_one_with_known_headings_is_read_and_every_other_named() -> None:
    others = {f"附{n}": ([["说明"], ["略"]], "") for n in range(8)}
    table = read_handed_in(
        workbook(填表说明=([["请按表填写"]], ""), 工单=(TABLE, ""), **others), "x.xlsx", KNOWN
    )
    assert table.sheet == "工单"
    assert told(table, "sheets") == ["填表说明", *others]


def test_a_hidden_sheet_is_read_where_no_other_holds_anything_and_that_is_told() -> None:
    table = read_handed_in(workbook(空=([], ""), 数据=(TABLE, "very_hidden")), "x.xlsx", KNOWN)
    assert table.sheet == "数据"
    assert told(table, "hidden_sheet") == ["数据"]


@pytest.mark.parametrize("wanted", ["旧数据", " 旧数据 ", "1"])
def test_a_sheet_may_be_picked_by_name_or_number(wanted: str) -> None:
    book = workbook(旧数据=([["编号", "主题"], ["OLD", "作废"]], "hidden"), 本月=(TABLE, ""))
    assert read_handed_in(book, "x.xlsx", KNOWN, wanted).rows == ((2, ("OLD", "作废")),)


def test_a_sheet_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(BadInput, match="旧数据（隐藏）、本月"):
        read_handed_in(workbook(旧数据=(TABLE, "hidden"), 本月=(TABLE, "")), "x.xlsx", KNOWN, "上月")
    with pytest.raises(BadInput, match="不是工作簿"):
        read_handed_in("编号,主题\n1,灯\n".encode(), "x.csv", KNOWN, "上月")
    with pytest.raises(BadInput, match="“空”是空的"):
        read_handed_in(workbook(空=([], ""), 本月=(TABLE, "")), "x.xlsx", KNOWN, "空")


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    table = read_handed_in(workbook(本月=(TABLE, "rows")), "x.xlsx", KNOWN)
    assert [cells[0] for _, cells in table.rows] == ["A1", "A2"]
    assert told(table, "hidden_rows") == ["2"]
    assert told(table, "hidden_columns") == ["主题"]


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True})
    book.add_worksheet().write_column(0, 0, ["编号", 42062])
    book.close()
    assert read_handed_in(buffer.getvalue(), "x.xlsx", KNOWN).since_1904
