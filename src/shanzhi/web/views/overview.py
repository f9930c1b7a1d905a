"""The overview of a street or district: what stands, what is late and why, how it goes; and the matters behind."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from shanzhi.insight.pending import Pending
from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.places.models import Place
from shanzhi.places.telling import beside, place_name, scope_of
from shanzhi.reading.lists import kept_back
from shanzhi.tables.cells import readable
from shanzhi.web.exports import exported, most_rows
from shanzhi.web.numbers import is_number
from shanzhi.web.overview.behind import behind_figure, shown
from shanzhi.web.overview.filters import Filters, asked
from shanzhi.web.overview.now import SHOWN, divisions, figures, jointly, listed
from shanzhi.web.overview.papers import list_paper, overview_paper, time_text
from shanzhi.web.overview.times import Tab, chosen_method, flow, methodical, times, trend

SIZE = 40


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """One place at a glance, for those whose post stands over it."""
    about = asked(request)
    reading = Pending(about.place, about.who, at=about.now)
    reading.stand()
    if reading.kept:
        about = about.as_of(reading.at)
    slug, choices = chosen_method(about, readable(request.GET.get("method", ""))[:64])
    method = methodical(about, slug, readable(request.GET.get("measure", ""))[:64])
    parts = figures(about, reading), divisions(about, reading), flow(about), trend(about), method
    file = exported(request, lambda: overview_paper(about, *parts), "overview")
    if file is not None:
        return file
    joint, review = reading.chosen("joint"), reading.chosen("review")
    context = {
        "title": _("%(place)s 总览") % {"place": place_name(about.place, scope_of(about.who))},
        "asked": about,
        "figures": parts[0],
        "divisions": parts[1],
        "flows": parts[2],
        "trend": parts[3],
        "method": method,
        "methods": choices,
        "times": times(about, slug),
        "slug": slug,
        "joint": jointly(joint[:SHOWN], about.who),
        "joint_all": about.standing("joint") if len(joint) > SHOWN else "",
        "review": listed(reading.some(review[:SHOWN]), reading),
        "review_all": about.standing("review") if len(review) > SHOWN else "",
        "note": withheld_text(len(kept_back(about.who, about.place).intersection(reading.chosen("open")))),
        **_around(about),
    }
    return render(request, "web/overview.html", context)


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """The matters behind one figure: as many as the figure says."""
    about = asked(request)
    reading = Pending(about.place, about.who, at=about.now)
    found = behind_figure(request, about, reading)
    most, note = most_rows(request), withheld_text(found.withheld)
    file = exported(
        request,
        lambda: list_paper(
            found.title,
            about,
            shown(found, reading, found.numbers[:most]),
            standing=found.standing,
            note=note,
        ),
        "overview-matters",
    )
    if file is not None:
        return file
    number = _page(request, len(found.numbers))
    context = {
        "title": found.title,
        "asked": about,
        "found": found,
        "count": found.count,
        "note": note,
        "lines": shown(found, reading, found.numbers[(number - 1) * SIZE : number * SIZE]),
        "standing": found.standing,
        "time": "" if found.standing else time_text(about),
        "back": about.page(),
        "joint": jointly(found.numbers[(number - 1) * SIZE : number * SIZE], about.who)
        if request.GET.get("what") == "joint"
        else [],
        **_pager(request, number, len(found.numbers)),
    }
    return render(request, "web/overview_matters.html", context)


def withheld_text(count: int) -> str:
    """How many of those counted are not listed, and why; "" where all are."""
    if not count:
        return ""
    text = ngettext(
        "其中 %(n)d 件不列出：只由当事人和经办岗位查看。",
        "其中 %(n)d 件不列出：只由当事人和经办岗位查看。",
        count,
    )
    return text % {"n": count}


def _page(request: HttpRequest, count: int) -> int:
    text = request.GET.get("page", "1")
    wanted = int(text) if is_number(text, 8) else 1
    return max(1, min(wanted, -(-count // SIZE) or 1))


def _pager(request: HttpRequest, number: int, count: int) -> dict[str, str]:
    def to(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    last = -(-count // SIZE)
    if last < 2:
        return {}
    return {
        "before": to(number - 1) if number > 1 else "",
        "after": to(number + 1) if number < last else "",
        "here": f"{number} / {last}",
    }


def _around(about: Filters) -> dict[str, Any]:
    """The way up (as far as the reader's posts reach) and the places below."""
    posts = {place for _role, place in about.who.posts}
    way = [place for place in about.place.ancestor_ids[:-1] if posts & set(_up_to(about.place, place))]
    names = dict(Place.objects.filter(pk__in=way).values_list("pk", "name"))
    below = Place.objects.filter(parent=about.place, closed_at=None).exclude(
        level__in={"microgrid", "building"} | BELOW_BUILDING
    )
    return {
        "way": [Tab(names[place], about.page(place=place)) for place in way if place in names],
        "below": [Tab(one.name, about.page(place=one.pk)) for one in beside(below.defer("geometry"))[:60]],
    }


def _up_to(place: Place, above: int) -> tuple[int, ...]:
    way = place.ancestor_ids
    return way[: way.index(above) + 1]
