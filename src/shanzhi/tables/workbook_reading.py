"""The process that reads one workbook: content on standard input, frames of sheets and rows on standard output.

It limits itself before it looks at anything, knows no settings and no database, and is thrown away afterwards.
"""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from shanzhi.tables.formulas import UNSAID
from shanzhi.tables.workbook_marks import Marks, SheetMarks, read_marks
from shanzhi.tables.workbooks import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_MEMORY,
    MOST_SECONDS,
    Ended,
    SheetHead,
    SheetRow,
    TooLarge,
)

AT_ONCE = 200
"""Rows to a frame."""
EXACT = 2**53
"""From here on a number of a workbook has not kept every digit; Excel itself keeps fifteen."""


def main() -> None:
    """Read and tell; whatever goes wrong inside a library is a file that cannot be read."""
    limit()
    content = sys.stdin.buffer.read()
    try:
        ended = tell(content)
    except TooLarge as far:
        ended = Ended("large", far.sheet, far.cell)
    except MemoryError:
        ended = Ended("large")
    except BaseException:
        # a panic of the library derives from BaseException
        ended = Ended("unreadable")
    send(None, [], ended)
    sys.stdout.buffer.flush()


def limit() -> None:
    """Take no more memory and time than is granted, leave no core behind; where the system can, by its own rule."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a harder limit stands already
            pass
    import signal

    if hasattr(signal, "alarm"):
        signal.alarm(2 * MOST_SECONDS)


def send(head: SheetHead | None, rows: list[SheetRow], ended: Ended | None = None) -> None:
    """One frame: its length in four bytes, then what it holds."""
    frame = msgspec.msgpack.encode((head, rows, ended))
    sys.stdout.buffer.write(len(frame).to_bytes(4) + frame)


def tell(content: bytes) -> Ended:
    """Send every sheet. Raises `TooLarge`, and what the library raises for a file it cannot read."""
    marks = read_marks(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    left = MOST_BYTES
    for meta in book.sheets_metadata:
        known = marks.sheets.get(meta.name)
        within(meta.name, known)
        sheet = book.get_sheet_by_name(meta.name)
        extent = sheet.end or (0, 0)
        if (extent[0] + 1) * (extent[1] + 1) > MOST_CELLS:
            raise TooLarge(meta.name, cell_name(*extent))
        send(head_of(meta.name, state_of(meta.visible), known), [])
        waiting: list[SheetRow] = []
        for row in rows_of(sheet, known or SheetMarks(), marks):
            waiting.append(row)
            left -= sum(map(len, row.cells))
            if left < 0:
                raise TooLarge(meta.name)
            if len(waiting) == AT_ONCE:
                send(None, waiting)
                waiting = []
        send(None, waiting)
    return Ended("well", dates_1904=marks.dates_1904)


def within(name: str, known: SheetMarks | None) -> None:
    """Refuse a sheet that reaches too far before the library lays it out."""
    if known is not None and (known.last_row + 1) * (known.last_column + 1) > MOST_CELLS:
        raise TooLarge(name, cell_name(known.last_row, known.last_column))


def state_of(seen: SheetVisibleEnum) -> str:
    """Whether a sheet is `visible`, `hidden` or `very_hidden`."""
    if seen == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if seen == SheetVisibleEnum.Hidden else "very_hidden"


def head_of(name: str, state: str, known: SheetMarks | None) -> SheetHead:
    """What is sent before the rows of a sheet."""
    columns = () if known is None else tuple(sorted(known.hidden_columns))
    return SheetHead(name, state, known is not None and known.filtered, columns, known is not None)


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet calls it (`XFD1048576`), both counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, at = divmod(rest - 1, 26)
        letters = chr(ord("A") + at) + letters
    return f"{letters}{row + 1}"


Merged = tuple[tuple[int, int], tuple[int, int]]


def rows_of(sheet: CalamineSheet, known: SheetMarks, marks: Marks) -> Iterator[SheetRow]:
    """The rows that hold something; each cell of a merged range shows what its first one does."""
    coming: list[Merged] = sorted(sheet.merged_cell_ranges or (), reverse=True)
    open_ranges: list[tuple[Merged, str, str]] = []
    furthest = max(known.unsaid, default=-1)
    for at, values in enumerate(_as_far(sheet.iter_rows(), furthest)):
        shown = [
            shown_cell(value, marks.zeros.get(known.styled.get((at, column), -1), 0) if known.styled else 0)
            for column, value in enumerate(values)
        ]
        if known.unsaid and (unsaid := known.unsaid.get(at)):
            shown += [("", "-")] * (max(unsaid) + 1 - len(shown))
            for column in unsaid:
                shown[column] = (UNSAID, "t")
        if coming or open_ranges:
            while coming and coming[-1][0][0] <= at:
                merged = coming.pop()
                left = merged[0][1]
                if left < len(shown):
                    open_ranges.append((merged, *shown[left]))
            open_ranges = [one for one in open_ranges if one[0][1][0] >= at]
            for (first, last), text, kind in open_ranges:
                for column in range(first[1], min(last[1] + 1, len(shown))):
                    shown[column] = (text, kind)
        while shown and not shown[-1][0]:
            shown.pop()
        if shown:
            yield SheetRow(
                at + 1,
                tuple(text for text, _ in shown),
                "".join(kind for _, kind in shown),
                at in known.hidden_rows,
            )


def _as_far(rows: Iterable[list[Any]], last: int) -> Iterator[list[Any]]:
    """The rows of the library, which ends with the last value, and empty ones as far as `last` (from 0)."""
    count = 0
    for row in rows:
        yield row
        count += 1
    for _ in range(count, last + 1):
        yield []


def shown_cell(value: Any, zeros: int = 0) -> tuple[str, str]:
    """A value as a person reads it, and its kind; `zeros` is the width of a format such as 000000."""
    if isinstance(value, bool):
        return str(value), "b"
    if isinstance(value, int | float):
        if isinstance(value, float) and not math.isfinite(value):
            return "", "-"
        if value == int(value) and abs(value) < 1e30:
            digits = str(int(value)).zfill(zeros)
            lost = abs(value) >= EXACT or (abs(value) >= 1e15 and not digits.lstrip("-")[15:].strip("0"))
            return digits, "l" if lost else "n"
        return repr(value), "n"
    if isinstance(value, datetime):
        timed = value.hour or value.minute or value.second
        return value.isoformat(" ") if timed else value.date().isoformat(), "d"
    if isinstance(value, date | time):
        return value.isoformat(), "d"
    if isinstance(value, timedelta):
        return str(value), "d"
    text = str(value).strip()
    return text, "t" if text else "-"


if __name__ == "__main__":
    main()
