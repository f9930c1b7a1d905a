"""Checklist (清单): items, each done with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import BlockKind, Settings, act, field
from shanzhi.method.keys import Shape, key
from shanzhi.method.model import DESK, Act
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node


def _counts(s: Settings) -> tuple[str, ...]:
    return ("items", "done")


def _acts(s: Settings, at: Rule) -> list[Act]:
    who = s.get("by") or DESK
    item = field("item", "text", "哪一项", "Which item", at, max=60)
    proof = field("proof", "text", "完成情况", "What was done", at, optional=True, max=500)
    files = field("files", "files", "附件", "Files", at, optional=True)
    why = field("reason", "text", "理由", "Why", at, max=200)
    return [
        act("tick", "完成一项", "Done with an item", who, at, item, proof, files),
        act("untick", "退回一项", "Take an item back", who, at, item, why),
    ]


def _items(b: Builder, node: Node) -> dict[str, dict[str, Any]]:
    return {name: _item(b, item) for name, item in node.value.items()}


def _item(b: Builder, node: Node) -> dict[str, Any]:
    get = node.value.get
    return {
        "label": b.text(node, "label"),
        "proof": get("proof").value if "proof" in node.value else "none",
        "optional": get("optional").value if "optional" in node.value else False,
    }


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {"items": Sentence("清单的项数", "the items"), "done": Sentence("做完的项数", "the items done")}


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """The items, who ticks them."""
    proofs = {
        "none": Sentence("", ""),
        "text": Sentence("，写明情况", ", told in words"),
        "files": Sentence("，附文件", ", with files"),
    }
    found = []
    for item in s.get("items", {}).values():
        optional = Sentence("，可不做", ", may be left") if item["optional"] else Sentence("", "")
        said = Sentence("清单一项：“{l}”{p}{o}。", "An item: “{l}”{p}{o}.")
        found.append(said.fill(l=item["label"], p=proofs[item["proof"]], o=optional))
    if "of" in s:
        said = Sentence("{f}的每一条是清单的一项。", "Each line of {f} is an item.")
        found.append(said.fill(f=say.names.fact(s["of"])))
    by = say.who(s["by"]) if "by" in s else Sentence("当前经办", "the desk")
    said = Sentence(
        "由{w}逐项勾，也可退回一项；全部做完往下走。",
        "{w} tick them, or take one back; all done, it goes on.",
    )
    return [*found, said.fill(w=by)]


KIND = BlockKind(
    kind="checklist",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("清单", "checklist"),
    doc=Sentence("清单：逐项完成", "items, each done with its proof"),
    shape=Shape(
        {
            "items": key("map:item", "固定的项", "fixed items"),
            "of": key("text", "列表（data.x）：每一项成一条", "a list (data.x): one item for each"),
            "by": key("roles", "谁可勾（默认当前经办）", "who may tick (default: the desk)"),
        }
    ),
    shapes={
        "item": Shape(
            {
                "label": key("text", "名称", "its label", required=True),
                "proof": key("choice:none|text|files", "所需证明", "the proof it needs"),
                "optional": key("boolean", "可不做", "may be left undone"),
            },
            short="label",
        )
    },
    outcomes={"complete": Sentence("全部完成", "all done")},
    counts=_counts,
    acts=_acts,
    act_names=("tick", "untick"),
    closes=False,
    collects=True,
    passing=frozenset(),
    of_many=False,
    invites=None,
    thresholds=None,
    takes_part=(),
    taken_back={},
    fields={"of": ("list",)},
    one_of=("items", "of"),
    builds={"items": _items},
    items="items",
    lists="of",
)
