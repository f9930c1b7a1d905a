"""The first page: what matters to this person now."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanzhi.matters import queries
from shanzhi.people.queries import responsible_for
from shanzhi.places.models import Place
from shanzhi.web.door import MUST, account_of, actor, open_to_all
from shanzhi.web.lists import of_lines, rows, with_names
from shanzhi.web.openable import openable

MOST = 5


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """To do, to open, and one's own; a welcome to who is not signed in."""
    if not request.user.is_authenticated:
        return render(request, "web/welcome.html", {"title": _("首页"), "demo": settings.SHANZHI_DEMO})
    if request.session.get(MUST):
        return redirect(request.session[MUST])
    if account_of(request).administers or account_of(request).person_id is None:
        return redirect("account")
    who = actor(request)
    opened = queries.opened_by(who).filter(closed_at=None)
    home_place = Place.objects.filter(pk=who.home[-1]).first() if who.home else None
    context = {
        "title": _("首页"),
        "openable": openable(who),
        "todo": rows(of_lines(queries.inbox(who, limit=MOST))),
        "mine": rows(with_names(opened)[:MOST]),
        "works": bool(who.posts),
        "responsible": responsible_for(home_place).text() if home_place is not None else None,
    }
    return render(request, "web/home.html", context)
