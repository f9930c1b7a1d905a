"""Entering and changing households (户)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.actions.owners import clean_area, clean_source, set_owners
from shanzhi.people.checks import clean_name
from shanzhi.people.held import hold_household, hold_place
from shanzhi.people.models import Household, Person
from shanzhi.people.naming import must_name
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

HOUSEHOLD_NAME = Sentence("户名或门牌", "name or door of the household")
HOUSEHOLD_KNOWN = Sentence("“{place}”已有住户“{name}”", "{place} has a household “{name}” already")
BAD_USE = Sentence("没有“{use}”这种用途，可填：{names}", "there is no use “{use}”; choose among {names}")
NOT_MEMBER = Sentence(
    "户主须是本户成员，请先把此人登记到本户", "the head must be a member: enter them there first"
)
STILL_LIVED_IN = Sentence(
    "本户还有 {count} 名成员，请先把他们迁出", "{count} people still live here: move them out first"
)


def add_household(
    by: Actor,
    *,
    name: str,
    place: Place,
    area: int = 0,
    source: str = "",
    use: str = "home",
    at: datetime | None = None,
) -> Household:
    """Enter a household at its door or building. `area` is in hundredths of a square metre (0: not known), from `source`."""
    require(by, "person.keep", place)
    household = Household(
        name=clean_name(name, HOUSEHOLD_NAME, 80), place=place, area=clean_area(area), use=_use(use)
    )
    household.area_source = clean_source(source) if area else ""
    with transaction.atomic():
        bump()
        hold_place(place, "place")
        _once(place, household.name)
        household.save()
        audit.record("household.add", by=by, detail={"household": household.pk}, at=at)
    return household


def set_household(
    by: Actor,
    *,
    household: Household,
    name: str | None = None,
    area: int | None = None,
    head: Person | None = None,
    owner: Person | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Change the name, the area (hundredths of a square metre), the head (户主) or the sole owner of a household."""
    require(by, "person.keep", household)
    must_name(by, head, "head")
    must_name(by, owner, "owner")
    with transaction.atomic():
        bump()
        hold_household(household)
        if head is not None:
            head.refresh_from_db()
            if head.household_id != household.pk:
                raise BadInput(NOT_MEMBER)
        changed: dict[str, Any] = {}
        if name is not None:
            changed["name"] = clean_name(name, HOUSEHOLD_NAME, 80)
            if changed["name"] != household.name:
                _once(household.place, changed["name"])
        if area is not None:
            changed["area"] = clean_area(area)
        if head is not None:
            changed["head"] = head
        if owner is not None:
            set_owners(by, household=household, owners=[(owner, "")], reason=reason, at=at)
        for field, value in changed.items():
            setattr(household, field, value)
        if not changed:
            return
        household.save(update_fields=list(changed))
        detail = {"household": household.pk, "fields": sorted(changed)}
        audit.record("household.set", by=by, detail=detail, at=at)


def move_household(
    by: Actor, *, household: Household, place: Place, name: str | None = None, at: datetime | None = None
) -> None:
    """Put a household at another place: into the unit (单元) of its building that its door belongs to, or mended."""
    require(by, "person.keep", household)
    require(by, "person.keep", place)
    called = clean_name(name, HOUSEHOLD_NAME, 80) if name is not None else household.name
    if (place.pk, called) == (household.place_id, household.name):
        return
    with transaction.atomic():
        bump()
        hold_household(household)
        hold_place(place, "place")
        _once(place, called)
        before = household.place_id
        household.place, household.name = place, called
        household.save(update_fields=["place", "name"])
        detail = {"household": household.pk, "from": before, "to": place.pk}
        audit.record("household.move", by=by, detail=detail, at=at)


def close_household(by: Actor, *, household: Household, at: datetime | None = None) -> None:
    """Close an empty household; its row stays for the history that names it."""
    require(by, "person.keep", household)
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        hold_household(household)
        there = Person.objects.filter(household=household, erased_at=None, deceased_on=None)
        if count := there.count():
            raise BadInput(STILL_LIVED_IN.fill(count=count))
        household.closed_at, household.head = now, None
        household.save(update_fields=["closed_at", "head"])
        audit.record("household.close", by=by, detail={"household": household.pk}, at=now)


def _use(use: str) -> str:
    if use not in Household.Use.values:
        said = BAD_USE.fill(use=use, names="、".join(str(label) for label in Household.Use.labels))
        raise BadInput(said, {"use": said})
    return use


def _once(place: Place, name: str) -> None:
    if Household.objects.filter(place=place, name=name, closed_at=None).exists():
        said = HOUSEHOLD_KNOWN.fill(place=place_name(place), name=name)
        raise BadInput(said, {"name": said})
