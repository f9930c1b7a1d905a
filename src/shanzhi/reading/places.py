"""How exactly a reader learns where: parties and desk to the door, everybody else to the building and no nearer."""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.engine.types import Actor
from shanzhi.matters.access import parties_among
from shanzhi.matters.models import Matter
from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.places.buildings import no_nearer
from shanzhi.places.models import Place
from shanzhi.reading.matter import Seen


def near_enough(reader: Actor | None, matters: Iterable[Matter]) -> set[int]:
    """Of some matters in a list, those whose exact place the reader may know. One query, where any has one."""
    exact = [m.pk for m in matters if m.lon is not None or m.origin.level in BELOW_BUILDING]
    return parties_among(reader, exact) if reader is not None and exact else set()


def places_seen(seen: Seen, numbers: Iterable[int | None]) -> dict[int, Place]:
    """The places of these numbers, as near as the reader of a matter may know them."""
    wanted = {number for number in numbers if number is not None}
    known = Place.objects.defer("geometry").in_bulk(wanted)
    return known if seen.whole else no_nearer(known.values())
