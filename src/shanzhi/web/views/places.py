"""Places: the tree, who answers there, which posts are vacant, what is open."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.matters.access import seen_by
from shanzhi.matters.adopting import adopted_methods
from shanzhi.people.models import Post
from shanzhi.people.models.access import readable
from shanzhi.people.permission import covers
from shanzhi.people.queries import responsible_for, vacancies
from shanzhi.places.models import Place
from shanzhi.places.queries import count_below
from shanzhi.web.door import actor
from shanzhi.web.forms.picking import Asker, search_places
from shanzhi.web.openable import places_of

MOST = 100


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Where this person has to do with; a search finds the rest."""
    who = actor(request)
    text = readable(request.GET.get("q", "")).strip()[:60]
    found = search_places(Asker(who), text) if text else places_of(who)
    if not text and not found:
        found = list(Place.objects.filter(parent=None, closed_at=None).defer("geometry")[:MOST])
    if not text and len(found) == 1:
        return redirect("place", found[0].pk)
    return render(request, "web/places.html", {"title": _("地方"), "found": found, "q": text})


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
    below = Q(origin__path__begins=here.path) | Q(place__path__begins=here.path)
    context = {
        "title": here.name,
        "here": here,
        "way": way,
        "children": Place.objects.filter(parent=here, closed_at=None)
        .defer("geometry")
        .order_by("level", "code")[:MOST],
        "counts": count_below(here),
        "posts": posts,
        "vacancies": vacancies(here)[:MOST] if serves else [],
        "responsible": responsible_for(here).text(),
        "open": seen_by(who).filter(below, closed_at=None).count() if serves else None,
        "methods": adopted_methods(here),
    }
    return render(request, "web/place.html", context)
