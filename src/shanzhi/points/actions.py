"""Writing the ledger: points move from a budget to a person or a household. Nothing is ever changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shanzhi.people.models import Person
from shanzhi.points.models import Account, PointEntry


def award(
    *,
    person: int,
    kind: str,
    points: int,
    reason: Mapping[str, str],
    budget: tuple[int, str],
    matter: int,
    seq: int,
    n: int,
    at: datetime,
) -> PointEntry:
    """Move `points` (at least 1) from a budget to a person, or to the person's household if `kind` says so.

    `budget` is the place and the method that issue them; `reason` in both languages (`zh`, `en`). The same
    award of the same entry (`n` tells several apart) is written once: a repetition returns the first. A
    person who belongs to no household is credited in their own account.
    """
    given, _ = PointEntry.objects.get_or_create(
        matter=matter,
        seq=seq,
        n=n,
        defaults={
            "debit": _account(Account.Kind.BUDGET, budget[0], budget[1]),
            "credit": _credited(person, kind),
            "points": points,
            "reason_zh": reason["zh"][:200],
            "reason_en": reason["en"][:200],
            "at": at,
        },
    )
    return given


def _credited(person: int, kind: str) -> Account:
    if kind == Account.Kind.HOUSEHOLD:
        household = Person.objects.filter(pk=person).values_list("household", flat=True).first()
        if household is not None:
            return _account(Account.Kind.HOUSEHOLD, household)
    return _account(Account.Kind.PERSON, person)


def _account(kind: str, owner: int, purpose: str = "") -> Account:
    account, _ = Account.objects.get_or_create(kind=kind, owner=owner, purpose=purpose)
    return account
