"""Texts that a desk keeps for its replies, over the API: kept by who sits there, and filled in for a matter."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import translation
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import OfficeRef, PersonRef, PlaceRef, person_ref, place_ref
from shanzhi.api.subjects import posts
from shanzhi.matters.desks.replies import (
    LONGEST,
    LONGEST_TITLE,
    ReplyDesk,
    add_reply,
    change_reply,
    replies_of,
    reply_of,
    retire_reply,
)
from shanzhi.matters.models import ReplyText
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.replies import replies_for

Title = Annotated[str, Meta(min_length=1, max_length=LONGEST_TITLE)]
Body = Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class ReplyFilter(Message):
    """With `retired`, former wordings and retired texts too."""

    retired: bool = False


class NewReply(Message):
    """A text for one of your desks: a role at a place, of an office where the post belongs to one. In braces may stand
    事项/title, 编号/number, 地方/place, 时限/due, 居民/resident."""

    role: Annotated[str, Meta(min_length=1, max_length=32)]
    place: Number
    title: Title
    text: Body
    office: Number | None = None


class ReplyWording(Message):
    """Another wording of a text; the former one stays on record."""

    title: Title
    text: Body


class ReplyView(Struct):
    """One wording: whose desk's, who wrote it when, until when it was offered (null: it still is), and which was before."""

    id: int
    role: str
    role_title: str
    place: PlaceRef
    office: OfficeRef | None
    title: str
    text: str
    person: PersonRef
    since: datetime
    until: datetime | None
    before: int | None


class ReplyList(Struct):
    """The texts of the caller's desks, by title."""

    replies: list[ReplyView]


class FilledReply(Struct):
    """A text as it would stand in a reply to this matter."""

    id: int
    title: str
    text: str


class FilledReplies(Struct):
    """The texts of the caller's desks, filled in for one matter."""

    replies: list[FilledReply]


@operation(
    posts,
    "GET",
    "/replies",
    Sentence("常用回复", "Texts for replies"),
    about=Sentence("您所在岗位的；别的岗位的如同不存在。", "Those of your desks; to others there are none."),
    query=ReplyFilter,
    answer=ReplyList,
)
def list_replies(call: Call) -> ReplyList:
    """All of them: they are few."""
    return ReplyList(
        [_view(row, call.language) for row in replies_of(call.actor, retired=call.query.retired)]
    )


@operation(
    posts,
    "POST",
    "/replies",
    Sentence("写一条常用回复", "Keep a text for replies"),
    body=NewReply,
    answer=ReplyView,
    status=201,
    makes=lambda number: ReplyText.objects.filter(pk=number, until=None).exists(),
    scope="act",
    refuses=[403, 422],
)
def keep_reply(call: Call) -> ReplyView:
    """By who sits at that desk."""
    body: NewReply = call.body
    desk = ReplyDesk(body.role, body.place, body.office)
    return _view(add_reply(actor=call.actor, desk=desk, title=body.title, text=body.text), call.language)


@operation(
    posts,
    "PATCH",
    "/replies/{int:number}",
    Sentence("改一条常用回复", "Change a text for replies"),
    body=ReplyWording,
    answer=ReplyView,
    scope="act",
    refuses=[404, 422],
)
def reword_reply(call: Call, number: int) -> ReplyView:
    """The new wording has a number of its own."""
    body: ReplyWording = call.body
    made = change_reply(actor=call.actor, reply=_mine(call, number), title=body.title, text=body.text)
    return _view(made, call.language)


@operation(
    posts,
    "DELETE",
    "/replies/{int:number}",
    Sentence("停用一条常用回复", "Retire a text for replies"),
    answer=ReplyView,
    scope="act",
    refuses=[404],
)
def end_reply(call: Call, number: int) -> ReplyView:
    """It is offered no longer, and stays on record."""
    row = _mine(call, number)
    retire_reply(actor=call.actor, reply=row)
    row.refresh_from_db()
    return _view(row, call.language)


@operation(
    posts,
    "GET",
    "/matters/{int:number}/replies",
    Sentence("为一件事项填好的常用回复", "Texts for replies, filled in for a matter"),
    about=Sentence(
        "按您看到的填入事项、编号、地方、时限、居民；只供选用，不会发出。",
        "Filled in with what you see of the matter; they are offered, and nothing is sent.",
    ),
    answer=FilledReplies,
    refuses=[404],
)
def fill_replies(call: Call, number: int) -> FilledReplies:
    """None for who does not see the whole of the matter."""
    it = seen(call, number)
    with translation.override("en" if call.language == "en" else "zh-hans"):
        return FilledReplies([FilledReply(one.id, one.title, one.text) for one in replies_for(it)])


def _mine(call: Call, number: int) -> ReplyText:
    row = reply_of(call.actor, number)
    if row is None:
        raise not_found()
    return row


def _view(row: ReplyText, language: str) -> ReplyView:
    office = OfficeRef(row.office.pk, row.office.name) if row.office is not None else None
    return ReplyView(
        row.pk, row.role, role_name(row.role).text(language), place_ref(row.place), office, row.title, row.text,
        person_ref(row.person, whole=True), row.since, row.until, row.before_id,
    )  # fmt: skip
