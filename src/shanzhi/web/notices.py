"""Notices are read by looking at their matter."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.matters.models import Notice
from shanzhi.matters.notices.sending import mark_read


def read_about(who: Actor, matter: int) -> None:
    """Mark what a person was told of a matter as read: they look at it now."""
    if who.person is None:
        return
    unread = Notice.objects.filter(person=who.person, read_at=None, matter=matter)
    if numbers := list(unread.values_list("pk", flat=True)):
        mark_read(person=who.person, notices=numbers)
