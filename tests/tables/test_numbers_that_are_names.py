"""Identity numbers and numbers of cases, which spreadsheets take for amounts."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from shanzhi.tables.handed_in import read_handed_in
from shanzhi.tables.numbers import is_lost, name_of, told_number

KNOWN = {"编号", "主题", "身份证号"}


def cells_of(*column: object, form: str | None = None) -> list[str]:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    style = book.add_format({"num_format": form}) if form else None
    sheet.write_row(0, 0, ["编号", "主题"])
    for at, value in enumerate(column, 1):
        sheet.write(at, 0, value, style)
        sheet.write(at, 1, "某事")
    book.close()
    return [cells[0] for _, cells in read_handed_in(buffer.getvalue(), "x.xlsx", KNOWN).rows]


def test_a_long_number_keeps_all_its_digits_without_a_point_or_an_exponent() -> None:
    assert cells_of(2026110212345671, 2026110212345672) == ["2026110212345671", "2026110212345672"]


def test_a_zero_at_the_end_is_a_digit_where_its_column_kept_sixteen() -> None:
    assert cells_of(2026110212345670, 2026110212345671) == ["2026110212345670", "2026110212345671"]
    assert cells_of(2026110212345670, 2026110212345680) == ["202611021234567?", "202611021234568?"]


def test_digits_that_a_cell_cannot_keep_stand_as_question_marks() -> None:
    assert cells_of(510105199001011234) == ["510105199001011???"]
    assert is_lost("510105199001011???")


def test_a_format_of_zeros_is_part_of_the_number() -> None:
    assert cells_of(42, 12345, form="000000") == ["000042", "012345"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("5.10105E+17", "510105????????????"),
        ("2.02611E+15", "202611??????????"),
        ("510105199001011200.0", "510105199001011???"),
        ('="00123"', "00123"),
        ("1E+3", "1E+3"),
        ("000123", "000123"),
        ("12.50", "12.50"),
    ],
)
def test_what_a_spreadsheet_wrote_into_a_text_file_is_seen_through(cell: str, told: str) -> None:
    assert told_number(cell) == told


def test_a_name_has_no_point_and_zero() -> None:
    assert [name_of(text) for text in ("1001.0", "1001.00", "1001.5", "A.0", "001.0")] == [
        "1001", "1001", "1001.5", "A.0", "001",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["真的吗?", "12?", "", "???", "1234567890"])
def test_a_question_is_no_lost_number(text: str) -> None:
    assert not is_lost(text)
