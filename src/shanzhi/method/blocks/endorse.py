"""Endorse (联名): a threshold of supporters in a window, of those on a roll."""

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
    Settings,
    act,
    field,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act
from shanzhi.method.rolls import ROLL_DOC, ROLLS, UNITS, roll_setting, roll_words
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker

SUPPORT = Sentence("我支持", "I support it")


def _counts(s: Settings) -> tuple[str, ...]:
    return ("supporters", "needs", "roll")


def _acts(s: Settings, at: Rule) -> list[Act]:
    label = s.get("label") or SUPPORT
    acts = [act("endorse", label.zh, label.en, VOTERS, at)]
    if s.get("undo"):
        acts.append(act("unendorse", "撤回支持", "Take my support back", VOTERS, at))
    if s.get("clerks") is not None:
        person = field("person", "person", "哪一位", "Who", at)
        acts.append(act("endorse_for", "代录支持", "Enter support for somebody", s["clerks"], at, person))
    return acts


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    have, need, (unit, units) = kept["supporters"], kept["needs"], UNITS[kept["roll"]]
    return Sentence(f"支持 {have} {unit}，需 {need} {unit}", f"{have} {units} support it, {need} needed")


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "supporters": Sentence("支持的总数", "those in support"),
        "needs": Sentence("要的数", "how many are needed"),
        "roll": Sentence("名册总数", "all on the roll"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who may support it, how many suffice, for how long."""
    said = Sentence("征集支持（“{l}”）：{r}。", "Support (“{l}”) is gathered: {r}.")
    found = [said.fill(l=s.get("label") or SUPPORT, r=roll_words(s["roll"], say))]
    found.append(Sentence("要够：{n}。", "It needs: {n}.").fill(n=say.amount(s["needs"])))
    if s.get("undo"):
        found.append(Sentence("支持了可以撤回。", "Support may be taken back."))
    if s.get("carried"):
        found.append(
            Sentence("原来那件事的支持者也算。", "Those who supported the matter it came from count too.")
        )
    if "clerks" in s:
        said = Sentence("没有手机的，由{w}代录。", "For those without a phone, {w} enter it.")
        found.append(said.fill(w=say.who(s["clerks"])))
    return found


KIND = BlockKind(
    kind="endorse",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("联名", "endorsement"),
    doc=Sentence("联名：限期内达到人数", "a threshold of supporters in a window"),
    shape=Shape(
        {
            "roll": Key("text", ROLL_DOC, required=True),
            "needs": key("number", "所需数；可用 count.roll（名册人数或户数）", "how many are needed; may speak of count.roll (how many there are)", required=True),
            "undo": key("boolean", "支持可以撤回", "support may be taken back"),
            "clerks": key("roles", "谁可替没有手机的人代录", "who may enter it for those without a phone"),
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
    act_names=("endorse", "unendorse", "endorse_for"),
    closes=True,
    was_open="open_for",
    collects=True,
    passing=frozenset(("label", "result")),
    told_as=_told,
    yields={"words": IN_WORDS, "percent": ("integer",), "supporters": ("people",)},
    of_many=True,
    invites=Sentence("请您支持", "Please support"),
    thresholds=(),
    takes_part=("endorse",),
    taken_back={"endorse": "unendorse"},
    for_others=("endorse_for",),
    told=("endorse", "endorse_for"),
    supported_by=("endorse", "endorse_for"),
    slot="endorse",
    per_unit=("endorse",),
    fields={"within": ("place",)},
    builds={"roll": roll_setting},
    offered={"roll": tuple(ROLLS)},
)  # fmt: skip
