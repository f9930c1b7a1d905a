"""Signed papers of an election that were read once and wait for a second teller: their numbers, never what stands on them."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.engine.blocks.paper_votes import plain_number
from shanzhi.matters.models import Entry
from shanzhi.matters.writing.rolls import standing
from shanzhi.people.models import Person
from shanzhi.reading.matter import Seen

MOST = 50


class ReadOnce(Struct):
    """A paper that one teller has read: its number, and whether that was the reader of the page."""

    number: str
    by: str
    mine: bool


def registered(it: Seen, number: str) -> int:
    """The elector to whom a paper of this number was handed out; 0 where none was."""
    matter, wanted = it.loaded.record.matter, plain_number(number)
    row = standing(matter.id, matter.visit, f"paper:{wanted}") if wanted else None
    return int(row.values.get("elector") or 0) if row is not None else 0


def read_once(it: Seen) -> list[ReadOnce]:
    """The papers that wait for a second reading, the first of them first."""
    matter = it.loaded.record.matter
    found: dict[str, Entry] = {}
    if not matter.tally.get("@unread"):
        return []
    rows = Entry.objects.filter(
        matter=matter.id, visit=matter.visit, act__in=("paper", "void_paper")
    ).order_by("seq")
    for row in rows:
        number = plain_number(str(row.values.get("number", "")))
        if row.act == "void_paper" or (row.slot or "").startswith("read:"):
            found.pop(number, None)
        else:
            found[number] = row
    first = list(found.values())[:MOST]
    names = dict(Person.objects.filter(pk__in=[row.person_id for row in first]).values_list("pk", "name"))
    return [
        ReadOnce(
            str(row.values.get("number", "")),
            names.get(row.person_id or 0, ""),
            row.person_id == it.who.person,
        )
        for row in first
    ]
