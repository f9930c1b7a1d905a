"""An election in words: how a file is read aloud, what it counts, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.rolls import UNITS, roll_words
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker

TIES = {
    "run_off": Sentence("得票相等、名额不够的，在他们中间再投一次。", "Of equals for too few places another vote decides, among them alone."),
    "draw": Sentence("得票相等、名额不够的，当众抽签。", "Of equals for too few places lots decide, drawn in public."),
}  # fmt: skip
WORDS = {
    "roll": Sentence("名册总数", "all on the roll"),
    "roll_area": Sentence("名册总面积", "the area of all on the roll"),
    "voted": Sentence("参加投票的总数", "those who took part"),
    "voted_area": Sentence("参加投票的面积", "the area of those who took part"),
    "given": Sentence("发出的票", "the papers handed out"),
    "valid": Sentence("有效票", "the valid papers"),
    "blank": Sentence("空白票", "the blank papers"),
    "spoilt": Sentence("废票", "the spoilt papers"),
    "candidates": Sentence("候选人数", "the candidates"),
    "places": Sentence("应选人数", "how many are elected"),
    "elected": Sentence("当选人数", "those elected"),
    "left": Sentence("留下再选的人数", "those left for another vote"),
    "votes": Sentence("一位候选人的得票", "the votes of a candidate"),
    "votes_area": Sentence("一位候选人得票的面积", "the area for a candidate"),
}


def count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    """The words for what it counts."""
    return dict(WORDS)


def aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who votes, for whom, how many are elected, by what, and what becomes of equals."""
    said = Sentence("选举：{r}。", "An election: {r}.")
    found = [said.fill(r=roll_words(s["roll"], say))]
    said = Sentence("从{f}里选 {n} 人。", "Of {f} {n} are elected.")
    found.append(said.fill(f=say.names.fact(s["of"]), n=say.amount(s["places"])))
    if "margin" in s:
        said = Sentence("候选人至少要多出 {n} 人。", "There are at least {n} more candidates.")
        found.append(said.fill(n=say.amount(s["margin"])))
    if s.get("write_ins"):
        found.append(Sentence("可以另写别人的名字。", "Other names may be written."))
    if "quorum" in s:
        said = Sentence(
            "参加的要够：{c}；不够就是“到的人不够”。", "Enough must take part: {c}; else there is no quorum."
        )
        found.append(said.fill(c=say.condition(s["quorum"])))
    if "pass" in s:
        found.append(Sentence("当选的条件：{c}。", "What elects: {c}.").fill(c=say.condition(s["pass"])))
    found.append(TIES[s["ties"]])
    said = Sentence(
        "由{w}计票、监票，两个人各录一遍。", "The tellers are {w}; two of them enter it, each alone."
    )
    found.append(said.fill(w=say.who(s["tellers"])))
    return found


STATES = {
    "elected": Sentence("当选", "elected"),
    "reserve": Sentence("候补", "stands in"),
    "tied": Sentence("得票相等", "equal"),
    "": Sentence("", ""),
}
"""What became of a candidate, by the word that the record keeps."""


def told(kept: Mapping[str, Any]) -> Sentence:
    """Who took part, what became of the papers, and the votes of each candidate."""
    unit, units = UNITS[kept["roll"]]
    zh = [f"应投票 {kept['all']} {unit}，参加 {kept['voted']} {unit}"]
    en = [f"{kept['voted']} of {kept['all']} {units} took part"]
    if "counts" not in kept:
        return Sentence(zh[0], en[0])
    given = (
        (f"发出 {kept['given']} 张，", f"{kept['given']} papers handed out, ")
        if "given" in kept
        else ("", "")
    )
    zh.append(f"{given[0]}有效 {kept['valid']} 张，空白 {kept['blank']} 张，废票 {kept['spoilt']} 张")
    en.append(f"{given[1]}{kept['valid']} valid, {kept['blank']} blank, {kept['spoilt']} spoilt")
    zh.append(f"应选 {kept['places']} 人，当选 {kept['elected']} 人")
    en.append(f"{kept['elected']} of {kept['places']} elected")
    each = sorted(kept["counts"], key=lambda one: -one["heads"])
    zh.append("，".join(_line(one)[0] for one in each))
    en.append(", ".join(_line(one)[1] for one in each))
    if kept.get("others"):
        zh.append(f"另选他人 {kept['others']} 票")
        en.append(f"{kept['others']} for others")
    return Sentence("；".join(zh), "; ".join(en))


def _line(one: Mapping[str, Any]) -> tuple[str, str]:
    """One candidate: who, how many votes, what became of them."""
    state = STATES[one["state"]]
    name = one["label"]
    share = (
        (f"，面积约 {one['share']}%", f", about {one['share']} % of the area") if "share" in one else ("", "")
    )
    zh = f"{name or str(one['n']) + ' 号'} {one['heads']} 票{share[0]}" + (
        f"（{state.zh}）" if state.zh else ""
    )
    en = f"{name or 'no. ' + str(one['n'])} {one['heads']}{share[1]}" + (f" ({state.en})" if state.en else "")
    return zh, en
