"""A file as a table: its headings, each with a name of its own, and the rows below them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Reading
from collections.abc import Sequence

from msgspec import Struct, field

from shanzhi.matters.imports import messages
from shanzhi.matters.imports.headings import BY_HEADING
from shanzhi.tables.cells import Row
from shanzhi.tables.handed_in import read_handed_in
from shanzhi.tables.headings import MOST_COLUMNS, heading_form
from shanzhi.tables.problems import BadInput
from shanzhi.tables.report import Note


class Table(Struct, frozen=True):
    """A table: `rows` are numbered as a spreadsheet numbers them; `digest` is the SHA-256 of the file."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str
    repeated: tuple[str, ...] = ()
    """Headings that stand above several columns; the later ones carry a number."""
    since_1904: bool = False
    asides: dict[str, Note] = field(default_factory=dict)
    """What is worth knowing of the file: sheets not read, hidden rows, numbers that lost digits."""


def read_table(
    content: bytes, file: str, columns: Reading[str, str] | None = None, sheet: str | None = None
) -> Table:
    """The table in a file; `columns` are headings that a mapping knows, `sheet` the sheet of a workbook that is meant.

    Raises `BadInput` with what to do.
    """
    known = {*BY_HEADING, *map(heading_form, columns or ())}
    found = read_handed_in(content, file, known, sheet)
    cells, below = found.headings, found.rows
    while cells and not cells[-1] and not any(any(row[len(cells) - 1 : len(cells)]) for _, row in below):
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise BadInput(messages.MANY_COLUMNS.fill(file=file, count=len(cells), most=MOST_COLUMNS))
    if not below:
        raise BadInput(messages.NO_ROWS.fill(file=file))
    headings, repeated = _named(cells)
    digest = hashlib.sha256(content).hexdigest()
    return Table(file, headings, below, digest, repeated, found.since_1904, found.notes())


def _named(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings that differ: an empty one is called by its column, a repeated one numbered."""
    found: dict[str, int] = {}
    headings: dict[str, None] = {}
    repeated = []
    for at, cell in enumerate(cells, 1):
        name = plain = " ".join(cell.split())[:120] or f"#{at}"
        while name in headings:
            found[plain] = found.get(plain, 1) + 1
            name = f"{plain}.{found[plain]}"
        if name != plain:
            repeated.append(plain)
        headings[name] = None
    return tuple(headings), tuple(dict.fromkeys(repeated))
