"""The flats of buildings and their households: which one a door means, however it was entered.

A household entered at its building as «2单元501» is the one at door 501 of the second unit, and 501 on the fifth floor
is 501. Two flats of one number in two units are two; where a row leaves open which is meant it is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q
from msgspec import Struct

from shanzhi.method.roles import WITHIN_BUILDING
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household
from shanzhi.people.problems import BadInput
from shanzhi.places.doors import read_door
from shanzhi.places.models import Place
from shanzhi.places.writing import plain_door, plain_name

UNIT_OPEN = Sentence(
    "这栋楼分单元或楼层，“{door}”不止一处，请补上单元或楼层",
    "the building has units or floors and more than one “{door}”: add the unit or the floor",
)
_INSIDE = ("building", *WITHIN_BUILDING)


class Flat(Struct, frozen=True):
    """One flat inside its building: the plain names of its unit and floor, None where not said, and the plain door.

    A floor that the door's number begins with says nothing more, and is left out.
    """

    unit: str | None
    floor: str | None
    door: str


def flat_of(parts: Mapping[str, str], door: str) -> Flat:
    """The flat of a door below a building. `parts` are the names by level of the places between: unit, floor, household."""
    read = read_door(parts.get("household", door), in_building=True)
    unit = plain_name(parts["unit"], "unit") if "unit" in parts else read.unit
    floor = plain_name(parts["floor"], "floor") if "floor" in parts else read.floor
    number = plain_door(read.door or door)
    if floor is not None and number.startswith(floor.removesuffix("层")) and len(number) > len(floor):
        floor = None
    return Flat(unit, floor, number)


def base_of(place: Place) -> int:
    """The building that holds a place, or the place itself where it is no part of a building."""
    if place.level not in WITHIN_BUILDING and place.level != "household":
        return place.pk
    above = Place.objects.filter(pk__in=place.ancestor_ids[:-1]).exclude(level__in=WITHIN_BUILDING)
    return above.order_by("-depth").values_list("pk", flat=True).first() or place.pk


class Flats:
    """The households of buildings (or other places), read for many at once and kept in step by whoever writes."""

    def __init__(self) -> None:
        self._by_base: dict[int, dict[str, list[tuple[Flat, Household]]]] = {}

    def read(self, bases: Iterable[int]) -> list[Household]:
        """Read those of the places that are not known yet; returns their households."""
        wanted = set(bases) - self._by_base.keys()
        self._by_base |= {base: defaultdict(list) for base in wanted}
        deep = Q(parent__parent__in=wanted, parent__level__in=_INSIDE)
        deep |= Q(parent__parent__parent__in=wanted, parent__level="floor")
        inside = Q(level__in=(*WITHIN_BUILDING, "household")) & (Q(parent__in=wanted) | deep)
        rows = Place.objects.filter(Q(pk__in=wanted) | inside).defer("geometry") if wanted else ()
        places = {place.pk: place for place in rows}
        homes = (
            list(Household.objects.filter(place__in=places, closed_at=None).order_by("pk")) if wanted else []
        )
        for home in homes:
            home.place = places[home.place_id]
            way = home.place.ancestor_ids
            base = next(pk for pk in reversed(way) if pk in wanted)
            below = [places[pk] for pk in way[way.index(base) + 1 :]]
            flat = flat_of({place.level: place.name for place in below}, home.name)
            self._by_base[base][flat.door].append((flat, home))
        return homes

    def find(self, base: int, flat: Flat) -> Household | None:
        """The household of a flat. Raises `BadInput` where it is left open which is meant."""
        known = self._by_base[base][flat.door]
        for other, home in known:
            if other == flat:
                return home
        for other, _home in known:
            if flat.unit is None and other.unit is not None:
                raise BadInput(UNIT_OPEN.fill(door=flat.door))
            if flat.unit == other.unit and flat.floor is None and other.floor is not None:
                raise BadInput(UNIT_OPEN.fill(door=flat.door))
        return None

    def at(self, base: int, flat: Flat) -> list[Household]:
        """The households that may be meant: at this door, and in its unit and on its floor where both name them."""
        return [
            home
            for other, home in self._by_base[base][flat.door]
            if flat.unit in (None, other.unit) and flat.floor in (None, other.floor)
        ]

    def alike(self, base: int, flat: Flat) -> list[tuple[Flat, Household]]:
        """The other households of this building at a door of the same number."""
        return [(other, home) for other, home in self._by_base[base][flat.door] if other != flat]

    def add(self, base: int, flat: Flat, home: Household) -> None:
        """A household that is there now, in this flat."""
        known = self._by_base[base][flat.door]
        known[:] = [(other, kept) for other, kept in known if kept.pk != home.pk]
        known.append((flat, home))

    def forget(self, base: int) -> None:
        """What stands in a building is to be read anew."""
        self._by_base.pop(base, None)

    def clear(self) -> None:
        """Everything is to be read anew."""
        self._by_base.clear()
