"""What the hash of a line of an entry's life covers, and what the digest of an entry's state covers.

As with the history of matters (`shanzhi.matters.history.chain`): SHA-256 over the hash before and the canonical line; sensitive
values by a salted digest that is sealed beside them, so that they can be erased (PIPL art. 47).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shanzhi.database.columns import encode

ROOT = b""
"""What stands before the first line."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _moment(at: datetime | None) -> int | None:
    return None if at is None else (at - _EPOCH) // _MICROSECOND


def _hex(value: bytes | memoryview | None) -> str | None:
    return None if value is None else bytes(value).hex()


def line_hash(
    before: bytes,
    *,
    entry: int,
    seq: int,
    event: str,
    at: datetime,
    person: int | None,
    role: str | None,
    matter: int | None,
    matter_seq: int | None,
    until: datetime | None,
    values: Mapping[str, Any],
    why: str,
    seal: bytes | memoryview | None,
    after: bytes | memoryview,
) -> bytes:
    """The hash of one line, 32 bytes."""
    covered = encode(
        [
            entry, seq, event, _moment(at), person, role, matter, matter_seq, _moment(until), dict(values), why,
            _hex(seal), _hex(after),
        ]
    )  # fmt: skip
    return hashlib.sha256(before + covered).digest()


def state_digest(
    *,
    method: str,
    register: str,
    kind: str,
    number: int,
    place: int,
    state: str,
    since: datetime | None,
    until: datetime | None,
    data: Mapping[str, Any],
    matter: int | None,
) -> bytes:
    """The digest of an entry as a line left it, 32 bytes."""
    covered = encode(
        [method, register, kind, number, place, state, _moment(since), _moment(until), dict(data), matter]
    )
    return hashlib.sha256(covered).digest()


def new_salt() -> str:
    """A fresh salt, 32 hex digits."""
    return secrets.token_hex(16)


def seal_digest(salt: str, values: Mapping[str, Any]) -> bytes:
    """The salted digest of the sensitive values of a line, 32 bytes."""
    return hashlib.sha256(salt.encode() + msgspec.json.encode(values, order="sorted")).digest()
