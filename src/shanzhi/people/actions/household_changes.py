"""What becomes of a household (户): parted, put together with another, gone as a whole.

A household keeps its number and its record whatever becomes of it. Votes under way keep to the roll they began with.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.actions.households import NOT_MEMBER, add_household, close_household
from shanzhi.people.actions.persons import move_out, move_person
from shanzhi.people.held import hold_household
from shanzhi.people.joined import join
from shanzhi.people.models import Household, Ownership, Person
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place

NOBODY_GOES = Sentence("请选谁分出去", "choose who goes to the new household")
ALL_GO = Sentence(
    "全户都走的，请办“全户迁走”，不必分户",
    "all of them would go: let the whole household move instead",
)
NOT_OURS = Sentence("只能选本户成员", "choose members of this household alone")
ITSELF = Sentence("请选另一户", "choose another household")
TWO_FLATS = Sentence(
    "两户各有业主或面积，是两套房，不能并成一户；只迁人的，请办“全户迁走”",
    "each has owners or an area of its own, so they are two flats: let the people move, and keep both",
)
EMPTY = Sentence("本户没有登记成员，不用迁走", "nobody is on record here, so nobody has to move")


def living(household: Household) -> list[Person]:
    """Those who live in a household now, by number."""
    found = Person.objects.filter(household=household, erased_at=None, deceased_on=None)
    return list(found.order_by("pk"))


def split_household(
    by: Actor,
    *,
    household: Household,
    name: str,
    members: Sequence[Person],
    place: Place | None = None,
    head: Person | None = None,
    at: datetime | None = None,
) -> Household:
    """Part a household (分户): a new one at a door of its own, into which `members` go. It has no area and no owner yet.

    `place` is where the new door is; without it the same building. `head` is one of those who go.
    """
    require(by, "person.keep", household)
    with transaction.atomic():
        bump()
        hold_household(household)
        here = {person.pk: person for person in living(household)}
        going = list(dict.fromkeys(person.pk for person in members))
        if not going:
            raise BadInput(NOBODY_GOES, {"members": NOBODY_GOES})
        if not here.keys() >= set(going):
            raise BadInput(NOT_OURS, {"members": NOT_OURS})
        if len(going) == len(here):
            raise BadInput(ALL_GO, {"members": ALL_GO})
        if head is not None and head.pk not in going:
            raise BadInput(NOT_MEMBER, {"head": NOT_MEMBER})
        made = add_household(by, name=name, place=place or household.place, at=at)
        for pk in going:
            move_person(by, person=here[pk], household=made, at=at)
        if head is not None:
            made.head = here[head.pk]
            made.save(update_fields=["head"])
        detail = {"household": household.pk, "made": made.pk, "people": going}
        audit.record("household.split", by=by, detail=detail, at=at)
    return made


def merge_households(by: Actor, *, household: Household, into: Household, at: datetime | None = None) -> int:
    """Put a household together with another (并户) and close it; how many people moved.

    Owners and area go along where the other has none. Raises `BadInput` where each has its own: those are two flats.
    """
    require(by, "person.keep", household)
    require(by, "person.keep", into)
    if household.pk == into.pk:
        raise BadInput(ITSELF, {"into": ITSELF})
    with transaction.atomic():
        bump()
        hold_household(household)
        hold_household(into, "into")
        _hand_on_flat(household, into)
        people = living(household)
        head = household.head
        for person in people:
            move_person(by, person=person, household=into, at=at)
        if into.head_id is None and head is not None and head in people:
            into.head = head
            into.save(update_fields=["head"])
        close_household(by, household=household, at=at)
        join("household", household.pk, into.pk, at or timezone.now())
        detail = {"household": household.pk, "into": into.pk, "people": [one.pk for one in people]}
        audit.record("household.merge", by=by, detail=detail, at=at)
    return len(people)


def move_whole_household(
    by: Actor,
    *,
    household: Household,
    to: Household | None = None,
    home: Place | None = None,
    at: datetime | None = None,
) -> int:
    """Let everybody of a household move (全户迁走): to another household or place, or away from here; how many did.

    The household stays, as the flat that stands empty; whoever owns it owns it still.
    """
    require(by, "person.keep", household)
    if to is not None and to.pk == household.pk:
        raise BadInput(ITSELF, {"to": ITSELF})
    with transaction.atomic():
        bump()
        hold_household(household)
        people = living(household)
        if not people:
            raise BadInput(EMPTY)
        if to is not None:
            require(by, "person.keep", to)
            hold_household(to, "to")
        head = household.head
        for person in people:
            if to is None and home is None:
                move_out(by, person=person, at=at)
            else:
                move_person(by, person=person, household=to, home=home, at=at)
        if to is not None and to.head_id is None and head in people:
            to.head = head
            to.save(update_fields=["head"])
        detail = {"household": household.pk, "people": [one.pk for one in people]}
        if where := to or home:
            detail["to"] = where.pk
        audit.record("household.leave", by=by, detail=detail, at=at)
    return len(people)


def _hand_on_flat(household: Household, into: Household) -> None:
    """Owners, developer and area of the flat, to the household that it becomes one with."""
    own, other = set(_owners(household)), set(_owners(into))
    owned = bool(own or household.developer_id)
    if owned and (other or into.developer_id) and (own, household.developer_id) != (other, into.developer_id):
        raise BadInput(TWO_FLATS)
    if household.area and into.area and household.area != into.area:
        raise BadInput(TWO_FLATS)
    if not (other or into.developer_id):
        Ownership.objects.filter(household=household).update(household=into)
        into.developer = household.developer
    else:
        Ownership.objects.filter(household=household).delete()
    if not into.area:
        into.area, into.area_source = household.area, household.area_source
    into.save(update_fields=["developer", "area", "area_source"])
    household.developer, household.area, household.area_source = None, 0, ""
    household.save(update_fields=["developer", "area", "area_source"])


def _owners(household: Household) -> list[tuple[int, str]]:
    return list(household.ownerships.values_list("person", "share"))
