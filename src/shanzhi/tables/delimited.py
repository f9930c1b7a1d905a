"""Delimited text (csv, tsv): its encoding, its separator, and its records, whatever its quotes do."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from itertools import islice

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import Row, readable
from shanzhi.tables.headings import LOOK_FOR_HEADINGS, find_headings
from shanzhi.tables.numbers import told_number
from shanzhi.tables.problems import ENCODING, UNREADABLE, BadInput
from shanzhi.tables.workbooks import MOST_CELLS

BOMS = (b"\xff\xfe", b"\xfe\xff")
MOST_LINE = 2_000_000
"""Characters of a line, and of a cell with lines of its own. A spreadsheet's cell takes 32,767; a row with a longer one is rejected by
itself, as long as its line can be read."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has; so many cells of one table are taken as of a workbook's sheet (`workbooks.MOST_CELLS`)."""
csv.field_size_limit(MOST_LINE)
LONG_LINE = Sentence(
    "“{file}”第 {line} 行太长（超过 {most} 万字符），不像表格：请检查换行和分隔符，重新导出",
    "line {line} of {file} is too long for a table (more than {most}0,000 characters): look at its line ends and separators, "
    "and export it again",
)
MANY_COLUMNS = Sentence(
    "“{file}”第 {line} 行有 {count} 列，最多 {most} 列：请检查分隔符和换行，或删去表格之外的列",
    "row {line} of {file} has {count} columns, at most {most} are taken: look at its separators and line ends, or delete what "
    "lies outside the table",
)
MANY_CELLS = Sentence(
    "“{file}”的行乘列超过 {most} 万格：请分成几个文件",
    "{file} has more than {most}0,000 cells: split it into several files",
)

SEPARATORS = (",", "\t", ";", "，", "|")
LOOK_AT_LINES = 400
"""Lines at the top that the choice of the separator looks at; a heading may have lines of its own within quotes."""


def read_text(content: bytes, file: str, known: Collection[str]) -> list[Row]:
    """The rows of a table of text. Raises `BadInput` where it cannot be read.

    Separator and headings are found together, so that a title with commas in it does not decide for a table of tabs:
    the one counts by which a row names the most `known` headings, else the one that makes the rows even.
    """
    lines = list(io.StringIO(_decoded(content, file), newline=""))
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_LINE:
            raise BadInput(LONG_LINE.fill(file=file, line=number, most=MOST_LINE // 10_000))
    try:
        separator = max(SEPARATORS, key=lambda one: _begin(lines, one, known))
        return list(_records(lines, separator))
    except csv.Error:
        raise BadInput(UNREADABLE.fill(file=file)) from None
    except _Wide as far:
        raise BadInput(
            MANY_COLUMNS.fill(file=file, line=far.row, count=far.count, most=MOST_COLUMNS)
        ) from None
    except _Many:
        raise BadInput(MANY_CELLS.fill(file=file, most=MOST_CELLS // 10_000)) from None


class _Wide(Exception):
    """A row has more columns than are taken."""

    def __init__(self, row: int, count: int) -> None:
        super().__init__(f"{count} columns")
        self.row, self.count = row, count


class _Many(Exception):
    """The table has more cells than are taken."""


def _begin(lines: list[str], separator: str, known: Collection[str]) -> tuple[int, tuple[int, int]]:
    """How well a table begins when it is read with a separator."""
    rows = (row for row in _records(lines[:LOOK_AT_LINES], separator) if any(row[1]))
    first = list(islice(rows, LOOK_FOR_HEADINGS))
    begin = find_headings(first, known) if first else None
    return (begin.known, begin.even) if begin else (0, (0, 0))


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


def _records(lines: list[str], comma: str) -> Iterator[Row]:
    """The records, numbered as a spreadsheet numbers its rows. A quote that is never closed swallows nothing: its
    line is taken as it stands, and reading goes on with the next."""
    begun, number, cells = 0, 0, 0
    while begun < len(lines):
        feed = _Lines(lines, begun)
        rows = csv.reader(feed, delimiter=comma)
        whole = True
        while whole and begun < len(lines):
            try:
                row = next(rows)
            except csv.Error:  # a cell longer than any: its quote is never closed, or far away
                whole = False
            number += 1
            if not whole or feed.ended:
                row = next(csv.reader([lines[begun]], delimiter=comma, quoting=csv.QUOTE_NONE))
                whole, feed.at = False, begun + 1
            cells += len(row)
            if len(row) > MOST_COLUMNS:
                raise _Wide(number, len(row))
            if cells > MOST_CELLS:
                raise _Many
            yield number, _cells(row)
            begun = feed.at


def _cells(row: list[str]) -> tuple[str, ...]:
    return tuple(told_number(readable(cell).strip()) for cell in row)


def _decoded(content: bytes, file: str) -> str:
    encodings = ["utf-16"] if content[:2] in BOMS else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(ENCODING.fill(file=file))


def looks_like_text(content: bytes) -> bool:
    """Whether what is named as a workbook may be a table of text: it has several columns."""
    head = content[:4096]
    return content[:2] in BOMS or b"\t" in head or b"," in head or b";" in head
