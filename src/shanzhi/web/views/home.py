"""The first page: what matters to this person now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanzhi.engine.types import Actor
from shanzhi.matters.rights.look_questions import METHOD as COMPLAINT
from shanzhi.method.words import Sentence
from shanzhi.people.queries import responsible_for
from shanzhi.places.models import Place
from shanzhi.reading import walls
from shanzhi.reading.invitations import open_to
from shanzhi.reading.lists import inbox, inbox_page, lean, opened_by
from shanzhi.reading.openable import openable
from shanzhi.web.invitations import invitation_cards
from shanzhi.web.lists import rows
from shanzhi.web.mine import cards
from shanzhi.web.posters import posters
from shanzhi.web.sign_in_required import MUST, account_of, actor, open_to_all
from shanzhi.web.to_answer import asked_for_inputs
from shanzhi.web.views.administrators import administrators_home
from shanzhi.web.views.household import CORRECTION
from shanzhi.web.views.wall import wall_place

MOST = 5
ON_WALL = 2
ELSEWHERE = frozenset({CORRECTION, COMPLAINT})
"""Methods that are offered where they belong: on the page of the household, on that of the account."""


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """To do, to open, and one's own; a welcome to who is not signed in."""
    if not request.user.is_authenticated:
        return render(request, "web/welcome.html", {"title": _("首页"), "demo": settings.SHANZHI_DEMO})
    if request.session.get(MUST):
        return redirect(request.session[MUST])
    if account_of(request).administers:
        return administrators_home(request)
    if account_of(request).person_id is None:
        return redirect("account")
    who = actor(request)
    context = _worker(who) if who.posts else _resident(who)
    offered = [one for one in openable(who) if one.adoption.slug not in ELSEWHERE]
    return render(request, "web/home.html", {"title": _("首页"), "openable": offered, **context})


def _worker(who: Actor) -> dict[str, Any]:
    opened = opened_by(who).filter(closed_at=None)
    return {
        "works": True,
        "to_answer": asked_for_inputs(who),
        "todo": rows(inbox_page(who, "", MOST).matters[:MOST], reader=who, pictured=True),
        "mine": rows(lean(opened)[:MOST], reader=who, pictured=True),
        "responsible": _responsible(who),
    }


def _resident(who: Actor) -> dict[str, Any]:
    """What waits for them, what they can say and join, and their own matters: first those in which they are asked."""
    waiting = [line.id for line in inbox(who, size=MOST).lines[:MOST]]
    own = opened_by(who).filter(closed_at=None)
    todo = lean(own.filter(pk__in=waiting)) if waiting else []
    asking = open_to(who).filter(pk__in=own.values("pk")).exclude(pk__in=waiting).values("pk")
    mine = [*lean(own.filter(pk__in=asking))[:MOST]]
    mine += lean(own.exclude(pk__in=[*waiting, *(matter.pk for matter in mine)]))[: MOST - len(mine)]
    return {
        "works": False,
        "todo": cards(who, todo),
        "asked": invitation_cards(who, most=4),
        "mine": cards(who, mine),
        "responsible": _responsible(who),
        **_wall(who),
    }


def _wall(who: Actor) -> dict[str, Any]:
    here = wall_place(who)
    shown = walls.wall(who, here, limit=ON_WALL) if here is not None else []
    return {"wall_place": here, "wall": posters(who, shown)}


def _responsible(who: Actor) -> Sentence | None:
    home_place = Place.objects.filter(pk=who.home[-1]).first() if who.home else None
    return responsible_for(home_place).text() if home_place is not None else None
