"""Where the open matters lie: counted by place, so that a map of a million is drawn as quickly as one of ten.

The counts come from one index (`matter_map`); what took long to count is kept for a while, for everybody, before
anyone's view is taken from it. A count holds what an actor sees by line of duty, by where they live, because it is
public, or because it is theirs; what they see only since they once acted on it, or are asked to act, is in the lists.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct

from shanzhi.database.prefix import after
from shanzhi.database.wire import fetch, on_postgresql
from shanzhi.engine.types import Actor
from shanzhi.matters.lists.queries import inbox, opened_by
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import general_view, seen_by
from shanzhi.method.kept import Kept
from shanzhi.places.models import Place
from shanzhi.places.outlines import Box, Extent, spots

QUICK = 0.1
"""Seconds; a count that took longer is kept."""
KEPT_FOR = 20.0
"""Seconds at least for which it is kept; thirty times what it took, if that is more."""
MOST_KEPT_FOR = 120.0
MOST_OWN = 200
"""Most of one's own matters that are looked at for this, of either sort."""
_COUNTED = """SELECT c.origin_id, p.path, p.min_lon, p.min_lat, p.max_lon, p.max_lat, c.method, c.stage, c.late, c.visible, c.n
 FROM (SELECT m.origin_id, m.method, m.stage, m.late, m.visible, count(*) AS n FROM matters_matter m
  WHERE m.closed_at IS NULL AND NOT m.void AND m.origin_id IN (SELECT id FROM places_place WHERE path {low} %s{text} AND path {high} %s{text})
  GROUP BY m.origin_id, m.method, m.stage, m.late, m.visible) c JOIN places_place p ON p.id = c.origin_id"""
_kept: Kept[str, tuple[float, list[Heap]]] = Kept(16)


class Heap(Struct, frozen=True):
    """Open matters that happened in one place (`path` is its way from the top) and stand alike. `box` is in WGS-84."""

    origin: int
    path: str
    box: Box | None
    method: str
    stage: str
    late: bool
    visible: str
    count: int


def heaps(
    actor: Actor,
    here: Place,
    *,
    box: Box | None = None,
    method: str = "",
    stage: str = "",
    late: bool = False,
) -> list[Heap]:
    """The open matters in a place and below that the actor sees, counted; in a box of bounds, and narrowed, where asked."""
    places = spots(here.path)
    sees = general_view(actor)
    found = [heap for heap in _counted(here.path) if sees(heap.visible, heap.path)]
    found += _own(actor, here, sees)
    return [
        heap
        for heap in found
        if (not method or heap.method == method)
        and (not stage or heap.stage == stage)
        and (heap.late or not late)
        and (box is None or _touches(box, heap, places))
    ]


def matters_of(
    actor: Actor, piles: Iterable[Heap], *, method: str = "", stage: str = "", late: bool = False
) -> QuerySet[Matter]:
    """The matters of some heaps, the latest first, as far as the actor may see them."""
    chosen: dict[str, Any] = {"closed_at": None}
    chosen |= {name: value for name, value in (("method", method), ("stage", stage)) if value}
    if late:
        chosen["late"] = True
    return seen_by(actor).filter(origin__in={heap.origin for heap in piles}, **chosen).order_by("-pk")


def lies_at(path: str, places: dict[int, Extent]) -> Extent | None:
    """The deepest place on a way of which it is known where it lies."""
    for part in reversed(path[1:-1].split("/")):
        spot = places.get(int(part))
        if spot is not None and spot.at is not None:
            return spot
    return None


def _touches(box: Box, heap: Heap, places: dict[int, Extent]) -> bool:
    its = heap.box
    if its is None:
        spot = lies_at(heap.path, places)
        its = spot.box if spot is not None else None
    return its is not None and its[0] <= box[2] and its[2] >= box[0] and its[1] <= box[3] and its[3] >= box[1]


def _own(actor: Actor, here: Place, sees: Callable[[str, str], bool]) -> list[Heap]:
    """What the actor opened or has on the desk, and does not see for another reason; each found by its own index."""
    if actor.person is None or sees("", here.path):
        return []
    opened = opened_by(actor).filter(closed_at=None).values_list("pk", flat=True)[:MOST_OWN]
    ids = {*opened, *(line.id for line in inbox(actor, limit=MOST_OWN))}
    mine = Matter.objects.filter(pk__in=ids, closed_at=None, void=False, origin__path__begins=here.path)
    edges = [f"origin__{edge}" for edge in ("min_lon", "min_lat", "max_lon", "max_lat")]
    rows = mine.values_list("origin", "origin__path", *edges, "method", "stage", "late", "visible")
    found = [_heap((*row, 1)) for row in rows]
    return [heap for heap in found if not sees(heap.visible, heap.path)]


def _counted(path: str) -> list[Heap]:
    known = _kept.get(path)
    begun = time.monotonic()
    if known is not None and begun < known[0]:
        return known[1]
    pg = on_postgresql()
    statement = _COUNTED.format(
        low="~>=~" if pg else ">=", high="~<~" if pg else "<", text="::text" if pg else ""
    )
    found = [_heap(row) for row in fetch(statement, [path, after(path)])]
    took = time.monotonic() - begun
    if took > QUICK:
        _kept.keep(path, (begun + took + min(max(KEPT_FOR, 30 * took), MOST_KEPT_FOR), found))
    return found


def _heap(row: tuple[Any, ...]) -> Heap:
    origin, path, *edges, method, stage, late, visible, count = row
    west, south, east, north = edges
    box = None if west is None else (west, south, east, north)
    return Heap(origin, path, box, method, stage, bool(late), visible, int(count))
