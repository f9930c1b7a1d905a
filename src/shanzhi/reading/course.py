"""Which lines of a matter's history a reader sees, whose names stand in them, and what was answered.

The whole shows everything but who voted in a secret ballot, and who rated what in a survey that runs still: that is told
by number alone, to everybody. Who looks on sees what happened and when, without names, answers and messages; and their
own contribution as they gave it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from shanzhi.matters.models import Entry
from shanzhi.matters.rights.access import PRIVATE_ACTS
from shanzhi.reading.matter import Seen
from shanzhi.reading.meanwhile import undisclosed

VOTES = frozenset({"vote", "vote_for", "paper"})
"""Acts that say what was chosen only where the ballot is open."""


class CourseEntry(Struct):
    """One entry as a reader sees it: `named` if its person may be named, and those of its `values` that they see; the
    `role` in which it was done."""

    row: Entry
    named: bool
    values: dict[str, Any]
    note: str | None = None
    role: str | None = None


def lines(seen: Seen, *, limit: int, before: int = 0, since: int = 0) -> tuple[list[CourseEntry], int]:
    """The latest `limit` lines before and since these positions (0: any), newest first, and where older ones begin."""
    found = Entry.objects.filter(matter=seen.number, seq__gt=since).defer("sealed", "hash", "seal", "after")
    if before:
        found = found.filter(seq__lt=before)
    if not seen.looks_on:
        found = found.filter(seq__in=seen.own)
    elif not seen.whole:
        found = found.exclude(act__in=PRIVATE_ACTS) | found.filter(seq__in=seen.own)
    rows = list(found.order_by("-seq")[: limit + 1])
    older = rows[limit - 1].seq if len(rows) > limit else 0
    return [line(seen, row) for row in rows[:limit]], older


def line(seen: Seen, row: Entry) -> CourseEntry:
    """One entry, as far as the reader sees it. Of whom nobody may know, no post tells either."""
    matter = seen.loaded.record.matter
    unnamed = row.person_id in seen.unnamed
    role = "opener" if unnamed else row.role
    secret = row.act in VOTES and "choice" not in row.values
    if secret or (
        row.seq not in seen.own and undisclosed(seen.loaded.method, matter.visit, matter.closed, row)
    ):
        return CourseEntry(row, False, {}, role=role)
    if seen.whole:
        return CourseEntry(row, not unnamed, row.values, row.note, role)
    return CourseEntry(row, False, row.values if row.seq in seen.own else {}, role=role)
