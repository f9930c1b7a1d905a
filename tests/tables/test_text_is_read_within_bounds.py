"""Tables of text: no line, no row and no table beyond what a spreadsheet has, said before anything is worked out of it."""

from __future__ import annotations

import pytest

from shanzhi.tables import delimited
from shanzhi.tables.handed_in import read_handed_in
from shanzhi.tables.problems import BadInput

KNOWN = {"名称", "数量"}


def read(text: str):
    return read_handed_in(text.encode(), "表.csv", KNOWN)


def test_a_line_no_table_has_is_refused_by_its_number():
    with pytest.raises(BadInput, match="第 2 行太长"):
        read("名称,数量\n" + "灯" * (delimited.MOST_LINE + 1) + ",1\n")


def test_more_columns_than_a_spreadsheet_has_are_refused_and_as_many_are_read():
    most = delimited.MOST_COLUMNS
    assert len(read("名称,数量\n" + "," * (most - 1) + "\n灯,1\n").rows) == 1
    with pytest.raises(BadInput, match=f"第 2 行有 {most + 1} 列，最多 {most} 列"):
        read("名称,数量\n" + "," * most + "\n")


def test_a_table_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(delimited, "MOST_CELLS", 20_000)
    assert len(read("名称,数量\n" + "灯,1\n" * 9_000).rows) == 9_000
    with pytest.raises(BadInput, match="超过 2 万格"):
        read("名称,数量\n" + "灯,1\n" * 10_000)


def test_a_quote_that_reaches_further_than_any_cell_swallows_nothing():
    before = delimited.csv.field_size_limit(300)
    try:
        table = read('名称,数量\n"灯,1\n' + "".join(f"桌{n},2\n" for n in range(100)) + '椅",3\n')
    finally:
        delimited.csv.field_size_limit(before)
    assert len(table.rows) == 102
    assert [cells[0] for _, cells in table.rows[:2]] == ['"灯', "桌0"]
