"""What lies around a point, for a small map beside a position: the border it lies in and the buildings near it, in metres.

North is up; x and y are metres from the point, y downwards, on a plane that is true within a few hundred metres. Nothing
is drawn that is not in our own place tree.
"""

from __future__ import annotations

import math
from typing import Any

import shapely
from django.db.models import Q
from msgspec import Struct

from shanzhi.places.measure import degrees_around, distance_to_m
from shanzhi.places.models import Place
from shanzhi.places.queries import locate

ACROSS, HIGH = 150, 90
"""Metres shown to either side of the point, and above and below it."""
MOST_BUILDINGS = 60
METRES = 111_320
"""Metres of a degree of latitude."""

Ring = list[tuple[int, int]]


class Shape(Struct, frozen=True):
    """One outline: its name and its rings."""

    name: str
    rings: list[Ring]


class Around(Struct, frozen=True):
    """What lies around a point. `place` is the deepest place there; `near` the nearest building, `near_m` metres away (0:
    the point lies in it); `border` that of the grid or what else holds the point."""

    place: Place | None
    near: Place | None
    near_m: int
    border: Shape | None
    buildings: list[Shape]


def around(lon: float, lat: float) -> Around | None:
    """What lies around a point (degrees, WGS-84); None where nothing of ours does."""
    wide, high = degrees_around(lat, ACROSS)
    box = Q(
        min_lon__lte=lon + wide, max_lon__gte=lon - wide, min_lat__lte=lat + high, max_lat__gte=lat - high
    )
    found = Place.objects.filter(box, level=Place.Level.BUILDING, closed_at=None, geometry__isnull=False)
    shaped = [(_outline(one), one) for one in found[: 4 * MOST_BUILDINGS]]
    near = sorted(
        ((distance_to_m(lon, lat, outline), one) for outline, one in shaped),
        key=lambda pair: (pair[0], pair[1].pk),
    )[:MOST_BUILDINGS]
    place = locate(lon, lat, level=None)
    if place is None and not near:
        return None
    holder = locate(lon, lat) or place
    border = _shape(holder, lon, lat) if holder is not None and holder.level != Place.Level.BUILDING else None
    metres, closest = near[0] if near else (0.0, None)
    return Around(place, closest, round(metres), border, [_shape(one, lon, lat) for _m, one in near])


def _outline(place: Place) -> Any:
    assert place.geometry is not None
    return shapely.from_wkb(bytes(place.geometry))


def _shape(place: Place, lon: float, lat: float) -> Shape:
    """The outline of a place within the window, around the point."""
    squeeze = math.cos(math.radians(lat)) * METRES

    def onto(xy: Any) -> Any:
        xy[:, 0] = (xy[:, 0] - lon) * squeeze
        xy[:, 1] = (lat - xy[:, 1]) * METRES
        return xy

    drawn = shapely.transform(_outline(place), onto)
    seen: Any = shapely.clip_by_rect(drawn, -ACROSS, -HIGH, ACROSS, HIGH)
    return Shape(place.name, [ring for one in shapely.get_parts(seen) for ring in _rings(one)])


def _rings(one: Any) -> list[Ring]:
    if one.geom_type != "Polygon" or one.is_empty:
        return []
    return [[(round(x), round(y)) for x, y in ring.coords] for ring in (one.exterior, *one.interiors)]
