"""Signing in by a link or a code sent to a verified contact."""

from __future__ import annotations

import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shanzhi.matters.notices import contact
from shanzhi.people import one_time, sign_in_once
from shanzhi.tables.cells import readable
from shanzhi.web.sign_in_required import back_to, open_to_all
from shanzhi.web.views.sign_in import address_of, proceed
from shanzhi.web.words import say

ASKED = "asked"
"""The session key of what this browser asked for: its number, and for which name."""


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """For which account; the answer is the same whether there is one or not."""
    if not contact.offered().sign_in:
        raise Http404
    if request.user.is_authenticated:
        return redirect("home")
    name = readable(request.POST.get("username", "")).strip()[:64]
    refused = ""
    if request.method == "POST" and not name:
        refused = _("请输入用户名或手机号。")
    elif request.method == "POST":
        request.session["next"] = back_to(request, "home")
        try:
            request.session[ASKED] = [_send(request, name), name]
        except one_time.TooOften as often:
            minutes = max(1, math.ceil((often.until - timezone.now()).total_seconds() / 60))
            refused = _("要得太频繁，请 %(minutes)d 分钟后再要。已经收到的验证码在十分钟内仍可用。") % {
                "minutes": minutes
            }
        else:
            return redirect("sign-in-asked")
    context = {
        "title": _("用验证码登录"),
        "username": name,
        "refused": refused,
        "next": back_to(request, "home"),
    }
    return render(request, "web/sign_in_ask.html", context, status=_status(refused, 429 if name else 422))


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """The code that was sent; or the link in the same message, in whatever browser."""
    number, name = request.session.get(ASKED, (0, ""))
    if not number:
        return redirect("sign-in")
    refused = ""
    if request.method == "POST":
        code = request.POST.get("code", "")
        if not code.strip():
            refused = _("请输入验证码。")
        else:
            outcome, account = sign_in_once.by_code(name, number, code, address=address_of(request))
            if account is not None and outcome.refused is None:
                request.session.pop(ASKED, None)
                return proceed(request, outcome, account, "code")
            refused = say(outcome.refused)
    context = {"title": _("输入验证码"), "name": name, "refused": refused}
    return render(request, "web/sign_in_asked.html", context, status=_status(refused, 403))


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the message. Opening it changes nothing (a mail scanner does so too); the button signs in."""
    now = timezone.now()
    refused: Any = one_time.why_not_usable(sign_in_once.SIGN_IN, key, at=now)
    if request.method == "POST" and refused is None:
        outcome, account = sign_in_once.by_link(key, address=address_of(request), at=now)
        if account is not None and outcome.refused is None:
            return proceed(request, outcome, account, "link")
        refused = outcome.refused
    title = _("链接不能用了") if refused else _("确认登录")
    context = {"title": title, "refused": say(refused), "again": bool(contact.offered().sign_in)}
    return render(request, "web/sign_in_link.html", context, status=410 if refused else 200)


def _send(request: HttpRequest, name: str) -> int:
    """Send what signs in to whom the name means, if there is anybody; the number under which the code is tried."""
    account = sign_in_once.named(name)
    found = contact.contact_of(account.person_id if account is not None else None)
    if found is not None and not found.verified:
        found = None
    made = sign_in_once.ask(name, account if found is not None else None, address=address_of(request))
    if found is not None:
        link = request.build_absolute_uri(reverse("sign-in-by-link", args=[made.key]))
        contact.send(found, contact.SIGN_IN, code=made.code, link=link)
    return made.number


def _status(refused: str, status: int) -> int:
    return status if refused else 200
