"""The outlines of places as a map draws them: those in view, as coarse as the zoom, and never too many.

Everything goes in and out in the coordinate system of the map (`crs`: WGS-84, or GCJ-02 under the tiles of Amap and
Tencent), so that no script has to know of the shift. Households have no outline here: where people live is not shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
import shapely
from django.db.models import Count, Max, Min, Q
from msgspec import Struct

from shanzhi.method.roles import LEVELS
from shanzhi.places.crs import from_wgs84, to_wgs84
from shanzhi.places.edition import names_mark, shapes_mark
from shanzhi.places.models import Place

MOST = 400
"""Most outlines of one answer."""
DRAWN = LEVELS[LEVELS.index("district") : LEVELS.index("building") + 1]
"""The levels a map draws, the coarsest first."""
FROM_ZOOM = {"microgrid": 14, "building": 16}
"""Smaller places only blur a map that is zoomed out."""
CENTRED = LEVELS[: LEVELS.index("building")]
"""The levels below which a place is found where the one above it lies."""

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


class Outline(Struct, frozen=True):
    """One place on the map; `shape` is a GeoJSON geometry in the map's system."""

    id: int
    name: str
    level: str
    path: str
    at: tuple[float, float]
    shape: msgspec.Raw


class Extent(Struct, frozen=True):
    """Where a place lies (WGS-84): a point in it and its bounds; without an outline of its own, those of what lies below."""

    id: int
    name: str
    level: str
    path: str
    at: tuple[float, float] | None
    box: Box | None


def outlines(box: Box, *, zoom: int, crs: str = "wgs84", most: int = MOST) -> list[Outline]:
    """The outlines that touch a box, coarse levels first; a level that would be too much is left out with all below."""
    west, south, east, north = box_to_wgs84(box, crs)
    seen = Q(min_lon__lte=east, max_lon__gte=west, min_lat__lte=north, max_lat__gte=south)
    levels = [level for level in DRAWN if zoom >= FROM_ZOOM.get(level, 0)]
    there = Place.objects.filter(seen, level__in=levels, closed_at=None)
    counts = dict(there.order_by().values_list("level").annotate(Count("pk")))
    chosen: list[str] = []
    for level in levels:
        most -= counts.get(level, 0)
        if most < 0:
            break
        chosen.append(level)
    rows = there.filter(level__in=chosen).order_by("depth", "pk")
    fields = rows.values_list("pk", "name", "level", "path", "lon", "lat", "geometry")
    return [
        Outline(pk, name, level, path, point(lon, lat, crs), drawn(bytes(geometry), zoom, crs))
        for pk, name, level, path, lon, lat, geometry in fields
        if lon is not None and lat is not None and geometry is not None
    ]


def drawn(geometry: bytes, zoom: int, crs: str = "wgs84") -> msgspec.Raw:
    """A shape (WKB) as GeoJSON without what nobody sees: corners within a pixel, digits below a decimetre."""
    pixel = 360 / 256 / 2**zoom
    shape = shapely.simplify(shapely.from_wkb(geometry), pixel)

    def onto(xy: Any) -> Any:
        return np.round(np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], crs)), 6)

    return msgspec.Raw(shapely.to_geojson(shapely.transform(shape, onto)).encode())


def point(lon: float, lat: float, crs: str = "wgs84") -> tuple[float, float]:
    """A WGS-84 point where the map shows it."""
    x, y = from_wgs84(lon, lat, crs)
    return round(x, 6), round(y, 6)


def box_to_wgs84(box: Box, crs: str) -> Box:
    """The bounds on the map, in WGS-84."""
    return (*to_wgs84(box[0], box[1], crs), *to_wgs84(box[2], box[3], crs))


def box_on_map(box: Box, crs: str) -> Box:
    """Bounds in WGS-84 where the map shows them."""
    return (*point(box[0], box[1], crs), *point(box[2], box[3], crs))


def bounds(place: Place) -> Box | None:
    """The box in which a place lies: its own, else that of all below it; None where nothing is drawn."""
    here = spots(place.path).get(place.pk)
    if here is not None and here.box is not None:
        return here.box
    below = Place.objects.filter(path__begins=place.path, min_lon__isnull=False, closed_at=None)
    found = below.aggregate(a=Min("min_lon"), b=Min("min_lat"), c=Max("max_lon"), d=Max("max_lat"))
    if found["a"] is None:
        above = (
            Place.objects.filter(pk__in=place.ancestor_ids, min_lon__isnull=False).order_by("-depth").first()
        )
        return _box(above.min_lon, above.min_lat, above.max_lon, above.max_lat) if above else None
    return found["a"], found["b"], found["c"], found["d"]


def spots(path: str) -> dict[int, Extent]:
    """Where the places below a path lie, down to the microgrid, itself included; kept until the tree changes."""
    mark = (names_mark(), shapes_mark())
    return _spots(path, mark) if any(mark) else _spots.__wrapped__(path, mark)


@lru_cache(maxsize=32)
def _spots(path: str, mark: tuple[int, int]) -> dict[int, Extent]:
    places = Place.objects.filter(path__begins=path, closed_at=None, level__in=CENTRED).order_by("-depth")
    found: dict[int, Extent] = {}
    above: dict[int, list[Box]] = {}
    fields = (
        "pk",
        "parent",
        "name",
        "level",
        "path",
        "lon",
        "lat",
        "min_lon",
        "min_lat",
        "max_lon",
        "max_lat",
    )
    for pk, parent, name, level, its_path, lon, lat, *edges in places.values_list(*fields):
        box = _box(*edges) or _around(above.pop(pk, []))
        at = (lon, lat) if lon is not None else _middle(box)
        found[pk] = Extent(pk, name, level, its_path, at, box)
        if box is not None and parent is not None:
            above.setdefault(parent, []).append(box)
    return found


def _box(west: float | None, south: float | None, east: float | None, north: float | None) -> Box | None:
    if west is None or south is None or east is None or north is None:
        return None
    return west, south, east, north


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _middle(box: Box | None) -> tuple[float, float] | None:
    return None if box is None else ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def read_box(text: str) -> Box | None:
    """Bounds from an address (`west,south,east,north`); None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    sound = all(map(math.isfinite, (west, south, east, north)))
    if not (sound and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return west, south, east, north
