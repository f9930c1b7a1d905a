"""The keys of an installation: one to find by (digests), one for the audit chain, and a row of sealing keys.

Every key is a file in `keys/` of SHANZHI_HOME, made on first use by `settings.SHANZHI_SECRET`. Sealing keys are
numbered (`seal-1`, `seal-2`, …): the highest seals, all of them open, so a key is changed without a standstill.
"""

from __future__ import annotations

import re
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def derived(name: str, use: str, length: int) -> bytes:
    """`length` bytes for one use, derived from the installation's secret `name` (HKDF-SHA256, RFC 5869)."""
    secret = bytes.fromhex(settings.SHANZHI_SECRET(name))
    return HKDF(SHA256(), length, salt=None, info=b"shanzhi:" + use.encode()).derive(secret)


def sealing_keys() -> list[int]:
    """The numbers of the sealing keys there are, in order; key 1 is made when there is none."""
    folder = settings.SHANZHI_HOME / "keys"
    found = sorted(
        int(m[1]) for path in folder.glob("seal-*") if (m := re.fullmatch(r"seal-(\d+)", path.name))
    )
    if not found:
        settings.SHANZHI_SECRET("seal-1")
        return [1]
    return found


@cache
def sealing_key(number: int, use: str, length: int) -> bytes:
    """The bytes of one sealing key for one use. Raises LookupError when there is no such key: none is made."""
    if number not in sealing_keys():
        raise LookupError(number)
    return derived(f"seal-{number}", use, length)


@cache
def current_key() -> int:
    """The number of the key that seals now. A process learns of a newer one when it starts again."""
    return sealing_keys()[-1]


def new_key() -> int:
    """Make the next sealing key and seal with it from now on. Returns its number.

    Old keys stay until `people.privacy.reseal` has sealed everything afresh and an operator removes them.
    """
    number = sealing_keys()[-1] + 1
    settings.SHANZHI_SECRET(f"seal-{number}")
    current_key.cache_clear()
    return number
