"""Electors by name: who a vote belongs to, whose proxies somebody holds, who entered a vote before.

A proxy is found by full name and door together, and by nothing less: whoever does not know both learns nothing of
who lives where.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from msgspec import Struct

from shanzhi.engine.types import Elector
from shanzhi.matters.rolls import someone, standing
from shanzhi.people.finding import names_home
from shanzhi.people.models import Household, Person
from shanzhi.people.spelling import spelled
from shanzhi.places.models import Place
from shanzhi.web.blocks.reading import circle
from shanzhi.web.blocks.roster import bare

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen

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


def electors_of(it: Seen, person: int | None) -> tuple[Elector, ...]:
    """What a person votes as in the present ballot, by its roll."""
    if person is None:
        return ()
    matter = it.loaded.record.matter
    return it.loaded.ground.electors(matter.id, matter.visit, person)


def voted(it: Seen, electors: Iterable[Elector]) -> Voted | None:
    """The vote of these electors in the present ballot, if it is cast for all of them: the last of them."""
    matter, found = it.loaded.record.matter, None
    for elector in electors:
        row = standing(matter.id, matter.visit, f"vote:{elector.key}")
        if row is None:
            return None
        found = Voted(row.at, row.act, row.person_id, str(row.values.get("number") or ""))
    return found


def held_by(it: Seen) -> list[Held]:
    """The votes others entrusted to the reader that are not cast yet."""
    matter = it.loaded.record.matter
    proxies: dict[str, int] = matter.tally.get("proxies") or {}
    found: dict[int, Held] = {}
    for key, holder in proxies.items():
        if holder != it.who.person or standing(matter.id, matter.visit, f"vote:{key}") is not None:
            continue
        person = someone(matter.id, matter.visit, key)
        if person is not None:
            found.setdefault(person.pk, Held(person.pk, person.name))
    return list(found.values())


def by_name_and_door(it: Seen, name: str, door: str) -> list[Person]:
    """The electors of exactly this name who live at (or own) exactly this door; spaces do not count."""
    if len(bare(name)) < 2 or not bare(door):
        return []
    path = Place.objects.values_list("path", flat=True).get(pk=circle(it))
    here = Q(household__place__path__begins=path) | Q(owns__place__path__begins=path)
    people = Person.objects.filter(here, name=spelled(name), erased_at=None).distinct()[:50]
    return [
        person
        for person in people
        if any(names_home(door, home) for home in _homes(person)) and electors_of(it, person.pk)
    ]


def _homes(person: Person) -> list[Household]:
    homes = [*person.owns.filter(closed_at=None).select_related("place")]
    return homes if person.household is None else [*homes, person.household]
