"""A command sent twice: found again by the person and the command's id, whatever has happened since.

With its id lies a digest of what came with it: the same words again get the first answer, others are refused, since they
would be lost in silence. The digest is keyed and salted with the id, so that nobody learns or compares anything by it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from msgspec import Struct

from shanzhi.engine.types import Actor, Command, Entry, Refusal
from shanzhi.matters.models import Entry as EntryRow
from shanzhi.matters.models import Matter
from shanzhi.matters.writing.messages import refusal
from shanzhi.people.keys import derived


def sent_as(actor: Actor, command: str | None, act: str, content: Any) -> bytes | None:
    """The digest (16 bytes) of what somebody sent under a command's id; None where nobody or nothing names it.

    `content` is what a person would call the same when it is sent once more: answers, and where they go; never the history
    position that was seen, nor a mark that a page makes anew each time.
    """
    if actor.person is None or not command:
        return None
    hasher = hmac.HMAC(derived("digest", "command", 32), hashes.SHA256())
    said = (actor.person, command, act, content)
    hasher.update(json.dumps(said, sort_keys=True, default=str).encode())
    return hasher.finalize()[:16]


def first_answer(command: Command, matter: int | None) -> Refusal | tuple[int, tuple[Entry, ...]] | None:
    """What a command came to when it was first carried out: the matter and its entries; None if it never was.

    The id of a command that did something else, or the same with other words, is refused, so that nobody takes one answer
    for another.
    """
    if command.actor.person is None or not command.id:
        return None
    first = EntryRow.objects.filter(person=command.actor.person, command=command.id).first()
    if first is None:
        return None
    if first.act != command.act or (matter is not None and first.matter_id != matter):
        return refusal("command_taken")
    if first.sent is not None and command.sent is not None and bytes(first.sent) != command.sent:
        return refusal("command_taken")
    return first.matter_id, tuple(map(entry_of, same_decision(first)))


def carried_out_before(actor: Actor, command: str) -> bool:
    """Whether the actor sent this command before, and something came of it."""
    return actor.person is not None and EntryRow.objects.filter(person=actor.person, command=command).exists()


class Sent(Struct, frozen=True):
    """A command that was carried out: its id, when, on which matter, and whether that is still open."""

    id: str
    at: datetime
    matter: int
    open: bool


def commands_like(actor: Actor, begin: str) -> list[Sent]:
    """The commands of an actor whose ids begin so, the latest first."""
    if actor.person is None:
        return []
    found = EntryRow.objects.filter(person=actor.person, command__startswith=begin)
    rows = found.order_by("-at", "-pk").values_list("command", "at", "matter", "matter__closed_at")[:5]
    return [Sent(command or "", at, matter, closed is None) for command, at, matter, closed in rows]


def imported_before(source: str, external: str | None) -> tuple[int, tuple[Entry, ...]] | None:
    """The matter that was imported under a number of another system; None if none was, or it is void."""
    if external is None:
        return None
    found = Matter.objects.filter(source=source, external=external, void=False)
    number = found.values_list("pk", flat=True).first()
    return None if number is None else (number, ())


def same_decision(first: EntryRow) -> list[EntryRow]:
    """The entries of the decision that begins with `first`: they share its moment, up to the one that ends it."""
    found = []
    for row in EntryRow.objects.filter(matter=first.matter_id, seq__gte=first.seq).order_by("seq")[:20]:
        found.append(row)
        if row.after is not None:
            break
    return found


def entry_of(row: EntryRow) -> Entry:
    """A stored entry as the engine speaks of it; what is sealed stays out."""
    return Entry(
        row.seq, row.visit, row.act, row.at, row.person_id, row.role, row.place_id, row.stage, row.to,
        row.values, (), row.slot, row.note,
    )  # fmt: skip
