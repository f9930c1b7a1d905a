"""Split (协办): child matters, joined again when they come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import RESULT, BlockKind, Settings, act, field
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import DESK, Act
from shanzhi.method.opens import Opens
from shanzhi.method.results import LINES
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node


def _counts(s: Settings) -> tuple[str, ...]:
    return ("children", "done", "undone")


def _acts(s: Settings, at: Rule) -> list[Act]:
    why = field("reason", "text", "理由", "Why", at, max=200)
    return [act("recall", "不再等待", "Wait no longer", DESK, at, why)]


def _needs(b: Builder, node: Node) -> Any:
    value = node.plain()
    if value in ("all", "any") or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    expected = Sentence("all、any 或从 1 起的整数", "all, any or a whole number from 1")
    b.problems.add("SZ203", node, key="needs", expected=expected)
    return None


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "children": Sentence("分出去的件数", "the matters given out"),
        "done": Sentence("已办完的件数", "those closed"),
        "undone": Sentence("没有办成的件数", "those that failed"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """What is given out, how many must be back."""
    each = say.names.fact(s["of"]) if "of" in s else None
    one = Sentence("另开一件{m}。", "One matter of {m} is opened.")
    many = Sentence("{f}的每一项另开一件{m}。", "For each of {f} a matter of {m} is opened.")
    found = [(one if each is None else many).fill(m=say.names.other(s["method"]), f=each)]
    if "as" in s:
        found.append(Sentence("那一项填进它的 {a}。", "The item becomes its {a}.").fill(a=s["as"]))
    found += [Sentence("{t}。", "{t}.").fill(t=one) for one in say.names.opened(s)]
    needs = s.get("needs", "all")
    said = {
        "all": Sentence("全部办完才往下走。", "It goes on when all are back."),
        "any": Sentence("有一件办完就往下走。", "It goes on when one is back."),
    }.get(needs, Sentence("{n} 件办完就往下走。", "It goes on when {n} are back."))
    found.append(said.fill(n=needs))
    rest = (
        Sentence("没办完的各自办下去", "those not yet back go on by themselves")
        if s.get("left") == "leave"
        else Sentence("没办完的一并结束", "those not yet back are closed")
    )
    said = Sentence(
        "当前经办可以说明理由、不再等待：{r}。", "The desk may wait no longer, with its reason: {r}."
    )
    return [*found, said.fill(r=rest)]


KIND = BlockKind(
    kind="split",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("协办", "joint handling"),
    doc=Sentence("协办：分成若干子事项，办完汇合", "child matters, joined again"),
    shape=Shape(
        {
            "method": key("id", "子事项的工作法", "the children's method", required=True),
            "opening": key("word", "它的哪个入口（不写则第一个）", "which of its ways in (left out: the first)"),
            "of": key("text", "列表（data.x）：每一项开一件（不写则只开一件）", "a list (data.x): one child for each (without it: one child)"),
            "as": key("word", "每一项填入子事项的哪个字段", "the child's field that takes the item"),
            "with": key("map:handed", "子事项字段: 本事项的值（data.x、opener；of 是列表时还有 line.x，写了就只交写明的）", "its fields: values of this matter (data.x, opener; of a list line.x too, and then no other part of the line)"),
            "needs": key("any", "all、any 或件数", "all, any, or how many"),
            "left": key("choice:close|leave", "不再等待时，没办完的子事项：close 一并结束（默认），leave 各自办下去", "what becomes of children not yet back when it goes on: close (default), or leave them to themselves"),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"joined": Sentence("都办完了", "all are back")},
    optional={"recalled": Sentence("不再等待", "waited no longer")},
    counts=_counts,
    acts=_acts,
    act_names=("recall",),
    closes=False,
    collects=True,
    passing=frozenset(("result",)),
    yields={LINES: ("list",)},
    of_many=False,
    invites=None,
    thresholds=None,
    takes_part=(),
    taken_back={},
    fields={"of": ("list", "offices")},
    builds={"needs": _needs},
    opens=Opens(method="method", opening="opening", shared="with", each="of", into="as"),
)  # fmt: skip
