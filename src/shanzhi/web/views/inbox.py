"""The lists a person works from: what lies on their desks, what they opened themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.matters.access import on_desk
from shanzhi.matters.methods import method_of
from shanzhi.matters.models import Adoption, Matter
from shanzhi.places.models import Place
from shanzhi.web.door import actor
from shanzhi.web.forms.questions import Choice
from shanzhi.web.lists import by_urgency, chosen, newest_first, rows, with_names
from shanzhi.web.words import say


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Open matters on one's desks, what is expected soonest first."""
    who = actor(request)
    desk = Matter.objects.filter(on_desk(who), closed_at=None, void=False)
    picked = chosen(request.GET, "method", "stage", "place", "late")
    found = desk
    if "method" in picked:
        found = found.filter(method=picked["method"])
    if "stage" in picked:
        found = found.filter(stage=picked["stage"])
    if picked.get("place", "").isdecimal():
        place = Place.objects.filter(pk=picked["place"]).first()
        found = found.filter(origin__path__begins=place.path) if place is not None else found.none()
    if "late" in picked:
        found = found.filter(expected_at__lt=timezone.now())
    page = by_urgency(with_names(found), request.GET.get("after", ""))
    context = {
        "title": _("待办"),
        "rows": rows(page.matters),
        "next": page.next,
        "filters": _filters(desk, picked) if who.posts else [],
        "picked": picked,
    }
    return render(request, "web/inbox.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one opened, the latest first."""
    who = actor(request)
    found = Matter.objects.filter(opener=who.person or 0, void=False)
    open_only = request.GET.get("open") == "1"
    if open_only:
        found = found.filter(closed_at=None)
    page = newest_first(with_names(found), request.GET.get("after", ""))
    context = {"title": _("我发起的"), "rows": rows(page.matters), "next": page.next, "open_only": open_only}
    return render(request, "web/mine.html", context)


def _filters(desk: Any, picked: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen: the methods, stages and places that occur on the desk."""
    pairs = list(desk.order_by().values_list("method", "stage", "adoption").distinct()[:200])
    adoptions = Adoption.objects.select_related("method").in_bulk({adoption for *_rest, adoption in pairs})
    methods: dict[str, Choice] = {}
    stages: dict[str, Choice] = {}
    for slug, stage, adoption in pairs:
        method = method_of(adoptions[adoption])
        methods[slug] = Choice(slug, method.title, "", picked.get("method") == slug)
        if stage in method.stages and picked.get("method") in (None, slug):
            stages[stage] = Choice(stage, method.stages[stage].label, "", picked.get("stage") == stage)
    origins = desk.order_by().values("origin").distinct()[:1000]
    places = Place.objects.filter(pk__in=origins).order_by("path")[:100]
    where = [Choice(str(p.pk), p.name, "", picked.get("place") == str(p.pk)) for p in places]
    offered = [("method", _("工作法"), methods.values()), ("stage", _("环节"), stages.values()), ("place", _("地方"), where)]
    return [
        {"name": name, "label": label, "choices": sorted(choices, key=lambda c: say(c.label))}
        for name, label, choices in offered
        if len(choices) > 1 or name in picked
    ]
