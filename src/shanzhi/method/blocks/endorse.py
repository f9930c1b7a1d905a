"""Endorse (联名): a threshold of supporters in a window."""

from __future__ import annotations

from shanzhi.method.blocks.base import OPEN_FOR, RESULT, WITHIN, BlockKind, Settings, act
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

SUPPORT = Sentence("我支持", "I support it")


def _counts(s: Settings) -> tuple[str, ...]:
    return ("supporters", "threshold")


def _acts(s: Settings, at: Rule) -> list[Act]:
    label = s.get("label") or SUPPORT
    return [
        act("endorse", label.zh, label.en, s["by"], at),
        act("unendorse", "撤回支持", "Take my support back", s["by"], at),
    ]


KIND = BlockKind(
    kind="endorse",
    name=Sentence("联名", "endorsement"),
    doc=Sentence("联名：限期内达到人数", "a threshold of supporters in a window"),
    shape=Shape(
        {
            "by": key("roles", "谁可联名", "who may support", required=True),
            "per": key("choice:person|household", "按人或按户计", "counted by person or household"),
            "needs": key("number", "所需数；可用 electors（名册人数或户数）", "how many are needed; may speak of electors (how many there are)", required=True),
            "open_for": Key("duration", OPEN_FOR, required=True),
            "label": key("text", "这个动作叫什么（默认“我支持”）", "what the act is called (default: I support it)"),
            "carried": key("boolean", "来自的那件事的支持者也算在内", "supporters of the matter it came from count too"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={
        "reached": Sentence("达到人数", "enough support"),
        "expired": Sentence("人数不够", "too little support"),
    },
    counts=_counts,
    acts=_acts,
    act_names=("endorse", "unendorse"),
    window="open_for",
    collects=True,
    passing=frozenset(("open_for", "label", "result")),
    of_many=True,
    invites=Sentence("请您支持", "Please support"),
    thresholds=(),
    takes_part=("endorse",),
    taken_back={"endorse": "unendorse"},
    told=("endorse",),
    supported_by="endorse",
    slot="endorse",
    fields={"within": ("place",)},
    scope=("electors",),
)  # fmt: skip
