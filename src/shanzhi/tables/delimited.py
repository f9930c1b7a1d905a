"""Delimited text (csv, tsv): its encoding, its separator, and its records, whatever its quotes do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from shanzhi.tables.cells import Row, readable
from shanzhi.tables.problems import ENCODING, UNREADABLE, BadInput

BOMS = (b"\xff\xfe", b"\xfe\xff")
MOST_CELL = 512 * 1024 * 1024
csv.field_size_limit(MOST_CELL)


def read_text(content: bytes, file: str) -> list[Row]:
    """The rows of a table of text. Raises `BadInput` where it cannot be read."""
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


def looks_like_text(content: bytes) -> bool:
    """Whether what is named as a workbook may be a table of text: it has several columns."""
    head = content[:4096]
    return content[:2] in BOMS or b"\t" in head or b"," in head or b";" in head
