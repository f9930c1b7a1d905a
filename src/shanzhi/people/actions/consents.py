"""Recording on what a use of personal data rests, and taking a consent back (PIPL art. 13–15, 23, 25, 29, 31)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.held import hold_person
from shanzhi.people.models import Consent, Person
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput

NO_PURPOSE = Sentence("请写明用途", "state the purpose")
BAD_SCOPE = Sentence("没有“{scope}”这种范围", "there is no scope “{scope}”")
BY_GUARDIAN = Sentence(
    "不满十四周岁的未成年人须由监护人同意，请先登记监护人，并由其同意",
    "a guardian consents for a child under 14: enter the guardian, and let them consent",
)
WITHDRAWN = Sentence("该同意已经撤回", "this consent was withdrawn already")


def record_consent(
    by: Actor,
    *,
    person: Person,
    scope: str,
    purpose: str,
    basis: str = "consent",
    given_by: Person | None = None,
    at: datetime | None = None,
) -> Consent:
    """Record a consent (or a public duty) for one scope and purpose; one already in force is returned as it is.

    `given_by` is who consented (default the person). For a child under 14 it must be the guardian.
    """
    require(by, "person.consent", person)
    if scope not in Consent.Scope.values or basis not in Consent.Basis.values:
        raise BadInput(BAD_SCOPE.fill(scope=f"{scope}/{basis}"))
    if not purpose.strip():
        raise BadInput(NO_PURPOSE, {"purpose": NO_PURPOSE})
    giver = given_by or person
    now = at or timezone.now()
    with transaction.atomic():
        hold_person(person)
        if basis == "consent" and person.minor and (giver.pk == person.pk or giver.pk != person.guardian_id):
            raise BadInput(BY_GUARDIAN)
        consent, made = Consent.objects.get_or_create(
            person=person,
            scope=scope,
            purpose=purpose.strip()[:120],
            withdrawn_at=None,
            defaults={"basis": basis, "given_by": giver if basis == "consent" else None, "given_at": now},
        )
        if made:
            audit.record("consent.give", by=by, subject=person.pk, detail={"consent": consent.pk}, at=now)
    return consent


def withdraw_consent(by: Actor, *, consent: Consent, at: datetime | None = None) -> None:
    """Take a consent back. What was done under it stays lawful; nothing further is (PIPL art. 15)."""
    require(by, "person.consent", consent.person)
    now = at or timezone.now()
    with transaction.atomic():
        audit.lock_chain()
        if Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now) != 1:
            raise BadInput(WITHDRAWN)
        audit.record(
            "consent.withdraw", by=by, subject=consent.person_id, detail={"consent": consent.pk}, at=now
        )
