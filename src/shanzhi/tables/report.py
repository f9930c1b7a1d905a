"""What an import says afterwards: what it did, what it could not take and why, and what it found odd."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from msgspec import Struct, field

from shanzhi.method.words import Sentence

REASONS = ("原因", "reason")
"""The columns that tell why a row was not taken; read again, they are nobody's answer."""
Progress = Callable[[int, int], None]
"""Called now and then with the rows done so far and the rows there are."""


class Rejected(Struct, frozen=True):
    """One row that was not taken: the file, its row (headings are row 1; for shapes, the feature's number),
    the row as it stands there, and the reason with what to do."""

    file: str
    row: int
    values: tuple[str, ...]
    why: Sentence


class Note(Struct):
    """Something odd that was taken all the same: what, how often, and the first few codes or names."""

    what: Sentence
    count: int = 0
    examples: list[str | Sentence] = field(default_factory=list)

    def add(self, example: str | Sentence) -> None:
        self.count += 1
        if len(self.examples) < 5:
            self.examples.append(example)


class Report(Struct):
    """An import in numbers; `added + changed + unchanged + merged + len(rejected)` is every row that was read.

    `merged` rows were a further part of a place that another row had brought. `headings` are those of the file that
    the rows come from, if there is one file and it has some.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    merged: int = 0
    headings: tuple[str, ...] = ()
    change: int | None = None
    """The line of the tree's history in which an import of places is kept."""
    rejected: list[Rejected] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)

    def note(self, key: str, what: Sentence, example: str) -> None:
        self.notes.setdefault(key, Note(what)).add(example)

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged + self.merged + len(self.rejected)


ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_PLAIN_NUMBER = re.compile(r"[+-]?[\d., -]*\d%?")


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: what would be a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(ACTIVE) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def safe_row(cells: Iterable[str]) -> list[str]:
    """A row of safe cells."""
    return [safe(cell) for cell in cells]


def local_minute(at: datetime) -> str:
    """A moment as all that we write shows it: of this place, to the minute."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _written(cell: Any) -> str:
    return local_minute(cell) if isinstance(cell, datetime) and cell.tzinfo is not None else str(cell)


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table as UTF-8 with its mark, which Excel opens without asking; nothing in it runs as a formula, and times are
    local. What stands in it is of people: it is for its owner alone."""
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(safe_row(headings))
        writer.writerows(safe_row(map(_written, row)) for row in rows)


def write_rejected(path: Path, headings: Sequence[str], rejected: Iterable[Rejected]) -> None:
    """The rows that were not taken, with all their columns and the reason; mended, the file can be imported itself."""
    width = len(headings)
    rows = (
        (*row.values[:width], *[""] * (width - len(row.values)), row.why.zh, row.why.en, *row.values[width:])
        for row in rejected
    )
    write_rows(path, (*headings, *REASONS), rows)


def write_numbered(path: Path, rejected: Iterable[Rejected]) -> None:
    """Rows of several files, or of one without headings: which file and row, why, and what stands there."""
    rows = ((row.file, row.row, row.why.zh, row.why.en, *row.values) for row in rejected)
    write_rows(path, ("文件", "行", *REASONS, "内容"), rows)
