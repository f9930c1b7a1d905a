"""A formula whose result is not in the file, and an error, are no empty cells: they are told and not taken."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from shanzhi.tables.formulas import UNSAID, is_unsaid
from shanzhi.tables.handed_in import HandedIn, read_handed_in
from shanzhi.tables.problems import BadInput
from shanzhi.tables.sheets import read_sheet

KNOWN = {"编号", "主题", "登记时间"}


def handed_in(*rows: tuple[object, ...], heading: str = "登记时间") -> HandedIn:
    """A workbook as a program writes it: `=…` is a formula without its result, ("=…", x) one with."""
    return read_handed_in(workbook(*rows, heading=heading), "x.xlsx", KNOWN)


def workbook(*rows: tuple[object, ...], heading: str = "登记时间") -> bytes:
    buffer, bare = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "主题", heading])
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(at, column, cell[0], None, cell[1])
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(at, column, cell, None, "@none@")
            else:
                sheet.write(at, column, cell)
    book.close()
    with zipfile.ZipFile(buffer) as packed, zipfile.ZipFile(bare, "w") as out:
        for name in packed.namelist():
            text = packed.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b' t="str"><f>', b"><f>").replace(b"<v>@none@</v>", b"<v></v>")
                text = text.replace(b'><f>IF(1=2,"x","")', b' t="str"><f>IF(1=2,"x","")')
            out.writestr(name, text)
    return bare.getvalue()


def test_a_formula_without_its_result_is_seen_and_one_with_it_is_read() -> None:
    table = handed_in(("A1", "=1&2", "2026-10-01"), ("A2", "灯坏", ("=DATE(2026,10,2)", 46297)))
    assert table.rows[0][1] == ("A1", UNSAID, "2026-10-01")
    assert table.rows[1][1][:2] == ("A2", "灯坏")
    assert table.rows[1][1][2] not in ("", UNSAID)
    (note,) = [note for key, note in table.asides.items() if key.startswith("unsaid")]
    assert "主题" in note.what.zh
    assert note.examples == ["2"]


def test_a_formula_that_comes_to_nothing_is_empty() -> None:
    table = handed_in(("A1", "灯坏", ('=IF(1=2,"x","")', "")))
    assert table.rows[0][1] == ("A1", "灯坏")
    assert not table.asides


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_an_error_is_no_value(error: str) -> None:
    table = handed_in(("A1", "灯坏", ("=1/0", error)))
    assert is_unsaid(table.rows[0][1][2])
    text = f"编号,主题,登记时间\nA1,灯坏,{error}\n".encode()
    assert is_unsaid(read_handed_in(text, "x.csv", KNOWN).rows[0][1][2])


def test_in_the_last_column_and_far_down_they_are_seen_too() -> None:
    table = handed_in(*((f"A{n}", "灯坏") for n in range(1, 300)), ("A300", "灯坏", "=NOW()"))
    assert table.rows[-1][1] == ("A300", "灯坏", UNSAID)


def test_formulas_drawn_down_below_the_table_are_no_rows_but_told() -> None:
    table = handed_in(("A1", "灯坏", "2026-10-01"), ("=A2", "=B2", "=C2"), ("=A3", "=B3", "=C3"))
    assert len(table.rows) == 1
    assert len([key for key in table.asides if key.startswith("unsaid")]) == 3


def test_a_roster_takes_no_row_that_rests_on_one() -> None:
    sheet = read_sheet(workbook(("A1", "=1&2", "x")), "x.xlsx", {"number": ["编号"], "what": ["主题"]})
    (_, _, row) = next(sheet.records())
    with pytest.raises(BadInput) as refused:
        sheet.check(row)
    assert "主题" in refused.value.sentence.zh
    assert "保存" in refused.value.sentence.zh
