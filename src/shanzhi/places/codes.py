"""Codes of places: the national 12-digit rule down to the community, extended below it.

A code is kept without its padding: 2 digits for a province, 4 a city, 6 a county, 9 a street (街道、镇、乡),
12 a community (居委会、村委会). So every place's code begins with its parent's. Digits 7–9: 001–099 街道,
100–199 镇, 200–399 乡; digits 10–12: 001–199 居委会, 200–399 村委会 (rules of the national statistical
division codes). The published list goes on to 599: development zones, farms and the like. Grids, microgrids,
buildings, units, floors and households add 3, 2, 3, 2, 2 and 4 digits; the standard fixes no length for them. A place which the
national list does not have (a sandbox, an association's own tree) carries an own code that begins with a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.words import Sentence
from shanzhi.places.refused import PlaceRefused

LONGEST = 32
LENGTHS: dict[str, int] = {"province": 2, "city": 4, "district": 6, "street": 9, "community": 12}
EXTENSIONS: dict[str, int] = {"grid": 3, "microgrid": 2, "building": 3, "unit": 2, "floor": 2, "household": 4}
STREETLESS_CITIES = frozenset({"441900", "442000", "460400"})
"""东莞、中山、儋州: cities without counties, whose own six digits take the county's place in longer codes."""

STREET_BANDS: tuple[tuple[int, int, Sentence], ...] = (
    (0, 0, Sentence("未分街道", "not divided into streets")),
    (1, 99, Sentence("街道", "subdistrict")),
    (100, 199, Sentence("镇", "town")),
    (200, 399, Sentence("乡", "township")),
    (400, 599, Sentence("类似乡镇的单位", "unit like a township")),
)
VILLAGE_BANDS: tuple[tuple[int, int, Sentence], ...] = (
    (0, 0, Sentence("未分社区", "not divided into communities")),
    (1, 199, Sentence("居委会", "residents' committee")),
    (200, 399, Sentence("村委会", "villagers' committee")),
    (400, 499, Sentence("类似居委会的单位", "unit like a residents' committee")),
    (500, 599, Sentence("类似村委会的单位", "unit like a villagers' committee")),
)
_OWN = re.compile(r"[A-Z][0-9A-Z_-]*")


class BadCode(PlaceRefused):
    """A code that does not follow the rule."""


