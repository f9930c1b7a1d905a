"""The small map beside a position, of our own outlines, and the address of the large one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shanzhi.places.around import ACROSS, HIGH, Ring, Shape
from shanzhi.reading.spot import Spot

NAMED = 12
"""Buildings whose names are written on the map: the nearest."""


def url(spot: Spot) -> str:
    """The map of the place a position lies in, with the point on it: opens on a desk too. Empty where it lies in none."""
    place = spot.around.place if spot.around is not None else None
    return (
        f"{reverse('place-map', args=[place.pk])}?at={spot.lon:.6f},{spot.lat:.6f}"
        if place is not None
        else ""
    )


def drawing(spot: Spot) -> SafeString:
    """The small map, as SVG; what it shows is in the position's words as well. Empty where nothing lies around."""
    found = spot.around
    if found is None:
        return SafeString("")
    parts = [f'<path class="spot-border" d="{_path(found.border)}"/>'] if found.border is not None else []
    parts += [f'<path class="spot-building" d="{_path(one)}"/>' for one in found.buildings if one.rings]
    parts += [_name(one) for one in found.buildings[:NAMED] if one.rings]
    parts.append('<circle class="spot-halo" r="9"/><circle class="spot-point" r="5"/>')
    box = f"{-ACROSS} {-HIGH} {2 * ACROSS} {2 * HIGH}"
    told = escape(_("小地图：%(where)s") % {"where": spot.words})
    drawn = f'<svg class="spot-map" viewBox="{box}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    return mark_safe(drawn)  # noqa: S308


def _path(shape: Shape) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in shape.rings)


def _name(shape: Shape) -> str:
    x, y = _middle(shape.rings[0])
    return f'<text class="spot-name" x="{x}" y="{y}">{escape(shape.name)}</text>'


def _middle(ring: Ring) -> tuple[int, int]:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2 + 3
