"""Split (协办): child matters, joined again when they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import BlockKind, Settings, act, field
from shanzhi.method.keys import Shape, key
from shanzhi.method.model import DESK, Act
from shanzhi.method.opens import Opens
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
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


KIND = BlockKind(
    kind="split",
    name=Sentence("协办", "joint handling"),
    doc=Sentence("协办：分成若干子事项，办完汇合", "child matters, joined again"),
    shape=Shape(
        {
            "method": key("id", "子事项的工作法", "the children's method", required=True),
            "of": key("text", "列表字段：每一项开一件（不写则只开一件）", "a list field: one child for each (without it: one child)"),
            "as": key("word", "每一项填入子事项的哪个字段", "the child's field that takes the item"),
            "with": key("map:handed", "子事项字段: 本事项的值（data.x、opener）", "its fields: values of this matter (data.x, opener)"),
            "needs": key("any", "all、any 或件数", "all, any, or how many"),
            "left": key("choice:close|leave", "不再等待时，没办完的子事项：close 一并结束（默认），leave 各自办下去", "what becomes of children not yet back when it goes on: close (default), or leave them to themselves"),
        }
    ),
    outcomes={"joined": Sentence("都办完了", "all are back")},
    optional={"recalled": Sentence("不再等待", "waited no longer")},
    counts=_counts,
    acts=_acts,
    act_names=("recall",),
    closes=False,
    collects=True,
    passing=frozenset(),
    of_many=False,
    invites=None,
    thresholds=None,
    takes_part=(),
    taken_back={},
    fields={"of": ("list", "offices")},
    builds={"needs": _needs},
    opens=Opens(method="method", shared="with", each="of", into="as"),
)  # fmt: skip
