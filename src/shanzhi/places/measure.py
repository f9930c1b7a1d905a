"""Metres and square metres on the ground, by the WGS-84 ellipsoid. Coordinates are WGS-84, longitude first."""

from __future__ import annotations

import math

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

_GEOD = Geod(ellps="WGS84")


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Metres between two points, along the ellipsoid."""
    return float(_GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2])


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of a polygon or several; holes are taken off; whatever way the rings turn. Lines have none."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return sum(
        abs(float(_GEOD.geometry_area_perimeter(shapely.orient_polygons(each))[0])) for each in polygons
    )


def distance_to_m(lon: float, lat: float, shape: BaseGeometry) -> float:
    """Metres from a point to the nearest point of a shape; 0 inside it.

    The nearest point is sought in a plane in which a degree of longitude is shortened to what it is at this
    latitude; over the few kilometres this is asked for, that is exact to well under a metre.
    """
    if shapely.intersects_xy(shape, lon, lat):
        return 0.0
    narrow = math.cos(math.radians(lat))
    flat = shapely.transform(shape, lambda xy: xy * (narrow, 1.0))
    near = nearest_points(flat, shapely.Point(lon * narrow, lat))[0]
    return distance_m(lon, lat, near.x / narrow, near.y)


def degrees_around(lat: float, metres: float) -> tuple[float, float]:
    """Degrees of longitude and latitude that span at least `metres` near this latitude."""
    up = metres / 110_500.0
    return up / max(math.cos(math.radians(min(abs(lat) + up, 89.0))), 0.01), up
