"""What came of a ballot, in words, from what the record keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.blocks.base import English
from shanzhi.method.rolls import UNITS
from shanzhi.method.words import Sentence

CLOSED = {
    "not_opened": Sentence("票箱未能打开，票数无人知道", "the box was not opened and nobody knows the count"),
    "no_quorum": Sentence("人数不够，票箱没有打开", "too few, and the box was not opened"),
}
"""Why the count of a secret ballot is not known."""
FEW = Sentence("人数较少，按规定只公布是否通过", "so few that only whether it passed is published")


def told(kept: Mapping[str, Any], english: English) -> Sentence:
    """The count by heads; areas in whole per cent where that gives no single vote away."""
    (unit, units), all_, voted = UNITS[kept["roll"]], kept["all"], kept["voted"]
    zh = [f"应投票 {all_} {unit}，已投票 {voted} {unit}"]
    en = [f"{voted} of {all_} {units} voted"]
    if "area" in kept:
        whole, cast = (f"{kept[name] / 100:.2f}" for name in ("area", "voted_area"))
        zh.append(f"应投面积 {whole} 平方米，已投 {cast} 平方米")
        en.append(f"{cast} of {whole} m²")
    for part in _parts(kept, english):
        zh.append(part.zh)
        en.append(part.en)
    return Sentence("；".join(zh), "; ".join(en))


def _parts(kept: Mapping[str, Any], english: English) -> list[Sentence]:
    if "unopened" in kept:
        return [CLOSED[kept["unopened"]]]
    counts, found = kept["counts"], []
    heads = [one for one in counts if "heads" in one]
    together = bool(heads) and not kept["secret"]
    if heads:
        zh = [
            f"{one['label']} {one['heads']} 票" + (_share(one, "（面积约 {}%）") if together else "")
            for one in heads
        ]
        en = [
            f"{english(one['label'])} {one['heads']}"
            + (_share(one, " (about {} % of the area)") if together else "")
            for one in heads
        ]
        found.append(Sentence("，".join(zh), ", ".join(en)))
    else:
        found.append(FEW)
    if not together and all("share" in one for one in counts):
        zh = [f"{one['label']}约 {one['share']}%" for one in counts]
        en = [f"{english(one['label'])} about {one['share']} %" for one in counts]
        found.append(Sentence("按面积：" + "，".join(zh), "by area: " + ", ".join(en)))
    return found


def _share(one: Mapping[str, Any], words: str) -> str:
    return words.format(one["share"]) if "share" in one else ""
