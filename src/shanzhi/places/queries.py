"""Reading the place tree: ways up and down, the place at a point, the places a text names.

Names and shapes are held in memory per subtree and read again only when somebody changed them (`places.edition`);
the check costs one small query a call. For many points or texts take a `locator` or `name_index` once and keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import shapely
from django.db.models import Count, Q, QuerySet

from shanzhi.method.kept import Kept
from shanzhi.method.roles import LEVELS
from shanzhi.places.codes import BadCode, normalize
from shanzhi.places.edition import names_mark, shapes_mark
from shanzhi.places.locating import Locator, Shaped, precedence
from shanzhi.places.measure import degrees_around, distance_to_m
from shanzhi.places.mentions import IndexedPlace, Match, NameIndex
from shanzhi.places.models import Place
from shanzhi.places.names import PAPER_NAMES

Built = TypeVar("Built")
_MOST_NAMES = 200_000
_kept: Kept[tuple[str, str], tuple[int, Any]] = Kept(24)


def by_code(code: str) -> Place | None:
    """The place of a code, padded or not; None when there is none, or when it is no code at all."""
    try:
        short = normalize(code)
    except BadCode:
        return None
    return Place.objects.filter(code__in={short, code.strip()}).order_by("-code").first()


def subtree(place: Place, *, levels: Iterable[str] | None = None, closed: bool = False) -> QuerySet[Place]:
    """The place and all below it, at the levels named; closed places only when asked for. Shapes are not loaded."""
    places = Place.objects.filter(path__begins=place.path).defer("geometry")
    if levels is not None:
        places = places.filter(level__in=list(levels))
    return places if closed else places.filter(closed_at=None)


def full_name(place: Place) -> str:
    """The name with the names above it, as an address is written: 北京市东城区东华门街道多福巷社区."""
    ids = place.ancestor_ids
    names = dict(Place.objects.filter(pk__in=ids).values_list("pk", "name"))
    return "".join(names[pk] for pk in ids if names.get(pk) and names[pk] not in PAPER_NAMES)


def locate(
    lon: float,
    lat: float,
    level: str | None = "grid",
    within: Place | None = None,
    nearest_m: float | None = None,
) -> Place | None:
    """The place at a point (degrees, WGS-84): the grid it lies in, or, with `level=None`, the deepest place.

    With a level, a deeper shape (a building whose grid has none) leads to its grid. `within` limits the search to a
    subtree. Where nothing lies at the point, `nearest_m` takes the nearest shape within so many metres. What wins
    among several is laid down in `places.locating`: a dedicated grid goes before the general one it overlaps.
    """
    box = Q(min_lon__lte=lon, max_lon__gte=lon, min_lat__lte=lat, max_lat__gte=lat)
    found = _shaped(level, within, box)
    hits = [place for place in found if shapely.intersects_xy(place.geometry, lon, lat)]
    if not hits and nearest_m is not None:
        wide, high = degrees_around(lat, nearest_m)
        box = Q(
            min_lon__lte=lon + wide, max_lon__gte=lon - wide, min_lat__lte=lat + high, max_lat__gte=lat - high
        )
        near = [(distance_to_m(lon, lat, place.geometry), place) for place in _shaped(level, within, box)]
        least = min((metres for metres, _ in near if metres <= nearest_m), default=None)
        hits = [place for metres, place in near if metres == least]
    if not hits:
        return None
    dedicated = _among({pk for place in hits for pk in place.way}, kind=Place.Kind.DEDICATED)
    winner = min(hits, key=lambda place: precedence(place, dedicated))
    return Place.objects.get(pk=winner.way[-1])


NEAR_M = 300.0
"""How far from every outline a point may lie and still be taken for one here: maps are drawn with gaps."""


def is_outside(lon: float, lat: float) -> bool:
    """Whether a point (degrees, WGS-84) lies away from every place that has an outline; never where none has one."""
    if not Place.objects.filter(min_lon__isnull=False, closed_at=None).exists():
        return False
    return locate(lon, lat, level=None, nearest_m=NEAR_M) is None


def locator(level: str | None = "grid", within: Place | None = None) -> Locator:
    """What `locate` does, in memory, for very many points: `locator(...).locate_many(lons, lats)`.

    The answers' `id` is the place's own; with a level given, `way` ends with the place of that level.
    """
    key = ("shapes", f"{level}{within.path if within else ''}")

    return _keep(key, shapes_mark(), lambda: locator_of(_shaped(level, within)))


def find_by_text(text: str, within: Place | None = None) -> list[Match]:
    """The places that a text names, the most fitting first: see `places.mentions`. Empty when it names none."""
    return name_index(within).find(text)


def name_index(within: Place | None = None) -> NameIndex:
    """The names of all open places under `within` for finding them in texts (`named_places`)."""
    return cached_names("names", within, lambda: NameIndex(named_places(within)))


def cached_names(what: str, within: Place | None, build: Callable[[], Built]) -> Built:
    """Something built of the names under a place, kept until a name changes."""
    return _keep((what, within.path if within else ""), names_mark(), build)


def named_places(within: Place | None) -> Iterator[IndexedPlace]:
    """All open places under `within`, its own included, households excepted, as indexes take them.

    Without `within`, or with one that holds more than 200,000 places, only the levels down to the street are taken.
    """
    places = Place.objects.filter(closed_at=None).exclude(level="household")
    if within is not None:
        places = places.filter(path__begins=within.path)
    if within is None or places.count() > _MOST_NAMES:
        places = places.filter(level__in=["province", "city", "district", "street"])
    fields = places.order_by("pk").values_list("pk", "name", "other_names", "level", "kind", "path")
    for pk, name, others, level, kind, path in fields.iterator(chunk_size=10_000):
        yield IndexedPlace(pk, (name, *others), level, kind == Place.Kind.DEDICATED, _way(path))


def count_below(place: Place) -> dict[str, int]:
    """How many open places of each level lie below a place."""
    rows = subtree(place).exclude(pk=place.pk).values_list("level").annotate(Count("pk")).order_by()
    counts = dict(rows)
    return {level: counts[level] for level in LEVELS if level in counts}


def shaped_places(
    *, levels: Sequence[str] = LEVELS, within: Place | None = None, box: Q | None = None
) -> list[Shaped]:
    """Open places of these levels that have a shape, within a subtree and a box of bounds where given."""
    places = Place.objects.filter(box or Q(min_lon__isnull=False), closed_at=None)
    if len(levels) < len(LEVELS):
        places = places.filter(level__in=levels)
    if within is not None:
        places = places.filter(path__begins=within.path)
    rows = list(places.values_list("pk", "code", "level", "path", "geometry"))
    shapes: Any = shapely.from_wkb([bytes(row[4] or b"") for row in rows]) if rows else []
    return [
        Shaped(pk, code, level, _way(path), shape)
        for (pk, code, level, path, _), shape in zip(rows, shapes, strict=True)
    ]


def locator_of(places: list[Shaped]) -> Locator:
    """A locator over just these shapes."""
    ways = {pk for place in places for pk in place.way}
    return Locator(places, _among(ways, kind=Place.Kind.DEDICATED))


def _shaped(level: str | None, within: Place | None, box: Q | None = None) -> list[Shaped]:
    """Shapes that may hold a point; with a level, those of it and below, their ways cut off at that level."""
    if level is None:
        return shaped_places(within=within, box=box)
    return _cut(shaped_places(levels=LEVELS[LEVELS.index(level) :], within=within, box=box), level)


def _cut(places: list[Shaped], level: str) -> list[Shaped]:
    deeper = [place for place in places if place.level != level]
    at_level = _among({pk for place in deeper for pk in place.way[:-1]}, level=level)
    kept = [place for place in places if place.level == level]
    for place in deeper:
        ends = [index for index, pk in enumerate(place.way) if pk in at_level]
        if ends:
            way = place.way[: ends[-1] + 1]
            kept.append(Shaped(place.id, place.code, place.level, way, place.geometry))
    return kept


def _among(ids: set[int], **what: str) -> frozenset[int]:
    """Those of the ids whose places are open and as described; asked for in parts, since a statement has its limits."""
    return frozenset(
        pk
        for part in parts(sorted(ids))
        for pk in Place.objects.filter(pk__in=part, closed_at=None, **what).values_list("pk", flat=True)
    )


def parts(values: Iterable[Built]) -> Iterator[tuple[Built, ...]]:
    """Many values in tuples of at most ten thousand: a statement takes only so many."""
    rest = iter(values)
    while part := tuple(islice(rest, 10_000)):
        yield part


def _way(path: str) -> tuple[int, ...]:
    return tuple(map(int, path[1:-1].split("/")))


def _keep(key: tuple[str, str], mark: int, build: Callable[[], Built]) -> Built:
    """What was built for this mark, or build it now. A mark of 0 says that nothing may be kept."""
    kept = _kept.get(key)
    if mark and kept is not None and kept[0] == mark:
        return kept[1]
    built = build()
    if mark:
        _kept.keep(key, (mark, built))
    return built
