"""Doors that a running text names: 3栋2单元501室, 二单元五零一, 3-2-501, 2号楼101, 501室. A building alone is no door."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = "〇零○一二三四五六七八九"
_NUMBER = rf"(?:[0-9]{{1,3}}|[{_SIGNS}十]{{1,3}})"
_NO = rf"(?:[a-z][0-9]{{0,2}}|{_NUMBER}|[甲乙丙丁戊己庚辛])"
_FLAT = rf"(?:[a-z]?[0-9]{{3,4}}[a-z]?|[{_SIGNS}]{{3,4}})"
_SHORT = rf"(?:[a-z]?[0-9]{{1,4}}[a-z]?|[{_SIGNS}十]{{1,4}})"
_ROOM = r"(?:号房|室|号|房|户)"
_SIDE = r"(?:东|西|南|北|中|左|右)(?:边|侧|手)?(?:户|室|门|家)?"
_BUILDING = r"(?:号楼|栋|幢|座|\#楼|\#)"
_UNIT = r"(?:单元|门栋)"
_FLOOR = r"(?:层|楼)"
_GAP = r"[\s\-,，、的]{0,2}"
_FORMS = (
    # 3栋2单元501室, 2单元5楼501, 二单元五零一
    rf"(?:第?{_NO}\s?{_BUILDING}{_GAP})?第?{_NO}\s?{_UNIT}{_GAP}(?:{_NUMBER}\s?{_FLOOR}{_GAP})?"
    rf"(?:{_FLAT}\s?{_ROOM}?|{_SHORT}\s?{_ROOM})",
    # 2单元五楼东户, 3栋5楼左手
    rf"(?:第?{_NO}\s?{_BUILDING}{_GAP})?第?{_NO}\s?{_UNIT}{_GAP}{_NUMBER}\s?{_FLOOR}{_GAP}{_SIDE}",
    rf"第?{_NO}\s?{_BUILDING}{_GAP}{_NUMBER}\s?{_FLOOR}{_GAP}(?:{_SIDE}|{_FLAT}\s?{_ROOM}?)",
    # 2号楼101, A座1203室, 3栋2-501
    rf"第?{_NO}\s?{_BUILDING}{_GAP}(?:[0-9]{{1,2}}-)?(?:{_FLAT}\s?{_ROOM}?|{_SHORT}\s?(?:号房|室|房|户))",
    # 3-2-501, 12-1-1203
    r"[0-9a-z]{1,3}\s?-\s?[0-9]{1,2}\s?-\s?[0-9]{3,4}[a-z]?(?:号房|室|号|房|户)?",
    # 2-501: unit or building, floor and door; what counts things is none (10-100元)
    r"[0-9a-z]{1,2}-[0-9]{1,2}(?:0[1-9]|1[0-9]|2[0-9])[a-z]?(?:号房|室|户)?",
    # 501室
    rf"{_FLAT}\s?(?:号房|室|房间)",
    # 三组12号: a house of a village
    rf"{_NUMBER}\s?(?:村民)?(?:小组|组|队){_GAP}{_SHORT}\s?号",
)
_COUNTED = r"(?!\s?(?:[元户人名位米个次件份天年月日时分厘点%棵盏辆项页]|平方|公里|公斤|千|万|多))"
_BEFORE = r"(?<![0-9a-z.])"
_PATTERNS = [re.compile(rf"{_BEFORE}{form}(?![0-9a-z\-]){_COUNTED}") for form in _FORMS]


def doors_within(text: str) -> Iterator[tuple[int, int]]:
    """Where doors stand in a text that was folded: half width, small letters, one kind of dash. Spans may overlap."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
