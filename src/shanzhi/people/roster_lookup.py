"""What the rows of a roster speak of, read for many rows at once: places, households and who lives in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shanzhi.engine.types import Actor
from shanzhi.people.flats import Flat, Flats, base_of, flat_of
from shanzhi.people.matching import ELSEWHERE, member_of
from shanzhi.people.models import Household, Person
from shanzhi.people.problems import BadInput
from shanzhi.people.roster_places import RosterPlaces, RosterSpot
from shanzhi.people.sealing import digest
from shanzhi.places.models import Place


class AtHand:
    """Kept while a roster is taken in. What a row that failed may have touched is forgotten and read anew."""

    def __init__(self, scope: Place) -> None:
        self.scope = scope
        self._places = RosterPlaces(scope)
        self._bases: dict[int, int] = {}
        self._flats = Flats()
        self._members: dict[int, list[Person]] = {}
        self._numbers: dict[str, Person | None] = {}

    def place(self, row: Mapping[str, str]) -> Place:
        """The place a row means, which must be there. Raises `BadInput`."""
        return self._places.place(row)

    def spot(self, row: Mapping[str, str]) -> RosterSpot:
        """Where a row is, its units and floors perhaps still to be entered. Raises `BadInput`."""
        return self._places.find(row)

    def enter(self, by: Actor, spot: RosterSpot) -> Place:
        """The place of a spot, entered as far as it is missing."""
        return self._places.enter(by, spot)

    def read(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Read what these rows speak of, in a few statements. Nothing is known of earlier rows any more."""
        self._numbers, self._members = {}, {}
        self._flats.clear()
        bases: set[int] = set()
        for row in rows:
            if number := row.get("id_number"):
                self._numbers[digest("id_number", number)] = None
            try:
                bases.add(self._base(self.spot(row).place))
            except BadInput:
                continue
        self._read_flats(bases)
        for person in Person.objects.filter(id_digest__in=list(self._numbers)):
            self._numbers[person.id_digest or ""] = person

    def household(self, spot: RosterSpot, name: str | None = None) -> Household | None:
        """The household behind a door; one that was entered without its unit counts where `name` lives there.

        Raises `BadInput` where the row leaves open which flat is meant, or where a person of this name is on record
        at the same door of another unit.
        """
        base, flat = self._flat(spot)
        found = self._flats.find(base, flat)
        if found is None:
            for other, home in self._flats.alike(base, flat):
                if name is not None and any(person.name == name for person in self._members.get(home.pk, ())):
                    if other.unit is None and other.floor in (None, flat.floor):
                        return home
                    raise BadInput(ELSEWHERE)
        return found

    def member(self, household: Household, name: str, facts: Mapping[str, str | None]) -> Person | None:
        """The member a row means. Raises `BadInput` in doubt."""
        return member_of(household, self._members[household.pk], self._numbered(facts), name, facts)

    def members(self, household: Household) -> list[Person]:
        """Who lives in a household, as far as the rows read so far say."""
        return self._members.get(household.pk, [])

    def keep(self, spot: RosterSpot, household: Household) -> None:
        """A household that is in this flat now."""
        self._flats.add(*self._flat(spot), household)
        self._members.setdefault(household.pk, [])

    def keep_person(self, person: Person) -> None:
        """A member who is there now."""
        self._members[person.household_id or 0].append(person)
        self.keep_number(person)

    def keep_number(self, person: Person) -> None:
        """An identity number that is on record now."""
        if person.id_digest:
            self._numbers[person.id_digest] = person

    def forget(self, row: Mapping[str, str]) -> None:
        """What a row that was not taken may have left here is no longer true."""
        self._places.forget()
        try:
            self._flats.forget(self._base(self.spot(row).place))
        except BadInput:
            return
        if number := row.get("id_number"):
            self._numbers.pop(digest("id_number", number), None)

    def _read_flats(self, bases: Iterable[int]) -> None:
        homes = self._flats.read(bases)
        self._members |= {home.pk: [] for home in homes}
        for person in Person.objects.filter(household__in=homes).order_by("pk") if homes else ():
            self._members[person.household_id or 0].append(person)

    def _base(self, place: Place) -> int:
        if place.pk not in self._bases:
            self._bases[place.pk] = base_of(place)
        return self._bases[place.pk]

    def _flat(self, spot: RosterSpot) -> tuple[int, Flat]:
        base = self._base(spot.place)
        self._read_flats([base])
        return base, flat_of(dict(spot.parts), spot.door)

    def _numbered(self, facts: Mapping[str, str | None]) -> Person | None:
        number = facts.get("id_number")
        if not number:
            return None
        key = digest("id_number", number)
        if key not in self._numbers:
            self._numbers[key] = Person.objects.filter(id_digest=key).first()
        return self._numbers[key]
