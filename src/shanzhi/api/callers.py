"""Who calls: a program with a token, a person with a session of the pages, or nobody we know.

A token is looked up in one query, posts and home with it. A session is that of the pages; what it sends must
carry the CSRF token, since a browser adds the cookie by itself.
"""

from __future__ import annotations

from typing import cast

from django.db import Error, connection
from django.http import HttpRequest
from msgspec import Struct
from ninja.utils import check_csrf

from shanzhi.api import faults
from shanzhi.api.faults import Fault
from shanzhi.database.faults import is_away
from shanzhi.engine.types import Actor
from shanzhi.people.models import Account
from shanzhi.people.permission import ANONYMOUS
from shanzhi.people.queries import actor_of
from shanzhi.people.tokens import SCOPES, bearer, recall

ALL = frozenset(SCOPES)
NONE: frozenset[str] = frozenset()
SCHEME = "bearer "
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MUST = "must"
"""The session key by which the pages keep what a person has to do before anything else."""


class Caller(Struct, frozen=True):
    """Who asks, and by which right. `key` is what requests are counted by; `token` is None for a session.

    `as_of` is set where the token was recalled: whatever rests on it must be held to that edition.
    """

    actor: Actor
    key: str
    scopes: frozenset[str] = NONE
    account: int | None = None
    token: int | None = None
    as_of: tuple[int, int] | None = None

    @property
    def known(self) -> bool:
        """Whether somebody is signed in."""
        return self.account is not None


def caller_of(request: HttpRequest, key: str | None = None, *, recalled: bool = False) -> Caller:
    """Who sent this request; `key` names a parameter that may bring the token.

    `recalled`: what this process knows of the token will do, since its marks are held to the present ones later.
    Raises `Fault` for a token that is no good, or a session that may not send.
    """
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        return _by_token(header, recalled)
    if key is not None and (text := request.POST.get(key) or request.GET.get(key)):
        return _by_token(f"{SCHEME}{text}")
    user = getattr(request, "user", None)
    if request.COOKIES and user is not None and user.is_authenticated:
        return _by_session(request, cast(Account, user))
    return Caller(ANONYMOUS, f"address {address_of(request)}")


def address_of(request: HttpRequest) -> str:
    """The address of the other side, as the server knows it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _by_token(header: str, recalled: bool = False) -> Caller:
    text = header[len(SCHEME) :].strip() if header[: len(SCHEME)].lower() == SCHEME else ""
    try:
        found = (recall(text) if recalled else None) or bearer(text)
    except Error as problem:  # a connection that broke while it lay idle: once more on a new one
        if connection.in_atomic_block or not is_away(problem):
            raise
        connection.close()
        found = bearer(text)
    if found is None:
        raise Fault(401, "bad_token", faults.BAD_TOKEN, headers={"WWW-Authenticate": "Bearer"})
    return Caller(found.actor, f"token {found.token}", found.scopes, found.account, found.token, found.marks)


def _by_session(request: HttpRequest, account: Account) -> Caller:
    if request.session.get(MUST):
        raise Fault(403, "first", faults.FIRST)
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Fault(403, "csrf", faults.CSRF)
    return Caller(actor_of(account), f"account {account.pk}", ALL, account.pk)
