"""Where a row of a roster is: its place by code or names, and the household behind its door.

A name is compared by its plain form (`places.writing`), so that 二号楼 finds 2栋. Units and floors are entered as the
rosters bring them: whoever keeps the households of a building knows them, and nobody else lists them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.roles import LEVEL_NAMES, LEVELS, WITHIN_BUILDING
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.actions import add_place
from shanzhi.places.doors import PARTS, Door, door_of
from shanzhi.places.finding import find_places
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name
from shanzhi.places.writing import plain_name

COLUMNS = ("district", "street", "community", "grid", "microgrid", "building", "unit", "floor")
"""The columns of a roster that name places, from the top down."""

NO_PLACE = Sentence(
    "“{place}”里找不到{level}“{name}”，请先登记这个地方，或核对名称",
    "{place} has no {level} “{name}”: enter that place first, or check its name",
)
MANY_PLACES = Sentence(
    "“{place}”里有多个{level}叫“{name}”，请补上它的上级或代码",
    "{place} has several places ({level}) called “{name}”: add the place above it, or its code",
)
NOT_ONE = Sentence(
    "“{place}”里认不出“{name}”是哪一个地方，请写全（如“样例社区 第一网格”），或写它的代码",
    "which place in {place} is meant by “{name}” is not clear: write it in full (such as “样例社区 第一网格”), or its code",
)
NO_CODE = Sentence("“{place}”里没有代码为 {code} 的地方", "{place} has no place with the code {code}")


class RosterSpot(Struct):
    """Where a row is: the deepest place there is, the parts of its building still to be entered, and the door."""

    place: Place
    missing: tuple[tuple[str, str], ...] = ()
    door: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The unit and the floor it names, as levels and plain names."""
        own = [(self.place.level, self.place.name)] if self.place.level in WITHIN_BUILDING else []
        if (
            self.place.level == "floor"
            and self.place.parent is not None
            and self.place.parent.level == "unit"
        ):
            own.insert(0, ("unit", self.place.parent.name))
        return tuple((level, plain_name(name, level)) for level, name in (*own, *self.missing))


class RosterPlaces:
    """The places inside one scope, found by the columns of rows. Names are read once a level and kept."""

    def __init__(self, scope: Place) -> None:
        self.scope = scope
        self._named: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._found: dict[tuple[str | None, ...], RosterSpot | BadInput] = {}

    def find(self, row: Mapping[str, str]) -> RosterSpot:
        """Where a row is. Raises `BadInput` with what to do about it."""
        key = tuple(row.get(name) for name in ("code", "place", "door", *COLUMNS))
        if key not in self._found:
            try:
                self._found[key] = self._spot(row)
            except BadInput as problem:
                self._found[key] = problem
            except PlaceRefused as refused:
                self._found[key] = BadInput(refused.why)
        found = self._found[key]
        if isinstance(found, BadInput):
            raise found
        return found

    def place(self, row: Mapping[str, str]) -> Place:
        """The place of a row that may not bring new ones. Raises `BadInput`."""
        spot = self.find(row)
        for level, name in spot.missing:
            raise BadInput(NO_PLACE.fill(place=place_name(spot.place), level=LEVEL_NAMES[level], name=name))
        return spot.place

    def enter(self, by: Actor, spot: RosterSpot) -> Place:
        """The place of a spot, with the units and floors that are still missing entered below its building."""
        place = spot.place
        if spot.missing:
            require(by, "person.keep", place)
            for level, name in spot.missing:
                place = add_place(name=name, level=level, parent=place, by=by.person)
            self.forget()
        return place

    def forget(self) -> None:
        """Read anew what may have changed: places of a building were entered, or taken back."""
        self._found.clear()
        self._named = {key: names for key, names in self._named.items() if key[1] not in WITHIN_BUILDING}

    def _spot(self, row: Mapping[str, str]) -> RosterSpot:
        place = self.scope
        if code := row.get("code"):
            inside = Place.objects.filter(path__begins=place.path, closed_at=None).defer("geometry")
            found = inside.filter(code=code).first()
            if found is None:
                raise BadInput(NO_CODE.fill(place=place_name(place), code=code))
            place = found
        elif name := row.get("place"):
            place = self._meant(name)
        door = self._door(row, place)
        for level in COLUMNS[: -len(PARTS)]:
            if name := row.get(level):
                place = self._below(place, level, name)
        missing: list[tuple[str, str]] = []
        for level in PARTS:
            named = door.part(level)
            if named is None or (place.level == level and plain_name(place.name, level) == named):
                continue
            said = row.get(level, "")
            if plain_name(said, level) != named:
                said = named.upper()
            if level not in WITHIN_BUILDING:
                place = self._below(place, level, said)
            elif missing or (below := self._named_below(place, level, named)) is None:
                missing.append((level, named.upper()))
            else:
                place = below
        if missing and LEVELS.index(place.level) < LEVELS.index("building"):
            level, name = missing[0]
            raise BadInput(NO_PLACE.fill(place=place_name(place), level=LEVEL_NAMES[level], name=name))
        return RosterSpot(place, tuple(missing), door.door)

    def _meant(self, name: str) -> Place:
        """The one place that a name, or its code, means inside the scope, as lists of this program tell places."""
        found = [hit.place for hit in find_places(name, within=[self.scope]) if hit.whole]
        coded = Place.objects.filter(path__begins=self.scope.path, code=name, closed_at=None).defer(
            "geometry"
        )
        places = list(coded) or list(Place.objects.filter(pk__in=found, closed_at=None).defer("geometry")[:2])
        if len(places) != 1:
            raise BadInput(NOT_ONE.fill(place=place_name(self.scope), name=name))
        return places[0]

    def _door(self, row: Mapping[str, str], place: Place) -> Door:
        known = dict(row)
        if place.level in PARTS:
            known.setdefault("building", "")
        if not known.get("building") and LEVELS.index(place.level) >= LEVELS.index("building"):
            names = dict(Place.objects.filter(pk__in=place.ancestor_ids).values_list("level", "name"))
            known["building"] = names.get("building", "")
        return door_of(known)

    def _below(self, place: Place, level: str, name: str) -> Place:
        if LEVELS.index(level) < LEVELS.index(place.level):
            return place
        if level == place.level and plain_name(name, level) in {
            plain_name(own, level) for own in (place.name, *place.other_names)
        }:
            return place
        found = self._named_below(place, level, name)
        if found is None:
            raise BadInput(NO_PLACE.fill(place=place_name(place), level=LEVEL_NAMES[level], name=name))
        return found

    def _named_below(self, place: Place, level: str, name: str) -> Place | None:
        """The one place of a level and name below another; None where there is none."""
        ids = self._names(place, level).get(plain_name(name, level), [])
        found = list(Place.objects.filter(pk__in=ids[:9]).defer("geometry"))
        exact = [one for one in found if one.name == name]
        if len(exact or found) > 1:
            raise BadInput(MANY_PLACES.fill(place=place_name(place), level=LEVEL_NAMES[level], name=name))
        return next(iter(exact or found), None)

    def _names(self, place: Place, level: str) -> dict[str, list[int]]:
        key = (place.path, level)
        if key not in self._named:
            names: dict[str, list[int]] = defaultdict(list)
            rows = Place.objects.filter(path__begins=place.path, level=level, closed_at=None).exclude(
                pk=place.pk
            )
            for pk, name, others in rows.order_by("pk").values_list("pk", "name", "other_names"):
                for form in {plain_name(each, level) for each in (name, *others)}:
                    names[form].append(pk)
            self._named[key] = names
        return self._named[key]
