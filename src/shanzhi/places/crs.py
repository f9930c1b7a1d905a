"""Coordinates as maps in China give them, told apart and turned into WGS-84 and back.

Three systems are in daily use: WGS-84 (GPS, OpenStreetMap; CGCS2000 agrees with it within centimetres), GCJ-02
(Amap, Tencent and all lawful public maps of the mainland, some hundred metres off) and BD-09 (Baidu, off again).
The formulas of the two shifts were never published by their makers; these are the ones in common use, and they
agree with the map services within a metre. Neither shift has a closed inverse: ours iterates the forward formula
until it fits within a millimetre. Outside the box the shift knows (72.004–137.8347° E, 0.8293–55.8271° N) all
three are the same. Arguments are numbers or numpy arrays in degrees, longitude first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.method.words import Sentence
from shanzhi.places.refused import PlaceRefused

CRS_NAMES: dict[str, Sentence] = {
    "wgs84": Sentence("WGS-84（GPS、天地图、OpenStreetMap）", "WGS-84 (GPS, Tianditu, OpenStreetMap)"),
    "gcj02": Sentence("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)"),
    "bd09": Sentence("BD-09（百度）", "BD-09 (Baidu)"),
}
_AXIS = 6378245.0  # Krasovsky 1940, which the shift of GCJ-02 is built on
_ECCENTRICITY = 0.00669342162296594323
_BD = np.pi * 3000.0 / 180.0
_FITS = 1e-9  # degrees, about 0.1 mm

Degrees = Any
"""A float or an array of floats."""


def in_china_box(lon: Degrees, lat: Degrees) -> Any:
    """Whether the shifts apply at all: the rough box that the map services use, wider than the country."""
    return (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """GCJ-02 of a WGS-84 point."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    inside = in_china_box(x, y)
    return _result(lon, *_shifted(x, y, inside, _gcj02))


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 of a GCJ-02 point, within a millimetre."""
    return _inverse(lon, lat, _gcj02)


def wgs84_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """BD-09 of a WGS-84 point."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    inside = in_china_box(x, y)
    return _result(lon, *_shifted(x, y, inside, _bd09))


