"""What came of a secret ballot, in words: what its form publishes, never an exact area of a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.blocks.options import options_of
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Block


def words(d: Draft, block: Block, unit: str, units: str) -> Sentence:
    """What came of it: what its form publishes, never an exact area of a choice."""
    tally = d.tally
    zh = [f"应投票 {tally['roll']} {unit}，已投票 {tally['voted']} {unit}"]
    en = [f"{tally['voted']} of {tally['roll']} {units} voted"]
    options = options_of(block.settings)
    if tally.get("@unopened") == "not_opened":
        return Sentence(
            f"{zh[0]}；票箱未能打开，票数无人知道",
            f"{en[0]}; the box was not opened and nobody knows the count",
        )
    if "@unopened" in tally:
        return Sentence(f"{zh[0]}；人数不够，票箱没有打开", f"{en[0]}; too few, and the box was not opened")
    if all(option.value in tally for option in options):
        zh.append("，".join(f"{o.label.zh} {tally[o.value]} 票" for o in options))
        en.append(", ".join(f"{o.label.en} {tally[o.value]}" for o in options))
    else:
        zh.append("人数较少，按规定只公布是否通过")
        en.append("so few that only whether it passed is published")
    if all(f"{option.value}_share" in tally for option in options):
        zh.append("按面积：" + "，".join(f"{o.label.zh}约 {tally[f'{o.value}_share']}%" for o in options))
        en.append(
            "by area: " + ", ".join(f"{o.label.en} about {tally[f'{o.value}_share']} %" for o in options)
        )
    return Sentence("；".join(zh), "; ".join(en))
