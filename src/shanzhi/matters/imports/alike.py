"""Finds what is probably the same matter twice (可能重复), among what an import took and what was there before.

Three signs: texts that share half of their runs or more, close in time and not in places apart; the same author
again, with a third in common; and, for reports with a mark on the map and no details, the same subject at the same
point within days (a bare subject is the name of a kind, and says nothing alone). It is a hint, shown to whoever handles the matter; nothing is merged by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Max, Min, Q
from msgspec import Struct

from shanzhi.matters.imports.sketches import Buckets, bare, sketch
from shanzhi.matters.models import ImportedRow, Likeness, Matter
from shanzhi.matters.writing.record import moment
from shanzhi.places.models import Place

WINDOW = timedelta(days=60)
SAME_SPOT = timedelta(days=7)
ENOUGH, ENOUGH_OF_ONE, ANYWHERE = 0.5, 0.3, 0.8
"""How alike texts must be: of two authors, of one author, and of places apart."""
MOST_EACH = 3
COMMON_SPOT = 20
"""A point with more reports than this is where a system puts what it cannot place."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Alike(Struct, frozen=True):
    """Two matters that seem to be the same: the later, the earlier, how alike in percent, whether of one author."""

    matter: int
    like: int
    percent: int
    same_author: bool


class _Told(Struct, frozen=True):
    matter: int
    opened: datetime
    way: tuple[int, ...]
    author: str
    ours: bool
    subject: str
    spot: tuple[float, float] | None


def find_alike(
    *, batch: int, at: Place, window: timedelta = WINDOW, progress: Callable[[int, int], None] | None = None
) -> list[Alike]:
    """The pairs of which at least one is of this import, among matters of its method below `at`, by the later one."""
    own = Matter.objects.filter(batch=batch, void=False)
    span = own.aggregate(first=Min("opened_at"), last=Max("opened_at"))
    slug = own.values_list("method", flat=True).first()
    if slug is None or span["first"] is None:
        return []
    near = Q(opened_at__gte=span["first"] - window, opened_at__lte=span["last"] + window)
    rows = Matter.objects.filter(near, method=slug, void=False, origin__path__begins=at.path)
    total = rows.count()
    spots = _common_spots(rows)
    buckets = Buckets()
    told: dict[int, _Told] = {}
    by_spot: dict[tuple[float, float, str], int] = {}
    found: list[Alike] = []
    fields = rows.order_by("opened_at", "pk").values_list(
        "pk", "opened_at", "origin__path", "batch", "data", "lon", "lat"
    )
    authors = dict(ImportedRow.objects.exclude(author="").filter(matter__in=rows).values_list("pk", "author"))
    for done, (pk, opened, path, of, data, lon, lat) in enumerate(fields.iterator(chunk_size=2_000), 1):
        text = bare(f"{data.get('subject', '')}{data['detail']}") if data.get("detail") else ""
        spot = _spot(lon, lat)
        one = _Told(
            pk,
            moment(opened) or opened,
            _way(path),
            authors.get(pk, ""),
            of == batch,
            bare(str(data.get("subject", ""))) if spot is not None else "",
            spot if spot not in spots else None,
        )
        told[pk] = one
        pairs = list(_by_text(one, text, buckets, told, window)) or list(_by_spot(one, by_spot, told))
        pairs.sort(key=lambda pair: (-pair.percent, pair.like))
        found += pairs[:MOST_EACH]
        if progress is not None and done % 500 == 0:
            progress(done, total)
    if progress is not None:
        progress(total, total)
    return found


def record_alike(found: list[Alike], now: datetime) -> int:
    """Keep the pairs, so that those who handle the matters see them; how many were new."""
    before = Likeness.objects.count()
    Likeness.objects.bulk_create(
        [
            Likeness(
                matter_id=a.matter, like_id=a.like, percent=a.percent, same_author=a.same_author, found_at=now
            )
            for a in found
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return Likeness.objects.count() - before


def _by_text(
    one: _Told, text: str, buckets: Buckets, told: dict[int, _Told], window: timedelta
) -> Iterator[Alike]:
    drawn = sketch(text) if text else None
    if drawn is None:
        return
    for number, share in buckets.like(drawn, ENOUGH_OF_ONE):
        other = told[number]
        same = bool(one.author) and one.author == other.author
        together = _together(one.way, other.way)
        enough = ENOUGH_OF_ONE if same else ENOUGH if together else ANYWHERE
        if (one.ours or other.ours) and share >= enough and one.opened - other.opened <= window:
            yield Alike(one.matter, number, round(share * 100), same)
    buckets.add(one.matter, drawn)


def _by_spot(
    one: _Told, by_spot: dict[tuple[float, float, str], int], told: dict[int, _Told]
) -> Iterator[Alike]:
    if one.spot is None or not one.subject:
        return
    key = (*one.spot, one.subject)
    before = by_spot.get(key)
    by_spot[key] = one.matter
    if before is None:
        return
    other = told[before]
    if (one.ours or other.ours) and one.opened - other.opened <= SAME_SPOT:
        yield Alike(one.matter, before, 90, bool(one.author) and one.author == other.author)


def _common_spots(rows: Any) -> set[tuple[float, float]]:
    points = rows.exclude(lon=None).values_list("lon", "lat").iterator(chunk_size=10_000)
    counts = Counter(_spot(lon, lat) for lon, lat in points)
    return {spot for spot, count in counts.items() if spot is not None and count > COMMON_SPOT}


def _spot(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    """A point to about ten metres."""
    return (round(lon, 4), round(lat, 4)) if lon is not None and lat is not None else None


def _together(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two places are not apart: one is, or lies in, the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _way(path: str) -> tuple[int, ...]:
    return tuple(map(int, path[1:-1].split("/")))
