"""What the map's scripts are given: outlines, matters gathered into marks, and how the map is set up here.

Coordinates go to the page in the system of the map's ground (`crs`), and come back in it, but for what a form sends.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.on_map import Heap, heaps, lies_at, matters_of
from shanzhi.method.roles import LEVELS
from shanzhi.places.models import Place
from shanzhi.places.outlines import CENTRED, Box, Extent, bounds, box_on_map, point, spots
from shanzhi.places.telling import beside
from shanzhi.reading.listed import points_seen
from shanzhi.reading.lists import lean
from shanzhi.reading.openable import places_of
from shanzhi.tables.cells import readable
from shanzhi.web.lists import MatterRow, rows
from shanzhi.web.words import DOT, say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


FEW = 200
"""Up to so many matters are shown one by one; more are gathered by place."""
MARKS = 80
"""Most marks of matters gathered by place."""
LISTED = 5
"""Most matters named in one mark."""


class Narrowed(Struct, frozen=True):
    """Which of the open matters are wanted."""

    method: str = ""
    stage: str = ""
    late: bool = False

    @property
    def query(self) -> str:
        """As an address says it."""
        chosen = {"method": self.method, "stage": self.stage, "late": "1" if self.late else ""}
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def by(self) -> dict[str, Any]:
        return {"method": self.method, "stage": self.stage, "late": self.late}

    @property
    def columns(self) -> dict[str, Any]:
        """Only what narrows."""
        return {name: value for name, value in self.by.items() if value}


def narrowed_by(request: HttpRequest) -> Narrowed:
    """Which matters an address asks for."""
    method, stage = (readable(request.GET.get(name, ""))[:64] for name in ("method", "stage"))
    return Narrowed(method, stage if method else "", request.GET.get("late") == "1")


class Mark(Struct):
    """One mark on the map: a place with its matters counted, or the matters at one point, a few of them named."""

    at: tuple[float, float] | None
    name: str
    count: int
    late: int
    url: str
    matters: list[dict[str, str]] = []


def marks(actor: Actor, here: Place, box: Box | None, narrowed: Narrowed) -> tuple[list[Mark], int]:
    """The marks of a box (WGS-84; None: of the whole place), and how many matters they stand for."""
    piles = heaps(actor, here, box=box, **narrowed.by)
    count = sum(heap.count for heap in piles)
    if count <= FEW:
        return _single(actor, here, piles, narrowed), count
    return _gathered(here, piles, narrowed), count


def by_place(actor: Actor, here: Place, narrowed: Narrowed) -> list[Mark]:
    """The same for those who do not see a map: how many matters there are in each part of a place."""
    piles = heaps(actor, here, **narrowed.by)
    below = {
        place.pk: place
        for place in beside(Place.objects.filter(parent=here).only("pk", "name", "level", "path"))
    }
    found: dict[int, list[int]] = {}
    for heap in piles:
        way = [int(part) for part in heap.path[1:-1].split("/")]
        number = next((pk for pk in way if pk in below), here.pk)
        counts = found.setdefault(number, [0, 0])
        counts[0] += heap.count
        counts[1] += heap.count if heap.late else 0
    names = {here.pk: here.name} | {pk: place.name for pk, place in below.items()}
    order = [here.pk, *below]
    return [
        Mark(None, names[pk], found[pk][0], found[pk][1], _list_url(pk, narrowed))
        for pk in sorted(found, key=order.index)
    ]


def setup(actor: Actor, here: Place | None = None) -> dict[str, Any]:
    """How the map is set up: where its parts are, what lies under it, what it shows first, and its words."""
    box = bounds(here) if here is not None else next(filter(None, map(bounds, _usual(actor))), None)
    return {
        "scripts": [static("leaflet/leaflet.js")],
        "styles": [static("leaflet/leaflet.css"), static("web/map.css")],
        "shapes": reverse("map-shapes"),
        "at": reverse("map-at"),
        "tiles": settings.SHANZHI_TILES,
        "attribution": settings.SHANZHI_TILES_ATTRIBUTION,
        "tilesTo": settings.SHANZHI_TILES_ZOOM,
        "box": box_on_map(box, settings.SHANZHI_TILES_CRS) if box is not None else None,
        "path": here.path if here is not None else "",
        "words": {
            "zoomIn": _("放大"),
            "zoomOut": _("缩小"),
            "map": _("地图"),
            "failed": _("地图没有取到，请检查网络后再试。"),
            "list": _("看这些事"),
            "closer": _("放大到这里"),
            "count": _("{count} 件"),
            "late": _("超期 {late} 件"),
            "pin": _("事情在这里，可以拖动"),
            "spot": _("事情在这里"),
            "centre": _("图钉放到地图中间"),
            "done": _("就是这里"),
            "clear": _("不标位置"),
            "hint": _("点一下地图，或拖动图钉。用键盘时：方向键移动地图，再按“图钉放到地图中间”。"),
        },
    }


def _usual(actor: Actor) -> Iterable[Place]:
    """Where a person has to do with, a grid at least, else the top of the tree."""
    grids = [number for place in places_of(actor) for number in place.ancestor_ids]
    above = Place.objects.filter(pk__in=grids, level__in=CENTRED, closed_at=None).defer("geometry")
    top = Place.objects.filter(parent=None, closed_at=None).defer("geometry")[:1]
    return [*above.exclude(level="microgrid").order_by("-depth"), *top]


def _single(actor: Actor, here: Place, piles: list[Heap], narrowed: Narrowed) -> list[Mark]:
    """Each matter where it is; those at one point share a mark."""
    if not piles:
        return []
    places, crs = spots(here.path), settings.SHANZHI_TILES_CRS
    found: dict[tuple[float, float], Mark] = {}
    matters = list(lean(matters_of(actor, piles, **narrowed.by))[: FEW * 2])
    exact = points_seen(actor, matters)
    for matter, row in zip(matters, rows(matters, reader=actor), strict=True):
        found_at = _where(matter, row, places, exactly=matter.pk in exact)
        if found_at is None:
            continue
        at, number, name = found_at
        mark = found.setdefault(at, Mark(point(*at, crs), name, 0, 0, _list_url(number, narrowed)))
        mark.count += 1
        mark.late += matter.late
        if len(mark.matters) < LISTED:
            mark.matters.append(_named(row))
    return list(found.values())


def _where(
    matter: Matter, row: MatterRow, places: dict[int, Extent], *, exactly: bool
) -> tuple[tuple[float, float], int, str] | None:
    """Where a matter is shown, and which place that is."""
    origin = matter.origin
    if exactly and matter.lon is not None and matter.lat is not None:
        return (round(matter.lon, 5), round(matter.lat, 5)), origin.pk, row.place
    if origin.lon is not None and origin.lat is not None:
        return (origin.lon, origin.lat), origin.pk, row.place
    spot = lies_at(origin.path, places)
    return (spot.at, spot.id, spot.name) if spot is not None and spot.at is not None else None


def _named(row: MatterRow) -> dict[str, str]:
    return {
        "title": row.title,
        "url": reverse("matter", args=[row.number]),
        "more": DOT.join(filter(None, (say(row.method), say(row.stage)))),
        "tone": row.tone,
    }


def _gathered(here: Place, piles: list[Heap], narrowed: Narrowed) -> list[Mark]:
    """One mark for each place of the finest level that is not too fine for so many."""
    places, crs = spots(here.path), settings.SHANZHI_TILES_CRS
    found: dict[int, Mark] = {}
    for level in reversed(CENTRED):
        found = {}
        for heap in piles:
            spot = _at_level(heap.path, places, level)
            if spot is None or spot.at is None:
                continue
            mark = found.get(spot.id)
            if mark is None:
                mark = found[spot.id] = Mark(
                    point(*spot.at, crs), spot.name, 0, 0, _list_url(spot.id, narrowed)
                )
            mark.count += heap.count
            mark.late += heap.count if heap.late else 0
            if len(found) > MARKS:
                break
        if len(found) <= MARKS:
            break
    return list(found.values())


def _at_level(path: str, places: dict[int, Extent], level: str) -> Extent | None:
    """The place on a way at this level, or the nearest above it of which it is known where it lies."""
    above = LEVELS.index(level)
    for part in reversed(path[1:-1].split("/")):
        spot = places.get(int(part))
        if spot is not None and spot.at is not None and LEVELS.index(spot.level) <= above:
            return spot
    return None


def _list_url(place: int, narrowed: Narrowed) -> str:
    query = narrowed.query
    return reverse("place-matters", args=[place]) + (f"?{query}" if query else "")


@cache
def tile_source(tiles: str) -> str:
    """The source (scheme and host) that a page with the map may load pictures from; "" without a tile server.

    `{s}` may stand in the first label of the host alone: there a policy can say “any”. Raises ValueError otherwise.
    """
    if not tiles:
        return ""
    scheme, _sep, rest = tiles.partition("://")
    host = rest.partition("/")[0]
    first, dot, others = host.partition(".")
    if scheme not in ("http", "https") or not host or "{" in others or any(sign in host for sign in " ;,'\""):
        raise ValueError(
            "SHANZHI_TILES 应形如 https://{s}.tiles.example.cn/{z}/{x}/{y}.png "
            "(SHANZHI_TILES must look like https://{s}.tiles.example.cn/{z}/{x}/{y}.png)"
        )
    return f"{scheme}://{'*' if '{' in first else first}{dot}{others}"
