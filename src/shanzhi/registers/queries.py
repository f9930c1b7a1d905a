"""Reading registers: entries that stand, whose they are, where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from shanzhi.registers.actions import secrets_of
from shanzhi.registers.models import RegisterEntry

STANDING = RegisterEntry.State.STANDING


def standing(at: datetime | None = None) -> Q:
    """The condition that an entry stands."""
    return Q(state=STANDING) & (Q(until=None) | Q(until__gt=at or timezone.now()))


def entry_of(method: str, register: str, whose: str, at: datetime) -> dict[str, Any] | None:
    """What the entry of somebody says that stands now, with its `since` and `until`; sensitive fields too, for the program's own use."""
    kind, _, number = whose.partition(":")
    found = RegisterEntry.objects.filter(
        standing(at), method=method, register=register, kind=kind, number=int(number)
    )
    entry = found.first()
    if entry is None:
        return None
    return {**entry.data, **secrets_of(entry), "since": entry.since, "until": entry.until}


def entries_of(tags: Iterable[str]) -> QuerySet[RegisterEntry]:
    """All entries of these (`person:5`, `household:7`), whether they stand or not."""
    wanted = Q(pk__in=())
    for tag in tags:
        kind, _, number = tag.partition(":")
        wanted |= Q(kind=kind, number=int(number))
    return RegisterEntry.objects.filter(wanted)
