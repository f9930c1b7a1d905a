"""A file as a table: its headings, each with a name of its own, and the rows below them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Reading
from collections.abc import Sequence

from msgspec import Struct

from shanzhi.matters.imports import said
from shanzhi.matters.imports.headings import BY_HEADING
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import Row
from shanzhi.tables.sheets import LOOK_FOR_HEADINGS, heading_form, read_rows

MOST_COLUMNS = 2_000


class Table(Struct, frozen=True):
    """A table: `rows` are numbered as a spreadsheet numbers them; `digest` is the SHA-256 of the file."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    digest: str
    repeated: tuple[str, ...] = ()
    """Headings that stand above several columns; the later ones carry a number."""


def read_table(content: bytes, file: str, columns: Reading[str, str] | None = None) -> Table:
    """The table in a file; `columns` are headings that a mapping knows. Raises `BadInput` with what to do.

    The headings are the first row, or the one among the first that names the most known columns.
    """
    rows = read_rows(content, file)
    known = {*BY_HEADING, *map(heading_form, columns or ())}
    top = max(range(min(len(rows), LOOK_FOR_HEADINGS)), key=lambda at: (_recognised(rows[at][1], known), -at))
    below = rows[top + 1 :]
    cells = rows[top][1]
    while cells and not cells[-1] and not any(any(row[len(cells) - 1 : len(cells)]) for _, row in below):
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise BadInput(said.MANY_COLUMNS.fill(file=file, count=len(cells), most=MOST_COLUMNS))
    if not below:
        raise BadInput(said.NO_ROWS.fill(file=file))
    headings, repeated = _named(cells)
    return Table(file, headings, tuple(below), hashlib.sha256(content).hexdigest(), repeated)


def _recognised(cells: Sequence[str], known: set[str]) -> int:
    return len(
        {
            form
            for cell in cells[:MOST_COLUMNS]
            if 0 < len(cell) <= 60 and (form := heading_form(cell)) in known
        }
    )


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
