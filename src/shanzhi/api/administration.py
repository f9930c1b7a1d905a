"""Accounts, which two of the three administrators keep (三权分立). By session alone: administrators have no tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import Q, QuerySet
from msgspec import Meta, Struct

from shanzhi.api.account_requests import RequestView, request_view
from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, Reply, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.refs import PlaceRef, person_at, place_refs
from shanzhi.api.subjects import administration
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Account
from shanzhi.people.permission import allowed, require
from shanzhi.people.queries import posts_by_person

TWO = Sentence(
    "管理员的账号由安全管理员提出（202，等待确认），审计管理员确认后照办。",
    "An administrator's account takes two: the security administrator asks (202, it waits), the audit one confirms.",
)


class HeldPost(Struct):
    """A post its holder serves in."""

    role: str
    place: PlaceRef


class AccountView(Struct):
    """An account: whose it is, and in which posts they serve."""

    id: int
    username: str
    kind: str
    person: int | None
    name: str
    posts: list[HeldPost]
    active: bool
    second_factor: bool


class AccountPage(Struct):
    """Accounts; `next` is what to send as `after`."""

    accounts: list[AccountView]
    next: int | None


class AccountFilter(Message):
    """Accounts whose user name or person's name holds `text`."""

    text: Annotated[str, Meta(max_length=64)] = ""
    after: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Why(Message):
    """Why it is asked for, where an administrator's account is concerned."""

    reason: Annotated[str, Meta(max_length=200)] = ""


class NewAccount(Message):
    """An account to open, for a person or for one of the administrators (then with the `reason`)."""

    username: Annotated[str, Meta(min_length=1, max_length=64)]
    person: Number | None = None
    kind: Literal["person", "system_admin", "security_admin", "audit_admin"] = "person"
    reason: Annotated[str, Meta(max_length=200)] = ""


class AccountOpened(Struct):
    """The first password, which is shown this once and must be changed at the first sign-in."""

    account: AccountView
    password: str


class FreshPassword(Struct):
    """A new first password, shown this once."""

    password: str


@operation(
    administration,
    "GET",
    "/accounts",
    Sentence("账号清单", "List accounts"),
    query=AccountFilter,
    answer=AccountPage,
    session=True,
)
def list_accounts(call: Call) -> AccountPage:
    """For the system and the security administrator; each with person and posts."""
    query: AccountFilter = call.query
    require(call.actor, "account.see")
    found = _all().filter(Q(username__contains=query.text) | Q(person__name__contains=query.text))
    if query.after is not None:
        found = found.filter(pk__gt=query.after)
    rows = list(found.order_by("pk")[: query.limit + 1])
    shown = _accounts(rows[: query.limit])
    return AccountPage(shown, shown[-1].id if len(rows) > query.limit else None)


@operation(
    administration,
    "POST",
    "/accounts",
    Sentence("开账号", "Open an account"),
    again="told_once",
    about=TWO,
    body=NewAccount,
    answer=AccountOpened,
    status=201,
    session=True,
    scope="act",
    refuses=[404],
    waits=RequestView,
)
def open_account(call: Call) -> AccountOpened | Reply:
    """By the system administrator; an administrator's is asked for by the security administrator."""
    body: NewAccount = call.body
    if body.kind == "person" or not allowed(call.actor, "account.ask"):
        require(call.actor, "account.manage")
    person = person_at(body.person) if body.person is not None else None
    if body.kind != "person" and allowed(call.actor, "account.ask"):
        asked = actions.ask_for_new_account(
            call.actor, username=body.username, kind=body.kind, person=person, reason=body.reason
        )
        return Reply(request_view(asked), status=202)
    made, password = actions.open_account(call.actor, username=body.username, person=person, kind=body.kind)
    return AccountOpened(_account(made.pk), password)


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/close",
    Sentence("关闭账号", "Close an account"),
    about=TWO,
    query=Why,
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
    waits=RequestView,
)
def close_account(call: Call, number: int) -> AccountView | Reply:
    """By the system administrator."""
    account = _account_at(number)
    if (asked := _asked(call, "close", account)) is not None:
        return asked
    actions.close_account(call.actor, account=account)
    return _account(number)


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/password",
    Sentence("重置密码", "Reset a password"),
    again="told_once",
    about=TWO,
    query=Why,
    answer=FreshPassword,
    session=True,
    scope="act",
    refuses=[404],
    waits=RequestView,
)
def reset_password(call: Call, number: int) -> FreshPassword | Reply:
    """By the system administrator."""
    account = _account_at(number)
    if (asked := _asked(call, "password", account)) is not None:
        return asked
    return FreshPassword(actions.reset_password(call.actor, account=account))


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/unlock",
    Sentence("解除锁定", "Unlock an account"),
    about=TWO,
    query=Why,
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
    waits=RequestView,
)
def unlock_account(call: Call, number: int) -> AccountView | Reply:
    """By the security administrator."""
    account = _account_at(number)
    if (asked := _asked(call, "unlock", account)) is not None:
        return asked
    actions.unlock_account(call.actor, account=account)
    return _account(number)


@operation(
    administration,
    "POST",
    "/accounts/{int:number}/second-factor/reset",
    Sentence("重置双因素", "Reset a second factor"),
    about=TWO,
    query=Why,
    answer=AccountView,
    session=True,
    scope="act",
    refuses=[404],
    waits=RequestView,
)
def reset_second_factor(call: Call, number: int) -> AccountView | Reply:
    """By the security administrator, never for themselves."""
    account = _account_at(number)
    if (asked := _asked(call, "second-factor", account)) is not None:
        return asked
    actions.reset_second_factor(call.actor, account=account)
    return _account(number)


def _asked(call: Call, act: str, account: Account) -> Reply | None:
    """The request that stands in for an act on an administrator's account; None where it is done at once."""
    if not account.administers or not allowed(call.actor, "account.ask", account):
        return None
    asked = actions.ask_for_account(call.actor, act=act, account=account, reason=call.query.reason)
    return Reply(request_view(asked), status=202)


def _all() -> QuerySet[Account]:
    return Account.objects.select_related("person")


def _account_at(number: int) -> Account:
    found = _all().filter(pk=number).first()
    if found is None:
        raise not_found()
    return found


def _account(number: int) -> AccountView:
    return _accounts([_account_at(number)])[0]


def _accounts(rows: list[Account]) -> list[AccountView]:
    posts = posts_by_person(one.person_id for one in rows)
    refs = place_refs(post.place for held in posts.values() for post in held)
    return [
        AccountView(
            one.pk,
            one.username,
            one.kind,
            one.person_id,
            one.person.name if one.person is not None else "",
            [HeldPost(post.role, refs[post.place_id]) for post in posts.get(one.person_id or 0, ())],
            one.is_active,
            one.second_factor_on,
        )
        for one in rows
    ]
