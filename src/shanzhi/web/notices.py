"""The notices of one person, for the bell and the page."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.matters.models import Notice


def unread_count(who: Actor) -> int:
    """How many notices a person has not read."""
    if who.person is None:
        return 0
    return Notice.objects.filter(person=who.person, read_at=None).count()
