"""Publicity (公示) on screen: what is shown, until when, the objections with their answers side by side."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.matters.lists.naming import Names
from shanzhi.matters.models import Entry, Publication
from shanzhi.method.model import Act, Block
from shanzhi.people.masks import mask_within
from shanzhi.reading.facts import Fact, facts
from shanzhi.web.blocks.reading import Face

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen


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


def face(it: Seen, block: Block, acts: dict[str, Act]) -> Face:
    """The face of a publicity."""
    matter, method = it.loaded.record.matter, it.loaded.method
    fields = [method.fields[name] for name in block.settings["what"] if name in method.fields]
    last = Publication.objects.filter(matter=it.number).order_by("-since", "-pk").first()
    read = {**matter.data, **(last.fields if last is not None else {})}
    names = Names([(field, read.get(field.name)) for field in fields], whole=it.whole)
    ended = matter.tally.get("ended")
    found = objections(it, matter.visit)
    shown = {
        "facts": facts(fields, read, names),
        "corrected": last.corrected if last is not None else None,
        "until": datetime.fromisoformat(ended) if ended else matter.window,
        "ended": bool(ended),
        "object": acts.get("object"),
        "answer": acts.get("answer"),
        "objections": found,
        "waiting": sum(one.answered is None for one in found),
    }
    return Face("web/blocks/publicity.html", shown, frozenset({"object", "answer"}))


def published(it: Seen, *, besides: str | None = None) -> list[Fact]:
    """What the matter made public last: the plan that people meet and vote about; `besides` is shown already."""
    method = it.loaded.method
    last = Publication.objects.filter(matter=it.number).order_by("-since", "-pk").first()
    if last is None:
        return []
    fields = [method.fields[name] for name in last.fields if name in method.fields and name != besides]
    names = Names([(field, last.fields[field.name]) for field in fields], whole=it.whole)
    return facts(fields, last.fields, names)


def objections(it: Seen, visit: int) -> list[Objection]:
    """The objections of one publicity, in the order in which they came."""
    rows = list(
        Entry.objects.filter(matter=it.number, visit=visit, act__in=("object", "answer")).order_by("seq")
    )
    names = Names((), people=[row.person_id for row in rows if row.act == "object"], whole=it.whole)
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
