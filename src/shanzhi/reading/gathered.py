"""What was handed in to a gathering, side by side, for whoever chooses among it: of each what the method names of it.

Before the window ends nobody asks for it; who chooses then sees of each what the gathering's list will say, sensitive
answers masked as everywhere, and follows to the matter itself only where they may see that.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from shanzhi.engine.blocks.gather import LOGIC, PICKED
from shanzhi.engine.draft import Draft
from shanzhi.engine.types import Command
from shanzhi.matters.lists.naming import Names
from shanzhi.method.model import Block, Field
from shanzhi.method.results import lined
from shanzhi.reading.facts import Fact, fact
from shanzhi.reading.lists import seen_by_number
from shanzhi.reading.matter import Seen

APART = ("matter", "chosen", "rank", "late", "end")
"""Parts of a line that a row says in its own way."""


class Row(Struct):
    """One of those handed in. `number` is the matter's, `seen` whether the reader may follow to it; `able` whether it may be
    chosen by the method; `rank` is shared by equal ones."""

    number: int
    cells: list[Fact]
    rank: int | None
    late: bool
    able: bool
    chosen: bool
    seen: bool


class Laid(Struct):
    """The table: what its columns are called, and its rows in their order."""

    columns: list[Field]
    rows: list[Row]
    ranked: bool


def gathered(it: Seen, block: Block) -> Laid:
    """What stands of what was handed in."""
    loaded = it.loaded
    matter, now = loaded.record.matter, loaded.ground.now
    draft = Draft(loaded.method, matter, Command("", "", now, it.who), loaded.ground, now)
    lines = LOGIC.laid_out(draft, block)
    kept = lined(block.settings.get("result"))
    form = loaded.method.fields[kept].form if kept is not None else ()
    columns = [one for one in form if one.name not in APART]
    names = it.names((one, line[one.name]) for line in lines for one in columns if one.name in line)
    seen = seen_by_number(it.who, [line["matter"] for line in lines])
    picked = matter.tally[PICKED]
    rows = [
        Row(
            line["matter"],
            [_cell(one, line, names) for one in columns],
            line.get("rank"),
            line["late"],
            line["eligible"],
            line["matter"] in picked,
            line["matter"] in seen,
        )
        for line in lines
    ]
    return Laid(columns, rows, block.settings.get("rank") is not None)


def _cell(field: Field, line: dict[str, Any], names: Names) -> Fact:
    value = line.get(field.name)
    there = value not in (None, "", [])
    return fact(field, value, names) if there else Fact(field.name, field.label)
