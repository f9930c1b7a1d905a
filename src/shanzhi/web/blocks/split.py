"""Joint handling (协办) on screen: each part with who has it and until when; how far the whole is."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from shanzhi.method.model import Act, Block
from shanzhi.reading.lists import lean, parts_of
from shanzhi.reading.matter import Seen
from shanzhi.reading.parts import part_names
from shanzhi.web.blocks.base import BlockFace, counts_nothing, needs_nothing
from shanzhi.web.lists import rows
from shanzhi.web.words import say

MOST = 200


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """Each part with who has it and until when; those elsewhere by their number."""
    matter = it.loaded.record.matter
    found = list(lean(parts_of(it.who, it.number, matter.visit))[:MOST])
    names = part_names(found, {it.number: it.loaded.record.title})
    return {
        "rows": [replace(row, title=names[row.number]) for row in rows(found, reader=it.who)],
        "done": matter.tally["done"],
        "children": matter.tally["children"],
        "hidden": max(matter.tally["children"] - len(found), 0),
        "failed": matter.tally["undone"],
        "recall": acts.get("recall"),
        "stage": say(it.loaded.method.stages[matter.stage].label),
    }


FACE = BlockFace(
    kind="split",
    template="web/blocks/split.html",
    running=running,
    own=frozenset({"recall"}),
    leads=False,
    screen=None,
    pages={},
    offers=None,
    finished=None,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counts_nothing,
)
