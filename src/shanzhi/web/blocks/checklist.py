"""Checklist (清单) on screen: each item with its owner, date and proof, done one by one; how far the whole is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.matters.lists.naming import Attached
from shanzhi.matters.models import Entry
from shanzhi.method.model import Act, Block, Method, Option
from shanzhi.method.words import Sentence
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.base import BlockFace, counts_nothing, needs_nothing
from shanzhi.web.words import say


class Task(Struct):
    """One item: its text, what its line tells besides (who, until when), and once it is done, when and with what."""

    key: str
    label: str
    facts: list[Fact] = []
    optional: bool = False
    plain: bool = False
    done: datetime | None = None
    by: str = ""
    proof: str = ""
    files: list[Attached] = []


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """The items, and how many are done."""
    matter, method = it.loaded.record.matter, it.loaded.method
    found = tasks(it, method, matter, block)
    return {
        "tasks": found,
        "done": matter.tally["done"],
        "items": matter.tally["items"],
        "tick": acts.get("tick"),
        "untick": acts.get("untick"),
    }


def tasks(it: Seen, method: Method, matter: Matter, block: Block) -> list[Task]:
    """The items of a checklist with what was said when each was done."""
    ticked = set(matter.tally.get("ticked", ()))
    done: dict[str, Entry] = {}
    for row in Entry.objects.filter(matter=it.number, visit=matter.visit, act="tick").order_by("seq"):
        done[str(row.values.get("item"))] = row
    source = method.fields.get(block.settings.get("of") or "")
    lines: list[Mapping[str, Any]] = list(matter.data.get(source.name) or ()) if source is not None else []
    stage = method.stages[matter.stage]
    proofs = [f for f in stage.acts["tick"].form if f.name == "files"] if "tick" in stage.acts else []
    pairs = [(field, line.get(field.name)) for line in lines if source for field in source.form]
    pairs += [(field, row.values.get("files")) for row in done.values() for field in proofs]
    names = it.names(pairs, people=[row.person_id for row in done.values()])
    found = []
    for key, label in items(method, matter, block):
        spec = (block.settings.get("items") or {}).get(key)
        task = Task(key, label, optional=bool(spec and spec["optional"]))
        task.plain = spec is None or spec["proof"] == "none"
        if spec is None and source is not None:
            line = lines[int(key) - 1]
            task.facts = [f for f in facts(source.form, dict(line), names) if f.text and f.text not in label]
        if key in ticked and key in done:
            row = done[key]
            task.done, task.by = row.at, names.person(row.person_id)
            task.proof = str(row.values.get("proof") or "") if it.whole else ""
            if it.whole:
                task.files = [f for f in map(names.file, row.values.get("files") or ()) if f is not None]
        found.append(task)
    return found


def items(method: Method, matter: Matter, block: Block) -> list[tuple[str, str]]:
    """The items of a checklist, by the key that ticks them: those the method fixes, then the lines of a list."""
    found = []
    for key, spec in (block.settings.get("items") or {}).items():
        found.append((key, say(spec["label"]) if spec.get("label") is not None else key))
    source = block.settings.get("of")
    field = method.fields.get(source) if source else None
    for number, line in enumerate(matter.data.get(source) or () if source else (), 1):
        first = (
            next((line[f.name] for f in field.form if line.get(f.name)), "")
            if field is not None and isinstance(line, dict)
            else line
        )
        found.append((str(number), f"{number}. {first}"))
    return found


def offers(method: Method, matter: Matter, block: Block, act: Act) -> dict[str, tuple[Option, ...]]:
    """The items that can be done, or taken back."""
    ticked, back = set(matter.tally.get("ticked", ())), act.name == "untick"
    return {
        "item": tuple(
            Option(key, Sentence(label, label))
            for key, label in items(method, matter, block)
            if (key in ticked) is back
        )
    }


FACE = BlockFace(
    kind="checklist",
    template="web/blocks/checklist.html",
    running=running,
    own=frozenset({"tick", "untick"}),
    leads=False,
    screen=None,
    pages={},
    offers=offers,
    finished=None,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counts_nothing,
)
