"""The seal of the record: an HMAC under the application's key, which is not in the database.

An operator who writes into tables cannot put a card or a ballot key of their own in place: it is checked when a key is
dealt and at every casting.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from shanzhi.people.keys import derived


def mark(kind: str, record: bytes) -> bytes:
    """The mark of a record: `card` or `key`, each under a key of its own."""
    return hmac.digest(derived("digest", f"ballot-{kind}", 32), record, sha256)


def marked(kind: str, record: bytes, mark_: bytes | memoryview) -> bool:
    """Whether a record bears its mark."""
    return hmac.compare_digest(mark(kind, record), bytes(mark_))
