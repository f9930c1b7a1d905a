"""Texts that a desk keeps for its replies: the list, a new one, another wording, and no longer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shanzhi.matters.desks.replies import (
    LONGEST,
    LONGEST_TITLE,
    PLACEHOLDERS,
    ReplyDesk,
    add_reply,
    change_reply,
    desk_of,
    desks_of,
    replies_of,
    reply_of,
    retire_reply,
)
from shanzhi.matters.models import ReplyText
from shanzhi.method.model import Field
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization
from shanzhi.places.models import Place
from shanzhi.places.telling import full_names
from shanzhi.reading.words import say
from shanzhi.web.desk.forms import ask, choices
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import actor, keeps_typed

IN_BRACES = {
    language: " ".join(f"{{{name}}}" for name in PLACEHOLDERS if name.isascii() is (language == "en"))
    for language in ("zh", "en")
}
HELP = Sentence(
    "可写 " + IN_BRACES["zh"] + "，用时换成这件事的。",
    IN_BRACES["en"] + " stand for what the matter has when it is used.",
)


@require_GET
def replies(request: HttpRequest) -> HttpResponse:
    """Those of one's desks, and what they said before. Who sits at no desk has none."""
    who = actor(request)
    desks = desks_of(who)
    if not desks:
        raise Http404
    called = _called(desks)
    every = replies_of(who, retired=True)
    old = [row for row in every if row.until is not None]
    context = {
        "title": _("常用回复"),
        "desks": [
            (called[desk], [row for row in every if desk_of(row) == desk and row.until is None])
            for desk in desks
        ],
        "old": sorted(old, key=lambda row: row.until or row.since, reverse=True)[:50],
    }
    return render(request, "web/replies.html", context)


def _called(desks: list[ReplyDesk]) -> dict[ReplyDesk, str]:
    """What each desk is called: its place, its office, its post."""
    places = full_names(Place.objects.filter(pk__in=[desk.place for desk in desks]).defer("geometry"))
    wanted = [desk.office for desk in desks if desk.office is not None]
    offices = dict(Organization.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {
        desk: " ".join(
            part
            for part in (places[desk.place], offices.get(desk.office or 0, ""), say(role_name(desk.role)))
            if part
        )
        for desk in desks
    }


@keeps_typed
@require_http_methods(["GET", "POST"])
def reply_new(request: HttpRequest) -> HttpResponse:
    """Keep a new text, for one of one's desks."""
    desks = desks_of(actor(request))
    if not desks:
        raise Http404
    called = _called(desks)
    options = choices((n, called[desk]) for n, desk in enumerate(desks))
    desk = ask("desk", "choice", "哪个岗位用", "For which desk", options=options)
    form = (*((desk,) if len(desks) > 1 else ()), *_form())

    def carry(values: dict[str, Any]) -> str:
        chosen = desks[int(values.get("desk") or 0)]
        add_reply(actor=actor(request), desk=chosen, title=values["title"], text=values["text"])
        messages.success(request, _("已保存。"))
        return reverse("replies")

    return answered(request, _page(_("新的常用回复")), form, _asker(request, desks[0].place), carry)


@keeps_typed
@require_http_methods(["GET", "POST"])
def reply_change(request: HttpRequest, number: int) -> HttpResponse:
    """Another wording of a text."""
    row = _mine(request, number)

    def carry(values: dict[str, Any]) -> str:
        change_reply(actor=actor(request), reply=row, title=values["title"], text=values["text"])
        messages.success(request, _("已保存。"))
        return reverse("replies")

    known = {"title": row.title, "text": row.text}
    return answered(request, _page(row.title), _form(), _asker(request, row.place_id), carry, known=known)


@require_POST
def reply_retire(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it no longer."""
    retire_reply(actor=actor(request), reply=_mine(request, number))
    messages.success(request, _("已停用，不再提供。"))
    return redirect("replies")


def _mine(request: HttpRequest, number: int) -> ReplyText:
    row = reply_of(actor(request), number)
    if row is None:
        raise Http404
    return row


def _form() -> tuple[Field, ...]:
    return (
        ask("title", "text", "名称", "Name", max=LONGEST_TITLE),
        ask("text", "text", "内容", "Text", max=LONGEST, help=HELP),
    )


def _page(title: str) -> FormPage:
    return FormPage(title, _("常用回复"), reverse("replies"), _("保存"))


def _asker(request: HttpRequest, place: int) -> Asker:
    return Asker(actor(request), place)
