"""How one's own matters stand: who has each, until when, and what its opener can do that moves it on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.decide import available
from shanzhi.engine.types import Actor
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import store
from shanzhi.method.model import Act
from shanzhi.reading.stand import Standing, standing_of


class OwnMatter(Struct):
    """Where one matter stands (None once it ended), and what its opener can do about it."""

    standing: Standing | None = None
    acts: list[Act] = []


def own_matters(reader: Actor, matters: Iterable[Matter]) -> dict[int, OwnMatter]:
    """How each of some matters that the reader opened stands, by number."""
    return {row.pk: _stands(reader, row.pk) if row.closed_at is None else OwnMatter() for row in matters}


def _stands(reader: Actor, number: int) -> OwnMatter:
    now = timezone.now()
    loaded = store.read(number, now)
    if loaded is None:
        return OwnMatter()
    state, world = loaded.record.matter, loaded.ground
    standing = standing_of(loaded.method, state, world, reader.person, whole=True, now=now)
    acts = available(loaded.method, state, reader, world, now)
    return OwnMatter(standing, [act for act in acts if act.origin != "builtin"])
