"""How the names of places are written: one plain form in which «二号楼», «２栋» and «2幢» are the same building.

Plain forms are for comparing and finding alone; what was entered is kept as it was written.
"""

from __future__ import annotations

import re
import unicodedata

from shanzhi.method.unseen_signs import without_unseen
from shanzhi.places.traditional import simplified

_SIGNS = "〇一二三四五六七八九"
_DIGITS = {sign: value for value, sign in enumerate(_SIGNS)} | {"零": 0, "两": 2}
_COUNTERS = "号|栋|幢|座|单元|门栋|层|楼|网格|微网格|院|期|组|室|户|区|队|弄"
_COUNTED = re.compile(
    rf"(?:(?<=第)[〇零一二两三四五六七八九十百]+|[〇零一二两三四五六七八九十百]+(?={_COUNTERS}))"
)
_BLANKS = re.compile(r"[\s·•,，、/／|｜]+")
_BUILDING = re.compile(r"(?<=[0-9A-Za-z甲乙丙丁戊己庚辛])(?:号楼|幢|座|#楼|楼|#)$")
_DASHES = re.compile(r"[-‐-―−﹣－~～]")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def arabic(text: str) -> str:
    """The text with counted Chinese numerals in digits: 第十二网格 is 第12网格, 二号楼 2号楼. Names like 三里屯 stay."""
    return _COUNTED.sub(lambda found: _value(found[0]), text)


def _value(signs: str) -> str:
    if not any(unit in signs for unit in "十百"):
        return "".join(str(_DIGITS[sign]) for sign in signs)
    total, digit = 0, 0
    for sign in signs:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)


def chinese(number: str) -> str | None:
    """A number up to 99 in Chinese numerals (12 is 十二); None for anything else."""
    if not re.fullmatch(r"[1-9][0-9]?", number):
        return None
    tens, ones = divmod(int(number), 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_SIGNS[tens]}十") + (_SIGNS[ones] if ones else "")


def plain(text: str) -> str:
    """Half width, small letters, simplified characters, digits for numerals, one kind of dash, no blanks or invisible signs."""
    even = simplified(unicodedata.normalize("NFKC", text).casefold())
    return arabic(_DASHES.sub("-", _BLANKS.sub("", without_unseen(even))))


def plain_name(name: str, level: str) -> str:
    """The plain form of a place's name: two places of one level with one plain name are called alike."""
    even = _ZEROS.sub("", plain(name)).removeprefix("第")
    if level == "building":
        return f"{even}栋" if re.fullmatch(r"[0-9]+|[a-z]", even) else _BUILDING.sub("栋", even)
    if level == "unit":
        return even if even.endswith("单元") else f"{even.removesuffix('门栋')}单元"
    if level == "floor":
        return re.sub(r"(?:层楼|层|楼|f)$", "", even) + "层"
    if level == "household":
        return plain_door(even)
    return even


def plain_door(text: str) -> str:
    """The plain form of what is written at a door: 501室, 501号 and ５０１ are 501."""
    even = plain(text)
    return re.sub(r"(?<=[0-9a-z])(?:号房|室|号|房|户)$", "", even) or even


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names by their numbers: 第2网格 before 第10网格, 二号楼 after 1号楼, numbers before words."""
    found = re.findall(r"\d+|\D+", plain(name))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in found)
