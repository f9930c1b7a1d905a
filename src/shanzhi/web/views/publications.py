"""What is public of a matter, for those who answer for it: correcting it with its history, and taking it down."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Refusal
from shanzhi.matters.writing.amending import amend, public_now, retract
from shanzhi.matters.writing.publishing import Leaflet, leaflet_in
from shanzhi.people.permission import allowed
from shanzhi.reading.published import versions_of
from shanzhi.web.command import command_in
from shanzhi.web.form_resumed import entered
from shanzhi.web.publishing import as_it_stands, confirmed_in, look_of, passages_of, shown_as
from shanzhi.web.sign_in_required import keeps_typed
from shanzhi.web.views.matters import seen
from shanzhi.web.words import say


@keeps_typed
@require_http_methods(["GET", "POST"])
def publications(request: HttpRequest, number: int) -> HttpResponse:
    """What everybody reads of a matter now, what it said before, and the forms that change it."""
    it = seen(request, number)
    if not allowed(it.who, "publication.correct", number):
        raise Http404
    refusal: Refusal | None = None
    post, method = request.POST, it.loaded.method
    passages = passages_of((leaflet_in(row) for row in public_now(number)), method)
    if request.method == "POST":
        command = command_in(request)
        if "retract" in post:
            answer = retract(actor=it.who, matter=number, reason=post.get("reason", ""), command_id=command)
        else:
            answer = amend(
                actor=it.who,
                matter=number,
                text=as_it_stands(post.get("text", ""), passages),
                value=post.get("value", ""),
                reason=post.get("reason", ""),
                confirmed=confirmed_in(request),
                command_id=command,
            )
        if not isinstance(answer, Refusal):
            done = _("已撤下，大家看不到了。") if "retract" in post else _("已更正，大家读到的是新的内容。")
            messages.success(request, done)
            return redirect("publications", number)
        refusal = answer
    sent = entered(request)
    typed = {name: sent.get(name, "") for name in ("text", "value", "reason", "retract")}
    chosen = as_it_stands(typed["text"], passages)
    rows = list(public_now(number))
    old = versions_of(number, 50)
    context = {
        "title": _("公开的内容"),
        "number": number,
        "name": it.heading,
        "now": [(row, shown_as(leaflet_in(row), method)) for row in rows],
        "old": [
            (row, shown_as(Leaflet({"zh": row.title_zh, "en": row.title_en}, row.fields), method))
            for row in old
        ],
        "refusal": refusal,
        "why": say(refusal.why) if refusal is not None else "",
        "look": look_of(request, refusal, method),
        "typed": typed,
        "passages": [(one, bool(typed["text"]) and one.text == chosen) for one in passages],
        "elsewhere": bool(sent) and not typed["retract"] and all(one.text != chosen for one in passages),
        "command": uuid4().hex,
    }
    return render(request, "web/publications.html", context, status=422 if refusal is not None else 200)
