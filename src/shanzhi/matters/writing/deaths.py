"""A death recorded with what follows: posts end, what lay with them goes on, and nothing is sent to them any more."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.models import NoticeChannel, Watch
from shanzhi.matters.writing.handing_over import hand_over_of_one_gone
from shanzhi.matters.writing.posts import end_post
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.actions import mark_deceased
from shanzhi.people.models import Person, Post
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.telling import place_name

REASON = "去世"
IN_OFFICE = Sentence(
    "此人在“{place}”任{role}，请由能结束该任期的上级登记",
    "they hold a post ({role} of {place}): whoever may end it records the death",
)


def record_death(by: Actor, *, person: Person, on: date, at: datetime | None = None) -> int:
    """Record that a person died, end their posts and hand over what lay with them; how many matters went on.

    Refused (`BadInput`) where they hold a post that the recorder may not end: nobody is put out of office so.
    """
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        running = Post.objects.filter(Q(until=None) | Q(until__gt=now), person=person, ended_at=None)
        posts = list(running.select_related("place", "person"))
        for post in posts:
            if not allowed(by, "post.end", post.place):
                raise BadInput(IN_OFFICE.fill(role=role_name(post.role), place=place_name(post.place)))
        mark_deceased(by, person=person, on=on, at=now)
        moved = sum(end_post(by, post=post, reason=REASON, died=True, at=now) for post in posts)
        moved += hand_over_of_one_gone(person.pk, now)
        NoticeChannel.objects.filter(person=person.pk).delete()
        Watch.objects.filter(person=person.pk).delete()
    return moved
