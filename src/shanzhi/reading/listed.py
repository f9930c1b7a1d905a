"""What a list tells one reader of each matter in it: where, and how exactly; what presses; which photos.

Every list, board, map, export and open interface asks here. Parties and desk learn the door, the point, whom it waits for
and what was asked from above; everybody else the building and no nearer, and of photos those that a sight shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.files.thumbnails import PICTURES
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import File, Matter
from shanzhi.matters.models.matter import NEVER
from shanzhi.matters.rights.access import parties_among, visible_to
from shanzhi.matters.writing.ground import ground
from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.places.buildings import lifted
from shanzhi.places.models import Place
from shanzhi.reading.files import files_among, withheld
from shanzhi.reading.matter import shown_of_many

MOST_PHOTOS = 9
"""Photos that a list offers of one matter."""


class Listed(Struct):
    """One matter as a list tells it to one reader.

    `origin` is where it happened and `place` where it stands, as near as the reader may know; `exact` says that this is to
    the door. `lon`, `lat` are its own point or that of the place; None where neither has one. `due` is until when something
    must have happened, of what is open and dated; `late` that this is over, though the clock may not have come to it yet.
    """

    origin: Place
    place: Place
    exact: bool
    lon: float | None = None
    lat: float | None = None
    urged_until: datetime | None = None
    returned: bool = False
    desk_person: int | None = None
    due: datetime | None = None
    late: bool = False


def listed(reader: Actor | None, matters: Iterable[Matter]) -> dict[int, Listed]:
    """How each of some matters is told, by number; for a list without a reader as to somebody who only looks on.

    Give matters with `origin` read, and `place` where it is wanted (else it stands for where it happened).
    """
    rows = list(matters)
    guarded = [row.pk for row in rows if _guarded(row)]
    parties = parties_among(reader, guarded) if reader is not None and guarded else set()
    exact = {
        row.pk for row in rows if row.pk in parties and (not row.unnamed or row.opener_id == _person(reader))
    }
    buildings = lifted(place for row in rows if row.pk not in exact for place in _places(row))
    return {row.pk: _told(row, row.pk in parties, row.pk in exact, buildings) for row in rows}


def _person(reader: Actor | None) -> int | None:
    return reader.person if reader is not None else None


def _guarded(row: Matter) -> bool:
    return (
        row.lon is not None
        or row.desk_person_id is not None
        or row.urged_until is not None
        or row.returned
        or any(place.level in BELOW_BUILDING for place in _places(row))
    )


def _places(row: Matter) -> tuple[Place, Place]:
    """Where a matter happened, and where it stands if that was read with it."""
    return row.origin, row.place if Matter.place.is_cached(row) else row.origin


def _told(row: Matter, whole: bool, exact: bool, buildings: dict[int, Place]) -> Listed:
    origin, place = _places(row)
    due, late = dated(row.closed_at, row.expected_at, row.late)
    if exact:
        spot = (row.lon, row.lat) if row.lon is not None else (origin.lon, origin.lat)
        desk = row.desk_person_id
        return Listed(origin, place, True, *spot, row.urged_until, row.returned, desk, due, late)
    origin, place = buildings.get(origin.pk, origin), buildings.get(place.pk, place)
    urged, returned = (row.urged_until, row.returned) if whole else (None, False)
    return Listed(origin, place, False, origin.lon, origin.lat, urged, returned, due=due, late=late)


def dated(closed: datetime | None, expected: datetime, late: bool) -> tuple[datetime | None, bool]:
    """Until when something must have happened, of what is open and dated, and whether that is over."""
    due = expected if closed is None and expected < NEVER else None
    return due, late or (due is not None and due < timezone.now())


def points_seen(reader: Actor, matters: Iterable[Matter]) -> set[int]:
    """Of some matters those whose own point the reader may know: a party's, and what a sight shows of the point asked for."""
    exact = {matter.pk for matter in matters if matter.lon is not None}
    if not exact:
        return exact
    parties = parties_among(reader, exact)
    rows = Matter.objects.filter(pk__in=exact - parties).defer("sealed", "head")
    told = shown_of_many(reader, ground(), rows)
    points = {row.pk: _points(row) for row in rows}
    return parties | {number for number, asked in points.items() if asked and asked <= told[number].keys()}


def _points(matter: Matter) -> set[str]:
    """The questions of its opening that ask for a point."""
    return {f.name for f in compiled(bytes(matter.pin), matter.adoption_id).form if f.kind.spot}


def seen_among(reader: Actor, numbers: Iterable[int]) -> set[int]:
    """Of some matters, those that a reader may see at all."""
    wanted = list(numbers)
    if reader is SYSTEM:
        return set(wanted)
    return set(
        Matter.objects.filter(visible_to(reader), pk__in=wanted, void=False).values_list("pk", flat=True)
    )


def seen_whole(reader: Actor, numbers: Iterable[int]) -> set[int]:
    """Of some matters, those that a reader sees whole."""
    return parties_among(reader, numbers)


def photos_of(reader: Actor | None, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The photos of some matters that a reader may have, the earliest first: a party all but those of sensitive answers that
    they did not send, others those shown to them.

    One query where no matter has a photo.
    """
    there: dict[int, list[str]] = {}
    own: set[str] = set()
    files = File.objects.filter(matter__in=list(numbers), type__in=PICTURES).order_by("at", "pk")
    for file, matter, sender in files.values_list("pk", "matter", "person"):
        there.setdefault(matter, []).append(str(file))
        if reader is not None and sender is not None and sender == reader.person:
            own.add(str(file))
    if not there or reader is None:
        return {}
    whole = parties_among(reader, list(there))
    apart = withheld(whole) - own if whole else own
    found = {n: [file for file in there[n] if file not in apart] for n in there if n in whole}
    if others := [number for number in there if number not in whole]:
        rows = Matter.objects.filter(pk__in=others).select_related("origin", "place")
        shown = shown_of_many(reader, ground(), rows.defer("origin__geometry", "place__geometry", "sealed"))
        methods = {row.pk: compiled(bytes(row.pin), row.adoption_id) for row in rows}
        for number, facts in shown.items():
            may = set(files_among(methods[number], facts))
            found[number] = [file for file in there[number] if file in may]
    return {number: photos[:MOST_PHOTOS] for number, photos in found.items() if photos}
