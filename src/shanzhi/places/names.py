"""The forms in which people write the name of a place.

多福巷社区居委会 is also 多福巷社区 or 多福巷居委会; 榔梨镇 has become 榔梨街道 in the list but not in speech; 昌江黎族自治县
is 昌江县 or 昌江. Each form carries how much it says (0–1) and how near a place above it must stand before it: the bare
stem of a street or community is an everyday word (和平, 幸福) unless an address leads up to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from shanzhi.places.writing import arabic, chinese

PAPER_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of levels that exist only on paper: nobody calls a place so, and no address contains them."""

FULL, OFFICIAL, OTHER, STEM = 1.0, 0.95, 0.75, 0.45
_LED_STEM = 0.7
NEXT, NEAR = 0, 3
"""How many characters may stand between the place above and a form that leans on it."""

_SHORT = "壮|回|满|苗|彝|藏|侗|瑶|白|黎|傣|畲|佤|水|羌|土|怒|京|各"
_LONG = (
    "维吾尔|土家|蒙古|布依|朝鲜|哈尼|哈萨克|傈僳|东乡|仡佬|拉祜|纳西|仫佬|锡伯|柯尔克孜|景颇|达斡尔|撒拉|布朗|毛南|塔吉克|普米|阿昌|"
    "鄂温克|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|赫哲|高山|珞巴|塔塔尔"
)
_ETHNIC = re.compile(rf"(?:(?:{_SHORT})族|(?:{_LONG})族?)+(?:自治([州县旗])|(乡))$")
_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
_NUMBERED = {
    "building": (
        re.compile(r"第?([A-Z]?\d{1,3}|[A-Z])(栋|幢|号楼|座|#楼|#|楼)"),
        ("栋", "幢", "号楼", "座", "#楼", "#"),
    ),
    "unit": (re.compile(r"第?([A-Z]?\d{1,2}|[A-Z]|[甲乙丙丁])(单元|门栋)"), ("单元",)),
    "floor": (re.compile(r"第?(-?\d{1,3})(层楼|层|楼|F)"), ("层", "楼", "层楼")),
}
"""The names that are a number and its counter, by level, with the counters that mean the same."""
_ROAD = re.compile(
    r"[路街巷弄桥线](?:\d+号?.{0,8})?$|(?:大道|胡同|[东西南北中]道)(?:\d+号?.{0,8})?$"
    r"|\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|way|place|pl|court|ct|highway|hwy)\.?$"
)
_COUNTED = re.compile(r"第?[A-Z0-9〇一二三四五六七八九十]+")

_VILLAGE = ("村", "村委会", "村民委员会", "村村委会", "村村民委员会")
_RESIDENTS = ("社区", "社区居委会", "居委会", "居民委员会", "社区居民委员会")
_ENDINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    # families of endings that mean the same; another family is what the place may have been or become
    "province": (("省",), ("市",), ("特别行政区",)),
    "city": (("市",), ("地区",), ("自治州", "州"), ("盟",)),
    "district": (("区", "新区", "特区", "林区"), ("县", "自治县"), ("市",), ("旗", "自治旗")),
    "street": (
        ("街道", "街道办事处", "街道办", "街办", "办事处"),
        ("镇",),
        ("乡", "民族乡"),
        ("地区",),
        ("苏木",),
    ),
    "community": (_VILLAGE, _RESIDENTS, ("小区",), ("嘎查",)),
}


class Form(Struct, frozen=True):
    """One way of writing a name.

    `says` is how surely it means the place; `lean` how far away at most a place above may end before it (None: it
    stands alone), and with `close` that must be the place next above. `stem` marks a name without its ending, which
    in front of 路 or 大道 is another thing's name. `numbered` marks 3栋, 2单元 and their like, which every estate has.
    """

    text: str
    says: float
    lean: int | None = None
    close: bool = False
    stem: bool = False
    numbered: bool = False


def forms(name: str, *, level: str, dedicated: bool = False) -> Iterator[Form]:
    """Every form of a name, the surest first; a form may come twice. Nothing for a name that exists only on paper."""
    if name in PAPER_NAMES or len(name) < 2:
        return
    written, endings = _NUMBERED.get(level, _NUMBERED["building"])
    if numbered := written.fullmatch(arabic(name)):
        for number in filter(None, (numbered[1], chinese(numbered[1]))):
            for ending in endings:
                yield Form(number + ending, OFFICIAL, NEAR, numbered=True)
        return
    yield Form(name, FULL, _lean_of_short(name))
    if level in _ENDINGS:
        yield from _official_forms(name, level)
    elif dedicated or level == "grid":
        yield from _grid_forms(name, dedicated)


def _official_forms(name: str, level: str) -> Iterator[Form]:
    if name in _REGIONS:
        yield Form(_REGIONS[name], STEM, stem=True)
        return
    ethnic = _ETHNIC.search(name)
    if ethnic:
        name = name[: ethnic.start()] + (ethnic[1] or ethnic[2])
        yield Form(name, OFFICIAL, _lean_of_short(name))
    families = _ENDINGS[level]
    ending = max((e for family in families for e in family if name.endswith(e)), key=len, default="")
    stem = name.removesuffix(ending)
    if not ending or not stem:
        return
    own = next(family for family in families if ending in family)
    for text in (stem + other for other in own):
        yield Form(text, OFFICIAL, _lean_of_short(text))
    if level in ("district", "street", "community"):
        for other in (family[0] for family in families if family is not own):
            yield Form(stem + other, STEM if other == "小区" else OTHER, _lean_of_short(stem + other))
    if not _speaks(stem) or (level in ("street", "community") and is_road(stem)):
        return
    if level in ("street", "community"):
        yield Form(stem, _LED_STEM, NEXT, close=level == "community", stem=True)
    else:
        yield Form(stem, STEM, stem=True)


def bare_name(name: str, level: str) -> str:
    """A name without the ending that tells its kind: 新津县 and 新津区 are both 新津. Itself where nothing is left."""
    endings = (ending for family in _ENDINGS.get(level, ()) for ending in family if name.endswith(ending))
    stem = name.removesuffix(max(endings, key=len, default=""))
    return stem if len(stem) >= 2 else name


def is_road(text: str) -> bool:
    """Whether a text is the name of a road (草市街, 人民路), perhaps with a number in it; not of a street office."""
    return _ROAD.search(unicodedata.normalize("NFKC", text).strip().casefold()) is not None


def _grid_forms(name: str, dedicated: bool) -> Iterator[Form]:
    base = name
    for ending in ("专属网格", "网格") if dedicated else ():
        base = base.removesuffix(ending)
    if base != name and _speaks(base):
        yield Form(base, OFFICIAL, _lean_of_short(base))
    stem = base.removesuffix("小区")
    if stem != base and _speaks(stem):
        yield Form(stem, _LED_STEM, NEXT, close=True, stem=True)


def _lean_of_short(text: str) -> int | None:
    """Two characters alone (城区, 新村) are a name only within an address; with a letter or digit (A市) they are."""
    return NEXT if len(text) <= 2 and not text[0].isascii() else None


def _speaks(stem: str) -> bool:
    """Whether what is left without its ending still names anything: two Chinese characters, and not a number."""
    return len(stem) >= 2 and not stem.isascii() and not _COUNTED.fullmatch(stem)
