"""What one was told, and how one is reached outside."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

from msgspec import Meta, Struct

from shanzhi.api.faults import NO_PERSON, Fault
from shanzhi.api.matter_parts import speaking
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.subjects import notices
from shanzhi.matters.models import NoticeChannel
from shanzhi.matters.notices.channels import channels, choose_channel
from shanzhi.matters.notices.sending import mark_read
from shanzhi.method.words import Sentence
from shanzhi.reading.notices import count_news, every_notice, news, texts_of

MOST = 200
Key = Annotated[int, Meta(ge=1, le=LARGEST)]
Limit = Annotated[int, Meta(ge=1, le=MOST)]


class NoticeView(Struct):
    """One thing a person was told."""

    id: int
    kind: str
    text: str
    matter: int | None
    seq: int | None
    urgent: bool
    at: datetime
    read_at: datetime | None


class NoticePage(Struct):
    """Notices, the latest first; `next` is what to send as `after` for the earlier ones."""

    unread: int
    notices: list[NoticeView]
    next: int | None


class NoticeFilter(Message):
    """Which notices; `unread` asks for what is news still: of each matter the latest alone."""

    unread: bool = False
    after: Key | None = None
    limit: Limit = 50


class ReadUpTo(Message):
    """Mark as read: these, or all if none are named."""

    notices: Annotated[list[Number], Meta(max_length=500)] | None = None


class Counted(Struct):
    """How many it was done to."""

    count: int


@operation(
    notices, "GET", "/notices", Sentence("我的通知", "List my notices"), query=NoticeFilter, answer=NoticePage
)
def list_notices(call: Call) -> NoticePage:
    """One's own alone."""
    query: NoticeFilter = call.query
    found = news(call.actor) if query.unread else every_notice(call.actor)
    if query.after is not None:
        found = found.filter(pk__lt=query.after)
    rows = list(found[: query.limit + 1])
    with speaking(call):
        texts = texts_of(call.actor, rows[: query.limit])
    shown = [
        NoticeView(n.pk, n.kind, texts[n.pk], n.matter_id, n.seq, n.urgent, n.at, n.read_at)
        for n in rows[: query.limit]
    ]
    more = len(rows) > query.limit
    return NoticePage(count_news(call.actor), shown, shown[-1].id if more else None)


@operation(
    notices,
    "POST",
    "/notices/read",
    Sentence("标为已读", "Mark notices as read"),
    body=ReadUpTo,
    answer=Counted,
    scope="act",
)
def read_notices(call: Call) -> Counted:
    """Those of others are left alone."""
    return Counted(mark_read(person=call.person, notices=call.body.notices))


class ChannelView(Struct):
    """How a person is reached outside (null: only here), and the channels there are."""

    channel: str | None
    language: str
    quiet_from: time | None
    quiet_to: time | None
    offered: dict[str, str]


class NewChannel(Message):
    """A channel and one's address there; null turns it off. Nothing is sent in the quiet hours."""

    channel: Annotated[str, Meta(max_length=32)] | None
    address: Annotated[str, Meta(max_length=200)] = ""
    english: bool = False
    quiet_from: time | None = None
    quiet_to: time | None = None


@operation(
    notices, "GET", "/notices/channel", Sentence("站外通知方式", "How I am reached"), answer=ChannelView
)
def get_channel(call: Call) -> ChannelView:
    """The address itself is not shown again."""
    chosen = NoticeChannel.objects.filter(person=call.actor.person or 0).first()
    offered = dict(channels().titles)
    if chosen is None:
        return ChannelView(None, "zh-hans", None, None, offered)
    return ChannelView(chosen.channel, chosen.language, chosen.quiet_from, chosen.quiet_to, offered)


@operation(
    notices,
    "PUT",
    "/notices/channel",
    Sentence("设置站外通知", "Set how I am reached"),
    body=NewChannel,
    answer=ChannelView,
    scope="act",
)
def set_channel(call: Call) -> ChannelView:
    """Kept sealed."""
    body: NewChannel = call.body
    if call.actor.person is None:
        raise Fault(403, "no_person", NO_PERSON)
    quiet = (body.quiet_from, body.quiet_to) if body.quiet_from and body.quiet_to else None
    choose_channel(
        actor=call.actor,
        channel=body.channel,
        address=body.address,
        language="en" if body.english else "zh-hans",
        quiet=quiet,
    )
    return get_channel(call)
