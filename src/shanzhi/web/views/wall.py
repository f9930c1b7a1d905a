"""The wall of a place (诉求墙): what was published there, for anyone to read; neighbours say 我也是."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.lists.naming import Names
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.search.nearby import join
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Paper
from shanzhi.reading import walls
from shanzhi.reading.facts import facts
from shanzhi.reading.lists import visible
from shanzhi.reading.walls import WallCard
from shanzhi.tables.cells import readable
from shanzhi.web.command import command_in
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.numbers import is_number
from shanzhi.web.posters import Poster, posters
from shanzhi.web.sign_in_required import actor, open_to_all
from shanzhi.web.words import say

SIZE = 20


@open_to_all
@require_GET
def my_wall(request: HttpRequest) -> HttpResponse:
    """The wall of the community where I live or serve; of all there is, for somebody not signed in."""
    if request.user.is_authenticated:
        here = wall_place(actor(request))
        return redirect("wall", here.pk) if here is not None else redirect("places")
    widest = walls.widest_wall()
    return redirect("wall", widest.pk) if widest is not None else redirect("sign-in")


def wall_place(who: Actor) -> Place | None:
    """The community of one's home; else that of a post, or the place of the highest post above communities."""
    ids = {*who.home, *(place for _role, place in who.posts)}
    mine = list(Place.objects.filter(pk__in=ids, closed_at=None).defer("geometry").order_by("-depth"))
    above = {pk for place in mine for pk in place.ancestor_ids}
    near = Place.objects.filter(pk__in=above, level="community", closed_at=None).defer("geometry")
    communities = {place.pk: place for place in near}
    home = next((communities[pk] for pk in who.home if pk in communities), None)
    return home or next(iter(communities.values()), None) or next(iter(mine), None)


@open_to_all
@require_GET
def wall(request: HttpRequest, number: int) -> HttpResponse:
    """A wall: what is open, what is closed, what fits a word."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    state = "closed" if request.GET.get("state") == "closed" else "open"
    text = readable(request.GET.get("q", "")).strip()[:40]
    after = request.GET.get("after", "")
    before = int(after) if is_number(after) else None
    who = actor(request)
    title = _("%(place)s的诉求墙") % {"place": place_name(here)}
    most = walls.MOST if text else most_rows(request)
    file = exported(
        request, lambda: _paper(who, title, walls.whole_wall(who, here, state, most), text), "wall"
    )
    if file is not None:
        return file
    if text:
        found, more = _posters(who, walls.wall(who, here, state=state, limit=walls.MOST), text), False
    else:
        cards = walls.wall(who, here, state=state, after=before, limit=SIZE + 1)
        found, more = posters(who, cards[:SIZE]), len(cards) > SIZE
    context = {
        "title": title,
        "here": here,
        "state": state,
        "q": text,
        "counts": walls.wall_counts(who, here),
        "posters": found,
        "next": found[-1].number if more and found else "",
        "query": urlencode({"state": state}),
    }
    return render(request, "web/wall.html", context)


def _paper(who: Actor, title: str, cards: list[WallCard], text: str) -> Paper:
    """The wall as a document: what the cards say."""
    columns: list[ListColumn[Poster]] = [
        ListColumn(_("编号"), lambda one: str(one.number), width=0.6),
        ListColumn(_("事项"), lambda one: typed(one.title), width=1.6),
        ListColumn(_("内容"), lambda one: typed(one.text), width=2.4),
        ListColumn(_("答复"), lambda one: typed(one.reply), width=2),
        ListColumn(_("环节"), lambda one: one.stage, width=0.8),
        ListColumn(_("地方"), lambda one: one.where),
        ListColumn(_("从"), lambda one: one.since, "time"),
        ListColumn(_("我也是"), lambda one: one.supporters, "number", 0.6),
    ]
    return list_paper(title, _posters(who, cards, text), columns)


def _posters(who: Actor, cards: list[WallCard], text: str) -> list[Poster]:
    return [one for one in posters(who, cards) if one.says(text)]


@open_to_all
@require_GET
def poster(request: HttpRequest, number: int) -> HttpResponse:
    """One matter on the wall, as far as it was published."""
    return render(request, "web/poster.html", _poster(request, number))


def _poster(request: HttpRequest, number: int) -> dict[str, Any]:
    who = actor(request)
    card = walls.card(who, number)
    if card is None:
        raise Http404
    one: Poster = posters(who, [card])[0]
    method = compiled(card.pin, card.adoption)
    form = [field for name, field in method.fields.items() if name in card.shown]
    leads = visible(who).filter(pk=card.leads_to).first() if card.leads_to is not None else None
    place = get_object_or_404(Place.objects.defer("geometry"), pk=card.place)
    whole = Place.objects.filter(pk__in=place.ancestor_ids, level=Place.Level.COMMUNITY)
    shown = {name: value for name, value in card.shown.items() if value != say(card.title)}
    return {
        "title": say(card.title),
        "poster": one,
        "facts": facts(form, shown, Names([(f, shown.get(f.name)) for f in form], whole=False)),
        "leads": leads,
        "place": whole.defer("geometry").first() or place,
        "inside": visible(who).filter(pk=number).exists(),
        "command": uuid4().hex,
    }


@require_POST
def support(request: HttpRequest, number: int) -> HttpResponse:
    """我也是."""
    if walls.card(actor(request), number) is None:
        raise Http404
    command = command_in(request)
    answer = join(actor=actor(request), matter=number, command_id=command)
    if isinstance(answer, Refusal):
        messages.warning(request, say(answer.why))
    else:
        messages.success(request, _("已记上“我也是”，每一步都会告诉您。"))
    return redirect("poster", number)
