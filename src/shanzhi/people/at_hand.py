"""What the rows of a roster speak of, read for many rows at once: places, households and who lives in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shanzhi.people.actions.households import HOUSEHOLD_NAME
from shanzhi.people.checks import clean_name
from shanzhi.people.matching import member_of
from shanzhi.people.models import Household, Person
from shanzhi.people.problems import BadInput
from shanzhi.people.roster_rows import LEVELS, place_of
from shanzhi.people.sealing import digest
from shanzhi.places.models import Place

Door = tuple[int, str]
"""The place of a household and its name there."""


class AtHand:
    """Kept while a roster is taken in. What a row that failed may have touched is forgotten and read anew."""

    def __init__(self, scope: Place) -> None:
        self.scope = scope
        self._places: dict[tuple[str | None, ...], Place | BadInput] = {}
        self._households: dict[Door, Household | None] = {}
        self._members: dict[int, list[Person]] = {}
        self._numbers: dict[str, Person | None] = {}

    def place(self, row: Mapping[str, str]) -> Place:
        """The place a row means. Raises `BadInput`."""
        key = tuple(row.get(name) for name in ("code", *LEVELS))
        if key not in self._places:
            try:
                self._places[key] = place_of(row, self.scope)
            except BadInput as problem:
                self._places[key] = problem
        found = self._places[key]
        if isinstance(found, BadInput):
            raise found
        return found

    def read(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Read what these rows speak of, in a few statements. Nothing is known of earlier rows any more."""
        self._households, self._members, self._numbers = {}, {}, {}
        places: dict[int, Place] = {}
        doors: set[Door] = set()
        for row in rows:
            if number := row.get("id_number"):
                self._numbers[digest("id_number", number)] = None
            try:
                place = self.place(row)
                doors.add((place.pk, clean_name(row.get("door", ""), HOUSEHOLD_NAME, 80)))
            except BadInput:
                continue
            places[place.pk] = place
        self._households = dict.fromkeys(doors)
        names = {name for _place, name in doors}
        for household in Household.objects.filter(place__in=places, name__in=names, closed_at=None):
            door = (household.place_id, household.name)
            if door in doors:
                household.place = places[household.place_id]
                self.keep(household)
        for person in Person.objects.filter(household__in=list(self._members)).order_by("pk"):
            self._members[person.household_id or 0].append(person)
        for person in Person.objects.filter(id_digest__in=list(self._numbers)):
            self._numbers[person.id_digest or ""] = person

    def household(self, place: Place, name: str) -> Household | None:
        """The household of this name at a place."""
        door = (place.pk, name)
        if door not in self._households:
            found = Household.objects.filter(place=place, name=name, closed_at=None).first()
            self._households[door] = found
            if found is not None:
                found.place = place
                self._members[found.pk] = list(Person.objects.filter(household=found).order_by("pk"))
        return self._households[door]

    def member(self, household: Household, name: str, facts: Mapping[str, str | None]) -> Person | None:
        """The member a row means. Raises `BadInput` in doubt."""
        return member_of(household, self._members[household.pk], self._numbered(facts), name, facts)

    def keep(self, household: Household) -> None:
        """A household that is there now."""
        self._households[household.place_id, household.name] = household
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
        try:
            door = (self.place(row).pk, clean_name(row.get("door", ""), HOUSEHOLD_NAME, 80))
        except BadInput:
            return
        self._households.pop(door, None)
        if number := row.get("id_number"):
            self._numbers.pop(digest("id_number", number), None)

    def _numbered(self, facts: Mapping[str, str | None]) -> Person | None:
        number = facts.get("id_number")
        if not number:
            return None
        key = digest("id_number", number)
        if key not in self._numbers:
            self._numbers[key] = Person.objects.filter(id_digest=key).first()
        return self._numbers[key]
