"""Locking a guesser out: per user name, and per address that tries many names (GB/T 22239: 登录失败处理).

Defaults: five failures within five minutes lock a name for five minutes; five different names failing from
one address lock the address. An attempt is counted *before* its password is looked at and taken back when it
was right, so a burst of parallel guesses gets no more tries than a slow one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from shanzhi.people.models import Lockout
from shanzhi.people.sealing import digest


def _span() -> timedelta:
    return timedelta(minutes=settings.SHANZHI_LOCK_MINUTES)


def reserve(username: str, address: str, at: datetime) -> datetime | None:
    """Count an attempt at a name from an address. Returns None to go on, or until when it is locked."""
    name = digest("lock-name", username)
    with transaction.atomic():
        place = _row(digest("lock-address", address), at) if address else None
        if place is not None and place.until is not None and name not in place.names:
            return place.until
        row = _row(name, at)
        if row.until is not None:
            return row.until
        row.failures += 1
        if row.failures >= settings.SHANZHI_LOCK_FAILURES:
            row.until = at + _span()
        row.save()
        if place is not None and name not in place.names:
            place.names = [*place.names, name]
            if len(place.names) >= settings.SHANZHI_LOCK_NAMES:
                place.until = at + _span()
            place.save()
    return None


def release(username: str, address: str, *, whole: bool) -> None:
    """Take back an attempt that was no failure; `whole` forgets the earlier ones too (a finished sign-in)."""
    name = digest("lock-name", username)
    with transaction.atomic():
        place = Lockout.objects.select_for_update().filter(key=digest("lock-address", address)).first()
        row = Lockout.objects.select_for_update().filter(key=name).first()
        if row is not None:
            row.failures = 0 if whole else max(row.failures - 1, 0)
            row.until = None
            row.save()
        if place is not None and name in place.names and (whole or row is None or row.failures == 0):
            place.names = [kept for kept in place.names if kept != name]
            place.until = None
            place.save()


def locked(usernames: Iterable[str], at: datetime) -> set[str]:
    """Which of these names are locked now."""
    shut = set(Lockout.objects.filter(until__gt=at).values_list("key", flat=True))
    return {name for name in usernames if digest("lock-name", name) in shut} if shut else set()


def unlock(username: str) -> bool:
    """Forget the failures of a name. Returns whether there were any."""
    return Lockout.objects.filter(key=digest("lock-name", username)).delete()[0] > 0


def _row(key: str, at: datetime) -> Lockout:
    """The counter of a key, locked until the transaction ends, begun afresh when its window is over."""
    row = Lockout.objects.select_for_update().filter(key=key).first()
    if row is None:
        Lockout.objects.get_or_create(key=key, defaults={"since": at})
        row = Lockout.objects.select_for_update().get(key=key)
    over = row.until <= at if row.until is not None else row.since + _span() <= at
    if over:
        row.failures, row.names, row.since, row.until = 0, [], at, None
    return row


def forget_old(at: datetime) -> int:
    """Remove counters whose window is over; nothing is learnt from them. Returns how many."""
    old = Lockout.objects.filter(since__lt=at - 2 * _span()).exclude(until__gt=at)
    return old.delete()[0]
