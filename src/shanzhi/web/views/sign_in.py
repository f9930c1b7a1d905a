"""Signing in and out: by password, or proved in another way; then the second factor where the account has one."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shanzhi.matters.notices.contact import offered
from shanzhi.people.models import Account
from shanzhi.people.sealing import seal, unseal
from shanzhi.people.sign_in import SignInResult, attempt, proved, start_session
from shanzhi.web import oidc
from shanzhi.web.form_resumed import KEPT, keep
from shanzhi.web.sign_in_required import MUST, back_to, open_to_all, open_when_bound
from shanzhi.web.words import say

PROVING = "proving"
"""The session key under which name and password, or the account proved otherwise, wait, sealed, for the second factor."""
PATIENCE = 300
"""Seconds they wait."""
HOW = "how"
"""The session key that says by which way somebody came in."""
ELSEWHERE = "elsewhere"
"""The session key of the address at which one leaves the identity system one came from."""


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
            return ask_second(request, {"username": username, "password": password})
        if outcome.account is not None:
            return enter(request, outcome, outcome.account)
        refused = say(outcome.refused)
    context = {
        "title": _("登录"),
        "username": username,
        "refused": refused,
        "next": back_to(request, "home"),
        "kept": request.POST.get(KEPT, ""),
        "elsewhere": request.session.pop(ELSEWHERE, "") if request.method == "GET" else "",
        **ways(),
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
        outcome = _with_code(request, known)
        if outcome.account is not None:
            return enter(request, outcome, outcome.account, known.get("how", "password"))
        if not outcome.needs_code:
            request.session.pop(PROVING, None)
        refused = say(outcome.refused) or _("请输入验证码。")
    context = {"title": _("输入验证码"), "refused": refused}
    return render(request, "web/sign_in_code.html", context, status=403 if refused else 200)


@require_POST
@open_when_bound
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; who came from the district's identity system is offered to leave that too."""
    by_oidc = request.session.get(HOW) == "oidc"
    logout(request)
    if by_oidc and (address := oidc.leaving(request)):
        request.session[ELSEWHERE] = address
    return redirect("sign-in")


def ways() -> dict[str, Any]:
    """Which ways in there are besides the password."""
    return {
        "demo": settings.SHANZHI_DEMO,
        "by_link": bool(offered().sign_in),
        "by_oidc": settings.SHANZHI_OIDC_TITLE if oidc.configured() else "",
    }


def proceed(request: HttpRequest, outcome: SignInResult, account: Account, how: str) -> HttpResponse:
    """On with an account that was proved otherwise: in, or to its second factor."""
    if outcome.account is not None:
        return enter(request, outcome, outcome.account, how)
    return ask_second(request, {"account": account.pk, "how": how})


def enter(
    request: HttpRequest, outcome: SignInResult, account: Account, how: str = "password"
) -> HttpResponse:
    """Begin the session, and lead to what must be done first, or to where the person wanted to go."""
    target = _target(request)
    kept = request.session.get(KEPT)
    start_session(request, account)
    if kept is not None:
        request.session[KEPT] = kept
    keep(request, request.POST.get(KEPT, ""), target)
    request.session[HOW] = how
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


def ask_second(request: HttpRequest, known: dict[str, Any]) -> HttpResponse:
    """To the page of the second factor; what is proved already waits in the session."""
    request.session[PROVING] = [seal(known, PROVING).hex(), int(time.time())]
    request.session["next"] = _target(request)
    keep(request, request.POST.get(KEPT, ""), request.session["next"])
    return redirect("sign-in-code")


def _target(request: HttpRequest) -> str:
    """Where somebody wanted to go: what the form says, else what was noted on the way."""
    noted = request.session.get("next", "")
    return noted if noted and not request.POST.get("next") else back_to(request, "home")


def _with_code(request: HttpRequest, known: dict[str, Any]) -> SignInResult:
    code, address = request.POST.get("code", ""), address_of(request)
    if "account" in known:
        account = Account.objects.get(pk=known["account"])
        return proved(account, how=known["how"], code=code, address=address)
    return attempt(known["username"], known["password"], code=code, address=address)


def _remembered(request: HttpRequest) -> dict[str, Any] | None:
    sealed, since = request.session.get(PROVING, ("", 0))
    if not sealed or time.time() - since > PATIENCE:
        request.session.pop(PROVING, None)
        return None
    return unseal(bytes.fromhex(sealed), PROVING)
