"""Handing over the open matters of a post that changed hands (交接): nothing is left with somebody who has gone.

Called in the transaction that gives or takes the post, and by the worker for terms that ran out; doing it twice
changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from shanzhi.engine.draft import Draft
from shanzhi.engine.handing_over import Change, hand_over
from shanzhi.engine.types import SYSTEM, Command
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.writing import store
from shanzhi.people.models import Post
from shanzhi.people.queries import holders, responsible_for

LOOKED_BACK = timedelta(days=3)
"""Terms that ran out within this time are looked at: longer than a worker is ever down."""
TRIES = 20


def hand_over_post(post: Post, now: datetime | None = None) -> int:
    """Hand on what lies with the person of a post that ended, if they hold it no longer; how many matters."""
    at = now or timezone.now()
    serving = holders(post.role, post.place_id, at)
    if any(other.person_id == post.person_id for other in serving):
        return 0
    to = serving[-1].person_id if serving else None
    first = None if to is not None else responsible_for(post.place, at).first
    change = Change(post.role, post.place_id, post.person_id, to, first.person_id if first else None)
    return sum(_hand_over(number, change, at) for number in list(_with(change)))


def hand_over_lapsed(now: datetime | None = None) -> int:
    """Hand on what lies with people whose terms ran out of late, or ended without anybody handing over."""
    at = now or timezone.now()
    since = at - LOOKED_BACK
    ended = Q(until__gt=since, until__lte=at) | Q(ended_at__gt=since, ended_at__lte=at)
    return sum(hand_over_post(post, at) for post in Post.objects.filter(ended).select_related("place"))


def hand_over_of_one_gone(person: int, now: datetime | None = None) -> int:
    """Hand on what somebody who died or was erased had taken or been given without a post; how many matters.

    It goes to whoever answers for its place. Whoever opened a matter is nobody's successor: what waits for them ends
    with its date.
    """
    at = now or timezone.now()
    acted = Entry.objects.filter(matter=OuterRef("pk"), person=person)
    theirs = Q(desk_person=person, desk_role="holder") | Q(Exists(acted))
    rows = Matter.objects.filter(theirs, closed_at=None, void=False).order_by("pk").select_related("place")
    moved = 0
    for row in list(rows.only("pk", "place")):
        first = responsible_for(row.place, at).first
        if first is not None and first.person_id != person:
            change = Change("holder", row.place_id, person, None, first.person_id)
            moved += _hand_over(row.pk, change, at)
    return moved


def _with(change: Change) -> Iterator[int]:
    """The open matters that are bound to the person for this post: on its desk, or taken in its role."""
    took = Entry.objects.filter(matter=OuterRef("pk"), person=change.person, role=change.role, act="take")
    named = Q(desk_person=change.person, desk_role=change.role, desk_place=change.place)
    vacant = Q(desk_place=change.place, desk_role=change.role, desk_office=None)
    held = Q(desk_person=change.person, desk_role="holder") & Q(Exists(took))
    wanted = named | held if change.to is not None else named | held | vacant
    rows = Matter.objects.filter(wanted, closed_at=None, void=False).order_by("pk")
    yield from rows.values_list("pk", flat=True)


def _hand_over(number: int, change: Change, now: datetime) -> bool:
    """Hand on one matter, in its own transaction or the caller's."""
    command = Command("", "hand_over", now, SYSTEM)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                loaded = store.read(number, now)
                if loaded is None or loaded.void or loaded.record.matter.closed is not None:
                    return False
                matter = loaded.record.matter
                d = Draft(
                    loaded.method, matter, command, loaded.ground, max(now, matter.entered or matter.opened)
                )
                decision = hand_over(d, change)
                if decision is None:
                    return False
                store.write(loaded, decision, command)
                return True
        except store.Lost:
            continue
    return False
