"""Who may vote at a place: persons of age, households, or owners with their area.

Persons: from 18 (宪法 34; 居委会组织法). Households: one vote each. Owners (民法典 278; 法释〔2009〕7 号 第 8、9 条):
one head per owner however many flats, the area of all; a flat whose owner is unknown still counts in the roll.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from shanzhi.engine.types import Elector, Roll
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Household, Person
from shanzhi.places.models import Place

OF_AGE = 18


def roll(electors: str, place: Place, at: datetime | None = None) -> Roll:
    """How many electors (`person`, `household`, `owner`) a place has, and their area together."""
    if electors == "person":
        today = timezone.localdate(at or timezone.now())
        return Roll(sum(_of_age(person, today) for person in _residents(place).iterator(2000)))
    homes = _homes(place)
    if electors == "household":
        lived_in = homes.filter(members__erased_at=None, members__isnull=False)
        return Roll(lived_in.distinct().count())
    owned = homes.annotate(holder=Coalesce("owner_id", "head_id")).aggregate(
        owners=Count("holder", distinct=True), unknown=Count("pk", filter=Q(holder=None)), area=Sum("area")
    )
    return Roll(owned["owners"] + owned["unknown"], owned["area"] or 0)


def elector(electors: str, place: Place, person: int, at: datetime | None = None) -> Elector | None:
    """What a person votes as at a place, or None if not on the roll there."""
    if electors == "owner":
        flats = _homes(place).annotate(holder=Coalesce("owner_id", "head_id")).filter(holder=person)
        areas = list(flats.values_list("area", flat=True))
        return Elector(f"owner:{person}", sum(areas)) if areas else None
    voter = _residents(place).filter(pk=person).first()
    if voter is None or not _of_age(voter, timezone.localdate(at or timezone.now())):
        return None
    if electors == "person":
        return Elector(f"person:{person}")
    home = voter.household
    if home is None or home.closed_at is not None or not home.place.path.startswith(place.path):
        return None
    return Elector(f"household:{home.pk}")


def _homes(place: Place) -> QuerySet[Household]:
    return Household.objects.filter(closed_at=None, place__path__begins=place.path)


def _residents(place: Place) -> QuerySet[Person]:
    """Those whose home, or else whose household, lies in the place."""
    here = Q(home__path__begins=place.path) | Q(home=None, household__place__path__begins=place.path)
    return Person.objects.filter(here, erased_at=None).select_related("household__place")


def _of_age(person: Person, today: date) -> bool:
    """Whether someone is 18; one whose date of birth is not held counts, unless known to be a child."""
    birth = facts_of(person).get("birth")
    if not birth:
        return not person.minor
    born = date.fromisoformat(birth)
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= OF_AGE
