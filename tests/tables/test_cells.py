"""Cells made fit to keep and safe to hand back."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import clean, safe, unsafe
from shanzhi.tables.report import Rejected, write_rejected, write_rows


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\n\t\t\t\t路灯不亮。\n\t\t\n\t\t请修。\n", "路灯不亮。\n请修。"),
        ("您好！　　我想反映　　两件事", "您好！\n我想反映\n两件事"),
        ("第一行<br/>第二行&nbsp;末", "第一行\n第二行 末"),
        ("有\u200b零宽\x00和\x07铃", "有零宽和铃"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("   \n ", ""),
    ],
)
def test_what_an_export_leaves_in_a_text_is_cleaned_away(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_a_cleaned_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1"])
def test_a_formula_is_shown_and_not_run(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert unsafe(safe(cell)) == cell


@pytest.mark.parametrize("cell", ["-71.1634", "+86 138 0000 0000", "-3", "12%", "普通文字", "", "'quoted"])
def test_numbers_and_texts_are_left_alone(cell: str) -> None:
    assert safe(cell) == cell
    assert unsafe(cell) == cell


def test_rejected_rows_keep_all_their_columns_and_open_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "留言.rejected.csv"
    row = Rejected("留言.csv", 3, ("=HYPERLINK(1)", "灯\n不亮"), Sentence("为什么", "why"))
    wide = Rejected("留言.csv", 4, ("a", "b", "多出的", "一格"), Sentence("多了", "more"))
    write_rejected(path, ("编号", "主题"), [row, wide])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["编号", "主题", "原因", "reason"],
        ["'=HYPERLINK(1)", "灯\n不亮", "为什么", "why"],
        ["a", "b", "多了", "more", "多出的", "一格"],
    ]


def test_times_that_are_written_back_are_local(tmp_path: Path) -> None:
    write_rows(tmp_path / "x.csv", ("时间",), [(datetime(2026, 3, 1, 16, 30, tzinfo=UTC),)])
    assert "2026-03-02 00:30" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_a_table_that_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.csv", ["姓名"], [["王一"]])
    assert (tmp_path / "a.csv").stat().st_mode & 0o077 == 0
