"""What the hash of an entry covers, and what the digest of a matter's state covers.

`hash = SHA-256(hash before ‖ canonical entry)`. The canonical entry is a JSON array in fixed order, times as
whole microseconds since 1970 UTC, values exactly as stored. Sensitive values are covered by `seal`, a digest
over them and a random salt that is stored sealed beside them: erase both, and the chain still holds, while
nothing can be guessed from the digest (PIPL art. 47). SHA-256: FIPS 180-4.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

ROOT = b""
"""What stands before the first entry of a matter."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_encode = msgspec.json.Encoder().encode


def microseconds(at: datetime | None) -> int | None:
    """A moment as whole microseconds since 1970 UTC."""
    return None if at is None else (at - EPOCH) // _MICROSECOND


def entry_hash(before: bytes, *fields: Any) -> bytes:
    """The hash of one entry, 32 bytes. `fields` are those of `covered_by_entry`."""
    return hashlib.sha256(before + covered_by_entry(*fields)).digest()


def covered_by_entry(
    matter: int,
    seq: int,
    visit: int,
    act: str,
    at: datetime,
    person: int | None,
    role: str | None,
    place: int | None,
    stage: str | None,
    to: str,
    values: str,
    note: str | None,
    slot: str | None,
    command: str | None,
    seal: bytes | None,
    after: bytes | None,
) -> bytes:
    """The canonical entry. `values` is the JSON text as stored; the rest as in `models.Entry`."""
    covered = _encode(
        (
            matter,
            seq,
            visit,
            act,
            (at - EPOCH) // _MICROSECOND,
            person,
            role,
            place,
            stage,
            to,
            note,
            slot,
            command,
            None if seal is None else seal.hex(),
            None if after is None else after.hex(),
        )
    )
    return covered + values.encode()


def state_digest(*fields: Any) -> bytes:
    """The digest of a matter as its last entry left it, 32 bytes. `fields` are those of `covered_by_state`."""
    return hashlib.sha256(covered_by_state(*fields)).digest()


def covered_by_state(
    pin: bytes,
    stage: str,
    visit: int,
    place: int,
    desk_role: str,
    desk_place: int | None,
    desk_office: int | None,
    desk_person: int | None,
    due: datetime | None,
    late: bool,
    wakes: datetime | None,
    closed: datetime | None,
    end: str,
    data: str,
    state: str,
) -> bytes:
    """The canonical state; `data` and `state` are the stored texts."""
    covered = _encode(
        (
            pin.hex(),
            stage,
            visit,
            place,
            desk_role,
            desk_place,
            desk_office,
            desk_person,
            microseconds(due),
            late,
            microseconds(wakes),
            microseconds(closed),
            end,
            len(data),
        )
    )
    return covered + data.encode() + state.encode()


def new_salt() -> str:
    """A fresh salt, 32 hex digits."""
    return secrets.token_hex(16)


def seal_digest(salt: str, values: Mapping[str, Any]) -> bytes:
    """The salted digest of the sensitive values of an entry, 32 bytes."""
    return hashlib.sha256(salt.encode() + msgspec.json.encode(values, order="sorted")).digest()
