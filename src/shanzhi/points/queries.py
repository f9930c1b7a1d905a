"""Reading the ledger."""

from __future__ import annotations

from django.db.models import Sum

from shanzhi.points.models import Account, PointEntry


def balance(account: Account) -> int:
    """What an account received less what it paid; a budget's is negative: so much was issued."""
    received = PointEntry.objects.filter(credit=account).aggregate(sum=Sum("points"))["sum"] or 0
    paid = PointEntry.objects.filter(debit=account).aggregate(sum=Sum("points"))["sum"] or 0
    return int(received - paid)


def points_of(kind: str, owner: int) -> int:
    """The points of a person (`person`) or a household (`household`); 0 where there is no account."""
    account = Account.objects.filter(kind=kind, owner=owner, purpose="").first()
    return balance(account) if account is not None else 0
