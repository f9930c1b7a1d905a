"""Oneself: who one is, one's session, password, tokens and points."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.contrib.auth import logout, update_session_auth_hash
from django.middleware.csrf import get_token
from django.utils import timezone
from msgspec import Meta, Struct, field

from shanzhi.api import faults
from shanzhi.api.callers import MUST, address_of
from shanzhi.api.faults import Fault, not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.refs import PersonRef, PlaceRef, person_ref, places_by_number
from shanzhi.api.subjects import account
from shanzhi.ledger.queries import points_of
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.models import Account, Person, Token
from shanzhi.people.sign_in import attempt, change_password, start_session
from shanzhi.people.tokens import issue_token, revoke_token

Secret = Annotated[str, Meta(max_length=512)]
CODE = Sentence("请再填写双因素的动态码（code）。", "Send the code of your second factor as well (`code`).")


class MyPost(Struct):
    """A post one holds."""

    role: str
    title: str
    place: PlaceRef | None
    office: int | None


class Me(Struct):
    """Who asks: the account, the person behind it, posts, household and home, and what this sign-in may do."""

    account: int
    kind: str
    person: PersonRef | None
    posts: list[MyPost]
    household: int | None
    home: list[PlaceRef]
    scopes: list[str]
    points: int
    household_points: int | None


def account_of(call: Call) -> Account:
    """The account that asks."""
    return Account.objects.get(pk=call.caller.account or 0)


@operation(account, "GET", "/me", Sentence("我是谁", "Who I am"), answer=Me)
def get_me(call: Call) -> Me:
    """As permission sees it."""
    actor = call.actor
    mine = account_of(call)
    offices = dict(actor.offices)
    places = places_by_number([*(place for _, place in actor.posts), *actor.home])
    person = Person.objects.filter(pk=actor.person).first() if actor.person is not None else None
    return Me(
        mine.pk,
        mine.kind,
        person_ref(person, whole=True) if person is not None else None,
        [
            MyPost(role, role_name(role).text(call.language), places.get(place), offices.get(role))
            for role, place in sorted(actor.posts)
        ],
        actor.household,
        [places[place] for place in actor.home if place in places],
        sorted(call.caller.scopes),
        points_of("person", actor.person) if actor.person is not None else 0,
        points_of("household", actor.household) if actor.household is not None else None,
    )


class SignIn(Message):
    """A name and a password, with the code of the second factor where the account has one."""

    username: Annotated[str, Meta(max_length=64)]
    password: Secret
    code: Annotated[str, Meta(max_length=20)] = ""


class Session(Struct):
    """A session has begun. Send `csrf_token` as `X-CSRFToken` with whatever writes.

    `must` is what has to be done on the pages before anything else.
    """

    csrf_token: str
    must: Literal["password", "second-factor"] | None


@operation(
    account,
    "POST",
    "/session",
    Sentence("登录", "Sign in"),
    again="harmless",
    about=Sentence(
        "开始一个会话（Cookie）；程序请用令牌。", "Begins a session (a cookie); programs use tokens."
    ),
    body=SignIn,
    answer=Session,
    status=201,
    scope=None,
)
def sign_in(call: Call) -> Session:
    """One answer for an unknown name, a wrong password and a closed account."""
    body: SignIn = call.body
    if getattr(call.request, "session", None) is None:
        raise Fault(403, "session_only", faults.SESSION_ONLY)
    outcome = attempt(body.username, body.password, code=body.code, address=address_of(call.request))
    if outcome.needs_code and outcome.refused is None:
        raise Fault(401, "needs_code", CODE, fields={"code": CODE})
    if outcome.account is None:
        raise Fault(401, "wrong", outcome.refused or faults.SIGN_IN)
    start_session(call.request, outcome.account)
    must = "password" if outcome.must_change else "second-factor" if outcome.must_enrol else None
    if must is not None:
        call.request.session[MUST] = f"account-{must}"
    return Session(get_token(call.request), must)  # type: ignore[arg-type]


@operation(account, "DELETE", "/session", Sentence("退出", "Sign out"), status=204, session=True)
def sign_out(call: Call) -> None:
    """Ends the session; a token is revoked instead."""
    logout(call.request)


class NewPassword(Message):
    """The present password and a new one."""

    old: Secret
    new: Secret


@operation(
    account,
    "PUT",
    "/me/password",
    Sentence("修改密码", "Change my password"),
    again="told_once",
    body=NewPassword,
    status=204,
    session=True,
    scope="act",
)
def set_password(call: Call) -> None:
    """Every other session ends."""
    mine = account_of(call)
    change_password(mine, old=call.body.old, new=call.body.new, address=address_of(call.request))
    update_session_auth_hash(call.request, mine)


class TokenView(Struct):
    """A token: what for, what it may do, until when. `used_on` is a day, never an hour."""

    id: int
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: str | None


class TokenList(Struct):
    """One's tokens, the latest first."""

    tokens: list[TokenView]


class NewToken(Message):
    """A token to make: what it is for, `read` or `act`, and for how many days."""

    label: Annotated[str, Meta(min_length=1, max_length=60)]
    scopes: Annotated[list[Literal["read", "act"]], Meta(min_length=1, max_length=2)] = field(
        default_factory=lambda: ["read"]
    )
    days: Annotated[int, Meta(ge=1, le=366)] = 90


class TokenMade(Struct):
    """The token's text, which is shown this once and cannot be shown again."""

    id: int
    token: str
    expires_at: datetime


@operation(
    account, "GET", "/me/tokens", Sentence("我的令牌", "List my tokens"), answer=TokenList, session=True
)
def list_tokens(call: Call) -> TokenList:
    """Never their text."""
    found = Token.objects.filter(account=call.caller.account).order_by("-pk")[:200]
    return TokenList([_token(one) for one in found])


@operation(
    account,
    "POST",
    "/me/tokens",
    Sentence("新建令牌", "Make a token"),
    again="told_once",
    body=NewToken,
    answer=TokenMade,
    status=201,
    session=True,
    scope="act",
)
def make_token(call: Call) -> TokenMade:
    """Only in a session: a token does not make tokens."""
    body: NewToken = call.body
    mine = account_of(call)
    token, text = issue_token(call.actor, mine, label=body.label, scopes=tuple(body.scopes), days=body.days)
    return TokenMade(token.pk, text, token.expires_at)


@operation(
    account,
    "DELETE",
    "/me/tokens/{int:number}",
    Sentence("撤销令牌", "Revoke a token"),
    answer=TokenView,
    session=True,
    scope="act",
    refuses=[404],
)
def end_token(call: Call, number: int) -> TokenView:
    """At once."""
    found = Token.objects.select_related("account").filter(pk=number, account=call.caller.account).first()
    if found is None:
        raise not_found()
    revoke_token(call.actor, found, at=timezone.now())
    found.refresh_from_db()
    return _token(found)


def _token(one: Token) -> TokenView:
    used = one.used_on.isoformat() if one.used_on is not None else None
    return TokenView(
        one.pk, one.label, list(one.scopes), one.created_at, one.expires_at, one.revoked_at, used
    )
