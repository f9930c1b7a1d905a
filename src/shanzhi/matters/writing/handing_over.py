"""Handing over the open matters of a post that changed hands (交接): nothing is left with somebody who has gone.

Called in the transaction that gives or takes the post, and by the worker for terms that ran out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from shanzhi.matters.writing import succession
from shanzhi.matters.writing.follow_ups import Change, Written
from shanzhi.matters.writing.path import settle
from shanzhi.people.models import Post

LOOKED_BACK = timedelta(days=3)
"""Terms that ran out within this time are looked at: longer than a worker is ever down."""


def hand_over_post(post: Post, now: datetime | None = None) -> int:
    """Hand on what lies with the person of a post that ended, if they hold it no longer; how many matters."""
    at = now or timezone.now()
    return _handed(succession.of_post(post, at), at)


def hand_over_lapsed(now: datetime | None = None) -> int:
    """Hand on what lies with people whose terms ran out of late, or ended without anybody handing over."""
    at = now or timezone.now()
    since = at - LOOKED_BACK
    ended = Q(until__gt=since, until__lte=at) | Q(ended_at__gt=since, ended_at__lte=at)
    return sum(hand_over_post(post, at) for post in Post.objects.filter(ended).select_related("place"))


def hand_over_of_one_gone(person: int, now: datetime | None = None) -> int:
    """Hand on what somebody who died or was erased had taken or been given without a post; how many matters."""
    at = now or timezone.now()
    return _handed(succession.of_one_gone(person, at), at)


def write_todays_names(now: datetime | None = None) -> int:
    """Write down anew what lies on a desk under a former name of its role; how many matters."""
    at = now or timezone.now()
    return _handed(succession.of_former_names(at), at)


def _handed(changes: Iterable[Change], at: datetime) -> int:
    return sum(isinstance(settle(one, at), Written) for one in changes)
