"""What the hash of a movement covers: one chain for each account, so that nobody waits for a movement between others.

`hash = SHA-256(hash before ‖ side ‖ canonical movement)`, once for the account it leaves and once for the one it reaches.
The canonical movement is a JSON array in fixed order, times as whole microseconds since 1970 UTC. Of the reason the
chain covers a salted digest: it may be erased, and the chain still holds. SHA-256: FIPS 180-4.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shanzhi.engine.memory_ledger import Portion

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
DEBIT, CREDIT = b"-", b"+"
_encode = msgspec.json.Encoder().encode


def microseconds(at: datetime) -> int:
    """A moment as whole microseconds since 1970 UTC."""
    return (at - EPOCH) // _MICROSECOND


def kept_portions(portions: list[Portion]) -> list[list[int | None]]:
    """Portions as they are stored: a moment in microseconds, or null for what never runs out."""
    return [[None if expires is None else microseconds(expires), amount] for expires, amount in portions]


def read_portions(kept: list[list[int | None]]) -> list[Portion]:
    """The same, read."""
    return [
        (None if expires is None else EPOCH + timedelta(microseconds=expires), int(amount or 0))
        for expires, amount in kept
    ]


def reason_seal(salt: str, zh: str, en: str) -> bytes:
    """The salted digest of a reason, 32 bytes."""
    return hashlib.sha256(salt.encode() + _encode((zh, en))).digest()


def covered(
    book: str,
    kind: str,
    debit: int,
    debit_seq: int,
    debit_after: int,
    credit: int,
    credit_seq: int,
    credit_after: int,
    amount: int,
    portions: list[Any],
    came: list[Any],
    seal: bytes,
    matter: int | None,
    seq: int | None,
    cause: str,
    reverses: int | None,
    at: datetime,
) -> bytes:
    """The canonical movement."""
    return _encode(
        (
            book, kind, debit, debit_seq, debit_after, credit, credit_seq, credit_after, amount, portions, came,
            seal.hex(), matter, seq, cause, reverses, microseconds(at),
        )
    )  # fmt: skip


def link(before: bytes, side: bytes, movement: bytes) -> bytes:
    """The hash of a movement in the chain of one of its accounts, 32 bytes."""
    return hashlib.sha256(before + side + movement).digest()
