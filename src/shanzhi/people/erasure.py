"""Erasing a person for good, and sealing everything afresh under a new key.

PIPL art. 47 (erasure), GB/T 22239 (剩余信息保护). The numbers of a person stay where history needs them; what
they stood for is gone. History chains cover salted digests of personal values, so they still verify.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.facts import put_facts
from shanzhi.people.held import hold_person
from shanzhi.people.models import Account, Consent, Household, LookApproval, Ownership, Person, Post, Token
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import Afresh, stale
from shanzhi.people.versions import bump

IN_OFFICE = Sentence(
    "此人仍在任“{role}”，请先结束任期再删除个人信息",
    "this person still holds a post ({role}): end it before erasing",
)
NO_REASON = Sentence("请写明删除的理由（本人申请、撤回同意、期限届满……）", "state why the data are erased")

_erasers: list[Callable[[int], None]] = []
_resealers: list[Callable[[Afresh], int]] = []


def eraser(erase: Callable[[int], None]) -> Callable[[int], None]:
    """Register what another layer destroys of a person (given by id), in the same transaction."""
    _erasers.append(erase)
    return erase


def resealer(reseal: Callable[[Afresh], int]) -> Callable[[Afresh], int]:
    """Register how another layer seals its own sealed values afresh, by what it is given; it returns how many it did."""
    _resealers.append(reseal)
    return reseal


def erase_person(by: Actor, *, person: Person, reason: str, at: datetime | None = None) -> None:
    """Destroy the name, all sealed facts and digests, the account and the home of a person.

    Done by right of `person.erase`. Refused (`BadInput`) while the person holds a post. The row stays, empty,
    so that history keeps its number; an audit record says that and why it was done, not what was there.
    """
    require(by, "person.erase", person)
    if not reason.strip():
        raise BadInput(NO_REASON)
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        hold_person(person)
        held = Post.objects.in_force(now).filter(person=person).first()
        if held is not None:
            raise BadInput(IN_OFFICE.fill(role=role_name(held.role)))
        overwrite_deleted()
        Household.objects.filter(head=person).update(head=None)
        Ownership.objects.filter(person=person).delete()
        Person.objects.filter(guardian=person).update(guardian=None)
        Post.objects.filter(person=person).update(basis="", end_reason="")
        Consent.objects.filter(person=person).delete()
        LookApproval.objects.filter(subject=person).delete()
        LookApproval.objects.filter(viewer=person).delete()
        Token.objects.filter(account__person=person).delete()
        Account.objects.filter(person=person).update(
            username=f"erased-{person.pk}",
            password=make_password(None),
            is_active=False,
            second_factor=None,
            second_factor_on=False,
            recovery=[],
        )
        for erase in _erasers:
            erase(person.pk)
        person.name = ""
        person.sealed = person.phone_digest = person.id_digest = None
        person.household = person.home = person.guardian = None
        person.minor = False
        person.erased_at = now
        person.save()
        audit.record(
            "person.erase", by=by, subject=person.pk, detail={"reason": reason.strip()[:120]}, at=now
        )


def overwrite_deleted() -> None:
    """Have SQLite overwrite freed bytes with zeros from here on; PostgreSQL reclaims them by vacuum."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def reseal(afresh: Afresh | None = None) -> int:
    """Seal under the present key and cipher whatever is sealed under another. Returns how many values.

    Can be stopped at any moment and run again. A record that does not open is noted in `afresh` and left as it is;
    when 0 is returned and none was noted, the old key files may be taken away.
    """
    afresh = afresh or Afresh()
    done = sum(again(afresh) for again in _resealers)
    for pk, sealed in Person.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500):
        if sealed is not None and stale(sealed) and afresh(sealed, f"person:{pk}") is not None:
            with transaction.atomic():
                person = Person.objects.select_for_update().get(pk=pk)
                put_facts(person, {})
                person.save(update_fields=["sealed", "phone_digest", "id_digest", "minor"])
            done += 1
    for pk, sealed in Account.objects.exclude(second_factor=None).values_list("pk", "second_factor"):
        if sealed is not None and stale(sealed) and (fresh := afresh(sealed, f"account:{pk}")) is not None:
            done += Account.objects.filter(pk=pk, second_factor=sealed).update(second_factor=fresh)
    return done
