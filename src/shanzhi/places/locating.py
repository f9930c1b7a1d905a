"""Which place a point lies in: one rule for what wins, applied to a few candidates or to all shapes at once.

A point may lie in several shapes: a grid and the estate's dedicated grid over it, a building in both, two grids that
share an edge. What wins is fixed, so that the same point always lands on the same desk:
1. what is dedicated, or lies below a dedicated grid, before what is general (whoever keeps the estate answers for it);
2. the deeper level; 3. the smaller shape; 4. the smaller code. A point on an edge lies in both neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.method.roles import LEVELS


class Shaped(Struct, frozen=True):
    """A place with its shape: id, code, level, its way from the top (ids, itself included), WGS-84 outline."""

    id: int
    code: str
    level: str
    way: tuple[int, ...]
    geometry: BaseGeometry


def precedence(place: Shaped, dedicated: frozenset[int]) -> tuple[Any, ...]:
    """The key by which the smallest wins. `dedicated` are the ids of all dedicated grids."""
    own = not dedicated.isdisjoint(place.way)
    area = round(
        place.geometry.area, 12
    )  # about a hundredth of a square metre; less is the rounding of the map
    return (not own, -LEVELS.index(place.level), area, place.code)


class Locator:
    """All shapes that a point may fall into, ready for very many points. Build once; safe to share between threads."""

    def __init__(self, places: Iterable[Shaped], dedicated: frozenset[int]) -> None:
        self.places = sorted(places, key=lambda place: precedence(place, dedicated))
        shapes = np.array([place.geometry for place in self.places], dtype=object)
        if len(shapes):
            shapely.prepare(shapes)
        self._tree = shapely.STRtree(shapes)

    def locate(self, lon: float, lat: float) -> Shaped | None:
        """The winning place at one point (degrees, WGS-84); None where no shape lies."""
        return self.locate_many([lon], [lat])[0]

    def locate_many(self, lon: Sequence[float] | Any, lat: Sequence[float] | Any) -> list[Shaped | None]:
        """The winning place at each point; NaN or infinite coordinates lie nowhere."""
        points: Any = shapely.points(np.column_stack([np.asarray(lon, float), np.asarray(lat, float)]))
        winner = np.full(len(points), len(self.places))
        at, place = self._tree.query(points, predicate="intersects")
        np.minimum.at(winner, at, place)
        return [self.places[rank] if rank < len(self.places) else None for rank in winner.tolist()]
