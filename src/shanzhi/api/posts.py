"""Posts: who holds which role where, until when; households and organisations beside them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.refs import (
    OfficeRef,
    PersonRef,
    PlaceRef,
    household_at,
    organization_at,
    person_at,
    person_ref,
    place_at,
    place_ref,
)
from shanzhi.api.subjects import posts
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Household, Organization, Post
from shanzhi.people.permission import require
from shanzhi.people.queries import ending_terms, posts_at, vacancies

Role = Annotated[str, Meta(min_length=1, max_length=32)]
Key = Annotated[int, Meta(ge=1, le=LARGEST)]
Limit = Annotated[int, Meta(ge=1, le=500)]
Called = Annotated[str, Meta(min_length=1, max_length=80)]


class PostView(Struct):
    """A person holds a role at a place, for a term."""

    id: int
    role: str
    title: str
    person: PersonRef
    place: PlaceRef
    organization: OfficeRef | None
    since: datetime
    until: datetime | None
    ended_at: datetime | None


class PostPage(Struct):
    """Posts by place and role."""

    posts: list[PostView]


class VacancyView(Struct):
    """An expected post that nobody holds, and since when (null: it was never filled)."""

    role: str
    title: str
    place: PlaceRef
    since: datetime | None


class Vacancies(Struct):
    """Posts nobody holds."""

    vacancies: list[VacancyView]


class PostFilter(Message):
    """Posts in force in a place and all below; `ending_within` days: only terms that run out."""

    place: Number
    role: Role | None = None
    ending_within: Annotated[int, Meta(ge=1, le=366)] | None = None
    limit: Limit = 200


class InPlace(Message):
    """In a place and all below."""

    place: Number


class NewPost(Message):
    """An appointment, from `since` (now) until the end of the term, if it has one."""

    person: Number
    role: Role
    place: Number
    organization: Number | None = None
    since: datetime | None = None
    until: datetime | None = None
    basis: Annotated[str, Meta(max_length=200)] = ""


class EndOfPost(Message):
    """Why a term ends early."""

    reason: Annotated[str, Meta(max_length=200)]


@operation(
    posts,
    "GET",
    "/posts",
    Sentence("岗位列表", "List posts"),
    query=PostFilter,
    answer=PostPage,
    refuses=[404],
)
def list_posts(call: Call) -> PostPage:
    """Who holds a post is public among those signed in."""
    query: PostFilter = call.query
    place = place_at(query.place)
    if query.ending_within is not None:
        found = ending_terms(place, timedelta(days=query.ending_within))
        chosen = [post for post in found if query.role in (None, post.role)]
    else:
        among = posts_at(place)
        chosen = list((among.filter(role=query.role) if query.role else among)[: query.limit])
    return PostPage([_post(post, call) for post in chosen[: query.limit]])


@operation(
    posts,
    "GET",
    "/posts/vacancies",
    Sentence("空缺岗位", "List vacant posts"),
    query=InPlace,
    answer=Vacancies,
    refuses=[404],
)
def list_vacancies(call: Call) -> Vacancies:
    """The posts each level is expected to have filled."""
    found = vacancies(place_at(call.query.place))
    return Vacancies(
        [
            VacancyView(v.role, role_name(v.role).text(call.language), place_ref(v.place), v.since)
            for v in found[:1000]
        ]
    )


@operation(
    posts,
    "POST",
    "/posts",
    Sentence("任命岗位", "Appoint somebody to a post"),
    body=NewPost,
    answer=PostView,
    status=201,
    scope="act",
    refuses=[404],
    examples={"worker": {"person": 31, "role": "grid_worker", "place": 4}},
)
def assign_post(call: Call) -> PostView:
    """By the staff of a place above."""
    body: NewPost = call.body
    place = place_at(body.place)
    require(call.actor, "post.assign", place)
    made = actions.assign_post(
        call.actor,
        person=person_at(body.person),
        role=body.role,
        place=place,
        organization=organization_at(body.organization) if body.organization is not None else None,
        since=body.since,
        until=body.until,
        basis=body.basis,
    )
    return _post(made, call)


@operation(
    posts,
    "POST",
    "/posts/{int:number}/end",
    Sentence("结束任期", "End a post"),
    body=EndOfPost,
    answer=PostView,
    scope="act",
    refuses=[404],
)
def end_post(call: Call, number: int) -> PostView:
    """With its reason."""
    post = Post.objects.select_related("person", "place", "organization").filter(pk=number).first()
    if post is None:
        raise not_found()
    actions.end_post(call.actor, post=post, reason=call.body.reason)
    return _post(post, call)


class HouseholdView(Struct):
    """A household: its door or building, and the area it votes with in hundredths of a square metre."""

    id: int
    name: str
    place: PlaceRef
    area: int
    head: int | None
    owner: int | None
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
    area: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType = UNSET
    head: Number | UnsetType = UNSET
    owner: Number | UnsetType = UNSET


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
    if query.after is not None:
        found = found.filter(pk__gt=query.after)
    rows = list(found.order_by("pk")[: query.limit + 1])
    shown = [_household(row) for row in rows[: query.limit]]
    return HouseholdPage(shown, shown[-1].id if len(rows) > query.limit else None)


@operation(
    posts,
    "POST",
    "/households",
    Sentence("登记住户", "Enter a household"),
    body=NewHousehold,
    answer=HouseholdView,
    status=201,
    scope="act",
    refuses=[404],
)
def add_household(call: Call) -> HouseholdView:
    """By those who keep the rolls there."""
    body: NewHousehold = call.body
    return _household(
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
    """Name, area, head, owner."""
    body: HouseholdChange = call.body
    household = _kept(call, household_at(number))
    actions.set_household(
        call.actor,
        household=household,
        name=body.name if isinstance(body.name, str) else None,
        area=body.area if isinstance(body.area, int) else None,
        head=person_at(body.head) if isinstance(body.head, int) else None,
        owner=person_at(body.owner) if isinstance(body.owner, int) else None,
    )
    return _household(household_at(number))


@operation(
    posts,
    "POST",
    "/households/{int:number}/close",
    Sentence("注销住户", "Close a household"),
    answer=HouseholdView,
    scope="act",
    refuses=[404],
)
def close_household(call: Call, number: int) -> HouseholdView:
    """It keeps its record."""
    actions.close_household(call.actor, household=_kept(call, household_at(number)))
    return _household(household_at(number))


def _kept(call: Call, household: Household) -> Household:
    """A household, for those who keep the rolls there."""
    require(call.actor, "person.keep", household)
    return household


class OrganizationView(Struct):
    """An organisation: a department, property company, social organisation, merchant, member unit."""

    id: int
    name: str
    kind: str
    place: PlaceRef | None
    closed_at: datetime | None


class OrganizationList(Struct):
    """Organisations, by name."""

    organizations: list[OrganizationView]


class NewOrganization(Message):
    """An organisation to enter."""

    name: Called
    kind: Annotated[str, Meta(max_length=16)]
    place: Number


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
    found = (below | above).filter(closed_at=None).select_related("place").order_by("name", "pk")
    return OrganizationList([_organization(one) for one in found[:500]])


@operation(
    posts,
    "POST",
    "/organizations",
    Sentence("登记单位", "Enter an organisation"),
    body=NewOrganization,
    answer=OrganizationView,
    status=201,
    scope="act",
    refuses=[404],
)
def add_organization(call: Call) -> OrganizationView:
    """By those who keep the rolls there."""
    body: NewOrganization = call.body
    return _organization(
        actions.add_organization(call.actor, name=body.name, kind=body.kind, place=place_at(body.place))
    )


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


def _post(post: Post, call: Call) -> PostView:
    office = post.organization
    return PostView(
        post.pk,
        post.role,
        role_name(post.role).text(call.language),
        person_ref(post.person, whole=True),
        place_ref(post.place),
        OfficeRef(office.pk, office.name) if office is not None else None,
        post.since,
        post.until,
        post.ended_at,
    )


def _household(row: Household) -> HouseholdView:
    return HouseholdView(
        row.pk, row.name, place_ref(row.place), row.area, row.head_id, row.owner_id, row.closed_at
    )


def _organization(row: Organization) -> OrganizationView:
    place = place_ref(row.place) if row.place is not None else None
    return OrganizationView(row.pk, row.name, row.kind, place, row.closed_at)
