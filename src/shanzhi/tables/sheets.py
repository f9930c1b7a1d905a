"""Reading a table as an office has it: csv or a spreadsheet, GBK or UTF-8, packed or not, a title above the headings.

Every cell becomes text as a person reads it there: a whole number without `.0`, a date in ISO form. What a file
is, is seen from its content: a workbook named .csv and a csv named .xls are read all the same.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import Row, readable
from shanzhi.tables.delimited import BOMS, looks_like_text, read_text
from shanzhi.tables.problems import EMPTY, TOO_LARGE, UNREADABLE, BadInput
from shanzhi.tables.report import REASONS
from shanzhi.tables.workbooks import MOST_BYTES, read_workbook

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the content of a workbook begins, whatever its name says."""
GZIP = b"\x1f\x8b"
LOOK_FOR_HEADINGS = 20
"""Rows at the top among which the headings are looked for."""

NO_HEADINGS = Sentence(
    "“{file}”里没有找到表头，请至少有这些列：{wanted}",
    "{file} has no headings that are known, it needs at least these columns: {wanted}",
)


class Sheet(Struct, frozen=True):
    """A table: its headings, which column is which field, the headings nobody asked for, and the rows below them."""

    file: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]

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
    filled = read_rows(content, file)
    known = {heading_form(text): field for field, texts in headings.items() for text in texts}
    best = max(
        range(min(len(filled), LOOK_FOR_HEADINGS)), key=lambda at: (_recognised(filled[at][1], known), -at)
    )
    columns: dict[str, int] = {}
    ignored = []
    for at, text in enumerate(filled[best][1]):
        field = known.get(heading_form(text))
        if field is None or field in columns:
            ignored += [text] if text and text not in REASONS else []
        else:
            columns[field] = at
    missing = [field for field in needed if field not in columns]
    if missing or not columns:
        wanted = "、".join(next(iter(headings[field])) for field in missing or headings)
        raise BadInput(NO_HEADINGS.fill(file=file, wanted=wanted))
    return Sheet(file, filled[best][1], columns, tuple(ignored), tuple(filled[best + 1 :]))


def read_rows(content: bytes, file: str) -> list[Row]:
    """The rows of a table that hold anything. Raises `BadInput` with what to do when the file cannot be read."""
    if content.startswith(GZIP):
        content, file = _unpacked(content, file), file.removesuffix(".gz")
    named = PurePath(file).suffix.lower() in SPREADSHEETS
    workbook = content.startswith(WORKBOOK) or (named and b"\0" in content[:1024] and content[:2] not in BOMS)
    if named and not workbook and not looks_like_text(content):
        raise BadInput(UNREADABLE.fill(file=file))
    rows = _first_filled(content, file) if workbook else read_text(content, file)
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise BadInput(EMPTY.fill(file=file))
    return filled


def _first_filled(content: bytes, file: str) -> list[Row]:
    """The rows of the first sheet that holds anything. A number that lost digits looks like none (1.1e+17), so that
    nobody takes it for one."""
    filled = next((sheet for sheet in read_workbook(content, file).sheets if sheet.rows), None)
    return [
        (
            row.number,
            tuple(
                repr(float(cell)) if kind == "l" else readable(cell)
                for cell, kind in zip(row.cells, row.kinds, strict=True)
            ),
        )
        for row in (filled.rows if filled else ())
    ]


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


def heading_form(text: str) -> str:
    """A heading without what people add to it: blanks, stars, units and remarks in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s*:：_]", "", plain)


def _recognised(cells: tuple[str, ...], known: Mapping[str, str]) -> int:
    return len({known[form] for cell in cells if (form := heading_form(cell)) in known})
