"""Keeping texts for replies (常用回复): by a desk, for itself. Filled in for a matter they are by `reading.replies`.

Who holds the same post at the same place, of the same office, keeps them together; to everybody else there are none.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.models import ReplyText
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.models import Post
from shanzhi.people.permission import action, require, rule
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import readable

KEEP = "reply.keep"
LONGEST, LONGEST_TITLE, MOST = 1000, 40, 50
PLACEHOLDERS = {
    "事项": "title", "编号": "number", "地方": "place", "时限": "due", "居民": "resident",
    "title": "title", "number": "number", "place": "place", "due": "due", "resident": "resident",
}  # fmt: skip
"""What may stand in braces, in either language, and what of the matter it is."""
BRACED = re.compile(r"\{([^{}]*)\}")

EMPTY = Sentence("请填写", "write something")
TOO_LONG = Sentence("最多 {most} 字", "at most {most} characters")
UNKNOWN = Sentence(
    "没有“{name}”这一项；花括号里可写：事项、编号、地方、时限、居民",
    "there is no “{name}”; in braces there may stand: title, number, place, due, resident",
)
UNPAIRED = Sentence("花括号要成对，一左一右", "braces come in pairs, one to open and one to close")
TOO_MANY = Sentence(
    "一个岗位最多 {most} 条，请先停用几条", "a desk keeps at most {most}; retire some of them first"
)
CHANGED = Sentence(
    "这一条刚才已被改过或停用，请看现在的",
    "this text was changed or retired meanwhile; see how it stands now",
)
OWN = Sentence("同一岗位的人", "those who hold the same post")

action(KEEP, Sentence("写常用回复", "keep texts for replies"))


class ReplyDesk(Struct, frozen=True):
    """Whose texts they are: a role at a place, of an office or none."""

    role: str
    place: int
    office: int | None = None

    def rows(self) -> QuerySet[ReplyText]:
        """All its texts, those retired too."""
        return ReplyText.objects.filter(role=self.role, place=self.place, office=self.office)


def desks_of(actor: Actor) -> list[ReplyDesk]:
    """The desks that somebody sits at now, in the order of their posts."""
    if actor.person is None:
        return []
    posts = Post.objects.in_force().filter(person=actor.person).order_by("pk")
    rows = posts.values_list("role", "place", "organization")
    return list(dict.fromkeys(ReplyDesk(*row) for row in rows))


@rule(KEEP, who=OWN)
def sits_there(actor: Actor, thing: Any) -> bool:
    """`thing` is a `ReplyDesk`."""
    return isinstance(thing, ReplyDesk) and thing in desks_of(actor)


def desk_of(row: ReplyText) -> ReplyDesk:
    """Whose text it is."""
    return ReplyDesk(row.role, row.place_id, row.office_id)


def replies_of(actor: Actor, *, retired: bool = False) -> list[ReplyText]:
    """The texts of somebody's desks that are offered, by title; with `retired` every wording there was."""
    wanted = Q(pk__in=())
    for desk in desks_of(actor):
        wanted |= Q(role=desk.role, place=desk.place, office=desk.office)
    found = ReplyText.objects.filter(wanted).select_related("place", "office", "person", "ended_by")
    return list((found if retired else found.filter(until=None)).order_by("title", "pk"))


def reply_of(actor: Actor, number: int) -> ReplyText | None:
    """A text of a desk that somebody sits at, retired or not; None for everybody else."""
    row = ReplyText.objects.select_related("place", "office").filter(pk=number).first()
    return row if row is not None and sits_there(actor, desk_of(row)) else None


def add_reply(
    *, actor: Actor, desk: ReplyDesk, title: str, text: str, at: datetime | None = None
) -> ReplyText:
    """Keep a new text. The same title and text again is the one there is. Raises `Denied`, `BadInput`."""
    require(actor, KEEP, desk)
    title, text = _checked(title, text)
    with transaction.atomic():
        Post.objects.select_for_update().filter(role=desk.role, place=desk.place).order_by("pk").first()
        offered = desk.rows().filter(until=None)
        same = offered.filter(title=title, text=text).first()
        if same is not None:
            return same
        if offered.count() >= MOST:
            raise BadInput(TOO_MANY.fill(most=MOST))
        return _written(actor, desk, title, text, at or timezone.now())


def change_reply(
    *, actor: Actor, reply: ReplyText, title: str, text: str, at: datetime | None = None
) -> ReplyText:
    """A new wording; the old one stays on record. Raises `Denied`, and `BadInput`, also where another was faster."""
    require(actor, KEEP, desk_of(reply))
    title, text = _checked(title, text)
    now = at or timezone.now()
    with transaction.atomic():
        if not _ended(actor, reply, now):
            raise BadInput(CHANGED)
        return _written(actor, desk_of(reply), title, text, now, before=reply)


def retire_reply(*, actor: Actor, reply: ReplyText, at: datetime | None = None) -> None:
    """Offer it no longer. Retired already it stays so. Raises `Denied`."""
    require(actor, KEEP, desk_of(reply))
    with transaction.atomic():
        if _ended(actor, reply, at or timezone.now()):
            audit.record("reply.retire", by=actor, detail={"reply": reply.pk})


def _ended(actor: Actor, reply: ReplyText, now: datetime) -> bool:
    return bool(ReplyText.objects.filter(pk=reply.pk, until=None).update(until=now, ended_by_id=actor.person))


def _written(
    actor: Actor, desk: ReplyDesk, title: str, text: str, now: datetime, before: ReplyText | None = None
) -> ReplyText:
    assert actor.person is not None
    row = ReplyText.objects.create(
        role=desk.role, place_id=desk.place, office_id=desk.office, title=title, text=text,
        person_id=actor.person, since=now, before=before,
    )  # fmt: skip
    detail = {"reply": row.pk, "place": desk.place, "before": before.pk if before is not None else None}
    audit.record("reply.keep", by=actor, detail=detail, at=now)
    return row


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = readable(title).strip(), readable(text).strip()
    wrong: dict[str, Sentence] = {}
    for name, value, most in (("title", title, LONGEST_TITLE), ("text", text, LONGEST)):
        if not value:
            wrong[name] = EMPTY
        elif len(value) > most:
            wrong[name] = TOO_LONG.fill(most=most)
    if "text" not in wrong and (why := _braces(text)) is not None:
        wrong["text"] = why
    if wrong:
        raise BadInput(next(iter(wrong.values())), wrong)
    return title, text


def _braces(text: str) -> Sentence | None:
    """What is wrong with the placeholders of a text."""
    for name in BRACED.findall(text):
        if name.strip() not in PLACEHOLDERS:
            return UNKNOWN.fill(name=name.strip()[:30])
    rest = BRACED.sub("", text)
    return UNPAIRED if "{" in rest or "}" in rest else None
