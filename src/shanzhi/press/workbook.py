"""A paper as a workbook: a sheet for each table, numbers and times as such, and every text as text.

A text that begins like a formula is written as a string and marked as quoted, so that it stays one when somebody
edits the cell (CWE-1236).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from shanzhi.engine.calendar import default_calendar
from shanzhi.press.paper import Cell, Column, Facts, Heading, Paper, Table, Text, plain

FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767
"""Characters a cell may hold."""
NUMBERS = {
    "number": "#,##0.##",
    "percent": "0.0%",
    "time": "yyyy-mm-dd hh:mm",
    "date": "yyyy-mm-dd",
    "text": "@",
}
WHOLE = "0"
"""Whole numbers, the numbers of matters among them: no separators, and no point at the end."""
_REFUSED = re.compile(r"[\[\]:*?/\\']")


class _Book:
    """The workbook being written, with its formats."""

    def __init__(self, into: BytesIO) -> None:
        self.book = xlsxwriter.Workbook(
            into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )  # fmt: skip
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def form(self, **settings: Any) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"valign": "top", **settings})
        return self._made[key]

    def sheet(self, name: str) -> Any:
        base = _REFUSED.sub(" ", plain(name)).strip()[:28] or "1"
        chosen, number = base, 1
        while chosen.lower() in self._names:
            number += 1
            chosen = f"{base} {number}"
        self._names.add(chosen.lower())
        return self.book.add_worksheet(chosen)

    def put(self, sheet: Any, row: int, column: int, cell: Cell, kind: str = "text", **settings: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, datetime):
            local = cell.astimezone(default_calendar().zone).replace(tzinfo=None)
            sheet.write_datetime(
                row, column, local, self.form(num_format=NUMBERS[kind if kind == "date" else "time"])
            )
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.form(num_format=NUMBERS["date"]))
        elif isinstance(cell, str):
            text = plain(cell)[:LONGEST]
            if text.startswith(FORMULA):
                settings = {**settings, "quote_prefix": True}
            sheet.write_string(row, column, text, self.form(text_wrap=True, **settings))
        else:
            sheet.write_number(
                row,
                column,
                cell,
                self.form(
                    num_format=WHOLE if kind == "number" and isinstance(cell, int) else NUMBERS[kind],
                    **settings,
                ),
            )


def write_workbook(paper: Paper) -> bytes:
    """Tables on sheets of their own, the rest together on the first."""
    into = BytesIO()
    book = _Book(into)
    words = [part for part in paper.parts if isinstance(part, Heading | Text | Facts)]
    tables = [part for part in paper.parts if isinstance(part, Table)]
    if words or not tables:
        _words(book, paper, words)
    for number, table in enumerate(tables):
        _table(book, paper, table, titled=number == 0 and not words)
    book.book.close()
    return into.getvalue()


def _words(book: _Book, paper: Paper, parts: list[Heading | Text | Facts]) -> None:
    sheet = book.sheet(paper.title)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    book.put(sheet, 0, 0, paper.title, bold=True)
    row = 1
    for line in (paper.subtitle, paper.foot):
        if line:
            book.put(sheet, row, 0, line)
            row += 1
    for part in parts:
        row += 1
        if isinstance(part, Heading):
            book.put(sheet, row, 0, part.text, bold=True)
        elif isinstance(part, Text):
            for line in part.text.splitlines():
                book.put(sheet, row, 1, line)
                row += 1
        else:
            for name, value in part.pairs:
                book.put(sheet, row, 0, name)
                book.put(sheet, row, 1, value)
                row += 1


def _table(book: _Book, paper: Paper, table: Table, *, titled: bool) -> None:
    """Headings in the first row, so that a spreadsheet can sort and filter; where it comes from stands in the margin."""
    sheet = book.sheet(table.title or paper.title)
    for n, column in enumerate(table.columns):
        book.put(sheet, 0, n, column.title, bold=True, bg_color="#E1EFEA", bottom=1)
        sheet.set_column(n, n, _width(column))
    for r, row in enumerate(table.rows, 1):
        for n, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            book.put(sheet, r, n, cell, column.kind)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if paper.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&C" + _marginal(paper.title if titled else table.title or paper.title))
    sheet.set_footer(f"&L{_marginal(paper.foot)}&R&P / &N")


def _width(column: Column) -> float:
    return {"time": 17.0, "date": 12.0, "number": 10.0, "percent": 10.0}.get(column.kind, 0) or max(
        12.0, 14 * column.width
    )


def _marginal(text: str) -> str:
    """Text for a header or footer, which holds at most 255 characters and takes `&` for a command."""
    return plain(text).replace("&", "&&")[:200]
