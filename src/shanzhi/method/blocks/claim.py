"""Claim (抢单、接单): any of a pool takes the matter, and is then its holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import RESULT, BlockKind, Settings, act, counts_nothing, no_words
from shanzhi.method.build_barred import barred_by
from shanzhi.method.keys import WHO, WHO_EN, Key, Shape, key
from shanzhi.method.model import Act, Field
from shanzhi.method.rules import Barred, Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node


def _acts(s: Settings, at: Rule) -> list[Act]:
    taking = act("take", "接单", "Take it", s["by"], at, *s.get("asks", ()))
    return [replace(taking, barred=s["not"]) if s.get("not") is not None else taking]


def _not(b: Builder, node: Node) -> Barred | None:
    return barred_by(b, node, "not")


def asked_facts(b: Builder, node: Node) -> tuple[Field, ...]:
    """The facts that taking it asks."""
    return b.facts(node)


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who may take it, for how long."""
    said = Sentence(
        "谁可以接单：{w}；先接先得，接的人就是接单人。", "Who may take it: {w}; the first who does has it."
    )
    return [said.fill(w=say.who(s["by"]))]


KIND = BlockKind(
    kind="claim",
    count_words=no_words,
    aloud=_aloud,
    name=Sentence("抢单", "claim"),
    doc=Sentence("抢单：一群人中任一人接下", "any of a pool takes it"),
    shape=Shape(
        {
            "by": key("roles", "可接单者：" + WHO, "who may take it: " + WHO_EN, required=True),
            "asks": key("words", "接单时要填的事实", "the facts that taking it asks"),
            "not": key(
                "texts",
                "回避：opener、actors.环节、people.x",
                "who may not take it: opener, actors.stage, people.x",
            ),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={
        "taken": Sentence("有人接单", "taken"),
        "unclaimed": Sentence("无人接单", "nobody takes it"),
    },
    counts=counts_nothing,
    acts=_acts,
    act_names=("take",),
    closes=True,
    was_open="open_for",
    collects=False,
    passing=frozenset(),
    yields={"taker": ("person",)},
    of_many=False,
    invites=Sentence("有人求助", "Help wanted"),
    thresholds=None,
    takes_part=("take",),
    taken_back={},
    builds={"asks": asked_facts, "not": _not},
    form="asks",
    holder="by",
)
