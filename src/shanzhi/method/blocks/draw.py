"""Draw (抽签): from entries that are fixed and published first, by a seed that lies in the future, so that anybody can draw again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import IN_WORDS, RESULT, BlockKind, English, Settings, act, field
from shanzhi.method.field_types import FIELD_TYPES, Thing
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import DESK, Act
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

DICE, PUBLISHED, COMMITTED = "dice", "published", "committed"
SOURCES = {
    DICE: Sentence("当众掷的骰子", "dice thrown before everybody"),
    PUBLISHED: Sentence("别处公布的号码", "numbers that others publish"),
    COMMITTED: Sentence("几方先封存、再公开的暗语", "words that several seal first and then tell"),
}
VOID, REST = "void", "rest"


def _counts(s: Settings) -> tuple[str, ...]:
    return ("entries", "places", "reserves")


def _acts(s: Settings, at: Rule) -> list[Act]:
    if s.get("source") == COMMITTED:
        sealed = field(
            "sealed",
            "text",
            "暗语的 SHA-256（64 位）",
            "SHA-256 of your words (64 digits)",
            at,
            min=64,
            max=64,
        )
        secret = field("secret", "text", "暗语原文", "Your words", at, min=8, max=200)
        who = s.get("by") or DESK
        return [
            act("commit", "交封存的暗语", "Seal my words", who, at, sealed),
            act("reveal", "公开暗语", "Tell my words", who, at, secret),
        ]
    label = (
        ("骰子点数，按掷的次序", "The dice, in the order thrown")
        if s.get("source") == DICE
        else ("号码，几组之间用 /", "The numbers, groups parted by /")
    )
    numbers = field("numbers", "text", *label, at, max=400)
    where = field("where", "text", "在哪里公布的", "Where it was published", at, optional=True, max=200)
    proof = field("files", "files", "照片或截图", "A photo or picture of it", at, optional=True)
    return [
        act("enter_seed", "录入种子", "Enter the seed", s.get("tellers") or DESK, at, numbers, where, proof)
    ]


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "entries": Sentence("参加抽签的", "the entries"),
        "places": Sentence("要抽出的", "how many are drawn"),
        "reserves": Sentence("候补的", "how many stand in"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """From what, how many, by which seed, who enters it, what becomes of who does not tell."""
    found = [
        Sentence("从{f}里抽，开始时名单定下、公布摘要。", "Drawn from {f}, fixed when it begins and published by its digest.").fill(f=say.names.fact(s["of"])),
        Sentence("抽出：{n}。", "Drawn: {n}.").fill(n=say.amount(s["places"])),
        Sentence("种子来自{s}（{w}），{b}才产生。", "The seed is {s} ({w}), which comes about at {b}.").fill(s=SOURCES[s["source"]], w=s["named"], b=say.names.fact(s["begins"])),
    ]  # fmt: skip
    if "reserves" in s:
        found.append(
            Sentence("候补，按抽出的次序：{n}。", "Who stands in, in the order drawn: {n}.").fill(
                n=say.amount(s["reserves"])
            )
        )
    if s["source"] == COMMITTED:
        found.append(
            Sentence(
                "有一方到时不公开，就用其余各方的。", "Who does not tell in time is left out of the seed."
            )
            if s.get("unrevealed") == REST
            else Sentence(
                "有一方到时不公开，就不抽，重来。", "If one does not tell in time, nothing is drawn."
            )
        )
        if "by" in s:
            found.append(Sentence("由{w}封存暗语。", "Words are sealed by {w}.").fill(w=say.who(s["by"])))
    elif "tellers" in s:
        found.append(
            Sentence(
                "由两人（{w}）各自录入，一样才算。",
                "Two of {w} enter it, each alone; it counts when both say the same.",
            ).fill(w=say.who(s["tellers"]))
        )
    return found


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    """How many there were, and which were drawn, in order."""
    if not kept.get("drawn"):
        return Sentence(f"{kept['entries']} 个，没有抽", f"{kept['entries']} entries, nothing drawn")
    drawn, reserve = ("、".join(map(str, kept[name])) for name in ("drawn", "reserve"))
    zh = f"从 {kept['entries']} 个里抽出第 {drawn} 号" + (f"，候补依次为第 {reserve} 号" if reserve else "")
    told = (", ".join(map(str, kept[name])) for name in ("drawn", "reserve"))
    drawn, reserve = told
    en = f"of {kept['entries']} no. {drawn} drawn" + (
        f", standing in, in order: no. {reserve}" if reserve else ""
    )
    return Sentence(zh, en)


def _check(b: Builder, node: Node, s: Settings) -> None:
    """What is shown of an entry is a part of its line, and no guarded one."""
    of, shown = b.fields.get(s.get("of") or ""), node.value.get("shown")
    if shown is None or of is None:
        return
    part = next((one for one in of.form if one.name == shown.value), None)
    if part is None or not part.kind.written:
        b.problems.add("SZ305", shown, name=shown.value, hint=Sentence("", ""))
    elif part.private or part.sensitive or of.private:
        b.problems.add("SZ520", shown, name=part.name)


ENTRIES = tuple(
    name
    for name, kind in FIELD_TYPES.items()
    if kind.rows or (kind.several and kind.points_to not in (None, Thing.FILE))
)
"""The facts that may hold what is drawn from, and what was drawn: lists, and people or offices of whom there are several."""

KIND = BlockKind(
    kind="draw",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("抽签", "draw"),
    doc=Sentence("抽签：名单先定，种子后出，谁都能复算", "a draw that anybody can draw again"),
    shape=Shape(
        {
            "of": key("text", "从哪里抽：列表、几个人、几个部门（data.x、people.x），开始时定下", "the entries: a list, persons or offices (data.x, people.x), fixed when it begins", required=True),
            "shown": key("word", "列表每行里公布哪一项（文字）；不写就只公布第几号", "which part of a line is published (a text); left out: its number alone"),
            "places": key("number", "抽几个", "how many are drawn", required=True),
            "reserves": key("number", "候补几个，按抽出的次序", "how many stand in, in the order drawn"),
            "source": key("choice:dice|published|committed", "种子从哪来：dice 当众掷骰子，published 别处公布的号码，committed 几方先封存再公开的暗语", "the seed: dice thrown in public, numbers that others publish, or words that several seal first and then tell", required=True),
            "named": key("text", "事先写明是哪一个：哪天哪一期、谁掷几颗", "which one, said before: of which day and issue, who throws how many", required=True),
            "begins": key("text", "种子何时产生：data.x（时间），须在以后", "when the seed comes about: data.x, a time yet to come", required=True),
            "tellers": key("roles", "谁录入种子，两人各自录入、一样才算（默认当前经办）", "who enters the seed: two, each alone, who must say the same (default: the desk)"),
            "by": key("roles", "谁封存暗语（committed）", "who seals words (committed)"),
            "unrevealed": key("choice:void|rest", "封存了到时不公开：void 不抽（默认），rest 用其余的", "where one who sealed does not tell: void (nothing is drawn, the default), or rest"),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"drawn": Sentence("抽出了", "drawn"), "undrawn": Sentence("没有抽成", "not drawn")},
    counts=_counts,
    acts=_acts,
    act_names=("enter_seed", "commit", "reveal"),
    closes=True,
    collects=True,
    passing=frozenset(("result",)),
    told_as=_told,
    yields={"words": IN_WORDS, "drawn": ENTRIES, "reserve": ENTRIES},
    of_many=False,
    invites=Sentence("请封存暗语", "Please seal your words"),
    thresholds=None,
    takes_part=("commit", "reveal"),
    taken_back={},
    slot="commit",
    fields={"of": ENTRIES, "begins": ("time",)},
    checked=_check,
)  # fmt: skip
