"""Signing in by a link or a code that was sent to a verified contact (一次性登录).

Who has none, or administers, signs in by password; to who asks it looks the same.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from shanzhi.people import audit, lockout, one_time
from shanzhi.people.models import Account, OneTime
from shanzhi.people.models.access import plain_username
from shanzhi.people.one_time import Issued, Tried
from shanzhi.people.sealing import digest
from shanzhi.people.sign_in import SignInResult, locked, proved

SIGN_IN = OneTime.Purpose.SIGN_IN


def named(name: str) -> Account | None:
    """The account that a user name, or a phone number held by one person alone, means; no administrator's."""
    accounts = Account.objects.filter(is_active=True, kind=Account.Kind.PERSON, person__erased_at=None)
    found = accounts.filter(username=plain_username(name)).first()
    if found is None and sum(sign.isdecimal() for sign in name) >= 7:
        owners = list(accounts.filter(person__phone_digest=digest("phone", name))[:2])
        found = owners[0] if len(owners) == 1 else None
    return found if found is not None and found.person_id is not None else None


def ask(name: str, account: Account | None, *, address: str = "", at: datetime | None = None) -> Issued:
    """Make what is sent to who asked; `account` is None if nobody can be reached. Raises `one_time.TooOften`."""
    now = at or timezone.now()
    plain = plain_username(name)
    asked = one_time.issue(SIGN_IN, plain, account, address=address, at=now)
    audit.record(
        "sign_in.once",
        result="asked" if account else "nobody",
        account=account.pk if account else None,
        address=address,
        detail={} if account else {"name": digest("lock-name", plain)[:16]},
        at=now,
    )
    return asked


def by_code(
    name: str, number: int, code: str, *, address: str = "", at: datetime | None = None
) -> tuple[SignInResult, Account | None]:
    """Try the code of what was asked for under a name, and whose it is. Failures count with those of passwords."""
    now = at or timezone.now()
    owner = one_time.account_of(number)
    locks = owner.username if owner is not None else plain_username(name)
    until = lockout.reserve(locks, address, now)
    if until is not None:
        return _refused(Tried(refused=locked(until, now)), owner, "locked", address, now), None
    tried = one_time.use_code(SIGN_IN, number, code, at=now)
    if tried.account is None:
        return _refused(tried, owner, "wrong code", address, now), None
    lockout.release(locks, address, whole=not tried.account.second_factor_on)
    return proved(tried.account, how="code", address=address, at=now), tried.account


def by_link(
    key: str, *, address: str = "", at: datetime | None = None
) -> tuple[SignInResult, Account | None]:
    """Use a link up, and whose it was. Its key is too long to be guessed, so tries are not counted."""
    now = at or timezone.now()
    tried = one_time.use_link(SIGN_IN, key, at=now)
    if tried.account is None:
        return _refused(tried, None, "bad link", address, now), None
    return proved(tried.account, how="link", address=address, at=now), tried.account


def _refused(tried: Tried, owner: Account | None, result: str, address: str, at: datetime) -> SignInResult:
    audit.record("sign_in", result=result, account=owner.pk if owner else None, address=address, at=at)
    return SignInResult(refused=tried.refused)
