"""The door of a flat as people write it, taken apart: 3栋2单元501室, 2单元501, 3-2-501, 2-501, 甲单元.

A door belongs to its unit (单元): 501 in the first unit and 501 in the second are two flats. What is written may name
the building, the unit and the floor before the door; a column may name them too, and the two must then agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.writing import plain, plain_name

PARTS = ("building", "unit", "floor")
"""The levels that the writing of a door may name before the door itself, from the top."""

DIFFER = Sentence(
    "这里写的{level}不一致：“{one}”和“{other}”，请核对后改成一样",
    "the {level} is given twice and differs, “{one}” and “{other}”: make the two agree",
)
_NO = r"(?:[0-9]{1,3}|[a-z]|[a-z][0-9]{1,2}|[甲乙丙丁戊己庚辛壬癸东西南北中])"
_WRITTEN = re.compile(
    rf"(?:第?(?P<building>{_NO})(?:栋|幢|号楼|座|#楼|#)-?)?"
    rf"(?:第?(?P<unit>{_NO})(?:单元|门栋)-?)?"
    r"(?:第?(?P<floor>-?[0-9]{1,3})(?:层|楼|f)-?)?"
    r"(?P<door>.*)"
)
_DASHED = re.compile(
    r"(?:(?P<building>[0-9a-z]{1,3})-)?(?P<unit>[0-9]{1,2}|[a-z])-(?P<door>[0-9]{3,4}[a-z]?)"
)
_NUMBER = re.compile(r"[0-9]{1,4}[a-z]?(?:号房|室|号|房|户)?")
_END = re.compile(r"(?<=[0-9a-z])(?:号房|室|号|房|户)$")


class Door(Struct, frozen=True):
    """Where a flat is within its estate. `building`, `unit` and `floor` are plain names (3栋, 2单元, 5层) or None.

    `door` is what is left (501室), compared by `writing.plain_door`; empty where only what lies above it was written.
    """

    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    door: str = ""

    def part(self, level: str) -> str | None:
        """The name at one of `PARTS`."""
        return {"building": self.building, "unit": self.unit, "floor": self.floor}[level]


def read_door(text: str, *, in_building: bool = False) -> Door:
    """Take apart what is written at a door. `in_building` says that the building is known already.

    2-501 is unit 2 then, and else building 2; 3-2-501 is building, unit and door either way. A door that follows no
    such form is left whole.
    """
    even = plain(text)
    bare = _END.sub("", even)
    if dashed := _DASHED.fullmatch(bare):
        building, unit = dashed["building"], dashed["unit"]
        if building is None and not in_building:
            building, unit = unit, None
        return Door(_called(building, "building"), _called(unit, "unit"), None, dashed["door"].upper())
    found = _WRITTEN.fullmatch(even)
    assert found is not None  # its last part takes anything
    names = {level: _called(found[level], level) for level in PARTS}
    rest = found["door"]
    if names["floor"] is not None and rest and not _NUMBER.fullmatch(rest):
        names["floor"], rest = None, even[found.start("floor") :]  # 一楼门面 is the name of a shop
    if (
        names["building"] is not None
        and names["unit"] is None
        and (short := _DASHED.fullmatch(_END.sub("", rest)))
    ):
        names["unit"], rest = _called(short["unit"], "unit"), short["door"]
    whole = text.strip() if not any(names.values()) else rest.upper()
    return Door(names["building"], names["unit"], names["floor"], whole)


def door_of(columns: Mapping[str, str]) -> Door:
    """The door a row means: its columns `building`, `unit`, `floor` and `door` read together.

    Raises `PlaceRefused` where a column and the writing of the door name two different parts.
    """
    named: dict[str, str] = {}
    door = ""
    for column in (*PARTS, "door"):
        text = columns.get(column, "").strip()
        if not text:
            continue
        read = _of_column(column, text, "building" in named)
        for level in PARTS:
            if (name := read.part(level)) is not None and named.setdefault(level, name) != name:
                raise PlaceRefused(DIFFER.fill(level=LEVEL_NAMES[level], one=named[level], other=name))
        door = read.door or door
    return Door(named.get("building"), named.get("unit"), named.get("floor"), door)


def _of_column(column: str, text: str, in_building: bool) -> Door:
    if column == "door":
        return read_door(text, in_building=in_building)
    read = read_door(text)
    if any(read.part(level) for level in PARTS) and not read.door:
        return read
    return Door(**{column: plain_name(text, column)})


def _called(number: str | None, level: str) -> str | None:
    return None if number is None else plain_name(f"{number}{_ENDS[level]}", level)


_ENDS = {"building": "栋", "unit": "单元", "floor": "层"}
