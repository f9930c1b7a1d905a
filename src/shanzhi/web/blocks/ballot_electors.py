"""Electors by name: whose proxies somebody holds, who entered a vote before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from shanzhi.engine.types import Elector
from shanzhi.matters.writing.rolls import someone, standing
from shanzhi.reading.matter import Seen

VOTES = ("vote", "vote_for", "paper")


class ProxyVote(Struct):
    """A vote somebody may cast for another: as whom (a person's number), and of whom it is."""

    person: int
    name: str


class Voted(Struct):
    """That an elector voted, when, and how it came: never what."""

    at: datetime
    act: str
    person: int | None
    number: str = ""


def voted(it: Seen, electors: Iterable[Elector]) -> Voted | None:
    """The vote of these electors in the present ballot, if it is cast for all of them: the last of them."""
    matter, found = it.loaded.record.matter, None
    for elector in electors:
        row = standing(matter.id, matter.visit, f"vote:{elector.key}")
        if row is None:
            return None
        found = Voted(row.at, row.act, row.person_id, str(row.values.get("number") or ""))
    return found


def held_by(it: Seen) -> list[ProxyVote]:
    """The votes others entrusted to the reader that are not cast yet."""
    matter = it.loaded.record.matter
    proxies: dict[str, int] = matter.tally.get("proxies") or {}
    found: dict[int, ProxyVote] = {}
    for key, holder in proxies.items():
        if holder != it.who.person or standing(matter.id, matter.visit, f"vote:{key}") is not None:
            continue
        person = someone(matter.id, matter.visit, key)
        if person is not None:
            found.setdefault(person.pk, ProxyVote(person.pk, person.name))
    return list(found.values())
