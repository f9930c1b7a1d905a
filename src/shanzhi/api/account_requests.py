"""What is asked for administrators' accounts, and who confirms it: nothing is done to one by a single person."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from msgspec import Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.subjects import administration
from shanzhi.matters.writing.administrators import confirm_request
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import AccountRequest
from shanzhi.people.permission import require


class FirstPassword(Struct):
    """A first password, shown this once."""

    password: str


class RequestView(Struct):
    """What was asked for an administrator's account.

    `state`: `waiting` until `until`, `lapsed`, `refused`, `confirmed` (carried out).
    """

    id: int
    act: str
    username: str
    kind: str
    account: int | None
    reason: str
    by: str
    asked_at: datetime
    until: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None


class RequestList(Struct):
    """The latest first."""

    requests: list[RequestView]


@operation(
    administration,
    "GET",
    "/account-requests",
    Sentence("管理员账号的请求", "What was asked for administrators' accounts"),
    answer=RequestList,
    session=True,
)
def list_requests(call: Call) -> RequestList:
    """For the security and the audit administrator."""
    require(call.actor, "account.asked")
    rows = AccountRequest.objects.select_related("by", "decided_by").order_by("-pk")[:200]
    return RequestList([request_view(one) for one in rows])


@operation(
    administration,
    "POST",
    "/account-requests/{int:number}/confirm",
    Sentence("确认请求", "Confirm a request"),
    answer=RequestView,
    session=True,
    scope="act",
    refuses=[404],
)
def confirm_account_request(call: Call, number: int) -> RequestView:
    """By the audit administrator; it is carried out at once."""
    asked = _request_at(number)
    confirm_request(call.actor, asked=asked)
    return request_view(asked)


@operation(
    administration,
    "POST",
    "/account-requests/{int:number}/refuse",
    Sentence("退回请求", "Refuse a request"),
    answer=RequestView,
    session=True,
    scope="act",
    refuses=[404],
)
def refuse_account_request(call: Call, number: int) -> RequestView:
    """By the audit administrator; nothing is done."""
    asked = _request_at(number)
    actions.refuse_request(call.actor, asked=asked)
    return request_view(asked)


@operation(
    administration,
    "POST",
    "/account-requests/{int:number}/password",
    Sentence("取初始密码", "Draw a first password"),
    again="told_once",
    answer=FirstPassword,
    session=True,
    scope="act",
    refuses=[404],
)
def draw_first_password(call: Call, number: int) -> FirstPassword:
    """Once, by who asked, after it was confirmed; to be handed to the holder."""
    return FirstPassword(actions.draw_password(call.actor, asked=_request_at(number)))


def request_view(one: AccountRequest) -> RequestView:
    """A request as programs read it."""
    if one.decided_at is not None:
        state = "confirmed" if one.confirmed else "refused"
    else:
        state = "waiting" if one.until > timezone.now() else "lapsed"
    second = one.decided_by.username if one.decided_by is not None else None
    return RequestView(
        one.pk, one.act, one.username, one.kind, one.account_id, one.reason, one.by.username,
        one.asked_at, one.until, state, second, one.decided_at,
    )  # fmt: skip


def _request_at(number: int) -> AccountRequest:
    found = AccountRequest.objects.select_related("by", "decided_by", "account").filter(pk=number).first()
    if found is None:
        raise not_found()
    return found
