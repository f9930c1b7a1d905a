"""Organisations (单位) over the API: listed, entered, changed, with their people and licences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.posts import InPlace
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import PersonRef, PlaceRef, organization_at, person_ref, place_at, place_ref, place_refs
from shanzhi.api.subjects import posts
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Licence, Organization, Post
from shanzhi.people.permission import allowed, require
from shanzhi.places.writing import in_order

Called = Annotated[str, Meta(min_length=1, max_length=80)]
Kind = Annotated[str, Meta(max_length=16)]
Code = Annotated[str, Meta(max_length=24)]


class OrganizationView(Struct):
    """An organisation: a department, property company, owners' committee, social organisation, merchant, member unit.

    `code` is its unified social credit code (GB 32100), `since` and `until` its term where it is an elected body.
    """

    id: int
    name: str
    kind: str
    place: PlaceRef | None
    closed_at: datetime | None
    code: str = ""
    since: date | None = None
    until: date | None = None


class OrganizationList(Struct):
    """Organisations, by name."""

    organizations: list[OrganizationView]


class MemberView(Struct):
    """Who acts for an organisation: by which post, in which function, until when."""

    post: int
    role: str
    title: str
    function: str
    person: PersonRef
    until: datetime | None


class LicenceView(Struct):
    """A licence that has not been struck."""

    id: int
    name: str
    number: str
    until: date | None


class OrganizationRecord(Struct):
    """What is on record of an organisation."""

    organization: OrganizationView
    members: list[MemberView]
    licences: list[LicenceView]


class NewOrganization(Message):
    """An organisation to enter."""

    name: Called
    kind: Kind
    place: Number
    code: Code = ""
    since: date | None = None
    until: date | None = None


class OrganizationChange(Message):
    """What to change; the rest stays."""

    name: Called | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    code: Code | UnsetType = UNSET
    since: date | UnsetType | None = UNSET
    until: date | UnsetType | None = UNSET


class NewLicence(Message):
    """A licence to enter; the same name and number once more says until when it holds now."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    number: Annotated[str, Meta(min_length=1, max_length=60)]
    until: date | None = None


@operation(
    posts,
    "GET",
    "/organizations",
    Sentence("单位列表", "List organisations"),
    query=InPlace,
    answer=OrganizationList,
    refuses=[404],
)
def list_organizations(call: Call) -> OrganizationList:
    """Those that serve a place or one above it, or stand below it."""
    place = place_at(call.query.place)
    below = Organization.objects.filter(place__path__begins=place.path)
    above = Organization.objects.filter(place__in=place.ancestor_ids)
    found = (below | above).filter(closed_at=None).select_related("place")
    listed = sorted(found, key=lambda one: (in_order(one.name), one.pk))[:500]
    refs = place_refs(one.place for one in listed if one.place is not None)
    return OrganizationList([_organization(one, refs.get(one.place_id or 0)) for one in listed])


@operation(
    posts,
    "GET",
    "/organizations/{int:number}",
    Sentence("单位档案", "An organisation's record"),
    answer=OrganizationRecord,
    refuses=[404],
)
def organization_record(call: Call, number: int) -> OrganizationRecord:
    """For its own people and those who serve where it stands."""
    one = _seen(call, number)
    held = Post.objects.in_force().filter(organization=one).select_related("person").order_by("since", "pk")
    members = [
        MemberView(
            post.pk, post.role, role_name(post.role).text(call.language), post.function,
            person_ref(post.person, whole=True), post.until,
        )
        for post in held
    ]  # fmt: skip
    licences = [_licence(row) for row in one.licences.filter(ended_at=None).order_by("name", "pk")]
    return OrganizationRecord(_organization(one), members, licences)


@operation(
    posts,
    "POST",
    "/organizations",
    Sentence("登记单位", "Enter an organisation"),
    body=NewOrganization,
    answer=OrganizationView,
    status=201,
    makes=lambda number: Organization.objects.filter(pk=number, closed_at=None).exists(),
    scope="act",
    refuses=[404],
)
def add_organization(call: Call) -> OrganizationView:
    """By those who keep the rolls there."""
    body: NewOrganization = call.body
    return _organization(
        actions.add_organization(
            call.actor,
            name=body.name,
            kind=body.kind,
            place=place_at(body.place),
            code=body.code,
            since=body.since,
            until=body.until,
        )
    )


@operation(
    posts,
    "PATCH",
    "/organizations/{int:number}",
    Sentence("修改单位信息", "Change an organisation"),
    body=OrganizationChange,
    answer=OrganizationView,
    scope="act",
    refuses=[404],
)
def set_organization(call: Call, number: int) -> OrganizationView:
    """By those who keep the rolls there."""
    body: OrganizationChange = call.body
    asked = ((name, getattr(body, name)) for name in ("name", "kind", "code", "since", "until"))
    changes: dict[str, Any] = {name: value for name, value in asked if value is not UNSET}
    actions.set_organization(call.actor, organization=_seen(call, number), **changes)
    return _organization(organization_at(number))


@operation(
    posts,
    "POST",
    "/organizations/{int:number}/close",
    Sentence("撤销单位", "Close an organisation"),
    answer=OrganizationView,
    scope="act",
    refuses=[404],
)
def close_organization(call: Call, number: int) -> OrganizationView:
    """It keeps its record."""
    actions.close_organization(call.actor, organization=organization_at(number))
    return _organization(organization_at(number))


@operation(
    posts,
    "POST",
    "/organizations/{int:number}/licences",
    Sentence("登记证照", "Enter a licence"),
    body=NewLicence,
    answer=LicenceView,
    status=201,
    scope="act",
    refuses=[404],
)
def add_licence(call: Call, number: int) -> LicenceView:
    """By those who keep the rolls there."""
    body: NewLicence = call.body
    made = actions.add_licence(
        call.actor, organization=_seen(call, number), name=body.name, number=body.number, until=body.until
    )
    return _licence(made)


@operation(
    posts,
    "POST",
    "/licences/{int:number}/end",
    Sentence("注销证照", "Strike a licence"),
    answer=LicenceView,
    scope="act",
    refuses=[404],
)
def end_licence(call: Call, number: int) -> LicenceView:
    """One that no longer holds; its row stays."""
    licence = Licence.objects.select_related("organization__place").filter(pk=number).first()
    if licence is None or not allowed(call.actor, "organization.see", licence.organization):
        raise not_found()
    actions.end_licence(call.actor, licence=licence)
    return _licence(licence)


def _seen(call: Call, number: int) -> Organization:
    one = organization_at(number)
    require(call.actor, "organization.see", one)
    return one


def _licence(row: Licence) -> LicenceView:
    return LicenceView(row.pk, row.name, row.number, row.until)


def _organization(row: Organization, place: PlaceRef | None = None) -> OrganizationView:
    if place is None and row.place is not None:
        place = place_ref(row.place)
    return OrganizationView(row.pk, row.name, row.kind, place, row.closed_at, row.code, row.since, row.until)
