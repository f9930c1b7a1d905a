"""Electors of the present block: the place whose people it is for, and as what somebody votes."""

from __future__ import annotations

from collections.abc import Mapping

from shanzhi.engine.draft import Draft
from shanzhi.engine.types import Command, Elector
from shanzhi.engine.where import ground
from shanzhi.matters.models import RollLine
from shanzhi.reading.matter import Seen


def circle(it: Seen) -> int:
    """The place whose people the present block is for."""
    matter, now = it.loaded.record.matter, it.loaded.ground.now
    place: int | None = matter.tally.get("@place")
    if place is not None:
        return place
    return ground(Draft(it.loaded.method, matter, Command("", "", now, it.who), it.loaded.ground, now))


def electors_of(it: Seen, person: int | None) -> tuple[Elector, ...]:
    """What a person votes as in the present ballot, by its roll."""
    if person is None:
        return ()
    matter = it.loaded.record.matter
    return it.loaded.ground.electors(matter.id, matter.visit, person)


def counted_as(person: int, visits: Mapping[int, int]) -> dict[int, set[str]]:
    """As whom a person counts by the roll of each matter in its present visit: themselves, their household, their flats."""
    keys: dict[int, set[str]] = {}
    lines = RollLine.objects.filter(person=person, roll__uses__matter__in=list(visits))
    for matter, visit, key in lines.values_list("roll__uses__matter", "roll__uses__visit", "key"):
        if visits.get(matter) == visit:
            keys.setdefault(matter, set()).add(key)
    return keys
