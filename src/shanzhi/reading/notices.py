"""What somebody was told: all of it, as a file and a program have it; a line for each matter, as the page; what is news still."""

from __future__ import annotations

from django.db.models import QuerySet

from shanzhi.engine.types import Actor
from shanzhi.matters.models import Notice
from shanzhi.matters.notices import unread
from shanzhi.matters.notices.sending import mark_read


def every_notice(reader: Actor) -> QuerySet[Notice]:
    """All that the reader was ever told, the latest first."""
    return Notice.objects.filter(person=reader.person or 0).order_by("-pk")


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
