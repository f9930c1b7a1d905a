"""The map: the page of a place, and what its scripts ask for."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.places.crs import to_wgs84
from shanzhi.places.models import Place
from shanzhi.places.outlines import Box, bounds, box_to_wgs84, outlines, point, read_box
from shanzhi.places.queries import locate
from shanzhi.places.telling import place_name, scope_of
from shanzhi.web.exports import ListColumn, exported, list_paper
from shanzhi.web.mapping import Mark, by_place, marks, narrowed_by, setup
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor

ZOOMS = range(3, 21)
POINT = re.compile(r"-?\d{1,3}(?:\.\d{1,7})?,-?\d{1,2}(?:\.\d{1,7})?", re.ASCII)
KEPT = 300
"""Seconds for which a browser keeps outlines."""


@require_GET
def place_map(request: HttpRequest, number: int) -> HttpResponse:
    """The open matters of a place on the map, and how many there are in each part of it."""
    who = actor(request)
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    narrowed = narrowed_by(request)
    methods = [(adoption.slug, method) for adoption, method in adopted_methods(here)]
    method = dict(methods).get(narrowed.method)
    stages = [stage for stage in method.stages.values() if not stage.end] if method is not None else []
    found = by_place(who, here, narrowed)
    columns: list[ListColumn[Mark]] = [
        ListColumn(_("地方"), lambda one: one.name, width=3),
        ListColumn(_("件数"), lambda one: one.count, "number"),
        ListColumn(_("超期"), lambda one: one.late, "number"),
    ]
    title = _("%(place)s：按地方看") % {"place": place_name(here)}
    file = exported(request, lambda: list_paper(title, found, columns), "map")
    if file is not None:
        return file
    at = _point(request.GET.get("at", ""))
    context = {
        "title": place_name(here, scope_of(actor(request))),
        "here": here,
        "at": f"{at[0]:.6f},{at[1]:.6f}" if at is not None else "",
        "methods": methods,
        "stages": stages,
        "narrowed": narrowed,
        "found": found,
        "count": sum(mark.count for mark in found),
        "drawn": bounds(here) is not None,
        "setup": msgspec.json.encode(setup(who, here)).decode(),
    }
    return render(request, "web/map.html", context)


def _point(text: str) -> tuple[float, float] | None:
    """A point of an address (longitude, latitude; WGS-84) on the map's ground; None for what is none."""
    if not POINT.fullmatch(text):
        return None
    lon, lat = map(float, text.split(","))
    return point(lon, lat, settings.SHANZHI_TILES_CRS) if abs(lon) <= 180 and abs(lat) <= 90 else None


@require_GET
def map_setup(request: HttpRequest) -> HttpResponse:
    """How the map is set up, for a form that opens it."""
    return _json(setup(actor(request)))


@require_GET
def map_shapes(request: HttpRequest) -> HttpResponse:
    """The outlines in a box."""
    box, zoom = read_box(request.GET.get("box", "")), request.GET.get("zoom", "")
    if box is None or not (is_number(zoom) and int(zoom) in ZOOMS):
        return _json({"told": _("地图的范围不对。")}, 400)
    found = outlines(box, zoom=int(zoom), crs=settings.SHANZHI_TILES_CRS)
    answer = _json(found)
    answer["Cache-Control"] = f"private, max-age={KEPT}"
    return answer


@require_GET
def map_matters(request: HttpRequest, number: int) -> HttpResponse:
    """The open matters of a place in a box, one by one or gathered."""
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    box = read_box(request.GET.get("box", ""))
    if box is None:
        return _json({"told": _("地图的范围不对。")}, 400)
    found, count = marks(
        actor(request), here, box_to_wgs84(box, settings.SHANZHI_TILES_CRS), narrowed_by(request)
    )
    return _json({"marks": found, "count": count})


@require_GET
def map_at(request: HttpRequest) -> HttpResponse:
    """What lies at a point: `x`, `y` as the map has them, or `lon`, `lat` in WGS-84."""
    shown = _pair(request, "x", "y")
    true = to_wgs84(*shown, settings.SHANZHI_TILES_CRS) if shown is not None else _pair(request, "lon", "lat")
    if true is None:
        return _json({"told": _("这个位置不对。")}, 400)
    lon, lat = round(true[0], 6), round(true[1], 6)
    building = locate(lon, lat, level="building")
    grid = locate(lon, lat)
    lies = [place.name for place in _way(grid, building)]
    told = (
        _("在{place}").format(place=" ".join(lies))
        if lies
        else _("不在已画出的网格里；可以提交，由社区判断归哪里。")
    )
    return _json(
        {
            "lon": lon,
            "lat": lat,
            "shown": point(lon, lat, settings.SHANZHI_TILES_CRS),
            "grid": _place(grid),
            "building": _place(building),
            "told": told,
        }
    )


def _way(grid: Place | None, building: Place | None) -> list[Place]:
    """The community, the grid and the building, as far as there are."""
    deepest = building or grid
    if deepest is None:
        return []
    above = Place.objects.filter(pk__in=deepest.ancestor_ids, level__in=["community", "grid"])
    found = list(above.defer("geometry").order_by("depth"))
    return [*found, building] if building is not None else found


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"id": place.pk, "name": place_name(place)} if place is not None else None


def _pair(request: HttpRequest, first: str, second: str) -> tuple[float, float] | None:
    x, y = request.GET.get(first, ""), request.GET.get(second, "")
    box: Box | None = read_box(f"{x},{y},{x},{y}")
    return (box[0], box[1]) if box is not None else None


def _json(content: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)
