"""Gather (征集): others open child matters in a window; they are laid out together, ranked, chosen, and sent on as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import (
    IN_WORDS,
    RESULT,
    VOTERS,
    WITHIN,
    BlockKind,
    English,
    Meanwhile,
    Settings,
    act,
    field,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import DESK, Act
from shanzhi.method.opens import Opens
from shanzhi.method.results import CHOSEN, LINES, lined
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting, roll_words
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

SUBMIT = Sentence("我要提交", "Hand mine in")
BY_LINE = ("rank", "qualifies")
"""The settings that speak of one of the gathered."""


def picked(s: Mapping[str, Any]) -> bool:
    """Whether the desk may come to choose: where it is to, or where the last place is tied."""
    return bool(s.get("picks")) or ("takes" in s and "rank" in s and s.get("ties", "desk") == "desk")


def _counts(s: Settings) -> tuple[str, ...]:
    return ("gathered", "standing", "late", "withdrawn", "chosen", "roll")


def _acts(s: Settings, at: Rule) -> list[Act]:
    label = s.get("label") or SUBMIT
    found = [act("submit", label.zh, label.en, VOTERS, at, *s.get("form", ()))]
    if picked(s):
        which = field("number", "integer", "几号事项", "The number of the matter", at)
        why = field("reason", "text", "怎么定的", "How it was decided", at, max=500, optional=True)
        found += [
            act("pick", "选中", "Choose", DESK, at, which),
            act("unpick", "不选", "Choose no longer", DESK, at, which),
            act("conclude", "选定", "Settle the choice", DESK, at, why),
        ]
    return found


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    """How many came, late and withdrawn ones apart, how many were chosen."""
    zh, en = [f"征集到 {kept['gathered']} 件"], [f"{kept['gathered']} gathered"]
    for name, said in (
        ("late", Sentence("其中迟交", "late")),
        ("withdrawn", Sentence("撤回", "withdrawn")),
        ("out", Sentence("没有通过", "turned down")),
    ):
        if kept.get(name):
            zh.append(f"{said.zh} {kept[name]} 件")
            en.append(f"{kept[name]} {said.en}")
    zh.append(f"选定 {kept['chosen']} 件")
    en.append(f"{kept['chosen']} chosen")
    if kept.get("tied"):
        zh.append(f"并列 {kept['tied']} 件")
        en.append(f"{kept['tied']} tied for the last place")
    return Sentence("，".join(zh), ", ".join(en))


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "gathered": Sentence("提交的件数", "those handed in"),
        "standing": Sentence("仍然算数的件数", "those that still stand"),
        "late": Sentence("迟交的件数", "those handed in late"),
        "withdrawn": Sentence("撤回的件数", "those withdrawn"),
        "chosen": Sentence("选定的件数", "those chosen"),
        "roll": Sentence("名册总数", "all on the roll"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Whose matters are gathered, what is asked, how it is chosen among them."""
    said = Sentence("征集（{m}）：{r}。", "Matters of {m} are gathered: {r}.")
    found = [said.fill(m=say.names.other(s["method"]), r=roll_words(s["roll"], say))]
    if "label" in s:
        found.append(Sentence("提交叫“{l}”。", "Handing one in is called “{l}”.").fill(l=s["label"]))
    if s.get("form"):
        found.append(Sentence("问：{q}。", "It asks: {q}.").fill(q=say.asked(s["form"])))
    found += [Sentence("{t}。", "{t}.").fill(t=one) for one in say.names.opened(s)]
    most = Sentence("每一位最多 {n} 件。", "At most {n} from each.")
    found.append(most.fill(n=s.get("most", 1)))
    if "needs" in s:
        said = Sentence("至少要 {n} 件；不够就是“征集到的太少”。", "At least {n}; else too few.")
        found.append(said.fill(n=say.amount(s["needs"])))
    if s.get("late") == "take":
        found.append(
            Sentence("迟交的也收，另外计数。", "Late ones are taken until it is settled, and counted apart.")
        )
    else:
        found.append(Sentence("过期不收。", "Late ones are refused."))
    if "qualifies" in s:
        said = Sentence("只选合乎这个条件的：{c}。", "Only those are chosen for which it holds: {c}.")
        found.append(said.fill(c=say.condition(s["qualifies"])))
    if "rank" in s:
        low = s.get("order") == "least"
        said = (
            Sentence("按{n}从小到大排。", "Ranked by {n}, the least first.")
            if low
            else Sentence("按{n}从大到小排。", "Ranked by {n}, the most first.")
        )
        found.append(said.fill(n=say.amount(s["rank"])))
    if "takes" in s:
        found.append(Sentence("最多选 {n} 件。", "At most {n} are chosen.").fill(n=say.amount(s["takes"])))
        if "rank" in s:
            ties = {
                "all": Sentence("末位并列的都选。", "Those tied for the last place are all chosen."),
                "none": Sentence("末位并列的都不选。", "Of those tied for the last place none is chosen."),
            }.get(
                s.get("ties", "desk"),
                Sentence(
                    "末位并列的由当前经办选定。", "Among those tied for the last place the desk chooses."
                ),
            )
            found.append(ties)
    if s.get("picks"):
        found.append(Sentence("由当前经办选定。", "The desk chooses."))
    return found


