"""A request that came with a key of its own (Idempotency-Key) is carried out once: kept with its answer for a day.

What makes something (a person, a post) and came without a key is its own key for some minutes: the same account's same
words are the same request, while what it made still stands.

The key is claimed in the transaction of the request, so that of two sent at once one is done and the other gets its
answer, and what failed has claimed nothing. IETF draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from shanzhi.people.erasure import eraser, resealer
from shanzhi.people.models.sent import SentRequest
from shanzhi.people.sealing import Afresh, seal, stale, unseal

KEPT = timedelta(hours=24)
WITHIN = timedelta(minutes=10)
"""How long the same words from the same account are one request sent twice, where it has no key."""


class Reused(Exception):
    """The key came with another request before."""


class Answered(Struct, frozen=True):
    """What a request came to when it was carried out; `body` is None where it is kept no longer."""

    status: int
    body: str | None


def claim(
    account: int,
    key: str,
    content: str,
    at: datetime,
    *,
    kept: timedelta = KEPT,
    stands: Callable[[str], bool] | None = None,
) -> Answered | None:
    """Claim a key (a digest) for a request; None where it is new, else its answer. Inside the request's transaction.

    `kept` is how long the answer holds, `stands` whether what an answer tells of is still so. Raises `Reused` where the key
    came with other contents.
    """
    row, made = SentRequest.objects.get_or_create(
        account_id=account, key=key, defaults={"content": content, "at": at}
    )
    if made:
        return None
    body = unseal(row.answer, _context(account, key)).get("body") if row.answer is not None else None
    over = row.at < at - kept or (stands is not None and body is not None and not stands(body))
    if over:
        SentRequest.objects.filter(pk=row.pk).update(content=content, at=at, status=0, answer=None)
        return None
    if row.content != content:
        raise Reused
    return Answered(row.status, body)


def keep(account: int, key: str, status: int, body: str | None) -> None:
    """Keep the answer beside its claim; None for one that is told once."""
    sealed = seal({"body": body}, _context(account, key)) if body is not None else None
    SentRequest.objects.filter(account=account, key=key).update(status=status, answer=sealed)


def let_go(account: int, key: str) -> None:
    """Nothing was done: the key is free again."""
    SentRequest.objects.filter(account=account, key=key).delete()


def forget_old(at: datetime) -> int:
    """Remove what was kept for its time. Returns how many."""
    return SentRequest.objects.filter(at__lt=at - KEPT).delete()[0]


@eraser
def _blank_answers(person: int) -> None:
    """An answer may tell of anybody, so none is kept once a person is erased."""
    SentRequest.objects.exclude(answer=None).update(answer=None)


@resealer
def _drop_stale(afresh: Afresh) -> int:
    """What lies under another key is no longer told again."""
    rows = SentRequest.objects.exclude(answer=None).values_list("pk", "answer")
    old = [pk for pk, sealed in rows if sealed is not None and stale(sealed)]
    return SentRequest.objects.filter(pk__in=old).update(answer=None)


def _context(account: int, key: str) -> str:
    return f"sent:{account}:{key}"
