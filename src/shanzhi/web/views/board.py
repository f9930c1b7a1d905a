"""The board: all open matters of one's place, in columns by due date, stage or place; one column goes on by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import board as boards
from shanzhi.matters.methods.compiled import versions
from shanzhi.places.models import Place
from shanzhi.places.telling import sorted_places
from shanzhi.reading.lists import by_number, read_key
from shanzhi.tables.cells import readable
from shanzhi.web.desk.cards import Pile, pile
from shanzhi.web.exports import exported, most_rows
from shanzhi.web.forms.questions import Choice
from shanzhi.web.lists import chosen
from shanzhi.web.numbers import is_number
from shanzhi.web.papers import board_paper
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say

WAYS = ("due", "stage", "place")


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The whole board."""
    who = actor(request)
    if not who.posts and not who.offices:
        return redirect("inbox")
    query, choice = _asked(request, who)
    file = exported(request, lambda: board_paper(who, choice, most_rows(request)), "board")
    if file is not None:
        return file
    by = query.get("by", "due")
    columns = _columns(who, choice, by)
    piles = [pile(who, choice, column, query) for column in columns]
    if by == "stage":
        piles = [one for one in piles if one.cards] or piles[:1]
    context = {
        "title": _("看板"),
        "place": choice.place,
        "piles": piles,
        "ways": _ways(query, by),
        "filters": _filters(who, choice),
        "by": by,
        "query": query,
        "only": {"name": "mine", "label": _("只看在我手上的"), "on": choice.mine},
        "in_force": len(query.keys() - {"by"}),
        "clear": reverse("board"),
    }
    return render(request, "web/board.html", context)


@require_GET
def column(request: HttpRequest) -> HttpResponse:
    """The next cards of one column: for the board to append, or as a page of its own."""
    who = actor(request)
    query, choice = _asked(request, who)
    key = str(request.GET.get("column", ""))
    columns = {one.key: one for one in _columns(who, choice, query.get("by", "due"))}
    found = columns.get(key)
    if found is None:
        return redirect(f"{reverse('board')}?{urlencode(query)}")
    shown: Pile = pile(who, choice, found, query, read_key(request.GET.get("after", "")))
    context: dict[str, Any] = {"title": say(found.label), "pile": shown, "back": urlencode(query)}
    if request.headers.get("HX-Request"):
        return render(request, "web/parts/cards.html", context)
    return render(request, "web/board_column.html", context)


def _asked(request: HttpRequest, who: Actor) -> tuple[dict[str, str], boards.BoardFilter]:
    """The filters of the address, and what they come to. A place that is not one's own falls back to one that is."""
    query = chosen(request.GET, "by", "place", "method", "category", "mine")
    if query.get("by") not in WAYS:
        query.pop("by", None)
    place = _place(who, query.get("place", ""))
    if place is None or place == _place(who, ""):
        query.pop("place", None)  # the whole of one's own is no filter, though the form sends it
    method = query.get("method", "")
    category = readable(query.get("category", ""))[:80]
    found = boards.BoardFilter(place, method, category, query.get("mine") == "1")
    return query, replace(
        found, category=boards.known_categories(found).code(category)
    ) if category else found


def _place(who: Actor, text: str) -> Place | None:
    """The place asked for, if it is the reader's; else the widest they answer for; None: they have desks alone."""
    own = boards.grounds(who)
    if is_number(text):
        found = Place.objects.filter(pk=int(text)).defer("geometry").first()
        if found is not None and boards.may_oversee(who, found):
            return found
    return own[0] if own else None


def _columns(who: Actor, choice: boards.BoardFilter, by: str) -> list[boards.BoardColumn]:
    if by == "stage":
        slug = choice.method or _busiest(who, choice)
        found: dict[str, boards.BoardColumn] = {}
        for method in versions(slug):
            for one in boards.by_stage(method):
                found.setdefault(one.key, one)
        return list(found.values())
    if by == "place" and choice.place is not None:
        return boards.by_place(choice.place) or boards.by_due(timezone.now())
    return boards.by_due(timezone.now())


def _busiest(who: Actor, choice: boards.BoardFilter) -> str:
    """The method of which there is most among the most urgent."""
    numbers = boards.stack(who, choice, boards.BoardColumn("all", ""), size=90, count=False).numbers
    slugs = [matter.method for matter in by_number(numbers).values()]
    return max(sorted(set(slugs)), key=slugs.count, default="")


def _ways(query: dict[str, str], by: str) -> list[dict[str, Any]]:
    labels = {"due": _("按期限"), "stage": _("按环节"), "place": _("按地方")}
    return [
        {"url": f"?{urlencode({**query, 'by': way})}", "label": labels[way], "here": way == by}
        for way in WAYS
    ]


def _filters(who: Actor, choice: boards.BoardFilter) -> list[dict[str, Any]]:
    """What can be chosen: the method, the place below one's own, the category."""
    methods = [
        Choice(slug, title, "", slug == choice.method)
        for slug, title in boards.methods_below(choice.place).items()
    ]
    places = _places(who, choice.place)
    categories = [
        Choice(code, label, "", code == choice.category) for code, label in boards.categories(who, choice)
    ]
    if choice.category and not any(one.chosen for one in categories):
        label = boards.known_categories(choice).label(choice.category)
        categories.insert(0, Choice(choice.category, label, "", True))
    offered = (
        ("method", _("工作法"), methods),
        ("place", _("地方"), places),
        ("category", _("类别"), categories),
    )
    return [
        {"name": name, "label": label, "choices": choices, "all": name != "place"}
        for name, label, choices in offered
        if len(choices) > 1 or any(one.chosen for one in choices)
    ]


def _places(who: Actor, here: Place | None) -> list[Choice]:
    """One's own places, the way down to the one chosen, and what lies next below it."""
    if here is None:
        return []
    own = boards.grounds(who)
    ids = {place.pk for place in own}
    way = here.ancestor_ids
    below = Place.objects.filter(parent=here, closed_at=None).exclude(level="household")
    listed = Place.objects.filter(pk__in={*ids, *way}) | below
    found = sorted_places(listed.defer("geometry"))[:120]
    top = min((place.depth for place in own), default=0)
    return [
        Choice(str(p.pk), "\u3000" * (p.depth - top) + p.name, "", p.pk == here.pk)
        for p in found
        if boards.may_oversee(who, p)
    ]
