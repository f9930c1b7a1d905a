"""Giving and ending posts (选配、推选结果登记、退出; 可上可下). A term that runs out ends by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.method.roles import LEVEL_NAMES, ROLES, role_name
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.corrections import note_correction
from shanzhi.people.filling import check_record, check_result
from shanzhi.people.models import Correction, Organization, Person, Post
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

UNKNOWN_ROLE = Sentence("没有“{role}”这个角色", "there is no role “{role}”")
WRONG_LEVEL = Sentence(
    "“{role}”设在{levels}，“{place}”是{level}，请改选地方",
    "a {role} serves a {levels}, but {place} is a {level}: choose another place",
)
CLOSED_PLACE = Sentence("“{place}”已撤销，不能再设岗位", "{place} was closed and takes no more posts")
CLOSED_UNIT = Sentence("“{unit}”已撤销，不能再登记任职", "{unit} was closed and takes no more posts")
GONE = Sentence(
    "此人的信息已删除，不能登记任职", "this person's data were erased and they cannot be appointed"
)
BACKWARD = Sentence("任期的结束必须晚于开始", "a term must end after it begins")
OVERLAP = Sentence(
    "此人在“{place}”已任“{role}”（自 {since} 起），任期不能重叠；请先结束原任期，或从其期满之日起登记",
    "they hold the post of {role} at {place} already (since {since}): end that term, or let the new one begin after it",
)
NEEDS_UNIT = Sentence("“{role}”须写明所属单位", "a {role} serves an organisation: name it")
SELF = Sentence("不能登记自己任职，请由他人办理", "nobody appoints themselves, ask someone else")
ENDED = Sentence("该任期已经结束", "this term has ended already")
NO_REASON = Sentence("请写明结束任期的原因", "state why the post ends")

OF_A_UNIT = frozenset({"department_staff", "unit_contact"})
"""Roles that make no sense without the organisation they are held in."""


def assign_post(
    by: Actor,
    *,
    person: Person,
    role: str,
    place: Place,
    organization: Organization | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    function: str = "",
    basis: str = "",
    listed: bool = False,
    at: datetime | None = None,
) -> Post:
    """Appoint a person to a role at a place, from `since` (default now) until the end of the term, if it has one.

    Needs `post.assign` at the place. Refused: a role unknown or not held at that level, a closed place, a term
    that runs backward or overlaps the person's own term in the same post, and appointing oneself. Whoever does it
    on a page states the basis, and it is seen above (`people.corrections`), unless it is `listed` in a roster.
    """
    require(by, "post.assign", place)
    now = at or timezone.now()
    since = since or now
    if until is not None and until <= since:
        raise BadInput(BACKWARD, {"until": BACKWARD})
    with transaction.atomic():
        bump()
        unit = Organization.objects.get(pk=organization.pk) if organization is not None else None
        there = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        _check(by, Person.objects.get(pk=person.pk), role, there, unit)
        _no_overlap(person, role, place, organization, since, until)
        if by is not SYSTEM and not listed:
            check_result(role, basis)
        post = Post.objects.create(
            person=person,
            role=role,
            place=place,
            organization=organization,
            function=function.strip()[:40],
            since=since,
            until=until,
            basis=basis.strip()[:200],
        )
        detail: dict[str, Any] = {"post": post.pk, "role": role, "place": place.pk}
        audit.record("post.assign", by=by, subject=person.pk, detail=detail, at=now)
        if not listed:
            note_correction(
                by,
                kind=Correction.Kind.ASSIGNED,
                place=place,
                reason=basis,
                field="basis",
                role=role,
                person=person,
                at=now,
            )
    return post


def end_post(
    by: Actor,
    *,
    post: Post,
    reason: str,
    record: str = "",
    died: bool = False,
    at: datetime | None = None,
) -> None:
    """End a term early, with its reason. One that has ended or run out is refused, and keeps its own dates.

    Of an elected role `record` says what the recall, the resignation or the end of the term rests on; a method's
    effect carries it in its reason. Whoever `died` holds no post any more, whoever elected them.
    """
    require(by, "post.end", post.place)
    if not reason.strip():
        raise BadInput(NO_REASON, {"reason": NO_REASON})
    if by is not SYSTEM and not died:
        check_record(post.role, record)
    reason = f"{reason.strip()[: 199 - len(record)]}（{record.strip()}）" if record.strip() else reason
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        running = Post.objects.filter(pk=post.pk, ended_at=None).filter(Q(until=None) | Q(until__gt=now))
        if running.update(ended_at=now, end_reason=reason.strip()[:200]) != 1:
            raise BadInput(ENDED)
        detail = {"post": post.pk, "role": post.role, "place": post.place_id}
        audit.record("post.end", by=by, subject=post.person_id, detail=detail, at=now)
        note_correction(
            by,
            kind=Correction.Kind.ENDED,
            place=post.place,
            reason=reason,
            field="reason",
            role=post.role,
            person=post.person,
            at=now,
        )
    post.refresh_from_db()


def _check(by: Actor, person: Person, role: str, place: Place, organization: Organization | None) -> None:
    if role not in ROLES:
        raise BadInput(UNKNOWN_ROLE.fill(role=role), {"role": UNKNOWN_ROLE.fill(role=role)})
    name, levels = role_name(role), ROLES[role].levels
    if place.level not in levels:
        named = [LEVEL_NAMES[level] for level in levels]
        where = Sentence("、".join(n.zh for n in named), " or ".join(n.en for n in named))
        problem = WRONG_LEVEL.fill(
            role=name, levels=where, place=place_name(place), level=LEVEL_NAMES[place.level]
        )
        raise BadInput(problem, {"place": problem})
    if place.closed_at is not None:
        raise BadInput(CLOSED_PLACE.fill(place=place_name(place)))
    if organization is None and role in OF_A_UNIT:
        raise BadInput(NEEDS_UNIT.fill(role=name), {"organization": NEEDS_UNIT.fill(role=name)})
    if organization is not None and organization.closed_at is not None:
        raise BadInput(CLOSED_UNIT.fill(unit=organization.name))
    if person.erased_at is not None:
        raise BadInput(GONE)
    if by.person == person.pk:
        raise BadInput(SELF)


def _no_overlap(
    person: Person,
    role: str,
    place: Place,
    organization: Organization | None,
    since: datetime,
    until: datetime | None,
) -> None:
    """Terms are half-open: one may begin at the moment another ends."""
    same = Post.objects.filter(person=person, role=role, place=place, organization=organization)
    clash = same.filter(Q(until=None) | Q(until__gt=since)).filter(Q(ended_at=None) | Q(ended_at__gt=since))
    if until is not None:
        clash = clash.filter(since__lt=until)
    if (first := clash.order_by("since").first()) is not None:
        begun = timezone.localtime(first.since).date()
        problem = OVERLAP.fill(role=role_name(role), place=place_name(place), since=begun)
        raise BadInput(problem, {"since": problem})
