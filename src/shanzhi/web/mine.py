"""One's own matters as cards: in plain words who has each, until when, and what happens if nobody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.model import Act
from shanzhi.reading.mine import own_matters
from shanzhi.reading.stand import Standing
from shanzhi.web.lists import MatterRow, rows

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


class OwnCard(Struct):
    """One matter: its row, where it stands (None once it ended), and what its opener can do that moves it on."""

    row: MatterRow
    standing: Standing | None = None
    acts: list[Act] = []


def cards(actor: Actor, matters: Iterable[Matter]) -> list[OwnCard]:
    """The cards of matters that the actor opened; give them `lean` (`reading.lists`)."""
    listed = list(matters)
    stand = own_matters(actor, listed)
    return [
        OwnCard(row, stand[row.number].standing, stand[row.number].acts)
        for row in rows(listed, reader=actor, pictured=True)
    ]
