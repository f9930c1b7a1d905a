"""Seeing personal data whole: with a right, for a purpose, and recorded; a child's data by approval.

PIPL art. 6 (purpose), 28–31 (sensitive data, children under 14), 45 (whom the person may ask), 51, 54 (audit).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.facts import facts_of, under_age
from shanzhi.people.held import hold_person
from shanzhi.people.models import Look, LookApproval, Person
from shanzhi.people.permission import Denied, kind_of, require
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import stated

NO_PURPOSE = Sentence("请写明查看的用途", "state the purpose of the look")
NO_APPROVAL = Sentence(
    "这是不满十四周岁未成年人的信息，查看前须经批准：请社区（村）党组织书记或居委会主任批准后再看",
    "these are data of a child under 14: ask the community secretary to approve the look first",
)
NOT_OWN = Sentence(
    "不能批准自己的申请，请由他人批准", "you cannot approve your own request, ask someone else"
)


def unmask(
    by: Actor, person: Person, fields: Iterable[str], *, purpose: str, at: datetime | None = None
) -> dict[str, str]:
    """The named fields of a person unmasked (`name` too); the only way to see them, and recorded.

    Needs the right `person.see_sensitive` and a purpose; a child's data need an approval in force as well.
    Raises `Denied`, or `BadInput` without a purpose. A refused look is recorded too, unless the caller's
    transaction is undone.
    """
    if not purpose.strip():
        raise BadInput(NO_PURPOSE)
    wanted = sorted(set(fields))
    now = at or timezone.now()
    try:
        require(by, "person.see_sensitive", person)
        _require_approval(by, person, now)
    except Denied:
        log_unmasking(by, person.pk, wanted, purpose, result="denied", at=now)
        raise
    said = stated(purpose)
    known = facts_of(person) | {"name": person.name}
    log_unmasking(by, person.pk, wanted, said, at=now)
    return {kind: str(known.get(kind, "")) for kind in wanted}


def _require_approval(by: Actor, person: Person, at: datetime) -> None:
    if not person.minor or by.person in (person.pk, person.guardian_id):
        return
    birth = facts_of(person).get("birth")
    if birth and not under_age(birth, timezone.localdate(at)):
        return
    given = LookApproval.objects.filter(viewer=by.person, subject=person, given_at__lte=at, until__gt=at)
    if by.person is None or not given.exists():
        raise Denied(NO_APPROVAL, seen=True)


def log_unmasking(
    by: Actor,
    subject: int,
    fields: Iterable[str],
    purpose: str,
    *,
    result: str = "ok",
    matter: int | None = None,
    file: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Record that someone saw personal data unmasked; a person's sight of their own data is not recorded.

    For data that other layers hold (a phone number in a matter): they check their own right, then call this. `file` is the
    one opened after a look.
    """
    if by.person == subject and kind_of(by) == "person":
        return
    detail: dict[str, Any] = {"fields": sorted(fields), "purpose": purpose.strip()[:120]}
    if matter is not None:
        detail["matter"] = matter
    if file is not None:
        detail["file"] = str(file)
    audit.record("look", result=result, by=by, subject=subject, detail=detail, at=at)


def looked_for(by: Actor, matter: int, field: str, *, since: datetime, until: datetime) -> str | None:
    """What somebody looked at an answer of a matter for, the latest time; None where they did not. Opening a file is no look."""
    looks = Look.objects.filter(person=by.person, result="ok", at__gte=since, at__lte=until).order_by("-seq")
    for detail in looks.values_list("detail", flat=True):
        if detail.get("matter") == matter and field in detail.get("fields", ()) and "file" not in detail:
            return str(detail.get("purpose", ""))
    return None


def approve_unmasking(
    by: Actor, *, viewer: Person, subject: Person, purpose: str, days: int = 7, at: datetime | None = None
) -> LookApproval:
    """Let one person see one child's data for a purpose, for some days. Never for oneself."""
    require(by, "look.approve", subject)
    if by.person == viewer.pk:
        raise Denied(NOT_OWN, seen=True)
    if not purpose.strip():
        raise BadInput(NO_PURPOSE)
    now = at or timezone.now()
    with transaction.atomic():
        hold_person(subject)
        approval = LookApproval.objects.create(
            viewer=viewer,
            subject=subject,
            approver_id=by.person,
            purpose=purpose.strip()[:120],
            given_at=now,
            until=now + timedelta(days=days),
        )
        audit.record(
            "look.approve", by=by, subject=subject.pk, detail={"viewer": viewer.pk, "days": days}, at=now
        )
    return approval


def unmaskings_of(by: Actor, subject: Person) -> QuerySet[Look]:
    """Who saw a person's data, latest first: for the person, the guardian and the audit administrator."""
    require(by, "look.list", subject)
    return Look.objects.filter(subject=subject.pk).order_by("-seq")
