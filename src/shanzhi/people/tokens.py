"""Tokens with which programs sign in to the API: shown once, kept as SHA-256, limited in scope and time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.method.kept import Kept
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.actors import bearer_row
from shanzhi.people.models import Account, Token
from shanzhi.people.permission import Denied, require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump

PREFIX = "shanzhi_"
SCOPES = ("read", "act")
_kept: Kept[str, tuple[Bearer, datetime]] = Kept(10_000)
LONGEST = 366
"""Longest life of a token, in days."""

NO_LABEL = Sentence("请写明令牌给谁用", "say what the token is for")
BAD_SCOPE = Sentence("令牌的范围只能是 read 或 act", "the scopes of a token are read and act")
BAD_DAYS = Sentence("令牌有效期须为 1 至 {most} 天", "a token lives from 1 to {most} days")
ADMINISTERS = Sentence(
    "管理员账号不能使用访问令牌，请用人员账号",
    "administrators cannot use tokens: use the account of a person",
)


class Bearer(Struct, frozen=True):
    """Who a token stands for in one request, and what it may do.

    `marks` are set where it was recalled: the edition of places and the version of posts that it rests on.
    """

    token: int
    account: int
    actor: Actor
    scopes: frozenset[str]
    marks: tuple[int, int] | None = None


def issue_token(
    by: Actor,
    account: Account,
    *,
    label: str,
    scopes: tuple[str, ...] = ("read",),
    days: int = 90,
    at: datetime | None = None,
) -> tuple[Token, str]:
    """Make a token of one's own account. Returns it with its text, which cannot be shown again."""
    require(by, "token.manage", account)
    if account.administers:
        raise Denied(ADMINISTERS)
    if not label.strip():
        raise BadInput(NO_LABEL)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise BadInput(BAD_SCOPE)
    if not 1 <= days <= LONGEST:
        raise BadInput(BAD_DAYS.fill(most=LONGEST))
    now = at or timezone.now()
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        audit.lock_chain()
        token = Token.objects.create(
            account=account,
            label=label.strip()[:60],
            digest=_digest(text),
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        audit.record(
            "token.issue", by=by, account=account.pk, detail={"token": token.pk, "days": days}, at=now
        )
    return token, text


def revoke_token(by: Actor, token: Token, *, at: datetime | None = None) -> None:
    """End a token of one's own account at once; doing it twice changes nothing."""
    require(by, "token.manage", token.account)
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            audit.record("token.revoke", by=by, account=token.account_id, detail={"token": token.pk}, at=now)


def bearer(text: str, *, at: datetime | None = None) -> Bearer | None:
    """Whom a token stands for, in one query; None if unknown, expired, revoked or its account is closed.

    The day of use (not the hour) is noted, at most once a day.
    """
    if not text.startswith(PREFIX) or len(text) > 80:
        return None
    now = at or timezone.now()
    digest = _digest(text)
    found = bearer_row(digest, now)
    if found is None:
        return None
    today = timezone.localdate(now)
    if found.used_on != today:
        Token.objects.filter(pk=found.token).update(used_on=today)
    known = Bearer(found.token, found.account, found.actor, found.scopes)
    if all(found.marks):
        tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
        _kept.keep(digest, (replace(known, marks=found.marks), min(found.until, tomorrow)))
    return known


def recall(text: str) -> Bearer | None:
    """Whom a token stood for when this process last looked; None if it must look again (`bearer`).

    Posts, homes, tokens and accounts may have changed since. Whoever uses the answer holds its `marks` to those
    that the first statement of the work reads anyway, and looks again where they differ; so nothing is taken on
    trust, and the statement for this one question is spared.
    """
    kept = _kept.get(_digest(text)) if len(text) <= 80 else None
    if kept is None:
        return None
    found, until = kept
    return found if timezone.now() < until else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
