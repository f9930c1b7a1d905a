"""How often, and how much, one caller may ask for: a bucket for each, refilled steadily.

Kept in the memory of the process, so it costs the database nothing and a restart forgets it; with several
workers each counts for itself.
"""

from __future__ import annotations

from threading import Lock
from time import monotonic

from msgspec import Struct

MOST_KEPT = 20_000


class _Bucket(Struct):
    left: float
    at: float


_buckets: dict[str, _Bucket] = {}
_counting = Lock()


def wait_for(key: str, a_minute: float, cost: float = 1.0) -> float:
    """Take `cost` out of the bucket of `key`. Returns 0, or how many seconds it should wait. A limit of 0 is none.

    With a cost of 0 it tells whether anything is left, and `spend` takes what it came to afterwards.
    """
    if a_minute <= 0:
        return 0.0
    with _counting:
        bucket = _filled(key, a_minute, monotonic())
        if bucket.left < cost or bucket.left <= 0:
            return (max(cost, 1.0) - bucket.left) * 60 / a_minute
        bucket.left -= cost
        return 0.0


def spend(key: str, a_minute: float, cost: float) -> None:
    """Take what something came to, more than is left too: the next one waits for it."""
    if a_minute > 0:
        with _counting:
            _filled(key, a_minute, monotonic()).left -= cost


def _filled(key: str, a_minute: float, now: float) -> _Bucket:
    bucket = _buckets.get(key)
    if bucket is None:
        if len(_buckets) >= MOST_KEPT:
            _forget(now)
        bucket = _buckets[key] = _Bucket(a_minute, now)
    bucket.left = min(a_minute, bucket.left + (now - bucket.at) * a_minute / 60)
    bucket.at = now
    return bucket


def forget() -> None:
    """Begin anew; for tests."""
    _buckets.clear()


def _forget(now: float) -> None:
    """Drop those not heard of for a minute, whose buckets are full again, or nearly."""
    for key in [key for key, bucket in list(_buckets.items()) if now - bucket.at > 60]:
        _buckets.pop(key, None)
    if len(_buckets) >= MOST_KEPT:
        _buckets.clear()
