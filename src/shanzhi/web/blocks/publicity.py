"""Publicity (公示) on screen: what is shown, until when, the objections with their answers side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.matters.models import Entry
from shanzhi.method.model import Act, Block, Method, Option
from shanzhi.method.words import Sentence
from shanzhi.people.masks import mask_within
from shanzhi.reading.facts import facts
from shanzhi.reading.matter import Seen
from shanzhi.reading.published import last_of
from shanzhi.web.blocks.base import BlockFace, counts_nothing, needs_nothing
from shanzhi.web.words import say

OBJECTION = Sentence("第 {n} 条", "no. {n}")


class Objection(Struct):
    """One objection and its answer. Those who look on read the answers; what was objected, its writer and the parties."""

    number: int
    at: datetime
    name: str = ""
    reason: str = ""
    own: bool = False
    answered: datetime | None = None
    upheld: bool = False
    answer: str = ""


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """What is shown, and the objections so far."""
    matter, method = it.loaded.record.matter, it.loaded.method
    fields = [method.fields[name] for name in block.settings["shows"] if name in method.fields]
    last = last_of(it.number, it.who)
    read = {**matter.data, **(last.fields if last is not None else {})}
    names = it.names([(field, read.get(field.name)) for field in fields])
    ended = matter.tally.get("ended")
    found = objections(it, matter.visit)
    return {
        "facts": facts(fields, read, names),
        "corrected": last.corrected if last is not None else None,
        "until": datetime.fromisoformat(ended) if ended else matter.window,
        "ended": bool(ended),
        "object": acts.get("object"),
        "answer": acts.get("answer"),
        "help": say(block.settings.get("help")),
        "objections": found,
        "waiting": sum(one.answered is None for one in found),
    }


def objections(it: Seen, visit: int) -> list[Objection]:
    """The objections of one publicity, in the order in which they came."""
    rows = list(
        Entry.objects.filter(matter=it.number, visit=visit, act__in=("object", "answer")).order_by("seq")
    )
    names = it.names(people=[row.person_id for row in rows if row.act == "object"])
    found: dict[int, Objection] = {}
    for row in rows:
        number = int(row.values.get("objection") or 0)
        if row.act == "object":
            own = row.person_id is not None and row.person_id == it.who.person
            reads = it.whole or own
            found[number] = Objection(
                number,
                row.at,
                names.person(row.person_id) if it.whole else "",
                str(row.values.get("reason", "")) if reads else "",
                own,
            )
        elif number in found:
            one = found[number]
            one.answered, one.upheld = row.at, bool(row.values.get("upheld"))
            one.answer = mask_within(str(row.values.get("answer", "")))
    return list(found.values())


def offers(method: Method, matter: Matter, block: Block, act: Act) -> dict[str, tuple[Option, ...]]:
    """The objections that wait for an answer."""
    if act.name != "answer":
        return {}
    answered = matter.tally.get("answers", {})
    numbers = (str(n) for n in range(1, matter.tally.get("objections", 0) + 1))
    return {"objection": tuple(Option(n, OBJECTION.fill(n=n)) for n in numbers if n not in answered)}


FACE = BlockFace(
    kind="publicity",
    template="web/blocks/publicity.html",
    running=running,
    own=frozenset({"object", "answer"}),
    leads=True,
    screen=None,
    pages={},
    offers=offers,
    finished=None,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counts_nothing,
)
