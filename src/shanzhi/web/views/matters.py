"""One matter: what it is, where it stands, its course, and what one can do about it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from shanzhi.engine.decide import available
from shanzhi.engine.types import Actor
from shanzhi.matters import store
from shanzhi.matters.access import may_see, seen_by
from shanzhi.matters.imports.queries import likely_duplicates, source_of
from shanzhi.matters.models import Document, Link, Watch
from shanzhi.matters.naming import Names
from shanzhi.matters.seeing import reveal
from shanzhi.matters.store import Loaded
from shanzhi.method.model import Act
from shanzhi.people.permission import allowed
from shanzhi.web.blocks.faces import face_of
from shanzhi.web.blocks.results import results_of
from shanzhi.web.case import case_of
from shanzhi.web.door import actor
from shanzhi.web.drawing import drawing
from shanzhi.web.facts import fact
from shanzhi.web.notices import read_about
from shanzhi.web.numbers import is_number
from shanzhi.web.standing import standing_of
from shanzhi.web.timeline import course
from shanzhi.web.words import say


class Seen(Struct):
    """A matter as one reader may see it. `whole` readers are parties: they see names and messages."""

    loaded: Loaded
    who: Actor
    whole: bool

    @property
    def number(self) -> int:
        return self.loaded.record.matter.id


def seen(request: HttpRequest, number: int) -> Seen:
    """The matter, for one who may see it; to everyone else it does not exist. Raises `Http404`."""
    who = actor(request)
    loaded = store.read(number, timezone.now())
    if loaded is None or loaded.void or not may_see(who, number):
        raise Http404
    return Seen(loaded, who, allowed(who, "matter.see_whole", number))


def acts_of(it: Seen) -> list[Act]:
    """What the reader can do now; following is not offered to those who are told anyway, nor its end to others."""
    matter = it.loaded.record.matter
    acts = available(it.loaded.method, matter, it.who, it.loaded.ground, it.loaded.ground.now)
    follows = Watch.objects.filter(matter=it.number, person=it.who.person).exists()
    idle = {"watch"} if follows or matter.opener == it.who.person else set()
    idle |= set() if follows else {"unwatch"}
    return [act for act in acts if act.name not in idle]


@require_GET
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a matter, as far as its reader may see it."""
    it = seen(request, number)
    read_about(it.who, number)
    before = request.GET.get("before", "")
    context = page_of(it, before=int(before) if is_number(before, 9) else 0)
    method, state = it.loaded.method, it.loaded.record.matter
    context["drawing"] = drawing(method, current=state.stage, visited=list(state.visits))
    return render(request, "web/matter.html", context)


def page_of(it: Seen, *, before: int = 0) -> dict[str, Any]:
    """All that the page of a matter shows, but for its drawing; `before` is where older lines of its course begin."""
    record, method, world = it.loaded.record, it.loaded.method, it.loaded.ground
    state = record.matter
    acts = acts_of(it)
    face = face_of(it, acts)
    own = face.own if face is not None else frozenset()
    return {
        "title": record.title,
        "number": it.number,
        "method": method,
        "called": _called(it),
        "state": state,
        "whole": it.whole,
        "standing": standing_of(method, state, world, it.who.person, whole=it.whole, now=world.now),
        "case": case_of(it),
        "face": face,
        "results": results_of(it),
        "course": course(method, it.number, whole=it.whole, before=before),
        "acts": [act for act in acts if act.origin != "builtin" and act.name not in own],
        "other_acts": [act for act in acts if act.origin == "builtin"],
        "command": uuid4().hex,
        **_around(it),
    }


def _called(it: Seen) -> str:
    """What kind of matter it is: a method's own name for those who serve, what its button says for residents."""
    method = it.loaded.method
    if it.who.posts or method.opening.label is None:
        return say(method.title)
    return say(method.opening.label)


def _around(it: Seen) -> dict[str, Any]:
    """Matters that belong to this one, as far as the reader may see them, and its documents."""
    others = seen_by(it.who)
    links = Link.objects.filter(matter=it.number).values_list("to", flat=True)
    back = Link.objects.filter(to=it.number).values_list("matter", flat=True)
    parent = it.loaded.record.matter.parent
    return {
        "children": others.filter(parent=it.number).order_by("pk"),
        "parent": others.filter(pk=parent).first() if parent is not None else None,
        "linked": others.filter(pk__in=[*links, *back]).order_by("pk"),
        "twins": likely_duplicates(it.number, it.who) if it.whole else (),
        "source": source_of(it.number) if it.whole else None,
        "documents": Document.objects.filter(matter=it.number).order_by("at") if it.whole else (),
    }


@require_POST
def look(request: HttpRequest, number: int, field: str) -> HttpResponse:
    """A sensitive answer unmasked, for a stated purpose; the look is recorded."""
    it = seen(request, number)
    asked = it.loaded.method.fields.get(field)
    if asked is None:
        raise Http404
    purpose = request.POST.get("purpose", "").strip()
    found = reveal(actor=it.who, matter=number, fields=[field], purpose=purpose)
    names = Names([(asked, found[field])])
    context = {
        "title": _("查看信息"),
        "number": number,
        "name": it.loaded.record.title,
        "fact": fact(asked, found[field], names, masked=False),
        "purpose": purpose if it.loaded.record.matter.opener != it.who.person else "",
    }
    return render(request, "web/look.html", context)
