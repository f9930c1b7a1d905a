"""Who takes over what lies with somebody whose post ended, or who is gone (交接): which matters change, and how.

Nothing is written here; doing it twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from shanzhi.engine.draft import Draft
from shanzhi.engine.handing_over import HandOver as Handed
from shanzhi.engine.handing_over import hand_over, rename
from shanzhi.engine.types import SYSTEM, Command, Decision
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change
from shanzhi.method.roles import FORMER
from shanzhi.people.models import Post
from shanzhi.people.queries import holders, responsible_for


def of_post(post: Post, at: datetime) -> list[Change]:
    """What lies with the person of a post that ended goes on, if they hold it no longer."""
    serving = holders(post.role, post.place_id, at)
    if any(other.person_id == post.person_id for other in serving):
        return []
    to = serving[-1].person_id if serving else None
    first = None if to is not None else responsible_for(post.place, at).first
    handed = Handed(post.role, post.place_id, post.person_id, to, first.person_id if first else None)
    return [_handed_over(number, handed, at) for number in _with(handed)]


def of_one_gone(person: int, at: datetime) -> list[Change]:
    """What somebody who died or was erased had taken or been given without a post goes to whoever answers for its place.

    Whoever opened a matter is nobody's successor: what waits for them ends with its date.
    """
    acted = Entry.objects.filter(matter=OuterRef("pk"), person=person)
    theirs = Q(desk_person=person, desk_role="holder") | Q(Exists(acted))
    rows = Matter.objects.filter(theirs, closed_at=None, void=False).order_by("pk").select_related("place")
    found = []
    for row in rows.only("pk", "place"):
        first = responsible_for(row.place, at).first
        if first is not None and first.person_id != person:
            handed = Handed("holder", row.place_id, person, None, first.person_id)
            found.append(_handed_over(row.pk, handed, at))
    return found


def of_former_names(at: datetime) -> list[Change]:
    """What lies on a desk whose role has another name by now is written down under today's, so that lists find it."""
    rows = Matter.objects.filter(desk_role__in=list(FORMER), closed_at=None).order_by("pk")
    return [_changed(number, at, rename) for number in rows.values_list("pk", flat=True)]


def _with(handed: Handed) -> list[int]:
    """The open matters that are bound to the person for this post: on its desk, or taken in its role."""
    took = Entry.objects.filter(matter=OuterRef("pk"), person=handed.person, role=handed.role, act="take")
    named = Q(desk_person=handed.person, desk_role=handed.role, desk_place=handed.place)
    vacant = Q(desk_place=handed.place, desk_role=handed.role, desk_office=None)
    held = Q(desk_person=handed.person, desk_role="holder") & Q(Exists(took))
    wanted = named | held if handed.to is not None else named | held | vacant
    rows = Matter.objects.filter(wanted, closed_at=None, void=False).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _handed_over(number: int, handed: Handed, now: datetime) -> Change:
    return _changed(number, now, lambda d: hand_over(d, handed))


def _changed(number: int, now: datetime, change: Callable[[Draft], Decision | None]) -> Change:
    command = Command("", "hand_over", now, SYSTEM)

    def decide(loaded: store.Loaded) -> Decision | None:
        matter = loaded.record.matter
        if matter.closed is not None:
            return None
        at = max(now, matter.entered or matter.opened)
        return change(Draft(loaded.method, matter, command, loaded.ground, at))

    return Change(number, command, decide)
