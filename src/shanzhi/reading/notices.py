"""What somebody was told: all of it, as a file and a program have it; a line for each matter, as the page; what is news still."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import get_language

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.marks import as_told
from shanzhi.matters.models import Notice
from shanzhi.matters.notices import unread
from shanzhi.matters.notices.sending import mark_read


def every_notice(reader: Actor) -> QuerySet[Notice]:
    """All that the reader was ever told, the latest first."""
    return Notice.objects.filter(person=reader.person or 0).order_by("-pk")


def texts_of(reader: Actor, notices: Sequence[Notice]) -> dict[int, str]:
    """What some notices say, in the reader's language and with the names that they may know, by number."""
    english = (get_language() or "").startswith("en")
    told = as_told(reader, [(one.en if english else one.zh, one.matter_id) for one in notices])
    return {one.pk: text for one, text in zip(notices, told, strict=True)}


def latest_notices(reader: Actor) -> QuerySet[Notice]:
    """Of each matter the latest that the reader was told."""
    return unread.told(reader.person)


def news(reader: Actor) -> QuerySet[Notice]:
    """What is news to the reader still: of each matter the latest alone."""
    return unread.unread(reader.person)


def count_news(reader: Actor) -> int:
    """How many lines of news the reader has, as every face counts them."""
    return unread.count_unread(reader.person)


def read_about(reader: Actor, matter: int) -> None:
    """Mark what the reader was told of a matter as read: they look at it now."""
    if reader.person is None:
        return
    found = Notice.objects.filter(person=reader.person, read_at=None, matter=matter)
    if numbers := list(found.values_list("pk", flat=True)):
        mark_read(person=reader.person, notices=numbers)
