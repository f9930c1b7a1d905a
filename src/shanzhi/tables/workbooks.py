"""Workbooks (xlsx, xlsm, xlsb, xls, ods) as sheets of text, read within bounds.

A file of two kilobytes can claim a table of 17 thousand million cells, and the library that reads it takes the memory
and ends the process. So a workbook is read in a process of its own (`shanzhi.tables.workbook_reading`), which may use
so much memory and time and hand back so much text; when it dies, only that file is refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import IO

import msgspec
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.problems import TOO_LARGE, UNREADABLE, BadInput

MOST_BYTES = 512 * 1024 * 1024
"""How much a workbook may hold when it is unpacked, and how much text it may hand back."""
MOST_CELLS = 20_000_000
"""How many cells a sheet may reach over, from its first to its last, empty ones too."""
MOST_MEMORY = 3 * 512 * 1024 * 1024
"""Address space of the process that reads, in bytes."""
MOST_SECONDS = 120
"""Time on the processor of the process that reads; twice that by the clock."""
ONE_AT_A_TIME = BoundedSemaphore(1)
"""However many hand in workbooks at once, one process of the site reads one of them at a time."""

REACHES_FAR = Sentence(
    "“{file}”的工作表“{sheet}”一直到单元格 {cell}，范围太大：请删去表格之外的内容，或分成几个文件",
    "sheet {sheet} of {file} reaches as far as cell {cell}: delete what lies outside the table, or split it into files",
)


class TooLarge(Exception):
    """The workbook goes beyond the bounds. `sheet` and `cell` tell where it ends, when that is what is too far."""

    def __init__(self, sheet: str = "", cell: str = "") -> None:
        super().__init__(f"{sheet} {cell}")
        self.sheet, self.cell = sheet, cell


class Unreadable(Exception):
    """The content is no workbook, is damaged, or is locked by a password."""


class SheetRow(Struct, frozen=True, array_like=True):
    """A row that holds something: its number in the sheet (from 1) and its cells as a person reads them there.

    `kinds` has one letter for each cell: `t` text, `n` a number, `l` a number of more digits than a cell keeps (its
    last ones are zeros now), `d` a date or time, `b` yes or no, `-` nothing.
    """

    number: int
    cells: tuple[str, ...]
    kinds: str
    hidden: bool = False


class SheetHead(Struct, frozen=True, array_like=True):
    """What a sheet says of itself; the fields are those of `WorkSheet`."""

    name: str
    state: str
    filtered: bool
    hidden_columns: tuple[int, ...]
    marks: bool


class Ended(Struct, frozen=True, array_like=True):
    """How the reading ended: `well`, `large` (with the sheet and its far cell, if known) or `unreadable`."""

    how: str
    sheet: str = ""
    cell: str = ""
    dates_1904: bool = False


class WorkSheet(Struct, frozen=True):
    """A sheet: `state` is `visible`, `hidden` or `very_hidden`; rows without content are left out.

    `filtered` tells that a filter hides rows, `hidden_columns` are counted from 0. `marks` is false where the format
    does not tell which rows and columns are hidden (xls, xlsb).
    """

    name: str
    state: str
    rows: tuple[SheetRow, ...]
    filtered: bool = False
    hidden_columns: tuple[int, ...] = ()
    marks: bool = True

    @property
    def hidden_rows(self) -> tuple[int, ...]:
        """The numbers of the rows that hold something and are not shown."""
        return tuple(row.number for row in self.rows if row.hidden)


class Workbook(Struct, frozen=True):
    """The sheets in their order. `dates_1904`: plain numbers that are dates count from 1904-01-01, not 1899-12-30."""

    sheets: tuple[WorkSheet, ...]
    dates_1904: bool = False


Frame = tuple[SheetHead | None, list[SheetRow], Ended | None]
"""What the reading process sends, one after another: the head of the next sheet, rows of the last one, the end."""


def read_workbook(content: bytes, file: str) -> Workbook:
    """All sheets of a workbook. Raises `BadInput` with what to do for one that is damaged or too large."""
    try:
        return read_bounded(content)
    except Unreadable:
        raise BadInput(UNREADABLE.fill(file=file)) from None
    except TooLarge as far:
        if far.cell:
            raise BadInput(REACHES_FAR.fill(file=file, sheet=far.sheet, cell=far.cell)) from None
        raise BadInput(TOO_LARGE.fill(file=file, most=MOST_BYTES // 1024 // 1024)) from None


def read_bounded(content: bytes) -> Workbook:
    """All sheets of a workbook. Raises `TooLarge` or `Unreadable`; nothing in the content can do worse."""
    with ONE_AT_A_TIME:
        heads: list[tuple[SheetHead, list[SheetRow]]] = []
        for head, rows, ended in _frames(content):
            if head is not None:
                heads.append((head, []))
            if rows:
                heads[-1][1].extend(rows)
            if ended is not None:
                if ended.how == "large":
                    raise TooLarge(ended.sheet, ended.cell)
                if ended.how != "well":
                    raise Unreadable
                sheets = tuple(
                    WorkSheet(h.name, h.state, tuple(rows), h.filtered, h.hidden_columns, h.marks)
                    for h, rows in heads
                )
                return Workbook(sheets, ended.dates_1904)
    raise TooLarge  # it ended without a word: the memory or the time was used up


def _frames(content: bytes) -> Iterator[Frame]:
    reading = subprocess.Popen(
        [sys.executable, "-P", "-m", "shanzhi.tables.workbook_reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in KEPT},
        close_fds=True,
    )
    assert reading.stdin is not None
    assert reading.stdout is not None
    decoder = msgspec.msgpack.Decoder(Frame)
    left = MOST_BYTES
    try:
        try:
            reading.stdin.write(content)
            reading.stdin.close()
        except BrokenPipeError:
            pass
        while (size := int.from_bytes(reading.stdout.read(4))) and size <= left:
            left -= size
            frame = _whole(reading.stdout, size)
            if frame is None:
                return
            yield decoder.decode(frame)
        if reading.wait(2 * MOST_SECONDS) > 0:
            raise RuntimeError("the process that reads workbooks does not start")
    finally:
        reading.kill()
        reading.stdout.close()
        reading.wait()


KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
"""What the reading process is told of the surroundings: where programs lie, and no secret."""


def _whole(source: IO[bytes], size: int) -> bytes | None:
    taken = source.read(size)
    return taken if len(taken) == size else None