def _checked(b: Builder, node: Node, s: Settings) -> None:
    """What speaks of one of the gathered needs a list that keeps them."""
    if lined(s.get("result")) is None:
        for name in BY_LINE:
            if name in node.value:
                choices = Sentence("result 里的 lines", "lines under `result`")
                b.problems.add("SZ208", node.keys[name], key="gather", choices=choices)


KIND = BlockKind(
    kind="gather",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("征集", "gathering"),
    doc=Sentence("征集：限期内由大家提交，放在一起排列、选定", "others' matters in a window, laid out together and chosen"),
    shape=Shape(
        {
            "method": key("id", "提交的事项用哪个工作法", "the gathered matters' method", required=True),
            "opening": key("word", "它的哪个入口（不写则第一个）", "which of its ways in (left out: the first)"),
            "roll": Key("text", ROLL_DOC, required=True),
            "form": key("map:field", "提交时问什么；按名字填进子事项", "what is asked of whoever hands one in, by the names of the child's fields"),
            "with": key("map:handed", "子事项字段: 本事项的值（data.x、opener）", "its fields: values of this matter (data.x, opener)"),
            "most": key("integer", "每一位（户、业主）最多几件（默认 1）", "how many at most from each that counts by the roll (default 1)"),
            "needs": key("number", "至少要几件", "how many it needs"),
            "late": key("choice:refuse|take", "过期的：refuse 不收（默认），take 选定前仍收、另外计数", "what comes late: refuse (default), or take until it is settled, counted apart"),
            "rank": key("number", "按什么排名；可说 line.x", "what they are ranked by; may speak of line.x"),
            "order": key("choice:most|least", "大的在前（默认）或小的在前", "the most first (default), or the least"),
            "qualifies": key("condition", "合乎什么条件的才选；可说 line.x", "which may be chosen; may speak of line.x"),
            "takes": key("number", "最多选几件", "how many are chosen at most"),
            "ties": key("choice:desk|all|none", "末位并列：desk 由经办选定（默认），all 都选，none 都不选", "a tie for the last place: the desk chooses (default), all of them, or none"),
            "picks": key("boolean", "由当前经办选定", "the desk chooses"),
            "pick_within": key("duration", "到期后多久内选定", "how long the desk has to choose, after the window"),
            "label": key("text", "提交叫什么（默认“我要提交”）", "what handing one in is called"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"gathered": Sentence("征集完成", "gathered")},
    optional={"few": Sentence("征集到的太少", "too few were gathered")},
    called_for={"needs": "few"},
    counts=_counts,
    acts=_acts,
    act_names=("submit", "pick", "unpick", "conclude"),
    closes=True,
    collects=True,
    passing=frozenset(("label", "result")),
    told_as=_told,
    yields={"words": IN_WORDS, LINES: ("list",), CHOSEN: ("people",)},
    of_many=True,
    invites=Sentence("请您提交", "Please hand yours in"),
    thresholds=("needs",),
    takes_part=("submit",),
    taken_back={},
    told=("submit",),
    slot="gather",
    meanwhile=Meanwhile(("gathered", "late", "withdrawn", "roll"), whole=True, acts=("submit", "pick", "unpick")),
    fields={"within": ("place",)},
    builds={"roll": roll_setting},
    offered={"roll": tuple(ROLLS)},
    form="form",
    checked=_checked,
    gathers=True,
    opens=Opens(method="method", opening="opening", shared="with", asked="form"),
)  # fmt: skip
