"""Giving and taking posts because a method says so: an effect, with what follows for the matters that lie with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.models import Matter
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.writing import succession
from shanzhi.matters.writing.follow_ups import Call, EffectContext
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.unit import Refused
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import actions as people
from shanzhi.people.filling import filling
from shanzhi.people.models import Person, Post
from shanzhi.people.problems import BadInput
from shanzhi.people.rules import LEADS
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

MATTER = "{title} #{number}"
ENDED = Sentence("您在“{place}”的{role}任职已结束。", "Your post as {role} of {place} has ended.")


def change_post(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Give or take a post because a method says so, and hand on what lay with it; where it cannot be given, all is undone.

    The right to it lies in the method: who acts, in which stage, after whose agreement; the post names the matter
    as its basis. What is so already stays as it is.
    """
    carrier.later(Call(lambda turn: _change(turn, values)))


def _change(carrier: EffectContext, values: dict[str, Any]) -> None:
    person = Person.objects.filter(pk=values["person"]).first()
    place = Place.objects.filter(pk=values["place"]).first()
    if person is None or place is None:
        raise Refused(refusal("no_such_place" if person is not None else "no_such_person"))
    basis = MATTER.format(title=carrier.method.title.zh, number=carrier.matter)
    at = carrier.at
    if not _may_be_given(carrier.matter, values["role"], place):
        raise Refused(refusal("post_too_high", role=role_name(values["role"]), place=place_name(place)))
    try:
        if values["kind"] == "dismiss":
            for post in _running(person, values["role"], place, at):
                people.end_post(SYSTEM, post=post, reason=f"{values['why']}（{basis}）"[:200], at=at)
                carrier.later(*succession.of_post(post, at))
        else:
            _appoint(carrier, person, values["role"], place, values["until"], basis, at)
    except BadInput as problem:
        raise Refused(Refusal("not_appointed", problem.sentence)) from problem
    said = ENDED if values["kind"] == "dismiss" else filling(values["role"]).told
    told = said.fill(role=role_name(values["role"]), place=place_name(place))
    tell([person.pk], told, kind="post", matter=carrier.matter, at=at)


def _may_be_given(matter: int, role: str, place: Place) -> bool:
    """Whether the place that adopted the method may give the role: a leading one only below itself, as everywhere."""
    above = Matter.objects.values_list("adoption__place", flat=True).get(pk=matter)
    return above in (place.ancestor_ids[:-1] if role in LEADS else place.ancestor_ids)


def _running(person: Person, role: str, place: Place, at: datetime) -> list[Post]:
    return list(Post.objects.in_force(at).filter(person=person, role=role, place=place))


def _appoint(
    carrier: EffectContext,
    person: Person,
    role: str,
    place: Place,
    until: datetime | None,
    basis: str,
    at: datetime,
) -> None:
    """A new term, or the next one where a term runs already; one that lasts as long already is left alone."""
    since = at
    for post in _running(person, role, place, at):
        if post.until is None or (until is not None and post.until >= until):
            return
        since = post.until
    people.assign_post(
        SYSTEM, person=person, role=role, place=place, since=since, until=until, basis=basis, at=at
    )
    gone = Post.objects.filter(role=role, place=place).exclude(person=person).select_related("place")
    for post in gone.order_by("-since")[:20]:
        carrier.later(*succession.of_post(post, at))
