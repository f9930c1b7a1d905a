"""One's own matters as cards: in plain words who has each, until when, and what happens if nobody answers."""

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
from shanzhi.web.lists import MatterRow, rows


class OwnMatter(Struct):
    """One matter: its row, where it stands (None once it ended), and what its opener can do that moves it on."""

    row: MatterRow
    standing: Standing | None = None
    acts: list[Act] = []


def cards(actor: Actor, matters: Iterable[Matter]) -> list[OwnMatter]:
    """The cards of matters that the actor opened; give `with_names(queryset)`."""
    listed = list(matters)
    return [
        _card(actor, matter, row) if matter.closed_at is None else OwnMatter(row)
        for matter, row in zip(listed, rows(listed, reader=actor, pictured=True), strict=True)
    ]


def _card(actor: Actor, matter: Matter, row: MatterRow) -> OwnMatter:
    now = timezone.now()
    loaded = store.read(matter.pk, now)
    if loaded is None:
        return OwnMatter(row)
    state, world = loaded.record.matter, loaded.ground
    standing = standing_of(loaded.method, state, world, actor.person, whole=True, now=now)
    acts = available(loaded.method, state, actor, world, now)
    return OwnMatter(row, standing, [act for act in acts if act.origin != "builtin"])