def normalize(text: str) -> str:
    """The code as it is kept: half-width, upper-case, without the zeros that pad it to 6, 9 or 12 digits.

    `110101000000` and `110101` are the same county, `110000` is the province `11`. Raises `BadCode` for what
    is no code at all. A padded code of a city without counties (441900…) stays at six digits.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if not code:
        raise BadCode(Sentence("代码是空的，请填写代码。", "The code is empty; enter one."))
    if len(code) > LONGEST:
        raise BadCode(
            Sentence(
                "代码“{code}”有 {n} 位，最多 {longest} 位。",
                "The code “{code}” has {n} characters; at most {longest} are allowed.",
            ).fill(code=code[:40], n=len(code), longest=LONGEST)
        )
    if _OWN.fullmatch(code):
        return code
    if not (code.isascii() and code.isdigit()):
        raise BadCode(
            Sentence(
                "代码“{code}”应全是数字；自编代码请以字母开头，只用字母、数字、“-”和“_”。",
                "The code “{code}” must be digits only; an own code begins with a letter and uses letters, digits, “-” and “_”.",
            ).fill(code=code)
        )
    if len(code) == 12 and code.endswith("000"):
        code = code[:9]
    if len(code) == 9 and code.endswith("000"):
        code = code[:6]
    if len(code) == 6 and code.endswith("00") and code not in STREETLESS_CITIES:
        code = code[:4]
    if len(code) == 4 and code.endswith("00"):
        code = code[:2]
    return code


def is_own(code: str) -> bool:
    """True for an own code (it begins with a letter), which no national rule governs."""
    return not code[:1].isdigit()


def level_of(code: str) -> str | None:
    """The level that the length of a national code says; None below the community and for an own code."""
    if is_own(code):
        return None
    return next((level for level, length in LENGTHS.items() if length == len(code)), None)


def parent_code(code: str) -> str | None:
    """The code of the place one national level up; for a grid and below, of its community. None at the top."""
    if is_own(code):
        return None
    lengths = [length for length in LENGTHS.values() if length < len(code)]
    return code[: lengths[-1]] if lengths else None


def kind_name(code: str) -> Sentence | None:
    """What the digits say the place is (街道, 镇, 乡, 居委会, 村委会 …); None where they say nothing."""
    level = level_of(code)
    if level == "street":
        return _band(STREET_BANDS, int(code[6:9]))
    if level == "community":
        return _band(VILLAGE_BANDS, int(code[9:12]))
    return None


def _band(bands: tuple[tuple[int, int, Sentence], ...], number: int) -> Sentence | None:
    return next((name for low, high, name in bands if low <= number <= high), None)


def is_ordinary(code: str) -> bool:
    """False for numbers outside 001–399, which the national list uses for zones, farms and stand-ins."""
    level = level_of(code)
    return level not in ("street", "community") or 1 <= int(code[-3:]) <= 399


def check_code(code: str, *, level: str, parent: str | None = None) -> list[Sentence]:
    """Everything that is wrong with a normalized code for a place of this level below `parent` (its code).

    An own code is only held to its length, and a place below an own code may carry any code that extends it.
    """
    if is_own(code):
        return []
    found: list[Sentence] = []
    length = LENGTHS.get(level)
    if length is not None and len(code) != length:
        found.append(
            Sentence(
                "{level}的代码应为 {want} 位，“{code}”有 {n} 位。",
                "A code of level {level} has {want} digits; “{code}” has {n}.",
            ).fill(level=LEVEL_NAMES[level], want=length, code=code, n=len(code))
        )
    elif length is None and len(code) <= LENGTHS["community"]:
        found.append(
            Sentence(
                "{level}的代码应在社区代码（12 位）之后加位，“{code}”太短。",
                "A code of level {level} extends the community's 12 digits; “{code}” is too short.",
            ).fill(level=LEVEL_NAMES[level], code=code)
        )
    elif level in ("street", "community") and kind_name(code) is None:
        found.append(
            Sentence(
                "“{code}”末三位 {tail} 不在规定的号段内（001–599）。",
                "The last three digits {tail} of “{code}” lie outside the bands laid down (001–599).",
            ).fill(code=code, tail=code[-3:])
        )
    if parent is not None and not is_own(parent) and not code.startswith(parent):
        found.append(
            Sentence(
                "代码“{code}”应以上级的代码“{parent}”开头；请改代码，或改选上级。",
                "The code “{code}” must begin with its parent's code “{parent}”; change the code or the parent.",
            ).fill(code=code, parent=parent)
        )
    return found


def free_codes(*, parent: str | None, level: str, name: str, taken: Collection[str]) -> Iterator[str]:
    """The free codes for new places like this one below `parent` (its code; None: at the top), one after the other.

    The name chooses the band: 街道, 镇 and 乡, 社区 and 村 each count in their own. `taken` holds the codes in
    use that begin with the parent's. Levels passed over are filled with zeros. Below the community, where the rule
    fixes no length, numbers grow by a digit when they are used up.
    """
    stem, width = _stem(parent, level) if parent is not None else ("X", 1)
    longest = LONGEST - len(stem) if level in EXTENSIONS or parent is None else width
    while width <= longest:
        first, last = _numbers(level, name, width) if parent is not None else (1, 10**width - 1)
        for number in range(first, last + 1):
            code = f"{stem}{number:0{width}d}"
            if code not in taken:
                yield code
        width += 1


def next_code(*, parent: str | None, level: str, name: str, taken: Collection[str]) -> str:
    """The first of `free_codes`. Raises `BadCode` when the band or the length is used up."""
    for code in free_codes(parent=parent, level=level, name=name, taken=taken):
        return code
    raise BadCode(
        Sentence(
            "“{parent}”之下已没有可用的{level}代码，请自定代码。",
            "No {level} code is left below “{parent}”; give the place a code of your own.",
        ).fill(parent=parent or "—", level=LEVEL_NAMES[level])
    )


def _stem(parent: str, level: str) -> tuple[str, int]:
    """What comes before the running number of a new code, and how many digits the number has."""
    if level in EXTENSIONS:
        return parent, EXTENSIONS[level]
    before = LENGTHS.get(LEVELS[LEVELS.index(level) - 1], 0)
    width = LENGTHS[level] - before
    if is_own(parent):
        return parent, width
    return parent.ljust(before, "0"), width


def _numbers(level: str, name: str, width: int) -> tuple[int, int]:
    """The first and last running number for a place of this level and name."""
    if level == "street":
        if name.endswith(("镇",)):
            return 100, 199
        if name.endswith(("乡", "苏木")):
            return 200, 399
        return (1, 99) if name.endswith(("街道", "地区", "街道办事处")) else (400, 599)
    if level == "community":
        return (200, 399) if name.endswith(("村", "村委会", "村民委员会", "嘎查")) else (1, 199)
    return 1, 10**width - 1
