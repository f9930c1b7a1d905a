"""How votes of a ballot are cast (怎么投): by each one here, or counted elsewhere and entered as totals by two tellers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from shanzhi.method.blocks.base import Owed, Settings, act, field
from shanzhi.method.blocks.options import options_of
from shanzhi.method.model import Act, Field
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

WAYS = ("hands", "box", "paper", "online", "official")
"""举手、投票箱、纸质票、线上、官方系统."""
TOTALS = ("hands", "box", "official")
"""Ways of which only sums come here: nobody's vote, so nothing may be cast one by one beside them."""
WAY_NAMES = {
    "hands": Sentence("举手", "a show of hands"),
    "box": Sentence("投票箱", "a ballot box"),
    "official": Sentence("官方系统", "the official system"),
}
"""What those ways are called."""
EACH_ALONE = Sentence(
    "请独立清点后填报；另一位也填，两个人填的一样才算数。各项加废票不能多于名册。",
    "Count by yourself, then enter it; the other teller does too, and it counts when both say the same. All votes and spoilt papers together never exceed the roll.",
)
TOTALS_ACTS = ("enter_totals",)
MIXED = Sentence(
    "举手、投票箱、官方系统只有总数，不能与线上或纸质逐票投混用，否则一个人会算两次；官方系统的结果也不与会上的相加",
    "a show of hands, a box and an official system give sums alone: beside votes cast one by one somebody would count twice, and neither is an official result added to that of a meeting",
)
NO_CLERKS = Sentence(
    "受托人签的是纸质票，由录入的人核对委托书，请写 clerks",
    "a proxy from outside signs a paper, whose authority a clerk looks at: write `clerks`",
)
NO_TELLERS = Sentence(
    "总数要由两个人各自填报，请写 tellers", "totals are entered by two people, each alone: write `tellers`"
)


def cast_setting(b: Builder, node: Node) -> tuple[str, ...] | None:
    """The ways, written out or as an input of choices sets them."""
    given = [str(one.value) for one in node.value]
    if len(given) == 1 and given[0].startswith("inputs."):
        name = given[0].removeprefix("inputs.")
        given_kind = b.inputs[name].kind if name in b.inputs else None
        if given_kind is not None and given_kind.options and given_kind.several:
            given = [str(one) for one in b.values[name] or ()]
    for word in given:
        if word not in WAYS:
            b.problems.add("SZ204", node, value=word, choices=either(WAYS))
            return None
    return tuple(dict.fromkeys(given))


def cast_by(settings: Settings) -> tuple[str, ...]:
    """How votes are cast with these settings."""
    ways: tuple[str, ...] | None = settings.get("cast")
    return ways if ways is not None else ("online", "paper")


def in_totals(settings: Settings) -> bool:
    """Whether only totals come here."""
    return not set(cast_by(settings)).isdisjoint(TOTALS)


def totals_acts(s: Settings, at: Rule) -> list[Act]:
    """The act by which two tellers enter totals; none where each vote is cast here."""
    if not in_totals(s) or s.get("tellers") is None:
        return []
    options = options_of(s)
    heads = [field(f"heads_{o.value}", "integer", o.label.zh, o.label.en, at, min=0) for o in options]
    form: list[Field] = [
        *heads,
        field("spoilt", "integer", "废票", "Spoilt papers", at, optional=True, min=0),
    ]
    if str(s.get("roll")) == "owner" or str(s.get("roll")).startswith("@"):
        form += [
            field(
                f"area_{o.value}", "integer", f"{o.label.zh}的面积（0.01 平方米）", f"{o.label.en}: area (0.01 m²)", at,
                optional=True, min=0,
            )
            for o in options
        ]  # fmt: skip
    if "official" in cast_by(s):
        form += [
            field("number", "text", "官方结果的文号", "Number of the official result", at, max=60),
            field("files", "files", "官方结果", "The official result", at),
        ]
    else:
        form.append(field("files", "files", "计票单照片", "A photo of the count", at, optional=True))
    return [
        replace(act("enter_totals", "填报票数", "Enter the count", s["tellers"], at, *form), help=EACH_ALONE)
    ]


def casting_faults(s: Settings) -> Iterator[Owed]:
    """What ways of casting owe: sums stand alone, and are entered by two."""
    ways = set(cast_by(s))
    meeting, one_by_one = ways & {"hands", "box"}, ways & {"paper", "online"}
    if in_totals(s) and (one_by_one or (meeting and "official" in ways)):
        yield Owed("SZ530", "cast", {"detail": MIXED})
    if s.get("outside_proxies") is not None and s.get("clerks") is None:
        yield Owed("SZ530", "outside_proxies", {"detail": NO_CLERKS})
    if in_totals(s) and s.get("tellers") is None:
        yield Owed("SZ530", "cast", {"detail": NO_TELLERS})
