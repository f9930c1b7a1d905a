"""Counts and items as a page lists them; what each kind of block shows is in `web.blocks`."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.method.model import Block, Method
from shanzhi.web.words import say


class Count(Struct):
    """One line: a label and a figure, with a bar where it goes towards a known end."""

    label: str
    text: str
    value: int | None = None
    most: int | None = None


class Tally(Struct):
    """What the page shows of a block."""

    title: str
    counts: list[Count] = []
    lines: list[tuple[str, bool]] = []
    """Items with whether they are done."""


def items(method: Method, matter: Matter, block: Block) -> list[tuple[str, str]]:
    """The items of a checklist, by the key that ticks them: those the method fixes, then the lines of a list."""
    found = []
    for key, spec in (block.settings.get("items") or {}).items():
        found.append((key, say(spec["label"]) if spec.get("label") is not None else key))
    source = block.settings.get("from")
    field = method.fields.get(source) if source else None
    for number, line in enumerate(matter.data.get(source) or () if source else (), 1):
        first = (
            next((line[f.name] for f in field.form if line.get(f.name)), "")
            if field is not None and isinstance(line, dict)
            else line
        )
        found.append((str(number), f"{number}. {first}"))
    return found
