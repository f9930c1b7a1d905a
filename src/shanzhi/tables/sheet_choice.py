"""Which sheet of a workbook is the table, and what is told of it: sheets that were not read, rows nobody sees.

Sheets that are shown come before hidden ones, and among them the one counts that names the most known headings. A
hidden row is read like any other, since it is in what was handed in; how many there are is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import Row, readable
from shanzhi.tables.headings import find_headings
from shanzhi.tables.numbers import KEPT, told_number, with_lost_digits
from shanzhi.tables.problems import EMPTY, BadInput
from shanzhi.tables.workbooks import WorkSheet, read_workbook

NO_SHEET = Sentence(
    "“{file}”没有“{sheet}”这个工作表，有：{names}", "{file} has no sheet “{sheet}”, it has: {names}"
)
EMPTY_SHEET = Sentence("“{file}”的工作表“{sheet}”是空的", "sheet {sheet} of {file} is empty")
EXACT = 2**53
"""Below it a number of a workbook keeps every digit."""
HIDDEN = Sentence("（隐藏）", " (hidden)")


class Picked(Struct, frozen=True):
    """The sheet that is read: its rows as text, and what is not seen at first sight. `others` hold rows, too."""

    sheet: WorkSheet
    rows: list[Row]
    others: tuple[WorkSheet, ...]
    since_1904: bool


def pick_sheet(content: bytes, file: str, known: Collection[str], wanted: str | None = None) -> Picked:
    """The sheet of a workbook that is read: the `wanted` one (name, or number from 1), else the one shown that begins
    best. Raises `BadInput` with what to do."""
    book = read_workbook(content, file)
    filled = [sheet for sheet in book.sheets if sheet.rows]
    if wanted is not None:
        sheet = _named(book.sheets, file, wanted)
        if not sheet.rows:
            raise BadInput(EMPTY_SHEET.fill(file=file, sheet=sheet.name))
    elif filled:
        seen = [sheet for sheet in filled if sheet.state == "visible"] or filled
        begins = [find_headings(_rows(sheet), known) for sheet in seen]
        best = max(range(len(seen)), key=lambda at: (begins[at].known, begins[at].even > (0, 0), -at))
        sheet = seen[best]
    else:
        raise BadInput(EMPTY.fill(file=file))
    others = tuple(other for other in filled if other is not sheet)
    return Picked(sheet, _rows(sheet), others, book.dates_1904)


def title_of(sheet: WorkSheet) -> Sentence:
    """The name of a sheet, with a remark where it is hidden."""
    name = readable(sheet.name)
    return Sentence(name, name) if sheet.state == "visible" else Sentence(name + HIDDEN.zh, name + HIDDEN.en)


def _named(sheets: Sequence[WorkSheet], file: str, wanted: str) -> WorkSheet:
    for sheet in sheets:
        if _form(sheet.name) == _form(wanted):
            return sheet
    if wanted.isdecimal() and 0 < int(wanted) <= len(sheets):
        return sheets[int(wanted) - 1]
    titles = [title_of(sheet) for sheet in sheets]
    names = Sentence("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))
    raise BadInput(NO_SHEET.fill(file=file, sheet=wanted[:60], names=names))


def _form(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _rows(sheet: WorkSheet) -> list[Row]:
    """The rows as text; a number that lost digits shows which."""
    longer = {
        at
        for row in sheet.rows
        for at, (cell, kind) in enumerate(zip(row.cells, row.kinds, strict=True))
        if kind == "n" and len(cell) > KEPT and cell.isdigit()
    }
    return [
        (
            row.number,
            tuple(
                _shown(*one, at in longer) for at, one in enumerate(zip(row.cells, row.kinds, strict=True))
            ),
        )
        for row in sheet.rows
    ]


def _shown(cell: str, kind: str, longer: bool) -> str:
    """The text of a cell. A long number that ends in zeros may be whole, if its column holds others of its length
    with all their digits: whoever wrote it kept sixteen."""
    if kind == "l" and cell.isdigit() and not (longer and int(cell) < EXACT):
        return with_lost_digits(cell)
    return told_number(readable(cell)) if kind == "t" else readable(cell)
