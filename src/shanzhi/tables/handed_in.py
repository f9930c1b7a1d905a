"""A table as an office hands it in: csv or a workbook, GBK or UTF-8, packed or not, titles above the headings.

Every cell becomes text as a person reads it there: a whole number without `.0`, a date in ISO form. What a file
is, is seen from its content: a workbook named .csv and a csv named .xls are read all the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from pathlib import PurePath

import msgspec
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import Row
from shanzhi.tables.delimited import BOMS, looks_like_text, read_text
from shanzhi.tables.formulas import is_unsaid
from shanzhi.tables.headings import find_headings
from shanzhi.tables.numbers import is_lost
from shanzhi.tables.problems import EMPTY, TOO_LARGE, UNREADABLE, BadInput
from shanzhi.tables.report import Note
from shanzhi.tables.sheet_choice import Picked, pick_sheet, title_of
from shanzhi.tables.workbooks import MOST_BYTES

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the content of a workbook begins, whatever its name says."""
GZIP = b"\x1f\x8b"

NO_SHEETS = Sentence(
    "“{file}”不是工作簿，没有工作表可选，请去掉 --sheet",
    "{file} is no workbook and has no sheets to choose from; leave out --sheet",
)
UNREAD_SHEETS = Sentence(
    "没有读的工作表；要读哪一个，请加 --sheet 名称", "sheets that were not read; add --sheet NAME to read one"
)
HIDDEN_SHEET = Sentence("读的是隐藏的工作表", "the sheet that was read is hidden")
HIDDEN_ROWS = Sentence("隐藏或筛掉的行，也读了", "rows that are hidden or filtered out, and were read")
HIDDEN_COLUMNS = Sentence("隐藏的列，也读了", "columns that are hidden, and were read")
LOST = Sentence(
    "“{column}”列的数字太长，表格只留了前面的位数，后面的已丢失（?），没有采用；请把这一列存为文本再导出",
    "the numbers in “{column}” are longer than a spreadsheet keeps; their last digits are lost (?) and they were not "
    "taken; export that column as text",
)
LOST_CELL = Sentence(
    "“{column}”的数字 {cell} 太长，后面的位数在表格里已丢失；请把这一列存为文本再导出",
    "the number {cell} in “{column}” is too long, a spreadsheet lost its last digits; export that column as text",
)


UNSAID = Sentence(
    "“{column}”列有公式没有算出结果，或结果是错误（如 #N/A），没有采用；请用 Excel 或 WPS 打开、改好、保存后再导入",
    "“{column}” has formulas without a result, or with an error (such as #N/A), which were not taken; open the file in "
    "Excel or WPS, mend and save it, and import it again",
)
UNSAID_CELL = Sentence(
    "“{column}”是公式，文件里没有它的结果，或结果是错误（{cell}）；请用 Excel 或 WPS 打开、改好、保存后再导入",
    "“{column}” is a formula without a result in the file, or an error ({cell}); open the file in Excel or WPS, mend and "
    "save it, and import it again",
)


