"""Links and codes that work once (一次性链接、验证码): made, limited, tried. Sending them is the caller's.

Ten minutes, five tries of a code, one use; only digests are kept. An unknown name is treated as a known one in all
that can be seen: a row is made for it, it counts against the limits, and its code is never right.
GB/T 22239 (身份鉴别); RFC 4226 §7.3 (limits on tries).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.people.models import Account, OneTime
from shanzhi.people.sealing import digest

LIFE = timedelta(minutes=10)
TRIES = 5
PAUSE = timedelta(minutes=1)
"""Between two messages to one name."""
PER_NAME = 5
PER_ADDRESS = 60
"""Most messages an hour that are asked for one name, and from one address."""
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)

EXPIRED = Sentence(
    "这个链接或验证码已过期（只在十分钟内有效），请重新要一个",
    "this link or code has expired (it works for ten minutes): ask for a new one",
)
USED = Sentence(
    "这个链接或验证码已经用过（只能用一次），请重新要一个",
    "this link or code was used already (it works once): ask for a new one",
)
UNKNOWN = Sentence(
    "这个链接不完整或不对，请从消息里重新打开，或重新要一个",
    "this link is incomplete or wrong: open it again from the message, or ask for a new one",
)
WRONG_CODE = Sentence(
    "验证码不对，请核对后再输，还可以试 {left} 次",
    "the code is wrong: check it and try again, {left} more times",
)
TOO_MANY = Sentence("验证码输错的次数太多，已作废，请重新要一个", "too many wrong codes: ask for a new one")


class Issued(Struct, frozen=True):
    """What was made, to be sent: its number, the key of the link, the code. It cannot be read again."""

    number: int
    key: str
    code: str


class TooOften(Exception):
    """Too many were asked for; `until` is when the next may be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


class Tried(Struct, frozen=True):
    """What came of a try: whose it is, or why not. `about` is what was to be verified."""

    account: Account | None = None
    refused: Sentence | None = None
    about: str = ""


def issue(
    purpose: str, name: str, account: Account | None, *, at: datetime, address: str = "", about: str = ""
) -> Issued:
    """Make a link and a code for a name; `account` is None where it is nobody's. Raises `TooOften`."""
    key, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    named, from_where = digest("one-time-name", name), digest("one-time-address", address) if address else ""
    with transaction.atomic():
        forget_old(at)
        _check_limits(purpose, named, from_where, at)
        row = OneTime.objects.create(
            account=account,
            purpose=purpose,
            key=_hidden(key),
            code=_code_digest(_hidden(key), code),
            name=named,
            address=from_where,
            about=about,
            made_at=at,
            until=at + LIFE,
        )
    return Issued(row.pk, key, code)


def forget_old(at: datetime) -> int:
    """Remove what no limit counts any more. Returns how many."""
    return OneTime.objects.filter(made_at__lt=at - KEPT).delete()[0]


def why_not_usable(purpose: str, key: str, *, at: datetime) -> Sentence | None:
    """Why a link does not work, or None; looking uses nothing up (mail scanners open every link)."""
    row = OneTime.objects.filter(purpose=purpose, key=_hidden(key)).first()
    return UNKNOWN if row is None else _spent(row, at)


def account_of(number: int) -> Account | None:
    """Whose a code is, for the lock-out that is shared with passwords."""
    row = OneTime.objects.select_related("account").filter(pk=number).first()
    return row.account if row is not None else None


def use_link(purpose: str, key: str, *, at: datetime) -> Tried:
    """Use a link up."""
    with transaction.atomic():
        row = _locked(purpose, key=_hidden(key))
        refused = UNKNOWN if row is None else _spent(row, at)
        if row is None or refused is not None:
            return Tried(refused=refused)
        return _use(row, at)


def use_code(purpose: str, number: int, code: str, *, at: datetime) -> Tried:
    """Try a code; a right one is used up."""
    digits = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    with transaction.atomic():
        row = _locked(purpose, pk=number)
        refused = EXPIRED if row is None else _spent(row, at)
        if row is None or refused is not None:
            return Tried(refused=refused)
        if row.tries >= TRIES:
            return Tried(refused=TOO_MANY)
        row.tries += 1
        row.save(update_fields=["tries"])
        if row.account is None or not hmac.compare_digest(row.code, _code_digest(row.key, digits)):
            left = TRIES - row.tries
            return Tried(refused=WRONG_CODE.fill(left=left) if left else TOO_MANY)
        return _use(row, at)


def _locked(purpose: str, **which: object) -> OneTime | None:
    rows = OneTime.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(purpose=purpose, **which).first()


def _use(row: OneTime, at: datetime) -> Tried:
    row.used_at = at
    row.save(update_fields=["used_at"])
    return Tried(row.account, None if row.account is not None else UNKNOWN, row.about)


def _spent(row: OneTime, at: datetime) -> Sentence | None:
    if row.used_at is not None:
        return USED
    return EXPIRED if row.until <= at else None


def _check_limits(purpose: str, name: str, address: str, at: datetime) -> None:
    lately = OneTime.objects.filter(purpose=purpose, made_at__gt=at - HOUR).order_by("-made_at")
    times = list(lately.filter(name=name).values_list("made_at", flat=True)[:PER_NAME])
    if times and times[0] + PAUSE > at:
        raise TooOften(times[0] + PAUSE)
    if len(times) == PER_NAME:
        raise TooOften(times[-1] + HOUR)
    if not address:
        return
    times = list(lately.filter(address=address).values_list("made_at", flat=True)[:PER_ADDRESS])
    if len(times) == PER_ADDRESS:
        raise TooOften(times[-1] + HOUR)


def _hidden(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _code_digest(key: str, code: str) -> str:
    """Keyed with the installation's secret: six digits alone are guessed from a plain digest in a moment."""
    return digest("one-time-code", f"{key}:{code}")
