"""The lists a person works from: what lies on their desks, what they opened themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.notices.unread import just_arrived
from shanzhi.places.models import Place
from shanzhi.places.telling import scope_of, sorted_places, told_apart
from shanzhi.press.paper import Paper, Part
from shanzhi.reading import lists
from shanzhi.reading.lists import Narrowing, inbox_page, of_lines, on_desks, opened_by
from shanzhi.web.exports import exported, matters_paper, matters_table, most_rows
from shanzhi.web.forms.questions import Choice
from shanzhi.web.invitations import invitation_cards
from shanzhi.web.lists import SIZE, chosen, rows
from shanzhi.web.mine import cards
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor
from shanzhi.web.to_answer import asked_for_inputs

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


LOOKED_AT = 500
MOST_PLACES = 100
MINE = 15
"""How many of one's own matters stand on a page, each told in sentences."""


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Open matters on one's desks, what is expected soonest first; and those one stands in for."""
    who = actor(request)
    picked = chosen(request.GET, "method", "stage", "place", "late")
    after = request.GET.get("after", "")
    file = exported(request, lambda: _inbox_paper(who, picked, most_rows(request)), "inbox")
    if file is not None:
        return file
    if picked:
        page = lists.by_urgency(_narrowed(who, picked), after, SIZE)
    else:
        page = inbox_page(who, after, SIZE)
    first = not picked and not after
    vacant = of_lines(lists.standing_in(who, size=SIZE).lines) if first else []
    context = {
        "title": _("待办"),
        "rows": rows(
            page.matters,
            just_arrived(who.person, [matter.pk for matter in page.matters]),
            reader=who,
            pictured=True,
        ),
        "next": page.next,
        "query": urlencode(picked),
        "to_answer": asked_for_inputs(who) if first else [],
        "standing_in": rows(vacant, reader=who),
        "asked": invitation_cards(who) if who.posts and first else [],
        "filters": _filters(who, picked) if who.posts else [],
        "only": {"name": "late", "label": _("只看超期"), "on": "late" in picked},
        "picked": picked,
        "in_force": len(picked),
        "clear": reverse("inbox"),
    }
    return render(request, "web/inbox.html", context)


def _inbox_paper(who: Actor, picked: dict[str, str], most: int) -> Paper:
    """What lies on the desks, and what one stands in for."""
    if picked:
        found: QuerySet[Matter] | list[Matter] = _narrowed(who, picked).order_by("expected_at", "pk")
    else:
        found = _in_turn(who, most)
    tables: list[Part] = [matters_table(found, most=most, reader=who)]
    vacant = of_lines(lists.standing_in(who, size=most).lines) if not picked else []
    if vacant:
        tables.append(matters_table(vacant, title=_("岗位空缺，由您代管"), reader=who))
    return Paper(_("待办"), tables, landscape=True)


def _in_turn(who: Actor, most: int) -> list[Matter]:
    """As the page has it, as many as the file takes."""
    page = inbox_page(who, "", most)
    found = page.matters
    while page.next and len(found) < most:
        page = inbox_page(who, page.next, most - len(found))
        found += page.matters
    return found


def _narrowed(who: Actor, picked: dict[str, str]) -> QuerySet[Matter]:
    """What lies on the desks and fits the filters."""
    place, number = None, picked.get("place")
    if number is not None:
        place = Place.objects.filter(pk=int(number)).first() if is_number(number) else None
        if place is None:
            return on_desks(who).none()
    late = True if "late" in picked else None
    by = Narrowing(method=picked.get("method"), stage=picked.get("stage"), late=late, place=place)
    return lists.narrowed(who, on_desks(who), by)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one opened, the latest first."""
    who = actor(request)
    found = opened_by(who)
    open_only = request.GET.get("open") == "1"
    if open_only:
        found = found.filter(closed_at=None)
    file = exported(
        request, lambda: matters_paper(_("我发起的"), found, most=most_rows(request), reader=who), "mine"
    )
    if file is not None:
        return file
    page = lists.newest_first(found, request.GET.get("after", ""), MINE)
    context = {
        "title": _("我发起的"),
        "cards": cards(who, page.matters),
        "next": page.next,
        "query": "open=1" if open_only else "",
        "open_only": open_only,
    }
    return render(request, "web/mine.html", context)


def _filters(who: Actor, picked: dict[str, str]) -> list[dict[str, Any]]:
    """What can be chosen: the methods, stages and places among the first some hundred on the desk."""
    first = (
        on_desks(who)
        .order_by("expected_at", "pk")
        .values_list("method", "stage", "origin", "adoption", "pin")[:LOOKED_AT]
    )
    methods: dict[str, Choice] = {}
    stages: dict[str, Choice] = {}
    origins = set()
    for slug, stage, origin, adoption, pin in first:
        origins.add(origin)
        if slug in methods and stage in stages:
            continue
        method = compiled(bytes(pin), adoption)
        methods[slug] = Choice(slug, method.title, "", picked.get("method") == slug)
        if stage in method.stages and picked.get("method") in (None, slug):
            stages[stage] = Choice(stage, method.stages[stage].label, "", picked.get("stage") == stage)
    places = sorted_places(Place.objects.filter(pk__in=origins).defer("geometry"))[:MOST_PLACES]
    names = told_apart(places, scope_of(who))
    where = [Choice(str(p.pk), names[p.pk], "", picked.get("place") == str(p.pk)) for p in places]
    offered = (
        ("method", _("工作法"), methods.values()),
        ("stage", _("环节"), stages.values()),
        ("place", _("地方"), where),
    )
    return [
        {"name": name, "label": label, "choices": list(choices), "all": True}
        for name, label, choices in offered
        if len(choices) > 1 or name in picked
    ]
