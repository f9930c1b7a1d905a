"""Households and organisations: who lives behind which door, and which units serve a place."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db import transaction
from msgspec import UNSET, Meta, Struct, UnsetType

from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.refs import (
    PlaceRef,
    household_at,
    kept_household,
    named_person,
    organization_at,
    place_at,
    place_ref,
    place_refs,
)
from shanzhi.api.subjects import posts
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Household
from shanzhi.people.permission import require

Key = Annotated[int, Meta(ge=1, le=LARGEST)]
Limit = Annotated[int, Meta(ge=1, le=500)]
Called = Annotated[str, Meta(min_length=1, max_length=80)]


class OwnerView(Struct):
    """Who owns a flat, and the share on record (`1/2`, `50%`; empty: not known)."""

    person: int
    share: str


class OwnerGiven(Message):
    """An owner of a flat."""

    person: Number
    share: Annotated[str, Meta(max_length=12)] = ""


class HouseholdView(Struct):
    """A household: its door or building, and the area it votes with in hundredths of a square metre.

    `owners` are all who own the flat, `owner` the only one (null where there are several or none on record);
    `developer` is the organisation whose it is while it is not sold. `area_source` is registered, surveyed, contract or empty.
    """

    id: int
    name: str
    place: PlaceRef
    area: int
    head: int | None
    owner: int | None
    owners: list[OwnerView]
    developer: int | None
    area_source: str
    closed_at: datetime | None


class HouseholdPage(Struct):
    """Households; `next` is what to send as `after`."""

    households: list[HouseholdView]
    next: int | None


class HouseholdFilter(Message):
    """Households in a place and all below."""

    place: Number
    after: Key | None = None
    limit: Limit = 200


class NewHousehold(Message):
    """A household to enter."""

    name: Called
    place: Number
    area: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class HouseholdChange(Message):
    """What to change; the rest stays."""

    name: Called | UnsetType = UNSET
    place: Number | UnsetType = UNSET
    area: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType = UNSET
    head: Number | UnsetType = UNSET
    owner: Number | UnsetType = UNSET
    owners: Annotated[list[OwnerGiven], Meta(max_length=50)] | UnsetType = UNSET
    developer: Number | UnsetType | None = UNSET
    area_source: Annotated[str, Meta(max_length=12)] | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=200)] = ""


@operation(
    posts,
    "GET",
    "/households",
    Sentence("住户列表", "List households"),
    query=HouseholdFilter,
    answer=HouseholdPage,
    refuses=[404],
)
def list_households(call: Call) -> HouseholdPage:
    """For those who see the people there."""
    query: HouseholdFilter = call.query
    place = place_at(query.place)
    require(call.actor, "person.see", place)
    found = Household.objects.filter(place__path__begins=place.path, closed_at=None).select_related("place")
    found = found.prefetch_related("ownerships")
    if query.after is not None:
        found = found.filter(pk__gt=query.after)
    rows = list(found.order_by("pk")[: query.limit + 1])
    refs = place_refs(row.place for row in rows[: query.limit])
    shown = [household_view(row, refs[row.place_id]) for row in rows[: query.limit]]
    return HouseholdPage(shown, shown[-1].id if len(rows) > query.limit else None)


@operation(
    posts,
    "POST",
    "/households",
    Sentence("登记住户", "Enter a household"),
    body=NewHousehold,
    answer=HouseholdView,
    status=201,
    makes=lambda number: Household.objects.filter(pk=number, closed_at=None).exists(),
    scope="act",
    refuses=[404],
)
def add_household(call: Call) -> HouseholdView:
    """By those who keep the rolls there."""
    body: NewHousehold = call.body
    return household_view(
        actions.add_household(call.actor, name=body.name, place=place_at(body.place), area=body.area)
    )


@operation(
    posts,
    "PATCH",
    "/households/{int:number}",
    Sentence("修改住户", "Change a household"),
    body=HouseholdChange,
    answer=HouseholdView,
    scope="act",
    refuses=[404],
)
def set_household(call: Call, number: int) -> HouseholdView:
    """Name, place, area and its source, head, all or none; who owns the flat: one, several, the developer, or nobody on record."""
    household = kept_household(call.actor, number)
    with transaction.atomic():
        _change(call, household, call.body)
    return household_view(household_at(number))


def _change(call: Call, household: Household, body: HouseholdChange) -> None:
    if isinstance(body.place, int):
        name = body.name if isinstance(body.name, str) else None
        actions.move_household(call.actor, household=household, place=place_at(body.place), name=name)
    actions.set_household(
        call.actor,
        household=household,
        name=body.name if isinstance(body.name, str) else None,
        head=named_person(call.actor, body.head) if isinstance(body.head, int) else None,
        owner=named_person(call.actor, body.owner) if isinstance(body.owner, int) else None,
        reason=body.reason,
    )
    if isinstance(body.area, int) or isinstance(body.area_source, str):
        actions.correct_area(
            call.actor,
            household=household,
            area=body.area if isinstance(body.area, int) else household.area,
            source=body.area_source if isinstance(body.area_source, str) else household.area_source,
        )
    if isinstance(body.owners, list) or body.developer is not UNSET:
        owners = body.owners if isinstance(body.owners, list) else []
        actions.set_owners(
            call.actor,
            household=household,
            owners=[(named_person(call.actor, one.person), one.share) for one in owners],
            developer=organization_at(body.developer) if isinstance(body.developer, int) else None,
            reason=body.reason,
        )


def household_view(row: Household, place: PlaceRef | None = None) -> HouseholdView:
    """A household as the API tells it."""
    owners = [OwnerView(one.person_id, one.share) for one in row.ownerships.all()]
    return HouseholdView(
        row.pk,
        row.name,
        place or place_ref(row.place),
        row.area,
        row.head_id,
        owners[0].person if len(owners) == 1 else None,
        owners,
        row.developer_id,
        row.area_source,
        row.closed_at,
    )
