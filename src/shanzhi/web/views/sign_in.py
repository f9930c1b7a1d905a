"""Signing in and out: password, then the second factor where the account has one."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shanzhi.people.models import Account
from shanzhi.people.sealing import seal, unseal
from shanzhi.people.sign_in import Outcome, attempt, start_session
from shanzhi.web.door import MUST, back_to, open_to_all, open_when_bound
from shanzhi.web.kept import KEPT, keep
from shanzhi.web.words import say

PROVING = "proving"
"""The session key under which name and password wait, sealed, for the code of the second factor."""
PATIENCE = 300
"""Seconds they wait."""


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect("home")
    username = request.POST.get("username", "")
    refused = ""
    if request.method == "POST":
        password = request.POST.get("password", "")
        outcome = attempt(username, password, address=address_of(request))
        if outcome.needs_code:
            _remember(request, username, password)
            return redirect("sign-in-code")
        if outcome.account is not None:
            return enter(request, outcome, outcome.account)
        refused = say(outcome.refused)
    context = {
        "title": _("登录"),
        "username": username,
        "refused": refused,
        "next": back_to(request, "home"),
        "kept": request.POST.get(KEPT, ""),
        "demo": settings.SHANZHI_DEMO,
    }
    return render(request, "web/sign_in.html", context, status=403 if refused else 200)


@open_to_all
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The six digits of the second factor, once name and password were right."""
    known = _remembered(request)
    if known is None:
        return redirect("sign-in")
    refused = ""
    if request.method == "POST":
        outcome = attempt(
            known["username"],
            known["password"],
            code=request.POST.get("code", ""),
            address=address_of(request),
        )
        if outcome.account is not None:
            return enter(request, outcome, outcome.account)
        if not outcome.needs_code:
            request.session.pop(PROVING, None)
        refused = say(outcome.refused) or _("请输入验证码。")
    context = {"title": _("输入验证码"), "refused": refused}
    return render(request, "web/sign_in_code.html", context, status=403 if refused else 200)


@require_POST
@open_when_bound
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def enter(request: HttpRequest, outcome: Outcome, account: Account) -> HttpResponse:
    """Begin the session, and lead to what must be done first, or to where the person wanted to go."""
    target = request.session.get("next") or back_to(request, "home")
    kept = request.session.get(KEPT)
    start_session(request, account)
    if kept is not None:
        request.session[KEPT] = kept
    keep(request, request.POST.get(KEPT, ""), target)
    for key in (PROVING, "next"):
        request.session.pop(key, None)
    if outcome.must_change:
        request.session[MUST] = "account-password"
    elif outcome.must_enrol:
        request.session[MUST] = "account-second-factor"
    return redirect(request.session.get(MUST, target))


def address_of(request: HttpRequest) -> str:
    """The client's IP address as the server knows it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _remember(request: HttpRequest, username: str, password: str) -> None:
    sealed = seal({"username": username, "password": password}, PROVING).hex()
    request.session[PROVING] = [sealed, int(time.time())]
    request.session["next"] = back_to(request, "home")
    keep(request, request.POST.get(KEPT, ""), request.session["next"])


def _remembered(request: HttpRequest) -> dict[str, str] | None:
    sealed, since = request.session.get(PROVING, ("", 0))
    if not sealed or time.time() - since > PATIENCE:
        request.session.pop(PROVING, None)
        return None
    return unseal(bytes.fromhex(sealed), PROVING)
