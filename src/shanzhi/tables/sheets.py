"""A table whose columns are known by their headings: which column is which field, and its rows as records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.cells import Row
from shanzhi.tables.handed_in import LOST_CELL, HandedIn, read_handed_in, refuse_unsaid
from shanzhi.tables.headings import heading_form
from shanzhi.tables.numbers import is_lost
from shanzhi.tables.problems import BadInput
from shanzhi.tables.report import REASONS

NO_HEADINGS = Sentence(
    "“{file}”里没有找到表头，请至少有这些列：{wanted}",
    "{file} has no headings that are known, it needs at least these columns: {wanted}",
)


class Sheet(Struct, frozen=True):
    """A table: which column is which field, the headings nobody asked for, and the file it stands in."""

    table: HandedIn
    columns: dict[str, int]
    ignored: tuple[str, ...]

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def headings(self) -> tuple[str, ...]:
        return self.table.headings

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.table.rows

    def records(self) -> Iterator[tuple[int, tuple[str, ...], dict[str, str]]]:
        """Each row: its number in the file (from 1), its cells as they stand, and its fields by name."""
        for number, cells in self.rows:
            yield (
                number,
                cells,
                {f: cells[at] for f, at in self.columns.items() if at < len(cells) and cells[at]},
            )

    def check(self, row: Mapping[str, str]) -> None:
        """Raise `BadInput` for a record of which a number lost digits, or a formula says nothing: better none than a wrong one."""
        for field, cell in row.items():
            refuse_unsaid(self.headings[self.columns[field]], cell)
            if is_lost(cell):
                raise BadInput(LOST_CELL.fill(column=self.headings[self.columns[field]], cell=cell))


def read_sheet(
    content: bytes,
    file: str,
    headings: Mapping[str, Collection[str]],
    needed: Collection[str] = (),
    *,
    sheet: str | None = None,
) -> Sheet:
    """Read a table whose columns are known by their headings (field → the headings it may have).

    `sheet` is the sheet of a workbook, where another than the first is meant. Raises `BadInput` with what to do when
    the file cannot be read or a needed field has no column.
    """
    known = {heading_form(text): field for field, texts in headings.items() for text in texts}
    table = read_handed_in(content, file, known.keys(), sheet)
    columns: dict[str, int] = {}
    ignored = []
    for at, text in enumerate(table.headings):
        field = known.get(heading_form(text))
        if field is None or field in columns:
            ignored += [text] if text and text not in REASONS else []
        else:
            columns[field] = at
    missing = [field for field in needed if field not in columns]
    if missing or not columns:
        wanted = "、".join(next(iter(headings[field])) for field in missing or headings)
        raise BadInput(NO_HEADINGS.fill(file=file, wanted=wanted))
    return Sheet(table, columns, tuple(ignored))
