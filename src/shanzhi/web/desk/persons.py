"""Whom a reader may name when giving a post: those they see, and those who hold a post where they serve."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.people.models import Person, Post
from shanzhi.people.permission import allowed, covers
from shanzhi.web.numbers import is_number


def nameable(by: Actor, number: Any) -> Person | None:
    """The person of a number, if the reader may name them; a stranger's number finds nobody."""
    text = str(number or "")
    if not is_number(text):
        return None
    person = Person.objects.filter(pk=int(text), erased_at=None).first()
    if person is None or allowed(by, "person.see", person):
        return person
    posts = Post.objects.in_force().filter(person=person).select_related("place")
    return person if any(covers(by, post.place.ancestor_ids) for post in posts) else None
