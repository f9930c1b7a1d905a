"""What is done to an administrator's account: asked by a security administrator, confirmed by an audit administrator.

No administrator acts on another's account alone, and none on their own (三权分立; GB/T 22239, 安全管理中心). A request
waits `WAITS`; confirmed, it is carried out at once and the holder is told at the next sign-in. A first password is
never shown to who confirmed: who asked draws it, once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit, lockout, second_factor
from shanzhi.people.actions.accounts import (
    draft_account,
    give_password,
    keep_account,
    shut_account,
    strong_password,
)
from shanzhi.people.models import Account, AccountRequest, Person
from shanzhi.people.permission import Administrator, Denied, require
from shanzhi.people.problems import BadInput

WAITS = timedelta(days=7)
SHOWN = timedelta(days=90)
"""How long the holder of an account reads what was done to it."""
Act = AccountRequest.Act

NO_REASON = Sentence("请写明原因", "state why")
NOT_THEIRS = Sentence("只有管理员账号才这样办", "only administrators' accounts are dealt with in this way")
WAITING = Sentence(
    "这个账号已有一件请求在等审计管理员确认，请先等它办结",
    "something is waiting to be confirmed for this account already: wait until it is decided",
)
OVER = Sentence(
    "这件请求已经办结或过期；如仍需要，请重新提出",
    "this was decided already or has lapsed; ask anew if it is needed",
)
CLOSED = Sentence("这个账号已关闭", "this account is closed")
NOT_YOURS = Sentence("只有提出请求的安全管理员可以取初始密码", "only who asked draws the first password")
DRAWN = Sentence(
    "没有可取的初始密码：已取过，或已过期；请重新提出重置密码",
    "there is no first password to draw: it was drawn, or its time is over; ask for a reset",
)


def ask_for_account(
    by: Actor, *, act: str, account: Account, reason: str, at: datetime | None = None
) -> AccountRequest:
    """Ask that something be done to an administrator's account: its password, its closing, its safeguards."""
    require(by, "account.ask", account)
    if not account.is_active:
        raise BadInput(CLOSED)
    if act not in (Act.PASSWORD, Act.CLOSE, Act.UNLOCK, Act.SECOND_FACTOR):
        raise BadInput(NOT_THEIRS)
    return _ask(
        by, AccountRequest(act=act, account=account, username=account.username, kind=account.kind), reason, at
    )


def ask_for_new_account(
    by: Actor,
    *,
    username: str,
    kind: str,
    reason: str,
    person: Person | None = None,
    at: datetime | None = None,
) -> AccountRequest:
    """Ask that an administrator's account be opened."""
    require(by, "account.ask")
    if kind == Account.Kind.PERSON:
        raise BadInput(NOT_THEIRS)
    drafted = draft_account(username=username, person=person, kind=kind, now=at or timezone.now())
    with transaction.atomic():
        keep_account(drafted)  # a name or a person that has an account is told now, not when it is confirmed
        transaction.set_rollback(True)
    return _ask(
        by, AccountRequest(act=Act.OPEN, username=drafted.username, kind=kind, person=person), reason, at
    )


def _ask(by: Actor, asked: AccountRequest, reason: str, at: datetime | None) -> AccountRequest:
    now = at or timezone.now()
    if not reason.strip():
        raise BadInput(NO_REASON, {"reason": NO_REASON})
    asked.reason, asked.asked_at, asked.until = reason.strip()[:200], now, now + WAITS
    asked.by_id = _account(by)
    with transaction.atomic():
        audit.lock_chain()
        same = waiting(now).filter(username=asked.username)
        if same.exists():
            raise BadInput(WAITING)
        asked.save()
        _record("account.ask", by, asked, now)
    return asked


def waiting(now: datetime) -> QuerySet[AccountRequest]:
    """What can still be decided, first asked first."""
    return AccountRequest.objects.filter(decided_at=None, until__gt=now).order_by("pk")


