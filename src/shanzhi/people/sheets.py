"""Reading a table as an office has it: csv or a spreadsheet, GBK or UTF-8, packed or not, a title above the headings.

Every cell becomes text as a person reads it there: a whole number without `.0`, a date in ISO form. What a file
is, is seen from its content: a workbook named .csv and a csv named .xls are read all the same.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook

from shanzhi.method.words import Sentence
from shanzhi.people.models.access import readable
from shanzhi.people.problems import BadInput
from shanzhi.places.report import REASONS

SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"}
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the content of a workbook begins, whatever its name says."""
BOMS = (b"\xff\xfe", b"\xfe\xff")
GZIP = b"\x1f\x8b"
MOST_BYTES = 512 * 1024 * 1024
"""How large a packed table may be when it is unpacked."""
Row = tuple[int, tuple[str, ...]]
"""A row's number in the file (from 1), and its cells."""
csv.field_size_limit(MOST_BYTES)
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
TOO_LARGE = Sentence(
    "“{file}”解压后超过 {most} MB，请分成几个文件",
    "{file} unpacks to more than {most} MB, split it into several files",
)
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
    if named and not workbook and not _looks_like_text(content):
        raise BadInput(UNREADABLE.fill(file=file))
    rows = _spreadsheet(content, file) if workbook else _text(content, file)
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise BadInput(EMPTY.fill(file=file))
    return filled


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


def _looks_like_text(content: bytes) -> bool:
    """Whether what is named as a workbook may be a table of text: it has several columns."""
    head = content[:4096]
    return content[:2] in BOMS or b"\t" in head or b"," in head or b";" in head


def _text(content: bytes, file: str) -> list[Row]:
    text = _decoded(content, file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    comma = max(",\t;，", key=first.count)
    try:
        return [
            (number, tuple(readable(cell).strip() for cell in row)) for number, row in _records(text, comma)
        ]
    except csv.Error:
        raise BadInput(UNREADABLE.fill(file=file)) from None


class _Lines:
    """Lines given out one by one from a position, which says when more were asked for than there are."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.ended = lines, at, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines):
            self.ended = True
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _records(text: str, comma: str) -> Iterator[tuple[int, list[str]]]:
    """The records, numbered as a spreadsheet numbers its rows. A quote that is never closed swallows nothing: its
    line is taken as it stands, and reading goes on with the next."""
    lines = list(io.StringIO(text, newline=""))
    begun, number = 0, 0
    while begun < len(lines):
        feed = _Lines(lines, begun)
        for row in csv.reader(feed, delimiter=comma):
            number += 1
            if feed.ended:
                yield number, next(csv.reader([lines[begun]], delimiter=comma, quoting=csv.QUOTE_NONE))
                begun += 1
                break
            yield number, row
            begun = feed.at


def _decoded(content: bytes, file: str) -> str:
    encodings = ["utf-16"] if content[:2] in BOMS else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(ENCODING.fill(file=file))