class HandedIn(Struct, frozen=True):
    """A table: `headings` as they stand, the rows below them, numbered as in the file; `sheet` is its name in a
    workbook, `since_1904` how its plain numbers count days. `asides` is what is worth knowing of it, by a key."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    since_1904: bool = False
    asides: dict[str, Note] = {}

    def notes(self) -> dict[str, Note]:
        """The asides, for a report to add its own to."""
        return {
            key: msgspec.structs.replace(note, examples=list(note.examples))
            for key, note in self.asides.items()
        }


def read_handed_in(content: bytes, file: str, known: Collection[str], sheet: str | None = None) -> HandedIn:
    """Read a table of which some headings are known (in their `heading_form`). Raises `BadInput` with what to do."""
    if content.startswith(GZIP):
        content, file = _unpacked(content, file), file.removesuffix(".gz")
    named = PurePath(file).suffix.lower() in SPREADSHEETS
    workbook = content.startswith(WORKBOOK) or (named and b"\0" in content[:1024] and content[:2] not in BOMS)
    if named and not workbook and not looks_like_text(content):
        raise BadInput(UNREADABLE.fill(file=file))
    picked = pick_sheet(content, file, known, sheet) if workbook else None
    if picked is None and sheet is not None:
        raise BadInput(NO_SHEETS.fill(file=file))
    rows = picked.rows if picked is not None else read_text(content, file, known)
    filled = [row for row in rows if any(row[1])]
    if not filled:
        raise BadInput(EMPTY.fill(file=file))
    top = find_headings(filled, known).at
    headings, below = filled[top][1], filled[top + 1 :]
    unsaid = _unsaid(headings, below)
    if unsaid:  # formulas drawn down below the table are no rows of it
        below = [row for row in below if not all(is_unsaid(cell) for cell in row[1] if cell)]
    asides = _of_sheet(picked, headings, below) if picked is not None else {}
    asides |= _lost(headings, below) | unsaid
    name, since_1904 = (picked.sheet.name, picked.since_1904) if picked is not None else ("", False)
    return HandedIn(file, headings, tuple(below), name, since_1904, asides)


def _of_sheet(picked: Picked, headings: tuple[str, ...], below: list[Row]) -> dict[str, Note]:
    """What a workbook does not show at first sight."""
    notes: dict[str, Note] = {}
    if picked.others:
        notes["sheets"] = Note(UNREAD_SHEETS, len(picked.others), [*map(title_of, picked.others)])
    if picked.sheet.state != "visible":
        notes["hidden_sheet"] = Note(HIDDEN_SHEET)
        notes["hidden_sheet"].add(picked.sheet.name)
    hidden = set(picked.sheet.hidden_rows)
    for number, _ in below:
        if number in hidden:
            notes.setdefault("hidden_rows", Note(HIDDEN_ROWS)).add(str(number))
    for at in picked.sheet.hidden_columns:
        if at < len(headings) and any(len(cells) > at and cells[at] for _, cells in below):
            notes.setdefault("hidden_columns", Note(HIDDEN_COLUMNS)).add(headings[at] or f"#{at + 1}")
    return notes


def _lost(headings: tuple[str, ...], below: list[Row]) -> dict[str, Note]:
    """By column, the numbers that lost digits."""
    notes: dict[str, Note] = {}
    for number, cells in below:
        for at, cell in enumerate(cells):
            if cell.endswith("?") and is_lost(cell):
                heading = headings[at] if at < len(headings) and headings[at] else f"#{at + 1}"
                note = notes.setdefault(f"lost:{at}", Note(LOST.fill(column=heading)))
                note.add(str(number))
    return notes


def _unsaid(headings: tuple[str, ...], below: list[Row]) -> dict[str, Note]:
    """By column, the formulas whose result is not in the file, and errors."""
    notes: dict[str, Note] = {}
    for number, cells in below:
        for at, cell in enumerate(cells):
            if cell.startswith("#") and is_unsaid(cell):
                heading = headings[at] if at < len(headings) and headings[at] else f"#{at + 1}"
                notes.setdefault(f"unsaid:{at}", Note(UNSAID.fill(column=heading))).add(str(number))
    return notes


def refuse_unsaid(column: str, cell: str) -> None:
    """Raise `BadInput` for a cell that is used and says nothing; better none than taken for empty."""
    if cell.startswith("#") and is_unsaid(cell):
        raise BadInput(UNSAID_CELL.fill(column=column, cell=cell))


def _unpacked(content: bytes, file: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(content, MOST_BYTES)
    except zlib.error:
        raise BadInput(UNREADABLE.fill(file=file)) from None
    if unpacker.unconsumed_tail:
        raise BadInput(TOO_LARGE.fill(file=file, most=MOST_BYTES // 1024 // 1024))
    if not unpacker.eof:
        raise BadInput(UNREADABLE.fill(file=file))
    return plain
