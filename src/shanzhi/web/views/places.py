"""Places: the tree, who answers there, which posts are vacant, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.engine.types import Actor
from shanzhi.matters.imports.jobs import RIGHTS
from shanzhi.matters.lists import board as boards
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.people.models import Post
from shanzhi.people.permission import allowed, covers
from shanzhi.people.queries import responsible_for, vacancies
from shanzhi.places.models import Place
from shanzhi.places.queries import count_below
from shanzhi.places.telling import beside, place_name, scope_of, sorted_places
from shanzhi.reading.accounts import may_report
from shanzhi.reading.lists import at_place, newest_first
from shanzhi.reading.openable import places_of
from shanzhi.tables.cells import readable
from shanzhi.web.exports import exported, matters_paper, most_rows
from shanzhi.web.forms.picking import MOST as MOST_FOUND
from shanzhi.web.forms.picking import Asker, search_places
from shanzhi.web.lists import SIZE, rows, tell
from shanzhi.web.mapping import narrowed_by
from shanzhi.web.papers import place_paper, places_paper
from shanzhi.web.sign_in_required import actor

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


MOST = 100
COUNTED = 1000
LOADED = 40
"""Places below whose open matters are counted."""


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Where this person has to do with; a search finds the rest."""
    who = actor(request)
    text = readable(request.GET.get("q", "")).strip()[:60]
    found = search_places(Asker(who), text) if text else sorted_places(places_of(who))
    if not text and not found:
        found = list(Place.objects.filter(parent=None, closed_at=None).defer("geometry")[:MOST])
    tell(found, who)
    file = exported(request, lambda: places_paper(_("地方"), found), "places")
    if file is not None:
        return file
    if not text and len(found) == 1:
        return redirect("place", found[0].pk)
    return render(
        request,
        "web/places.html",
        {"title": _("地方"), "found": found, "q": text, "many": bool(text) and len(found) >= MOST_FOUND},
    )


@require_GET
def place(request: HttpRequest, number: int) -> HttpResponse:
    """One place: who answers, what lies below, what is used there."""
    who = actor(request)
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    way = (
        Place.objects.filter(pk__in=here.ancestor_ids).exclude(pk=here.pk).order_by("depth").defer("geometry")
    )
    posts = (
        Post.objects.in_force()
        .filter(place=here)
        .select_related("person", "organization")
        .order_by("role", "pk")
    )
    serves = covers(who, here.ancestor_ids)
    responsible = responsible_for(here)
    below = beside(Place.objects.filter(parent=here, closed_at=None).defer("geometry"))
    children = below[:MOST]
    oversees = boards.may_oversee(who, here)
    loads = _loads(who, children) if oversees else {}
    gaps = vacancies(here) if serves else []
    tell([gap.place for gap in gaps[:MOST]], who)
    methods = adopted_methods(here)
    file = exported(
        request,
        lambda: place_paper(here, below[: most_rows(request)], loads, posts, gaps, methods),
        "place",
    )
    if file is not None:
        return file
    context = {
        "title": here.name,
        "here": here,
        "way": way,
        "children": children,
        "loads": loads,
        "serves": serves,
        "tends_posts": serves or allowed(who, "post.assign", here),
        "may_add": here.level != "household" and allowed(who, "place.change", here),
        "oversees": oversees,
        "imports": any(allowed(who, right, here) for right in RIGHTS.values()),
        "sees_people": allowed(who, "person.see", here),
        "sees_ledger": may_report(who, here),
        "sees_units": allowed(who, "organization.see", here),
        "counts": count_below(here),
        "posts": posts,
        "vacancies": gaps[:MOST],
        "responsible": responsible,
        "open": _about(at_place(who, here, closed_at=None)) if serves else None,
        "methods": methods,
    }
    return render(request, "web/place.html", context)


def _loads(who: Actor, children: list[Place]) -> dict[int, str]:
    """How much is open in each of the places below, counted no further than a board counts."""
    found = {}
    for child in children[:LOADED]:
        top = boards.stack(who, boards.BoardFilter(child), boards.BoardColumn("all", ""), size=1)
        found[child.pk] = f"{top.count}+" if top.more else str(top.count or "")
    return found


def _about(found: QuerySet[Matter]) -> str:
    """How many there are; past a thousand nobody needs to know it exactly."""
    count = found.order_by()[: COUNTED + 1].count()
    return str(count) if count <= COUNTED else f"{COUNTED}+"


@require_GET
def matters(request: HttpRequest, number: int) -> HttpResponse:
    """What happened in a place and all below, the latest first, as far as the reader may see it."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    closed = request.GET.get("closed") == "1"
    narrowed = narrowed_by(request)
    found = at_place(actor(request), here, closed_at__isnull=not closed, **narrowed.columns)
    file = exported(
        request,
        lambda: matters_paper(
            _("%(place)s的事") % {"place": place_name(here)},
            found,
            most=most_rows(request),
            reader=actor(request),
        ),
        "place-matters",
    )
    if file is not None:
        return file
    page = newest_first(found, request.GET.get("after", ""), SIZE)
    context = {
        "title": place_name(here, scope_of(actor(request))),
        "here": here,
        "rows": rows(page.matters, reader=actor(request), pictured=True),
        "next": page.next,
        "query": "&".join(filter(None, ["closed=1" if closed else "", narrowed.query])),
        "narrowed": narrowed.query,
        "closed": closed,
    }
    return render(request, "web/place_matters.html", context)
