"""How often one caller may ask: a bucket for each token, account or address, refilled steadily.

Kept in the memory of the process, so it costs the database nothing and a restart forgets it; with several
workers each counts for itself.
"""

from __future__ import annotations

from threading import Lock
from time import monotonic

from django.conf import settings
from msgspec import Struct

MOST_KEPT = 20_000


class _Bucket(Struct):
    left: float
    at: float


_buckets: dict[str, _Bucket] = {}
_counting = Lock()


def wait_for(key: str, a_minute: int) -> float:
    """Count one request of `key`. Returns 0, or how many seconds it should wait. A limit of 0 is none."""
    if a_minute <= 0:
        return 0.0
    with _counting:
        return _counted(key, a_minute, monotonic())


def _counted(key: str, a_minute: int, now: float) -> float:
    bucket = _buckets.get(key)
    if bucket is None:
        if len(_buckets) >= MOST_KEPT:
            _forget(now)
        bucket = _buckets[key] = _Bucket(a_minute, now)
    bucket.left = min(a_minute, bucket.left + (now - bucket.at) * a_minute / 60)
    bucket.at = now
    if bucket.left < 1:
        return (1 - bucket.left) * 60 / a_minute
    bucket.left -= 1
    return 0.0


def forget() -> None:
    """Begin anew; for tests."""
    _buckets.clear()


def _forget(now: float) -> None:
    """Drop those not heard of for a minute: their buckets are full again."""
    for key in [key for key, bucket in list(_buckets.items()) if now - bucket.at > 60]:
        _buckets.pop(key, None)
    if len(_buckets) >= MOST_KEPT:
        _buckets.clear()


def signed_in() -> int:
    """Requests a minute for each token or account."""
    return int(settings.SHANZHI_API_RATE)


def strangers() -> int:
    """Requests a minute for each address of callers who are not signed in."""
    return int(settings.SHANZHI_API_RATE_OPEN)
