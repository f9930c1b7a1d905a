"""What must hold of a place before it is written. Each check raises `PlaceRefused` with its sentence."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.unseen_signs import unturned
from shanzhi.method.words import Sentence
from shanzhi.places.codes import check_code, normalize
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.telling import place_name

LONGEST_NAME = 100
LONGEST_PATH = 255


def name_problem(name: str) -> Sentence | None:
    """What is wrong with a name; None when it may be used."""
    if not name.strip():
        return Sentence("名称是空的，请填写名称。", "The name is empty; enter one.")
    if len(name.strip()) > LONGEST_NAME:
        return Sentence(
            "名称有 {n} 个字，最多 {longest} 个；请写短些。",
            "The name has {n} characters; at most {longest} are allowed; shorten it.",
        ).fill(n=len(name.strip()), longest=LONGEST_NAME)
    if any(ord(letter) < 32 for letter in name.strip()):
        return Sentence(
            "名称中有换行或控制字符，请删去。",
            "The name contains line breaks or control characters; remove them.",
        )
    return None


def name_of(name: str) -> str:
    """The name without blanks around it."""
    name = unturned(name)
    problem = name_problem(name)
    if problem is not None:
        raise PlaceRefused(problem)
    return name.strip()


def check_position(level: str, kind: str, parent: Place | None) -> None:
    """A place stands below a higher, open level; only grids are dedicated."""
    if level not in LEVELS:
        raise PlaceRefused(
            Sentence(
                "没有“{level}”这个层级；可用：{known}。", "There is no level “{level}”; use one of: {known}."
            ).fill(
                level=level,
                known=Sentence("、".join(LEVELS), ", ".join(LEVELS)),
            )
        )
    if kind not in Place.Kind.values or (kind == Place.Kind.DEDICATED and level != Place.Level.GRID):
        raise PlaceRefused(
            Sentence(
                "只有网格可以是专属的（dedicated），其余一律为一般（general）。",
                "Only a grid may be dedicated; every other place is general.",
            )
        )
    if parent is None:
        return
    if parent.closed_at is not None:
        raise PlaceRefused(
            Sentence(
                "上级“{name}”已撤销；请另选上级。", "The parent “{name}” is closed; choose another."
            ).fill(name=place_name(parent))
        )
    if LEVELS.index(level) <= LEVELS.index(parent.level):
        raise PlaceRefused(
            Sentence(
                "{level}不能放在{above}“{name}”之下；请选更高一级的上级。",
                "A {level} cannot stand below the {above} “{name}”; choose a parent of a higher level.",
            ).fill(level=LEVEL_NAMES[level], above=LEVEL_NAMES[parent.level], name=place_name(parent))
        )


def check_sibling(name: str, level: str, parent: Place | None) -> None:
    """No two open places of one level and name below one parent."""
    twins = Place.objects.filter(parent=parent, level=level, name=name, closed_at=None)
    if twins.exists():
        raise PlaceRefused(
            Sentence(
                "“{parent}”之下已有叫“{name}”的{level}；请换个名称，或使用已有的那个。",
                "Below “{parent}” there is already a {level} called “{name}”; use it, or choose another name.",
            ).fill(parent=place_name(parent) if parent else "—", name=name, level=LEVEL_NAMES[level])
        )


def code_of(code: str, level: str, parent: Place | None) -> str:
    """A code that follows the rule and is not in use."""
    code = normalize(code)
    problems = check_code(code, level=level, parent=parent.code if parent else None)
    if problems:
        raise PlaceRefused(problems[0])
    holder = Place.objects.filter(code=code).first()
    if holder is not None:
        raise PlaceRefused(
            Sentence(
                "代码“{code}”已属于“{name}”；请换一个。",
                "The code “{code}” already belongs to “{name}”; use another.",
            ).fill(code=code, name=place_name(holder))
        )
    return code


def check_path(length: int) -> None:
    """The way from the top fits its column: some twenty-five levels."""
    if length > LONGEST_PATH:
        raise PlaceRefused(
            Sentence(
                "层级太深，请减少中间层级。", "The tree would grow too deep; take out some levels between."
            )
        )


def shape_of(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """An outline that can be kept: polygons, sound, in degrees on the globe. None stays None."""
    if geometry is None:
        return None
    if geometry.is_empty or geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise PlaceRefused(
            Sentence(
                "轮廓应是一个或几个多边形（Polygon、MultiPolygon）。",
                "An outline must be one or more polygons (Polygon, MultiPolygon).",
            )
        )
    if not geometry.is_valid:
        raise PlaceRefused(
            Sentence(
                "轮廓自相交或不闭合，请重画。", "The outline crosses itself or is not closed; draw it again."
            )
        )
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise PlaceRefused(
            Sentence(
                "坐标应为经纬度（度），先经度后纬度。",
                "Coordinates must be degrees, longitude first, then latitude.",
            )
        )
    return shapely.force_2d(geometry)
