"""How a person is reached outside the application: the channel, the address there, the quiet hours."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.matters.models import NoticeChannel
from shanzhi.matters.notices.channels import choose_channel
from shanzhi.matters.notices.contact import contact_of, offered
from shanzhi.people.problems import BadInput
from shanzhi.web.form_resumed import entered
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say


@keeps_typed
@require_http_methods(["GET", "POST"])
def reaching(request: HttpRequest) -> HttpResponse:
    """Choose the channel, or none."""
    who = actor(request)
    if who.person is None:
        return redirect("account")
    chosen = NoticeChannel.objects.filter(person=who.person).first()
    wrong = ""
    if request.method == "POST":
        try:
            _choose(request)
        except BadInput as problem:
            wrong = say(problem.sentence)
        else:
            messages.success(request, _("已保存。"))
            return redirect("account-notices")
    typed = entered(request)
    context = {
        "title": _("怎样通知我"),
        "offered": offered().titles.items(),
        "chosen": typed.get("channel", chosen.channel if chosen else ""),
        "address": typed.get("address", ""),
        "quiet_from": typed.get("from", _clock(chosen.quiet_from if chosen else None)),
        "quiet_to": typed.get("to", _clock(chosen.quiet_to if chosen else None)),
        "contact": contact_of(who.person),
        "wrong": wrong,
    }
    return render(request, "web/reaching.html", context, status=422 if wrong else 200)


def _choose(request: HttpRequest) -> None:
    channel = request.POST.get("channel", "")
    choose_channel(
        actor=actor(request),
        channel=channel or None,
        address=request.POST.get("address", "")[:200],
        language=get_language() or "zh-hans",
        quiet=_quiet(request.POST.get("from", ""), request.POST.get("to", "")),
    )


def _quiet(begin: str, end: str) -> tuple[time, time] | None:
    try:
        return time.fromisoformat(begin), time.fromisoformat(end)
    except ValueError:
        return None


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at is not None else ""
