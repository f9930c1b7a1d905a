"""Electors by name: who a vote belongs to, whose proxies somebody holds, who entered a vote before.

A proxy is found by full name and door together, and by nothing less: whoever does not know both learns nothing of
who lives where.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from msgspec import Struct

from shanzhi.engine.types import Elector
from shanzhi.matters.models import Entry
from shanzhi.people.models import Person
from shanzhi.places.models import Place
from shanzhi.web.blocks.reading import circle, roll_of
from shanzhi.web.blocks.roster import bare, ways_to_write

if TYPE_CHECKING:
    from shanzhi.method.model import Block
    from shanzhi.web.views.matters import Seen

VOTES = ("vote", "vote_for", "paper")


class Held(Struct):
    """A vote somebody may cast for another: as whom (a person's number), and of whom it is."""

    person: int
    name: str


class Voted(Struct):
    """That an elector voted, when, and how it came: never what."""

    at: datetime
    act: str
    person: int | None
    number: str = ""


def elector_of(it: Seen, block: Block, person: int | None) -> Elector | None:
    """The elector a person votes as in the present ballot."""
    if person is None:
        return None
    return it.loaded.ground.elector(roll_of(block, it.loaded.record.matter.tally), circle(it), person)


def voted(it: Seen, key: str) -> Voted | None:
    """The vote of an elector in the present ballot, if it was cast."""
    matter = it.loaded.record.matter
    row = Entry.objects.filter(matter=matter.id, visit=matter.visit, slot=f"vote:{key}").first()
    if row is None:
        return None
    return Voted(row.at, row.act, row.person_id, str(row.values.get("number") or ""))


def held_by(it: Seen, block: Block) -> list[Held]:
    """The votes others entrusted to the reader that are not cast yet."""
    proxies: dict[str, int] = it.loaded.record.matter.tally.get("proxies") or {}
    mine = [key for key, holder in proxies.items() if holder == it.who.person]
    found = []
    for key in mine:
        if voted(it, key) is None and (person := _someone(it, block, key)) is not None:
            found.append(Held(person.pk, person.name))
    return found


def _someone(it: Seen, block: Block, key: str) -> Person | None:
    """A person who votes as this elector: of a household, one of age."""
    kind, _, number = key.partition(":")
    if kind != "household":
        return Person.objects.filter(pk=int(number)).first()
    for person in Person.objects.filter(household=int(number), erased_at=None).order_by("pk"):
        elector = elector_of(it, block, person.pk)
        if elector is not None and elector.key == key:
            return person
    return None


def by_name_and_door(it: Seen, block: Block, name: str, door: str) -> list[Person]:
    """The electors of exactly this name who live at (or own) exactly this door; spaces do not count."""
    wanted = bare(door)
    if len(bare(name)) < 2 or not wanted:
        return []
    path = Place.objects.values_list("path", flat=True).get(pk=circle(it))
    here = Q(household__place__path__begins=path) | Q(owns__place__path__begins=path)
    people = Person.objects.filter(here, name__in=(name, bare(name)), erased_at=None).distinct()[:50]
    return [
        person
        for person in people
        if wanted in _doors(person) and elector_of(it, block, person.pk) is not None
    ]


def _doors(person: Person) -> set[str]:
    homes = [*person.owns.filter(closed_at=None).select_related("place")]
    if person.household is not None:
        homes.append(person.household)
    return {way for home in homes for way in ways_to_write(home)}