def confirm_request(by: Actor, *, asked: AccountRequest, at: datetime | None = None) -> None:
    """Confirm what was asked, and carry it out in the same transaction. Once, and only while it waits."""
    now = at or timezone.now()
    with transaction.atomic():
        _decide(by, asked, now, confirmed=True)
        kind, carry_out = _CARRIED[asked.act]
        carry_out(asked, now)
        AccountRequest.objects.filter(pk=asked.pk).update(account=asked.account, until=now + WAITS)
        _record("account.confirm", by, asked, now)
        _record(kind, by, asked, now)
    asked.refresh_from_db()


def refuse_request(by: Actor, *, asked: AccountRequest, at: datetime | None = None) -> None:
    """Refuse what was asked; nothing is done."""
    now = at or timezone.now()
    with transaction.atomic():
        _decide(by, asked, now, confirmed=False)
        _record("account.refuse", by, asked, now)
    asked.refresh_from_db()


def draw_password(by: Actor, *, asked: AccountRequest, at: datetime | None = None) -> str:
    """The first password of an account that was opened or reset: for who asked, once, to hand it to its holder."""
    require(by, "account.asked", asked)
    if asked.by_id != _account(by):
        raise Denied(NOT_YOURS, seen=True)
    now = at or timezone.now()
    with transaction.atomic():
        audit.lock_chain()
        ready = AccountRequest.objects.filter(
            pk=asked.pk, act__in=[Act.OPEN, Act.PASSWORD], confirmed=True, drawn_at=None, until__gt=now
        )
        if ready.update(drawn_at=now) != 1 or asked.account is None:
            raise BadInput(DRAWN)
        fresh = strong_password()
        give_password(asked.account, fresh)
        _record("account.draw", by, asked, now)
    return fresh


def done_to(account: Account, at: datetime | None = None) -> list[AccountRequest]:
    """What two others did to this account of late, for its holder to read; that it was shown is kept."""
    now = at or timezone.now()
    done = AccountRequest.objects.filter(account=account, confirmed=True, decided_at__gt=now - SHOWN)
    done = done.exclude(act=Act.OPEN)
    done.filter(told_at=None).update(told_at=now)
    return list(done.select_related("by", "decided_by").order_by("-pk"))


def _decide(by: Actor, asked: AccountRequest, now: datetime, *, confirmed: bool) -> None:
    require(by, "account.confirm", asked)
    audit.lock_chain()
    mine = waiting(now).filter(pk=asked.pk).exclude(by=_account(by))
    if mine.update(decided_at=now, decided_by=_account(by), confirmed=confirmed) != 1:
        raise BadInput(OVER)


def _open(asked: AccountRequest, now: datetime) -> None:
    account = draft_account(username=asked.username, person=asked.person, kind=asked.kind, now=now)
    account.set_unusable_password()
    keep_account(account)
    asked.account = account


def _theirs(asked: AccountRequest) -> Account:
    account = asked.account
    if account is None or not Account.objects.filter(pk=account.pk, is_active=True).exists():
        raise BadInput(CLOSED)
    return account


_CARRIED: dict[str, tuple[str, Callable[[AccountRequest, datetime], object]]] = {
    Act.OPEN: ("account.open", _open),
    Act.PASSWORD: ("password.reset", lambda asked, now: give_password(_theirs(asked), None)),
    Act.CLOSE: ("account.close", lambda asked, now: shut_account(_theirs(asked), now)),
    Act.UNLOCK: ("account.unlock", lambda asked, now: lockout.unlock(_theirs(asked).username)),
    Act.SECOND_FACTOR: (
        "second_factor.reset",
        lambda asked, now: second_factor.switch_off(_theirs(asked)),
    ),
}


def _account(by: Actor) -> int:
    number = by.account if isinstance(by, Administrator) else None
    if number is None:
        raise Denied(NOT_YOURS)
    return number


def _record(kind: str, by: Actor, asked: AccountRequest, now: datetime) -> None:
    detail = {"request": asked.pk, "act": asked.act, "of": asked.account_id, "kind": asked.kind}
    subject = asked.account.person_id if asked.account is not None else asked.person_id
    audit.record(kind, by=by, subject=subject, detail=detail, at=now)
