"""One matter: what it is, where it stands, its course, and what one can do about it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shanzhi.matters.desks.desk_notes import NOTES, add_note, notes_of
from shanzhi.matters.imports.queries import likely_duplicates, source_of
from shanzhi.matters.lists.naming import Names
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.rights.unmasking import reveal
from shanzhi.matters.writing.amending import public_now
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import joined
from shanzhi.reading.accounts import voucher_of
from shanzhi.reading.acts import acts_of
from shanzhi.reading.around import around
from shanzhi.reading.facts import fact, tel
from shanzhi.reading.matter import Seen, look
from shanzhi.reading.merged import went_on
from shanzhi.reading.notices import read_about
from shanzhi.reading.parts import parts_told
from shanzhi.reading.runs import Folding
from shanzhi.reading.stand import Standing, standing_of
from shanzhi.reading.timeline import course
from shanzhi.web.blocks import face_of
from shanzhi.web.blocks.results import results_of
from shanzhi.web.case import case_of
from shanzhi.web.command import command_in
from shanzhi.web.drawing import drawing
from shanzhi.web.form_resumed import left
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor, keeps_typed_at
from shanzhi.web.words import say


def seen(request: HttpRequest, number: int) -> Seen:
    """The matter, for one who may see it; to everyone else it does not exist. Raises `Http404`."""
    it = look(actor(request), number)
    if it is None:
        raise Http404
    return it


def looked_on(request: HttpRequest, number: int) -> Seen:
    """The matter, for one who sees its course; for whoever only took part there is their own, on its page, and no more."""
    it = seen(request, number)
    if not it.looks_on:
        raise Http404
    return it


def too_late(request: HttpRequest, it: Seen) -> HttpResponse:
    """From a page whose step is over back to the matter; whoever sent something is told that it was not recorded."""
    if request.method == "POST":
        state = it.loaded.record.matter
        stage = say(stage_label(it.loaded.method, state.stage, state.end))
        text = _("这一步已经结束，您刚才提交的没有记上。现在是“%(stage)s”。") % {"stage": stage}
        messages.warning(request, text if it.looks_on else _("这一步已经结束，您刚才提交的没有记上。"))
    return redirect("matter", it.number)


@require_GET
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a matter, as far as its reader may see it."""
    it = seen(request, number)
    read_about(it.who, number)
    before, since = (_position(request.GET.get(name, "")) for name in ("before", "since"))
    context = page_of(it, before=before, since=since)
    context["kept"] = kept = left(request)
    if kept.form == "desk-note":
        context["note_text"] = kept.answers.get("text", "")
    method, state = it.loaded.method, it.loaded.record.matter
    if it.looks_on:
        context["drawing"] = drawing(method, current=state.stage, visited=list(state.visits))
    return render(request, "web/matter.html", context)


def _position(text: str) -> int:
    return int(text) if is_number(text, 9) else 0


def page_of(it: Seen, *, before: int = 0, since: int = 0) -> dict[str, Any]:
    """All that the page of a matter shows, but for its drawing; `before` is where older lines of its course begin. What
    came between `since` and `before` is told one by one."""
    record, method, world = it.loaded.record, it.loaded.method, it.loaded.ground
    state = record.matter
    acts = acts_of(it)
    face = face_of(it, acts) if it.looks_on else None
    own = face.own if face is not None else frozenset()
    return {
        "title": it.heading,
        "number": it.number,
        "method": method,
        "called": _called(it),
        "state": state,
        "whole": it.whole,
        "standing": standing_of(method, state, world, it.who.person, whole=it.whole, now=world.now)
        if it.looks_on
        else Standing(_("这件事项不公开；这里只有您自己给出的内容。")),
        "case": case_of(it),
        "voucher": voucher_of(it) if method.ledger else None,
        "face": face,
        "results": results_of(it) if it.looks_on else [],
        "notes": notes_of(it.who, it.number) if allowed(it.who, NOTES, it.number) else None,
        "course": course(it, before=before, since=since, folding=Folding.NONE if since else Folding.RUNS),
        "opened": since,
        "acts": [act for act in acts if act.origin != "builtin" and act.name not in own],
        "other_acts": [act for act in acts if act.origin == "builtin"],
        "face_acts": [act for act in acts if act.origin != "builtin" and act.name in own],
        "command": uuid4().hex,
        **_made_public(it),
        **_around(it),
    }


def _made_public(it: Seen) -> dict[str, Any]:
    """When what is public was corrected last, and whether the reader may correct it."""
    if not it.loaded.method.publishes:
        return {}
    rows = list(public_now(it.number).values_list("corrected", flat=True))
    times = [at for at in rows if at is not None]
    corrects = bool(rows) and allowed(it.who, "publication.correct", it.number)
    return {"corrected": max(times, default=None), "corrects": corrects}


def _called(it: Seen) -> str:
    """What kind of matter it is: a method's own name for those who serve, what its button says for residents."""
    method = it.loaded.method
    label = method.way_in(it.loaded.record.matter.opening).label
    return say(method.title if it.who.posts or label is None else label)


def _around(it: Seen) -> dict[str, Any]:
    """Matters that belong to this one, as far as the reader may see them, and its documents."""
    found = around(it)
    return {
        "children": parts_told(it, found.children),
        "parent": found.parent,
        "linked": found.linked,
        "went_on": went_on(it),
        "twins": likely_duplicates(it.number, it.who) if it.whole else (),
        "source": source_of(it.number) if it.whole else None,
        "documents": found.documents,
    }


@keeps_typed_at("matter", "number")
@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a note to the other desks. Whoever may not read them is told that there is nothing here."""
    it = seen(request, number)
    if not allowed(it.who, NOTES, number):
        raise Http404
    text = request.POST.get("text", "")
    try:
        add_note(actor=it.who, matter=number, text=text, command_id=command_in(request))
    except BadInput as problem:
        context = {**page_of(it), "note_text": text, "note_wrong": problem.sentence}
        return render(request, "web/matter.html", context, status=422)
    messages.success(request, _("已留言，只有经办岗位和上级责任岗位看得到。"))
    return redirect("matter", number)


@keeps_typed_at("matter", "number")
@require_POST
def unmask(request: HttpRequest, number: int, field: str) -> HttpResponse:
    """A sensitive answer unmasked, for a stated purpose; the look is recorded."""
    it = seen(request, number)
    asked = it.loaded.method.fields.get(field)
    if asked is None:
        raise Http404
    purpose = joined(request.POST.get("purpose", ""), request.POST.get("more", ""))
    found = reveal(actor=it.who, matter=number, fields=[field], purpose=purpose)
    names = Names([(asked, found[field])])
    context = {
        "title": _("查看信息"),
        "number": number,
        "name": it.heading,
        "fact": fact(asked, found[field], names, masked=False),
        "tel": tel(str(found[field])) if asked.kind.telephone else "",
        "purpose": purpose if it.loaded.record.matter.opener != it.who.person else "",
    }
    return render(request, "web/unmasked.html", context)
