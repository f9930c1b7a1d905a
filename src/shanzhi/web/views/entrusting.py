"""The page on which somebody lets a neighbour vote for them: the same for a vote on a question and for an election."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanzhi.engine.types import Refusal
from shanzhi.reading.acts import acts_of
from shanzhi.reading.ballot_proxies import entrust
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.command import command_in
from shanzhi.web.form_resumed import entered
from shanzhi.web.words import say


def entrusting(request: HttpRequest, it: Seen, paper: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Who votes instead, named by full name and door (`reading.ballot_proxies.entrust`); `paper` is what the page says besides."""
    may = any(act.name == "entrust" for act in acts_of(it))
    sent, wrong = entered(request), ""
    name, door = (readable(sent.get(part, ""))[:60].strip() for part in ("name", "door"))
    if request.method == "POST" and may:
        answer = entrust(it, name=name, door=door, command_id=command_in(request))
        if not isinstance(answer, Refusal):
            messages.success(request, _("已委托%(name)s替您投票；对方投出前可以收回。") % {"name": name})
            return redirect("matter", it.number)
        wrong = say(answer.why)
    context = {
        **paper(),
        "title": _("委托他人投票"),
        "typed_name": name,
        "typed_door": door,
        "wrong": wrong,
        "may": may,
    }
    return render(request, "web/blocks/ballot_proxy.html", context, status=422 if wrong else 200)
