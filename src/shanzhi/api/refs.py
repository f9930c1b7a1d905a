"""What numbers stand for: places, persons and offices named, as far as the caller may know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct

from shanzhi.api.faults import not_found
from shanzhi.engine.types import Actor
from shanzhi.people.masks import mask
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.naming import person_named
from shanzhi.people.permission import allowed
from shanzhi.places.models import Place
from shanzhi.places.telling import full_names


class PlaceRef(Struct):
    """A place: its number, its own name, its level, and with all the names above it (`full_name`): a 第1网格 there are several of."""

    id: int
    name: str
    level: str
    full_name: str


class PersonRef(Struct):
    """A person. The name is masked for those who only look on, and empty for one whose data were erased."""

    id: int
    name: str


class OfficeRef(Struct):
    """An organisation or a department's office."""

    id: int
    name: str


def place_ref(place: Place) -> PlaceRef:
    """A place for its caller."""
    return place_refs([place])[place.pk]


def place_refs(places: Iterable[Place]) -> dict[int, PlaceRef]:
    """Places by number; one query for all."""
    listed = list(places)
    names = full_names(listed)
    return {place.pk: PlaceRef(place.pk, place.name, place.level, names[place.pk]) for place in listed}


def person_ref(person: Person, *, whole: bool) -> PersonRef:
    """A person as the caller may know them: by name, or masked."""
    name = "" if person.erased_at is not None else person.name
    return PersonRef(person.pk, name if whole else mask("name", name))


def light_places() -> QuerySet[Place]:
    """Places without their shapes."""
    return Place.objects.defer("geometry")


def places_by_number(numbers: Iterable[int | None]) -> dict[int, PlaceRef]:
    """The places of these numbers; one query."""
    wanted = {number for number in numbers if number is not None}
    return place_refs(light_places().in_bulk(wanted).values()) if wanted else {}


def people_by_number(numbers: Iterable[int | None]) -> dict[int, Person]:
    """The persons of these numbers; one query."""
    wanted = {number for number in numbers if number is not None}
    return Person.objects.in_bulk(wanted) if wanted else {}


def place_at(number: int) -> Place:
    """The place of this number. Raises the 404 fault."""
    return _found(light_places(), number)


def person_at(number: int) -> Person:
    """The person of this number, home with them. Raises the 404 fault."""
    return _found(Person.objects.select_related("home", "household__place"), number)


def named_person(actor: Actor, number: int) -> Person:
    """The person of this number, for one who may name them. Raises the 404 fault for all others, and where there is none."""
    person = person_named(actor, number)
    if person is None:
        raise not_found()
    return person


def household_at(number: int) -> Household:
    """The household of this number, its place with it. Raises the 404 fault."""
    return _found(Household.objects.select_related("place"), number)


def kept_household(actor: Actor, number: int) -> Household:
    """The household of this number, for one who keeps the rolls there. Raises the 404 fault for all others."""
    household = household_at(number)
    if not allowed(actor, "person.keep", household):
        raise not_found()
    return household


def organization_at(number: int) -> Organization:
    """The organisation of this number, its place with it. Raises the 404 fault."""
    return _found(Organization.objects.select_related("place"), number)


def _found(among: QuerySet[Any], number: int) -> Any:
    row = among.filter(pk=number).first()
    if row is None:
        raise not_found()
    return row
