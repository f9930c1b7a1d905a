"""Signing in: who is it, and may they come in (身份鉴别, GB/T 22239).

One answer for an unknown name, a wrong password and a closed account, in the same time. Failures lock
(`lockout`), a second factor is asked where the account has one, every attempt is recorded. Other ways in
(a one-time link, OIDC) prove the account themselves and then call `admit`.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit, lockout, second_factor
from shanzhi.people.models import Account
from shanzhi.people.models.access import plain_username
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import digest
from shanzhi.people.sessions import SEEN
from shanzhi.tables.cells import readable

LONGEST = 512
"""Longest password looked at, in characters; hashing a longer one would only cost time."""
BACKEND = "shanzhi.people.sign_in.AccountBackend"

WRONG = Sentence("用户名或密码不对，请重新输入", "the user name or the password is wrong, try again")
LOCKED = Sentence(
    "尝试次数过多，已暂时锁定，请 {minutes} 分钟后再试",
    "too many attempts: locked for now, try again in {minutes} minutes",
)
CLOSED = Sentence("这个账号已停用，请联系社区工作人员", "this account is closed: ask the community's staff")
WRONG_OLD = Sentence("原密码不对", "the present password is wrong")
SAME = Sentence("新密码不能与原密码相同", "the new password must differ from the present one")


class SignInResult(Struct, frozen=True):
    """What came of an attempt. Without an `account`: `refused` says why, or `needs_code` asks for the code.

    `must_change` and `must_enrol` are what the account has to do before anything else.
    """

    account: Account | None = None
    refused: Sentence | None = None
    needs_code: bool = False
    must_change: bool = False
    must_enrol: bool = False


def attempt(
    username: str, password: str, *, code: str = "", address: str = "", at: datetime | None = None
) -> SignInResult:
    """Try a name and a password, with the code of the second factor if one was given.

    `address` is the client's IP address as the server knows it. Never raises for what a person typed.
    """
    now = at or timezone.now()
    name = plain_username(username)
    until = lockout.reserve(name, address, now)
    if until is not None:
        _refused(name, None, "locked", address, now)
        return SignInResult(refused=locked(until, now))
    account = Account.objects.filter(username=name).first()
    if not _password_right(account, password) or account is None:
        _refused(name, account, "wrong", address, now)
        return SignInResult(refused=WRONG)
    if account.second_factor_on:
        if not code.strip():
            lockout.release(name, address, whole=False)
            return SignInResult(needs_code=True)
        if not second_factor.accepts(account, code, at=now):
            _refused(name, account, "wrong code", address, now)
            return SignInResult(refused=second_factor.WRONG_CODE, needs_code=True)
    lockout.release(name, address, whole=True)
    return admit(account, how="password", address=address, at=now)


def proved(
    account: Account, *, how: str, code: str = "", address: str = "", at: datetime | None = None
) -> SignInResult:
    """Admit an account proved otherwise than by its password: the second factor is asked for all the same."""
    now = at or timezone.now()
    if not account.is_active:
        _refused(account.username, account, "closed", address, now)
        return SignInResult(refused=CLOSED)
    if account.second_factor_on:
        if not code.strip():
            return SignInResult(needs_code=True)
        until = lockout.reserve(account.username, address, now)
        if until is not None:
            _refused(account.username, account, "locked", address, now)
            return SignInResult(refused=locked(until, now))
        if not second_factor.accepts(account, code, at=now):
            _refused(account.username, account, "wrong code", address, now)
            return SignInResult(refused=second_factor.WRONG_CODE, needs_code=True)
        lockout.release(account.username, address, whole=True)
    return admit(account, how=how, address=address, at=now)


def locked(until: datetime, now: datetime) -> Sentence:
    """How long one has to wait."""
    return LOCKED.fill(minutes=max(1, math.ceil((until - now) / timedelta(minutes=1))))


def admit(account: Account, *, how: str, address: str = "", at: datetime | None = None) -> SignInResult:
    """Record the sign-in of an account proved in some way, and say what it must do first."""
    now = at or timezone.now()
    by = Actor(person=account.person_id)
    audit.record("sign_in", by=by, account=account.pk, address=address, detail={"how": how}, at=now)
    return SignInResult(
        account=account,
        must_change=account.has_usable_password() and how == "password" and _password_old(account, now),
        must_enrol=must_enrol(account),
    )


def start_session(request: HttpRequest, account: Account) -> None:
    """Begin a fresh session for an admitted account: new key, idle clock started."""
    login(request, account, backend=BACKEND)
    request.session[SEEN] = int(timezone.now().timestamp())


def must_enrol(account: Account) -> bool:
    """Whether the installation demands a second factor that this account has not set up yet."""
    wanted = settings.SHANZHI_SECOND_FACTOR
    return not account.second_factor_on and (wanted == "all" or (wanted == "admins" and account.administers))


def change_password(
    account: Account, *, old: str, new: str, address: str = "", at: datetime | None = None
) -> None:
    """Change one's own password; every session but the present one ends. Raises `BadInput` with the reason."""
    now = at or timezone.now()
    until = lockout.reserve(account.username, address, now)
    if until is not None:
        raise BadInput(locked(until, now))
    if not _password_right(account, old):
        audit.record("password.change", result="wrong", account=account.pk, address=address, at=now)
        raise BadInput(WRONG_OLD, {"old": WRONG_OLD})
    lockout.release(account.username, address, whole=True)
    if old == new:
        raise BadInput(SAME, {"new": SAME})
    check_new(new, account)
    with transaction.atomic():
        audit.lock_chain()
        account.set_password(new)
        account.must_change_password = False
        account.password_changed_at = now
        account.save(update_fields=["password", "must_change_password", "password_changed_at"])
        audit.record("password.change", account=account.pk, address=address, at=now)


def check_new(password: str, account: Account | None = None) -> None:
    """Raise `BadInput` with all that is wrong with a new password, in both languages."""
    zh, en = (_complaints(password, account, language) for language in ("zh-hans", "en"))
    if zh:
        sentence = Sentence("".join(zh), " ".join(en))
        raise BadInput(sentence, {"new": sentence})


def _complaints(password: str, account: Account | None, language: str) -> list[str]:
    with override(language):
        try:
            validate_password(password, account)
        except ValidationError as problem:
            return [str(message) for message in problem.messages]
    return []


def _password_right(account: Account | None, password: str) -> bool:
    """Compare, taking as long for an account that does not exist or may not sign in as for any other."""
    if len(password) > LONGEST:
        return False
    password = readable(password)
    if account is None or not account.is_active or not account.has_usable_password():
        make_password(password)
        return False
    return check_password(password, account.password)


def _password_old(account: Account, at: datetime) -> bool:
    days = settings.SHANZHI_PASSWORD_DAYS
    aged = days > 0 and account.password_changed_at + timedelta(days=days) <= at
    return account.must_change_password or aged


def _refused(name: str, account: Account | None, result: str, address: str, at: datetime) -> None:
    """Record a refused attempt. An unknown name is kept as a digest: people type passwords in its field."""
    audit.record(
        "sign_in",
        result=result,
        account=account.pk if account else None,
        address=address,
        detail={} if account else {"name": digest("lock-name", name)[:16]},
        at=at,
    )


class AccountBackend(BaseBackend):
    """Lets Django's sessions find the account again, unless it was closed since."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.select_related("person").filter(pk=user_id, is_active=True).first()
