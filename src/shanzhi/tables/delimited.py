"""Delimited text (csv, tsv): its encoding, its separator, and its records, whatever its quotes do."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from itertools import islice

from shanzhi.tables.cells import Row, readable
from shanzhi.tables.headings import LOOK_FOR_HEADINGS, find_headings
from shanzhi.tables.numbers import told_number
from shanzhi.tables.problems import ENCODING, UNREADABLE, BadInput

BOMS = (b"\xff\xfe", b"\xfe\xff")
MOST_CELL = 512 * 1024 * 1024
csv.field_size_limit(MOST_CELL)


SEPARATORS = (",", "\t", ";", "，", "|")
LOOK_AT_LINES = 400
"""Lines at the top that the choice of the separator looks at; a heading may have lines of its own within quotes."""


def read_text(content: bytes, file: str, known: Collection[str]) -> list[Row]:
    """The rows of a table of text. Raises `BadInput` where it cannot be read.

    Separator and headings are found together, so that a title with commas in it does not decide for a table of tabs:
    the one counts by which a row names the most `known` headings, else the one that makes the rows even.
    """
    lines = list(io.StringIO(_decoded(content, file), newline=""))
    try:
        separator = max(SEPARATORS, key=lambda one: _begin(lines, one, known))
        return list(_records(lines, separator))
    except csv.Error:
        raise BadInput(UNREADABLE.fill(file=file)) from None


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
    begun, number = 0, 0
    while begun < len(lines):
        feed = _Lines(lines, begun)
        for row in csv.reader(feed, delimiter=comma):
            number += 1
            if feed.ended:
                yield (
                    number,
                    _cells(next(csv.reader([lines[begun]], delimiter=comma, quoting=csv.QUOTE_NONE))),
                )
                begun += 1
                break
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
