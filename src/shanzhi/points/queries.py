"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from shanzhi.database.wire import fetch
from shanzhi.method.words import Sentence
from shanzhi.points.models import Account, PointEntry

GROUNDLESS = Sentence(
    "积分账第 {number} 笔没有对应的记录", "ledger entry {number} rests on no entry of that matter"
)
TILTED = Sentence("积分账第 {number} 笔两边不平", "ledger entry {number} does not balance")


def balance(account: Account) -> int:
    """What an account received less what it paid; a budget's is negative: so much was issued."""
    received = PointEntry.objects.filter(credit=account).aggregate(sum=Sum("points"))["sum"] or 0
    paid = PointEntry.objects.filter(debit=account).aggregate(sum=Sum("points"))["sum"] or 0
    return int(received - paid)


def points_of(kind: str, owner: int) -> int:
    """The points of a person (`person`) or a household (`household`); 0 where there is no account."""
    account = Account.objects.filter(kind=kind, owner=owner, purpose="").first()
    return balance(account) if account is not None else 0


def groundless_entries() -> Iterator[tuple[int, int, Sentence]]:
    """Ledger entries that cannot be: matter, entry and what is wrong.

    Each moves more than nothing from one account to another, so all balances sum to zero by construction;
    each rests on an entry of a matter.
    """
    for matter, seq, number in fetch(
        """SELECT p.matter, p.seq, p.id FROM points_pointentry p LEFT JOIN matters_entry e
         ON e.matter_id = p.matter AND e.seq = p.seq WHERE e.seq IS NULL ORDER BY p.id"""
    ):
        yield matter, seq, GROUNDLESS.fill(number=number)
    for matter, seq, number in fetch(
        """SELECT p.matter, p.seq, p.id FROM points_pointentry p
         LEFT JOIN points_account d ON d.id = p.debit_id LEFT JOIN points_account c ON c.id = p.credit_id
         WHERE p.points <= 0 OR p.debit_id = p.credit_id OR d.id IS NULL OR c.id IS NULL ORDER BY p.id"""
    ):
        yield matter, seq, TILTED.fill(number=number)
