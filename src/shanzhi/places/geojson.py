"""GeoJSON as offices and map services hand it over: read, checked shape by shape, turned into sound WGS-84.

A file is taken feature by feature. What is wrong with one is a sentence about that one; only a file that is no
FeatureCollection at all is refused as a whole. RFC 7946 knows only WGS-84; older files name a `crs`, and files from
Chinese map services are in GCJ-02 or BD-09 without saying so, which is why the caller states the system.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from shanzhi.method.words import Sentence
from shanzhi.places.crs import is_projected, to_wgs84
from shanzhi.places.refused import PlaceRefused

_WGS84 = ("CRS84", "4326", "4490", "4979")
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 3.0, 136.0, 54.0  # the country, sea included, generously
_NO_FEATURE = Sentence("这一项不是 GeoJSON 要素。", "This item is no GeoJSON feature.")
_NO_AREA = Sentence(
    "图形没有面积，或自相交得无法修复；请重画。",
    "The shape has no area, or crosses itself beyond repair; draw it again.",
)


class _File(Struct):
    type: str = ""
    features: list[msgspec.Raw] | None = None
    crs: dict[str, Any] | None = None


class _Feature(Struct):
    geometry: msgspec.Raw = msgspec.Raw()
    properties: dict[str, Any] | None = None
    id: Any = None


class Feature(Struct):
    """One feature: its number in the file (from 1), its properties, and either a sound shape or what is wrong.

    `shape` is a polygon or several in WGS-84, two-dimensional; `repaired` says that it crossed itself.
    """

    row: int
    properties: dict[str, Any]
    shape: BaseGeometry | None = None
    problem: Sentence | None = None
    repaired: bool = False


def read_features(file: Path, *, crs: str = "wgs84", swapped: bool = False) -> list[Feature]:
    """All features of a FeatureCollection whose coordinates are in `crs` (see `places.crs.to_wgs84`).

    `swapped` says that latitude comes first. Raises `PlaceRefused` when the file cannot be read at all or
    names a system of its own that disagrees with `crs`.
    """
    try:
        whole = msgspec.json.decode(file.read_bytes(), type=_File)
    except OSError:
        raise PlaceRefused(
            Sentence("文件 {file} 打不开。", "The file {file} cannot be opened.").fill(file=file.name)
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PlaceRefused(
            Sentence(
                "{file} 不是完整的 GeoJSON；请用制图软件重新导出为 UTF-8 编码的 GeoJSON。",
                "{file} is not whole GeoJSON; export it again as GeoJSON in UTF-8.",
            ).fill(file=file.name)
        ) from None
    if whole.type != "FeatureCollection" or whole.features is None:
        raise PlaceRefused(
            Sentence(
                "{file} 应是 FeatureCollection（要素集合），并有 features。",
                "{file} must be a FeatureCollection with features.",
            ).fill(file=file.name)
        )
    _check_named_crs(whole.crs, crs)
    return list(_features(whole.features, crs, swapped))


def _features(raws: list[msgspec.Raw], crs: str, swapped: bool) -> Iterator[Feature]:
    for row, raw in enumerate(raws, start=1):
        try:
            feature = msgspec.json.decode(raw, type=_Feature)
        except (msgspec.DecodeError, RecursionError):
            yield Feature(row, {}, problem=_NO_FEATURE)
            continue
        properties = dict(feature.properties or {})
        if feature.id is not None:
            properties.setdefault("id", feature.id)
        shape, problem = _shape(feature.geometry)
        if shape is None:
            yield Feature(row, properties, problem=problem)
            continue
        problem = _numbers_problem(shape, crs, swapped)
        if problem is not None:
            yield Feature(row, properties, problem=problem)
            continue
        moved = shapely.transform(shape, lambda xy: _converted(xy, crs, swapped))
        problem = _ground_problem(moved)
        sound = _sound(moved) if problem is None else None
        if sound is None:
            yield Feature(row, properties, problem=problem or _NO_AREA)
        else:
            yield Feature(row, properties, shape=sound, repaired=not shape.is_valid)


def _shape(raw: msgspec.Raw) -> tuple[BaseGeometry | None, Sentence | None]:
    if bytes(raw) in (b"", b"null"):
        return None, Sentence("这一项没有图形。", "This item has no shape.")
    try:
        shape = shapely.from_geojson(bytes(raw))
    except (shapely.GEOSException, UnicodeDecodeError):
        return None, Sentence(
            "图形写得不合规范：坐标不全、不闭合，或不是数字。",
            "The shape is malformed: coordinates are missing, not closed, or no numbers.",
        )
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return None, Sentence(
            "图形是 {kind}，应是 Polygon 或 MultiPolygon（面）。",
            "The shape is a {kind}; it must be a Polygon or MultiPolygon.",
        ).fill(kind=shape.geom_type)
    if shape.is_empty:
        return None, Sentence("图形是空的。", "The shape is empty.")
    return shapely.force_2d(shape), None


def _numbers_problem(shape: BaseGeometry, crs: str, swapped: bool) -> Sentence | None:
    """Why these numbers cannot be degrees in the order stated; None when they can, or should not be degrees."""
    if is_projected(crs):
        return None
    west, south, east, north = shape.bounds
    if swapped:
        west, south, east, north = south, west, north, east
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 180:
        return Sentence(
            "坐标（{x:.0f}，{y:.0f}）不是经纬度，像是以米为单位的投影坐标；请用 crs 指明坐标系（如 EPSG:4547）。",
            "The coordinates ({x:.0f}, {y:.0f}) are no degrees but look like metres; name their system (as EPSG:4547).",
        ).fill(x=west, y=south)
    if not _in_country(west, south, east, north) and _in_country(south, west, north, east):
        return Sentence(
            "经纬度颠倒了：这里纬度在前；请改为经度在前，或说明纬度在前（swapped）。",
            "Longitude and latitude are swapped: latitude comes first here; put longitude first, or say so (swapped).",
        )
    return None


def _ground_problem(shape: BaseGeometry) -> Sentence | None:
    """A shape in WGS-84 that lies nowhere in China was in another system than the one stated."""
    west, south, east, north = shape.bounds
    if _in_country(west, south, east, north):
        return None
    return Sentence(
        "坐标（{x:.4f}，{y:.4f}）不在中国境内；请核对坐标系。",
        "The coordinates ({x:.4f}, {y:.4f}) lie outside China; check the coordinate system.",
    ).fill(x=west, y=south)


def _in_country(west: float, south: float, east: float, north: float) -> bool:
    return west >= _WEST and east <= _EAST and south >= _SOUTH and north <= _NORTH


def _converted(xy: Any, crs: str, swapped: bool) -> Any:
    x, y = (xy[:, 1], xy[:, 0]) if swapped else (xy[:, 0], xy[:, 1])
    return np.column_stack(to_wgs84(x, y, crs))


def _sound(shape: BaseGeometry) -> BaseGeometry | None:
    """The shape itself, or its polygons after repair; None when no area is left."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
        polygons = [
            part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")
        ]
        shape = shapely.union_all(polygons)
    return shape if shape.area > 0 else None


def _check_named_crs(named: dict[str, Any] | None, crs: str) -> None:
    """A file that names its own system (GeoJSON 2008) must agree with what the caller said."""
    properties = (named or {}).get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    number = name.rsplit(":", 1)[-1]
    stated = crs.lower().removeprefix("epsg:")
    if not name or number == stated or (number in _WGS84 and not stated.isdigit()):
        return
    raise PlaceRefused(
        Sentence(
            "文件自称坐标系为 {name}，与所选的 {crs} 不符；请改选 EPSG:{number}，或重新导出为 WGS-84。",
            "The file says that its system is {name}, not {crs}; choose EPSG:{number}, or export it in WGS-84.",
        ).fill(name=name, crs=crs, number=number)
    )
