"""Proving that a contact is one's own, so that it may carry what signs one in."""

from __future__ import annotations

import math

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.matters.notices import contact
from shanzhi.people import one_time
from shanzhi.people.models import OneTime
from shanzhi.web.sign_in_required import account_of, actor
from shanzhi.web.words import say

PROVES = "contact"
"""The session key of the number of the code that was sent."""
PURPOSE = OneTime.Purpose.CONTACT


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Send a code to the contact chosen, and take it back."""
    person = actor(request).person
    found = contact.contact_of(person)
    if person is None or found is None:
        return redirect("account-notices")
    wrong = ""
    if request.method == "POST" and not found.verified:
        wrong = _try(request, person) if "code" in request.POST else _send(request, found)
        if not wrong:
            return redirect("account-contact")
    context = {
        "title": _("用验证码登录"),
        "verified": found.verified,
        "sent": PROVES in request.session,
        "wrong": wrong,
    }
    return render(request, "web/contact.html", context, status=422 if wrong else 200)


def _send(request: HttpRequest, found: contact.Contact) -> str:
    account = account_of(request)
    try:
        made = one_time.issue(PURPOSE, account.username, account, at=timezone.now(), about=found.about)
    except one_time.TooOften as often:
        minutes = max(1, math.ceil((often.until - timezone.now()).total_seconds() / 60))
        return _("要得太频繁，请 %(minutes)d 分钟后再要。已经收到的验证码在十分钟内仍可用。") % {
            "minutes": minutes
        }
    request.session[PROVES] = made.number
    contact.send(found, contact.VERIFY, code=made.code)
    return ""


def _try(request: HttpRequest, person: int) -> str:
    now = timezone.now()
    tried = one_time.use_code(PURPOSE, request.session.get(PROVES, 0), request.POST["code"], at=now)
    if tried.account is None or tried.account.pk != account_of(request).pk:
        return say(tried.refused)
    request.session.pop(PROVES, None)
    if not contact.verified(person, tried.about, at=now):
        return _("联系方式已改动，请重新验证。")
    messages.success(request, _("已验证。以后可以用发到这里的验证码登录。"))
    return ""
