"""Who counts at a place as it is now: persons of age, households, owners with their area, representatives, members of
a body; a block fixes it when it opens.

Persons: from 18 (宪法 34; 居委会组织法). Households: one vote each, by whoever of it is of age. Owners: see
`engine.rolls.by_owner` (民法典 278; 法释〔2009〕7 号 8–9); the head of a household is not taken for its owner.
Each roll is read by one statement, so that it is the register of one moment.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.rolls import by_owner
from shanzhi.engine.types import Elector, Roll, listed
from shanzhi.people.bodies import holding, members, representatives
from shanzhi.people.facts import context_of
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.sealing import unseal
from shanzhi.places.models import Place

OF_AGE = 18


def roll(electors: str, place: Place, at: datetime | None = None) -> Roll:
    """The electors of a place, each with who may vote for it.

    `person`, `household`, `owner` (parking spaces count with `owner:parking` alone); `representative`; `member:12` those of a body that is an organisation; `post:ROLE`
    those of one that is told by its role there.
    """
    kind, _, whose = electors.partition(":")
    if kind == "owner":
        return listed(_owners(place, parking=whose == "parking"))
    if kind == "member":
        return listed(members(int(whose), at))
    if kind == "post":
        return listed(holding((whose,), place, at))
    if kind == "representative":
        return listed(representatives(place, at))
    today = timezone.localdate(at or timezone.now())
    return listed(_LISTS[kind](place, today))


def _persons(place: Place, today: date) -> list[Elector]:
    """Those whose home, or else whose household, lies in the place."""
    here = Q(home__path__begins=place.path) | Q(home=None, household__place__path__begins=place.path)
    people = Person.objects.filter(here, erased_at=None, deceased_on=None).order_by("pk")
    found = people.values_list("pk", "sealed", "minor").iterator(5_000)
    return [
        Elector(f"person:{pk}", persons=(pk,))
        for pk, sealed, minor in found
        if _of_age(pk, sealed, minor, today)
    ]


def _households(place: Place, today: date) -> list[Elector]:
    """Those that somebody lives in."""
    people = Person.objects.filter(
        household__closed_at=None, household__place__path__begins=place.path, erased_at=None, deceased_on=None
    )
    members: dict[int, list[int]] = {}
    found = people.order_by("household", "pk").values_list("household", "pk", "sealed", "minor")
    for home, pk, sealed, minor in found.iterator(5_000):
        of_age = members.setdefault(home, [])
        if _of_age(pk, sealed, minor, today):
            of_age.append(pk)
    return [Elector(f"household:{home}", persons=tuple(people)) for home, people in members.items()]


def _owners(place: Place, *, parking: bool) -> list[Elector]:
    homes = Household.objects.filter(closed_at=None, place__path__begins=place.path)
    homes = homes if parking else homes.exclude(use=Household.Use.PARKING)
    rows = homes.order_by("pk", "ownerships__pk").values_list("pk", "area", "ownerships__person", "developer")
    owned: dict[int, tuple[int, list[int], int | None]] = {}
    for home, area, owner, developer in rows.iterator(5_000):
        _area, owners, _developer = owned.setdefault(home, (area, [], developer))
        if owner is not None:
            owners.append(owner)
    firms = {developer for _, _, developer in owned.values() if developer is not None}
    return by_owner(
        [(home, area, tuple(owners), developer) for home, (area, owners, developer) in owned.items()],
        _standing_for(firms),
    )


def _standing_for(firms: set[int]) -> dict[int, tuple[int, ...]]:
    """Who acts for organisations that own flats: those who hold a post of them now."""
    found: dict[int, tuple[int, ...]] = {}
    posts = Post.objects.in_force().filter(organization__in=firms, person__erased_at=None).order_by("pk")
    for firm, person in posts.values_list("organization", "person") if firms else ():
        if firm is not None:
            found[firm] = (*found.get(firm, ()), person)
    return found


_LISTS = {"person": _persons, "household": _households}


def _of_age(person: int, sealed: bytes | memoryview | None, minor: bool, today: date) -> bool:
    """Whether someone is 18; one whose date of birth is not held counts, unless known to be a child."""
    birth = unseal(sealed, context_of(person)).get("birth")
    if not birth:
        return not minor
    born = date.fromisoformat(birth)
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= OF_AGE