def bd09_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 of a BD-09 point, within a millimetre."""
    return _inverse(lon, lat, _bd09)


def to_wgs84(lon: Degrees, lat: Degrees, crs: str) -> tuple[Degrees, Degrees]:
    """WGS-84 of a point given in `crs`: `wgs84`, `gcj02`, `bd09`, or any system pyproj knows (`EPSG:4547`).

    For a projected system `lon` is the easting and `lat` the northing, in its own unit. Raises `PlaceRefused`
    for a system nobody knows.
    """
    match crs.lower().replace("-", ""):
        case "wgs84":
            return lon, lat
        case "gcj02":
            return gcj02_to_wgs84(lon, lat)
        case "bd09":
            return bd09_to_wgs84(lon, lat)
    change = pyproj.Transformer.from_crs(_known_crs(crs), "EPSG:4326", always_xy=True)
    east, north = change.transform(lon, lat)
    return east, north


def is_projected(crs: str) -> bool:
    """Whether a system counts in metres on a plane rather than in degrees. Raises as `to_wgs84` does."""
    return crs.lower().replace("-", "") not in CRS_NAMES and _known_crs(crs).is_projected


def _known_crs(crs: str) -> pyproj.CRS:
    try:
        return pyproj.CRS(crs)
    except pyproj.exceptions.CRSError:
        raise PlaceRefused(
            Sentence(
                "不认识坐标系“{crs}”；请用 wgs84、gcj02、bd09，或 EPSG 编号（如 EPSG:4547）。",
                "Unknown coordinate system “{crs}”; use wgs84, gcj02, bd09 or an EPSG number (as EPSG:4547).",
            ).fill(crs=crs)
        ) from None


def from_wgs84(lon: Degrees, lat: Degrees, crs: str) -> tuple[Degrees, Degrees]:
    """A WGS-84 point in `wgs84`, `gcj02` or `bd09`, as a web map of that maker wants it."""
    match crs.lower().replace("-", ""):
        case "wgs84":
            return lon, lat
        case "gcj02":
            return wgs84_to_gcj02(lon, lat)
        case "bd09":
            return wgs84_to_bd09(lon, lat)
    raise PlaceRefused(
        Sentence("不能转换到坐标系“{crs}”。", "Cannot convert to the coordinate system “{crs}”.").fill(
            crs=crs
        )
    )


class Guess(Struct, frozen=True):
    """Which system points seem to be in: `crs` is None when the points do not tell. `inside` are the shares
    of the points (0–1) that each system would put inside the outline they should lie in."""

    crs: str | None
    inside: dict[str, float]


def guess_crs(lon: Degrees, lat: Degrees, outline: BaseGeometry) -> Guess:
    """Guess the system of points that are known to lie inside `outline` (WGS-84).

    A coordinate alone never shows its system; only the ground does. So this needs an outline, answers with
    the shares inside it under each system, and names one only when it holds nearly all points and the others
    clearly fewer. With a large outline or few points it says None, and a person must know.
    """
    x, y = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
    shares: dict[str, float] = {}
    for crs in CRS_NAMES:
        east, north = to_wgs84(x, y, crs)
        shares[crs] = float(np.mean(shapely.intersects_xy(outline, east, north))) if x.size else 0.0
    first, second = sorted(shares, key=lambda crs: -shares[crs])[:2]
    told = x.size >= 5 and shares[first] >= 0.95 and shares[first] - shares[second] >= 0.1
    return Guess(first if told else None, shares)


def _gcj02(x: Any, y: Any) -> tuple[Any, Any]:
    e, n = x - 105.0, y - 35.0
    root = np.sqrt(np.abs(e))
    wave = 20.0 * np.sin(6.0 * e * np.pi) + 20.0 * np.sin(2.0 * e * np.pi)
    north = -100.0 + 2.0 * e + 3.0 * n + 0.2 * n * n + 0.1 * e * n + 0.2 * root
    north += 2.0 / 3.0 * (wave + 20.0 * np.sin(n * np.pi) + 40.0 * np.sin(n / 3.0 * np.pi))
    north += 2.0 / 3.0 * (160.0 * np.sin(n / 12.0 * np.pi) + 320.0 * np.sin(n * np.pi / 30.0))
    east = 300.0 + e + 2.0 * n + 0.1 * e * e + 0.1 * e * n + 0.1 * root
    east += 2.0 / 3.0 * (wave + 20.0 * np.sin(e * np.pi) + 40.0 * np.sin(e / 3.0 * np.pi))
    east += 2.0 / 3.0 * (150.0 * np.sin(e / 12.0 * np.pi) + 300.0 * np.sin(e / 30.0 * np.pi))
    angle = y / 180.0 * np.pi
    magic = 1.0 - _ECCENTRICITY * np.sin(angle) ** 2
    north = north * 180.0 / (_AXIS * (1.0 - _ECCENTRICITY) / (magic * np.sqrt(magic)) * np.pi)
    east = east * 180.0 / (_AXIS / np.sqrt(magic) * np.cos(angle) * np.pi)
    return x + east, y + north


def _bd09(x: Any, y: Any) -> tuple[Any, Any]:
    x, y = _gcj02(x, y)
    radius = np.sqrt(x * x + y * y) + 0.00002 * np.sin(y * _BD)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _shifted(x: Any, y: Any, inside: Any, forward: Callable[[Any, Any], tuple[Any, Any]]) -> tuple[Any, Any]:
    # Far outside the box the formula may leave the numbers; such points are not asked for.
    east, north = forward(np.where(inside, x, 105.0), np.where(inside, y, 35.0))
    return np.where(inside, east, x), np.where(inside, north, y)


def _inverse(
    lon: Degrees, lat: Degrees, forward: Callable[[Any, Any], tuple[Any, Any]]
) -> tuple[Degrees, Degrees]:
    """Walk to the point whose image is the one given: the shift changes so slowly that each step gains digits."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    inside = in_china_box(x, y)
    goal_x, goal_y = np.where(inside, x, 105.0), np.where(inside, y, 35.0)
    east, north = goal_x, goal_y
    for _ in range(30):
        there_x, there_y = forward(east, north)
        off_x, off_y = goal_x - there_x, goal_y - there_y
        east, north = east + off_x, north + off_y
        if max(np.max(np.abs(off_x), initial=0.0), np.max(np.abs(off_y), initial=0.0)) < _FITS:
            break
    return _result(lon, np.where(inside, east, x), np.where(inside, north, y))


def _result(lon: Degrees, x: Any, y: Any) -> tuple[Degrees, Degrees]:
    """Numbers for numbers, arrays for arrays."""
    return (x, y) if np.ndim(lon) else (float(x), float(y))
