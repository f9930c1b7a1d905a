"""What the numbers in recorded answers stand for, as far as a reader may know: people, households, places, files.

Pages and the API show answers by these names, so that who is named to whom is decided once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.matters.models import File, Matter
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.people import BY_KIND, parts
from shanzhi.people.masks import mask
from shanzhi.people.models import Household, Organization, Person
from shanzhi.people.telling import homes_told_apart
from shanzhi.places.buildings import no_nearer
from shanzhi.places.models import Place
from shanzhi.places.telling import told_apart

Pair = tuple[Field, Any]


class Attached(Struct):
    """One file to open."""

    id: str
    name: str
    picture: bool


class Names:
    """What the numbers in answers stand for; read in one query for each kind.

    `whole` shows full names of people, and places to the door; without it names are masked and a place within a
    building is told as that building. Nobody learns who the `unnamed` are.
    """

    def __init__(
        self,
        pairs: Iterable[Pair],
        *,
        people: Iterable[int | None] = (),
        things: Iterable[tuple[Thing, int]] = (),
        whole: bool = True,
        unnamed: frozenset[int] = frozenset(),
    ) -> None:
        wanted: dict[Thing, set[Any]] = {thing: set() for thing in Thing}
        for thing, number in things:
            wanted[thing].add(number)
        wanted[Thing.PERSON].update(p for p in people if p is not None)
        for field, value in pairs:
            _collect(field, value, wanted)
        self.whole = whole
        self.unnamed = unnamed
        self._found: dict[Thing, dict[Any, Any]] = {
            thing: {row.pk: row for row in read(wanted[thing])} if wanted[thing] else {}
            for thing, read in NAMED.items()
        }
        if not whole:
            self._found[Thing.PLACE] = no_nearer(self._found[Thing.PLACE].values())
            doors = no_nearer(home.place for home in self._found[Thing.HOUSEHOLD].values())
            self._doors = told_apart(doors.values())
            self._building = {
                pk: doors[home.place_id].pk for pk, home in self._found[Thing.HOUSEHOLD].items()
            }
        self._places = told_apart(self._found[Thing.PLACE].values())
        self._homes = homes_told_apart(self._found[Thing.HOUSEHOLD].values()) if whole else {}
        self._files = (
            {f.pk: f for f in File.objects.filter(pk__in=wanted[Thing.FILE])} if wanted[Thing.FILE] else {}
        )

    def name(self, thing: Thing, number: Any) -> str:
        if thing is Thing.ANY:
            thing, number = _meant(number)
        row = self._found[thing].get(number)
        if row is None:
            return f"#{number}"
        if thing is Thing.PERSON:
            return self.person(number)
        if thing is Thing.MATTER:
            return f"#{row.pk} {row.title}" if self.whole else f"#{row.pk}"
        if thing is Thing.HOUSEHOLD:
            return self._homes[number] if self.whole else self._doors[self._building[number]]
        return self._places[row.pk] if thing is Thing.PLACE else str(row.name)

    def number(self, thing: Thing, number: Any) -> Any:
        """By which number something is told: onlookers know a place as its building, and nobody by a number."""
        if thing is Thing.ANY:
            kind, one = _meant(number)
            hidden = kind is Thing.PERSON and one in self.unnamed
            return number if self.whole and not hidden else None
        if thing is Thing.PERSON and number in self.unnamed:
            return None
        if self.whole:
            return int(number)
        if thing in (Thing.PERSON, Thing.HOUSEHOLD):
            return None
        place = self._found[thing].get(number) if thing is Thing.PLACE else None
        return place.pk if place is not None else int(number)

    def person(self, number: int | None) -> str:
        """A person's name; masked for those who only look on."""
        if number in self.unnamed:
            return _("（不显示是谁）")
        row = self._found[Thing.PERSON].get(number)
        if row is None or row.erased_at is not None:
            return _("（已删除）") if row is not None else ""
        return str(row.name) if self.whole else mask("name", row.name)

    def file(self, text: str) -> Attached | None:
        number = _uuid(text)
        row = self._files.get(number) if number is not None else None
        return Attached(str(row.pk), row.name, row.type.startswith("image/")) if row is not None else None


NAMED: dict[Thing, Callable[[set[Any]], Iterable[Any]]] = {
    Thing.PLACE: lambda ids: Place.objects.filter(pk__in=ids).defer("geometry"),
    Thing.PERSON: lambda ids: Person.objects.filter(pk__in=ids),
    Thing.HOUSEHOLD: lambda ids: Household.objects.filter(pk__in=ids).select_related("place"),
    Thing.OFFICE: lambda ids: Organization.objects.filter(pk__in=ids),
    Thing.ORGANISATION: lambda ids: Organization.objects.filter(pk__in=ids),
    Thing.ANY: lambda ids: (),
    Thing.MATTER: lambda ids: Matter.objects.filter(pk__in=ids).only("title"),
}
"""What answers point to by its number, and that has a name."""


def _collect(field: Field, value: Any, wanted: dict[Thing, set[Any]]) -> None:
    if value in (None, "", []):
        return
    thing = field.kind.points_to
    if thing is Thing.FILE:
        wanted[thing].update(number for number in map(_uuid, value) if number is not None)
    elif thing is Thing.ANY:
        kind, number = _meant(value)
        wanted[kind].add(number)
    elif thing is not None:
        wanted[thing].update(value if field.kind.several else (value,))
    elif field.kind.rows:
        for item in value:
            for inner in field.form:
                _collect(inner, item.get(inner.name), wanted)


def _meant(tag: Any) -> tuple[Thing, int]:
    """What an answer that may be a person, a household or an organisation points to."""
    kind, number = parts(str(tag))
    return BY_KIND.get(kind, Thing.PERSON), number


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
