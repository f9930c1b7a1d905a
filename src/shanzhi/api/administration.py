"""What the three administrators do, each apart from the others (三权分立). By session alone: they have no tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.refs import person_at
from shanzhi.api.subjects import administration
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.audit import read_audit
from shanzhi.people.models import Account
from shanzhi.people.permission import require


class AccountView(Struct):
    """An account."""

    id: int
    username: str
    kind: str
    person: int | None
    active: bool
    second_factor: bool


class NewAccount(Message):
    """An account to open, for a person or for one of the administrators."""

    username: Annotated[str, Meta(min_length=1, max_length=64)]
    person: Number | None = None
    kind: Literal["person", "system_admin", "security_admin", "audit_admin"] = "person"


class AccountOpened(Struct):
    """The first password, which is shown this once and must be changed at the first sign-in."""

    account: AccountView
    password: str


class FreshPassword(Struct):
    """A new first password, shown this once."""

    password: str


class AuditLine(Struct):
    """One line of the audit: time, who, kind, result; never contents."""

    seq: int
    at: datetime
    kind: str
    result: str
    account: int | None
    person: int | None
    subject: int | None
    address: str
    detail: dict[str, Any]


class AuditPage(Struct):
    """The audit, the latest first; `next` is what to send as `before`."""

    lines: list[AuditLine]
    next: int | None


class AuditFilter(Message):
    """Which lines."""

    kind: Annotated[str, Meta(max_length=32)] | None = None
    subject: Number | None = None
    before: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


@operation(
    administration,
    "POST",
    "/accounts",
    Sentence("开账号", "Open an account"),
    body=NewAccount,
    answer=AccountOpened,
    status=201,
    session=True,
    scope="act",
    refuses=[404],
)
def open_account(call: Call) -> AccountOpened:
    """By the system administrator."""
    body: NewAccount = call.body
    require(call.actor, "account.manage")
    person = person_at(body.person) if body.person is not None else None
    made, password = actions.open_account(call.actor, username=body.username, person=person, kind=body.kind)
    return AccountOpened(_account(made), password)


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/close",
    Sentence("关闭账号", "Close an account"),
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
)
def close_account(call: Call, number: int) -> AccountView:
    """By the system administrator."""
    require(call.actor, "account.manage")
    actions.close_account(call.actor, account=_account_at(number))
    return _account(_account_at(number))


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/password",
    Sentence("重置密码", "Reset a password"),
    answer=FreshPassword,
    session=True,
    scope="act",
    refuses=[404],
)
def reset_password(call: Call, number: int) -> FreshPassword:
    """By the system administrator."""
    require(call.actor, "account.manage")
    return FreshPassword(actions.reset_password(call.actor, account=_account_at(number)))


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/unlock",
    Sentence("解除锁定", "Unlock an account"),
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
)
def unlock_account(call: Call, number: int) -> AccountView:
    """By the security administrator."""
    account = _secured(call, number)
    actions.unlock_account(call.actor, account=account)
    return _account(account)


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/second-factor/reset",
    Sentence("重置双因素", "Reset a second factor"),
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
)
def reset_second_factor(call: Call, number: int) -> AccountView:
    """By the security administrator, never for themselves."""
    actions.reset_second_factor(call.actor, account=_secured(call, number))
    return _account(_account_at(number))


@operation(
    administration,
    "GET",
    "/audit",
    Sentence("审计记录", "Read the audit"),
    query=AuditFilter,
    answer=AuditPage,
    session=True,
)
def list_audit(call: Call) -> AuditPage:
    """By the audit administrator; each reading is recorded, turning its pages with `before` is not one more."""
    query: AuditFilter = call.query
    found = read_audit(call.actor, kind=query.kind, subject=query.subject, before=query.before)
    rows = list(found[: query.limit + 1])
    shown = [
        AuditLine(r.seq, r.at, r.kind, r.result, r.account, r.person, r.subject, r.address, r.detail)
        for r in rows[: query.limit]
    ]
    return AuditPage(shown, shown[-1].seq if len(rows) > query.limit else None)


def _secured(call: Call, number: int) -> Account:
    """An account whose safeguards the caller may undo; a stranger does not learn whether there is one."""
    found = Account.objects.filter(pk=number).first()
    require(call.actor, "account.secure", found)
    if found is None:
        raise not_found()
    return found


def _account_at(number: int) -> Account:
    found = Account.objects.filter(pk=number).first()
    if found is None:
        raise not_found()
    return found


def _account(one: Account) -> AccountView:
    return AccountView(one.pk, one.username, one.kind, one.person_id, one.is_active, one.second_factor_on)
