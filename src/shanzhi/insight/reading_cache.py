"""Readings that took long, kept for a while for everybody who may ask the same, with the moment they are as of.

A quick reading is never kept, so a small district always sees the present. Of those who find one too old, one reads
anew and the others are shown the old one, which says how old it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol, TypeVar

import msgspec
from django.db.models import Q
from django.utils import timezone

from shanzhi.matters.models import Reading
from shanzhi.method.kept import Kept

QUICK = 0.5
"""Seconds; a reading that took longer is kept."""
LEAST, TIMES, MOST = 60.0, 30.0, 600.0
"""Seconds for which it is kept at least; how many times what it took; and at most."""
CLAIM = timedelta(seconds=60)
"""For so long nobody else sets out to read anew."""


class Dated(Protocol):
    """Anything that says as of when it is."""

    at: datetime


T = TypeVar("T", bound=Dated)
_held: Kept[tuple[Any, ...], Any] = Kept(32)


def cached(
    key: str, kind: type[T], make: Callable[[], T], *, as_of: datetime | None = None
) -> tuple[T, bool]:
    """What `make` reads, or what was kept of it, and which of the two. The one kept `as_of` a moment is given however old."""
    now = timezone.now()
    row = Reading.objects.filter(key=key).values_list("at", "took").first()
    if row is not None and (row[0] == as_of or _fresh(*row, now) or not _claimed(key, now)):
        found = held((key, row[0]), lambda: _unpacked(key, kind))
        if found is not None:
            return found, True
    began = monotonic()
    made = make()
    took = monotonic() - began
    if took < QUICK:
        return made, False
    content = msgspec.msgpack.encode(made)
    Reading.objects.update_or_create(
        key=key, defaults={"at": made.at, "took": took, "content": content, "claimed_at": None}
    )
    return made, True


def held(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` gives, once for a key while this process remembers it; the key says as of when."""
    found = _held.get(key)
    if found is None and (found := make()) is not None:
        _held.keep(key, found)
    return found


def _unpacked(key: str, kind: type[T]) -> T | None:
    content = Reading.objects.filter(key=key).values_list("content", flat=True).first()
    try:
        return msgspec.msgpack.decode(bytes(content), type=kind) if content is not None else None
    except msgspec.DecodeError:  # packed by another version of the program
        return None


def _fresh(at: datetime, took: float, now: datetime) -> bool:
    return (now - at).total_seconds() < min(max(LEAST, TIMES * took), MOST)


def _claimed(key: str, now: datetime) -> bool:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    return Reading.objects.filter(free, key=key).update(claimed_at=now) == 1
