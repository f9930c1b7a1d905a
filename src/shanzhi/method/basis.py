"""The law that a method rests on (依据) or follows (参照), and where it is law.

A local law is a basis in its region alone: anywhere else it is followed as a reference.
"""

from __future__ import annotations

import re

from msgspec import Struct

from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

NATIONAL = "national"
KINDS = {"basis": Sentence("依据", "Basis"), "reference": Sentence("参照", "Reference")}
"""A method rests on it, or follows it."""
REGION = re.compile(r"national|[1-9][0-9](?:[0-9]{2}){0,2}")
"""`national`, or the code of a province, city or county (GB/T 2260), padded with zeros or not."""
PROVINCES = {
    "11": ("北京市", "Beijing"), "12": ("天津市", "Tianjin"), "13": ("河北省", "Hebei"), "14": ("山西省", "Shanxi"),
    "15": ("内蒙古自治区", "Inner Mongolia"), "21": ("辽宁省", "Liaoning"), "22": ("吉林省", "Jilin"),
    "23": ("黑龙江省", "Heilongjiang"), "31": ("上海市", "Shanghai"), "32": ("江苏省", "Jiangsu"),
    "33": ("浙江省", "Zhejiang"), "34": ("安徽省", "Anhui"), "35": ("福建省", "Fujian"), "36": ("江西省", "Jiangxi"),
    "37": ("山东省", "Shandong"), "41": ("河南省", "Henan"), "42": ("湖北省", "Hubei"), "43": ("湖南省", "Hunan"),
    "44": ("广东省", "Guangdong"), "45": ("广西壮族自治区", "Guangxi"), "46": ("海南省", "Hainan"),
    "50": ("重庆市", "Chongqing"), "51": ("四川省", "Sichuan"), "52": ("贵州省", "Guizhou"), "53": ("云南省", "Yunnan"),
    "54": ("西藏自治区", "Tibet"), "61": ("陕西省", "Shaanxi"), "62": ("甘肃省", "Gansu"), "63": ("青海省", "Qinghai"),
    "64": ("宁夏回族自治区", "Ningxia"), "65": ("新疆维吾尔自治区", "Xinjiang"), "71": ("台湾省", "Taiwan"),
    "81": ("香港特别行政区", "Hong Kong"), "82": ("澳门特别行政区", "Macao"),
}  # fmt: skip
"""The provinces by the first two digits of their codes (GB/T 2260)."""


class Basis(Struct, frozen=True):
    """One law: its name, which articles, whether a method rests on it, where it is law, and what of it is followed."""

    law: Sentence
    articles: tuple[int, ...]
    kind: str
    region: str
    at: Rule
    about: Sentence | None = None

    @property
    def local(self) -> bool:
        """Whether it is law in one region alone."""
        return self.region != NATIONAL


def stem(region: str) -> str:
    """A region's code without the zeros that pad it: 110000 is 11, 510100 is 5101."""
    while len(region) > 2 and region.endswith("00"):
        region = region[:-2]
    return region


def holds_in(region: str, place: str) -> bool:
    """Whether a place, by its code, lies where something of this region is law."""
    return region == NATIONAL or place.startswith(stem(region))


def region_name(region: str) -> Sentence:
    """A region as people call it; one below a province by its province and its code."""
    if region == NATIONAL:
        return Sentence("全国", "national")
    short = stem(region)
    if short[:2] not in PROVINCES:
        return Sentence(region, region)
    name = Sentence(*PROVINCES[short[:2]])
    return name if len(short) == 2 else Sentence(f"{name.zh} {region}", f"{name.en} {region}")


def kind_at(one: Basis, place: str) -> str:
    """What a law is at a place, by its code: a local basis is but a reference elsewhere."""
    return one.kind if holds_in(one.region, place) else "reference"


def named(one: Basis) -> Sentence:
    """The law with its articles: 民法典第 278、280 条（业主共同决定事项）."""
    zh, en = one.law.zh, one.law.en
    if one.articles:
        zh += f"第 {'、'.join(map(str, one.articles))} 条"
        en += f", article{'s' if len(one.articles) > 1 else ''} {', '.join(map(str, one.articles))}"
    if one.about is not None:
        zh, en = f"{zh}（{one.about.zh}）", f"{en} ({one.about.en})"
    return Sentence(zh, en)


ANYWHERE = Sentence(
    "{kind}（{region}；其他地方参照）：{law}", "{kind} ({region}; elsewhere a reference): {law}"
)
LOCAL = Sentence("{kind}（{region}）：{law}", "{kind} ({region}): {law}")
PLAIN = Sentence("{kind}：{law}", "{kind}: {law}")


def told(one: Basis, place: str | None = None) -> Sentence:
    """A law as one reads it: what it is at a place, by its code; without a place, what it is where."""
    kind = KINDS[one.kind if place is None else kind_at(one, place)]
    form = PLAIN
    if one.local:
        form = ANYWHERE if place is None and one.kind == "basis" else LOCAL
    return form.fill(kind=kind, region=region_name(one.region), law=named(one))


def told_at(laws: tuple[Basis, ...], place: str | None = None) -> list[Sentence]:
    """The laws of a method as one reads them at a place: what it rests on first."""
    kinds = list(KINDS)
    return [told(one, place) for one in sorted(laws, key=lambda one: kinds.index(_kind(one, place)))]


def _kind(one: Basis, place: str | None) -> str:
    return one.kind if place is None else kind_at(one, place)
