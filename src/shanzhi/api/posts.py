"""Posts: who holds which role where, until when, and which stand vacant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from django.utils import timezone
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Moment, Number
from shanzhi.api.refs import (
    OfficeRef,
    PersonRef,
    PlaceRef,
    named_person,
    organization_at,
    person_ref,
    place_at,
    place_ref,
    place_refs,
)
from shanzhi.api.subjects import posts
from shanzhi.matters.writing.posts import end_post as end_and_hand_over
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.corrections import corrections, count_corrections
from shanzhi.people.models import Post
from shanzhi.people.permission import require
from shanzhi.people.queries import ending_terms, posts_at, sorted_posts, vacancies

Role = Annotated[str, Meta(min_length=1, max_length=32)]
Limit = Annotated[int, Meta(ge=1, le=500)]


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
    """Posts by place and role; `next` is what to send as `after`."""

    posts: list[PostView]
    next: int | None


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
    after: Number | None = None
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
    since: Moment | None = None
    until: Moment | None = None
    basis: Annotated[str, Meta(max_length=200)] = ""
    function: Annotated[str, Meta(max_length=40)] = ""


class EndOfPost(Message):
    """Why a term ends early; of an elected role with what records the recall, the resignation or the end of the term."""

    reason: Annotated[str, Meta(max_length=200)]
    record: Annotated[str, Meta(max_length=120)] = ""


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
    last = Post.objects.select_related("place").filter(pk=query.after).first() if query.after else None
    if query.ending_within is not None:
        found = ending_terms(place, timedelta(days=query.ending_within))
        chosen = [post for post in found if query.role in (None, post.role)]
        if last is not None and last.until is not None:
            chosen = [post for post in chosen if post.until and (post.until, post.pk) > (last.until, last.pk)]
    else:
        among = posts_at(place)
        chosen = sorted_posts(
            among.filter(role=query.role) if query.role else among, query.limit + 1, after=last
        )
    shown = chosen[: query.limit]
    more = len(chosen) > query.limit
    refs = place_refs(post.place for post in shown)
    return PostPage([_post(post, call, refs) for post in shown], shown[-1].pk if more else None)


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
    found = vacancies(place_at(call.query.place))[:1000]
    refs = place_refs(v.place for v in found)
    return Vacancies(
        [VacancyView(v.role, role_name(v.role).text(call.language), refs[v.place.pk], v.since) for v in found]
    )


@operation(
    posts,
    "POST",
    "/posts",
    Sentence("登记任职", "Enter who holds a post"),
    body=NewPost,
    answer=PostView,
    status=201,
    makes=lambda number: Post.objects.filter(pk=number, ended_at=None).exists(),
    scope="act",
    refuses=[404],
    examples={"worker": {"person": 31, "role": "grid_worker", "place": 4}},
)
def assign_post(call: Call) -> PostView:
    """By the staff of a place above; of an elected role `basis` names what records the result."""
    body: NewPost = call.body
    place = place_at(body.place)
    require(call.actor, "post.assign", place)
    made = actions.assign_post(
        call.actor,
        person=named_person(call.actor, body.person),
        role=body.role,
        place=place,
        organization=organization_at(body.organization) if body.organization is not None else None,
        since=body.since,
        until=body.until,
        basis=body.basis,
        function=body.function,
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
    end_and_hand_over(call.actor, post=post, reason=call.body.reason, record=call.body.record)
    return _post(post, call)


def _post(post: Post, call: Call, refs: Mapping[int, PlaceRef] | None = None) -> PostView:
    office = post.organization
    return PostView(
        post.pk,
        post.role,
        role_name(post.role).text(call.language),
        person_ref(post.person, whole=True),
        refs[post.place_id] if refs is not None else place_ref(post.place),
        OfficeRef(office.pk, office.name) if office is not None else None,
        post.since,
        post.until,
        post.ended_at,
    )


class CorrectionView(Struct):
    """One change of the register that no method reviewed."""

    at: datetime
    kind: str
    place: PlaceRef
    role: str
    person: str | None
    household: str | None
    reason: str
    by: str


class Corrections(Struct):
    """The latest changes first, and how many there were in the last 90 days, by kind."""

    corrections: list[CorrectionView]
    lately: dict[str, int]


@operation(
    posts,
    "GET",
    "/corrections",
    Sentence("不经工作法的登记变更", "List changes of the register around the methods"),
    query=InPlace,
    answer=Corrections,
    refuses=[404],
)
def list_corrections(call: Call) -> Corrections:
    """For those who lead at the place or above it."""
    place = place_at(call.query.place)
    found = list(corrections(call.actor, place)[:500])
    refs = place_refs(one.place for one in found)
    return Corrections(
        [
            CorrectionView(
                one.at,
                one.kind,
                refs[one.place_id],
                one.role,
                one.person.name if one.person is not None else None,
                one.household.name if one.household is not None else None,
                one.reason,
                one.by.name,
            )
            for one in found
        ],
        count_corrections(call.actor, place, timezone.now() - timedelta(days=90)),
    )
