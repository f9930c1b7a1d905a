"""Outlines out of the tree, as a file of map data has them: what `import_shapes(level=None)` takes back unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import mapping

from shanzhi.places.models import Place


def export_shapes(place: Place, *, levels: Iterable[str] | None = None) -> dict[str, Any]:
    """The place and all open places below it that have an outline, as a FeatureCollection (RFC 7946, WGS-84).

    Properties: `code`, `name`, `level`, `kind`, `other_names`, and `parent`, the parent's code (for the first
    place itself left out, so that another tree can take it in).
    """
    below = Place.objects.filter(path__begins=place.path, closed_at=None, geometry__isnull=False)
    if levels is not None:
        below = below.filter(level__in=list(levels))
    features = [
        _feature(each, top=place) for each in below.select_related("parent").order_by("depth", "code")
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(place: Place, *, top: Place) -> dict[str, Any]:
    properties = {
        "code": place.code,
        "name": place.name,
        "level": place.level,
        "kind": place.kind,
        "other_names": place.other_names,
    }
    if place.parent is not None and place.pk != top.pk:
        properties["parent"] = place.parent.code
    geometry = mapping(shapely.from_wkb(bytes(place.geometry or b"")))
    return {"type": "Feature", "id": place.code, "properties": properties, "geometry": geometry}
