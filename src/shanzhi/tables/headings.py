"""Where a table begins: the row of headings among the first ones, below titles, remarks and who filled it in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct

from shanzhi.tables.cells import Row

LOOK_FOR_HEADINGS = 20
"""Rows at the top among which the headings are looked for."""
MOST_COLUMNS = 2_000
_LONGEST = 60


class Begin(Struct, frozen=True, order=True):
    """Where a table begins, the better the larger: how many headings are known, and how even its rows
    are: how many of the first have as many cells as most, and how many that is."""

    known: int
    even: tuple[int, int]
    above: int
    """Minus the rows above the headings."""

    @property
    def at(self) -> int:
        return -self.above


def heading_form(text: str) -> str:
    """A heading without what people add to it: blanks, stars, units and remarks in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s*:：_]", "", plain)


def find_headings(rows: Sequence[Row], known: Collection[str]) -> Begin:
    """Where the headings are: the row that names the most known columns (`heading_form`); where none names any, the
    first that is about as wide as the table."""
    first = [cells for _, cells in rows[:LOOK_FOR_HEADINGS]]
    filled = [sum(map(bool, cells)) for cells in first]
    wide = Counter(count for count in filled if count > 1)
    width, often = max(wide.items(), key=lambda one: (one[1], one[0]), default=(1, 0))
    return max(
        Begin(_recognised(cells, known), (often, width) if 2 * count >= width else (0, 0), -at)
        for at, (cells, count) in enumerate(zip(first, filled, strict=True))
    )


def _recognised(cells: Sequence[str], known: Collection[str]) -> int:
    forms = {heading_form(cell) for cell in cells[:MOST_COLUMNS] if 0 < len(cell) <= _LONGEST}
    return sum(form in known for form in forms)
