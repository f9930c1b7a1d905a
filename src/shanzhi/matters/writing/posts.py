"""Ending a post with what follows for the matters that lie with it: in one transaction, or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shanzhi.engine.types import Actor
from shanzhi.matters.writing.handing_over import hand_over_post
from shanzhi.people import actions as people
from shanzhi.people.models import Post


def end_post(
    by: Actor,
    *,
    post: Post,
    reason: str,
    record: str = "",
    died: bool = False,
    at: datetime | None = None,
) -> int:
    """End a term early and hand over what lies with it; how many matters were handed over."""
    with transaction.atomic():
        people.end_post(by, post=post, reason=reason, record=record, died=died, at=at)
        return hand_over_post(post, at)
