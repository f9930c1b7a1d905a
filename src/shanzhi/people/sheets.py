"""Reading a table as an office has it: csv or a spreadsheet, GBK or UTF-8, a title above the headings.

Every cell becomes text as a person reads it there: a whole number without `.0`, a date in ISO form.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook

from shanzhi.method.words import Sentence
from shanzhi.people.models.access import readable
from shanzhi.people.problems import BadInput

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}
LOOK_FOR_HEADINGS = 20
"""Rows at the top among which the headings are looked for."""

UNREADABLE = Sentence(
    "“{file}”读不出来：文件损坏，或不是 csv、xlsx、xls、ods 表格",
    "{file} cannot be read: it is damaged, or not a csv, xlsx, xls or ods table",
)
ENCODING = Sentence(
    "“{file}”的文字编码认不出来，请另存为 UTF-8 或 GBK 的 csv，或 xlsx",
    "the encoding of {file} is unknown: save it as csv in UTF-8 or GBK, or as xlsx",
)
EMPTY = Sentence("“{file}”是空的", "{file} is empty")
NO_HEADINGS = Sentence(
    "“{file}”里没有找到表头，请至少有这些列：{wanted}",
    "{file} has no headings that are known, it needs at least these columns: {wanted}",
)


class Sheet(Struct, frozen=True):
    """A table: which column is which field, the headings nobody asked for, and the rows below the headings."""

    file: str
    columns: dict[str, int]
    ignored: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def records(self) -> Iterator[tuple[int, tuple[str, ...], dict[str, str]]]:
        """Each row: its number in the file (from 1), its cells as they stand, and its fields by name."""
        for number, cells in self.rows:
            yield (
                number,
                cells,
                {f: cells[at] for f, at in self.columns.items() if at < len(cells) and cells[at]},
            )


def read_sheet(
    content: bytes, file: str, headings: Mapping[str, Collection[str]], needed: Collection[str] = ()
) -> Sheet:
    """Read a table whose columns are known by their headings (field → the headings it may have).

    Raises `BadInput` with what to do when the file cannot be read or a needed field has no column.
    """
    rows = (
        _spreadsheet(content, file) if PurePath(file).suffix.lower() in SPREADSHEETS else _text(content, file)
    )
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise BadInput(EMPTY.fill(file=file))
    known = {heading_form(text): field for field, texts in headings.items() for text in texts}
    best = max(
        range(min(len(filled), LOOK_FOR_HEADINGS)), key=lambda at: (_recognised(filled[at][1], known), -at)
    )
    columns: dict[str, int] = {}
    ignored = []
    for at, text in enumerate(filled[best][1]):
        field = known.get(heading_form(text))
        if field is None or field in columns:
            ignored += [text] if text else []
        else:
            columns[field] = at
    missing = [field for field in needed if field not in columns]
    if missing or not columns:
        wanted = "、".join(next(iter(headings[field])) for field in missing or headings)
        raise BadInput(NO_HEADINGS.fill(file=file, wanted=wanted))
    return Sheet(file, columns, tuple(ignored), tuple(filled[best + 1 :]))


def heading_form(text: str) -> str:
    """A heading without what people add to it: blanks, stars, units and remarks in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s*:：_]", "", plain)


def _recognised(cells: tuple[str, ...], known: Mapping[str, str]) -> int:
    return len({known[form] for cell in cells if (form := heading_form(cell)) in known})


def _spreadsheet(content: bytes, file: str) -> list[tuple[int, tuple[str, ...]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            values = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            if any(any(row) for row in values):
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                    for row in range(top, min(bottom + 1, len(values))):
                        for column in range(left, min(right + 1, len(values[row]))):
                            values[row][column] = values[top][left] if top < len(values) else ""
                return [(number, tuple(row)) for number, row in enumerate(values, 1)]
    except (CalamineError, OSError, ValueError, KeyError):
        raise BadInput(UNREADABLE.fill(file=file)) from None
    return []


def _shown(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if (cell.hour or cell.minute or cell.second) else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else readable(str(cell)).strip()


def _text(content: bytes, file: str) -> list[tuple[int, tuple[str, ...]]]:
    text = _decoded(content, file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    comma = max(",\t;，", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        return [(reader.line_num, tuple(readable(cell).strip() for cell in row)) for row in reader]
    except csv.Error:
        raise BadInput(UNREADABLE.fill(file=file)) from None


def _decoded(content: bytes, file: str) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(ENCODING.fill(file=file))
