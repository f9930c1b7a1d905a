"""How exactly a reader learns where: parties and desk to the door, everybody else to the building and no nearer.

So do parties and desk where nobody may know who opened it: the door would tell."""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.places.buildings import no_nearer
from shanzhi.places.models import Place
from shanzhi.reading.matter import Seen


def places_seen(seen: Seen, numbers: Iterable[int | None]) -> dict[int, Place]:
    """The places of these numbers, as near as the reader of a matter may know them."""
    wanted = {number for number in numbers if number is not None}
    known = Place.objects.defer("geometry").in_bulk(wanted)
    return known if seen.whole and not seen.opener_unnamed else no_nearer(known.values())
