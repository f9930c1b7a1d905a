"""What each block brings to its stage: its outcomes and the numbers it counts (its acts: `shanzhi.method.acts`).

The engine holds how a block decides (`shanzhi.engine.blocks`); this holds what a method's author, a page and
the checker need to know of it.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from shanzhi.method.cel import CelType
from shanzhi.method.model import Field, Option, Who
from shanzhi.method.words import Sentence

DESK = Who(desk=True, names=("desk",))


class BlockKind(Struct, frozen=True):
    """One kind: which outcomes must lead somewhere, which may, and whether its window gives the stage a date."""

    outcomes: tuple[str, ...]
    optional: tuple[str, ...] = ()
    dated: bool = True


KINDS: dict[str, BlockKind] = {
    "claim": BlockKind(("taken",), ("unclaimed",), dated=False),
    "checklist": BlockKind(("complete",), dated=False),
    "split": BlockKind(("joined",), ("recalled",), dated=False),
    "endorse": BlockKind(("reached", "expired")),
    "ballot": BlockKind(("passed", "failed"), ("no_quorum", "not_opened")),
    "publicity": BlockKind(("clear", "upheld")),
    "session": BlockKind(("held",), ("no_quorum",)),
    "survey": BlockKind(("passed",), ("failed", "too_few")),
    "wait": BlockKind(("elapsed",)),
}
# What people call a block's outcomes.
OUTCOME_NAMES: dict[str, Sentence] = {
    "taken": Sentence("有人接单", "taken"),
    "unclaimed": Sentence("无人接单", "nobody takes it"),
    "complete": Sentence("全部完成", "all done"),
    "joined": Sentence("都办完了", "all are back"),
    "recalled": Sentence("不再等待", "waited no longer"),
    "reached": Sentence("达到人数", "enough support"),
    "expired": Sentence("人数不够", "too little support"),
    "passed": Sentence("通过", "passed"),
    "failed": Sentence("未通过", "did not pass"),
    "no_quorum": Sentence("到的人不够", "no quorum"),
    "not_opened": Sentence("未能开票", "the box was not opened"),
    "clear": Sentence("无异议成立", "no objection upheld"),
    "upheld": Sentence("异议成立", "an objection upheld"),
    "held": Sentence("开成了", "held"),
    "too_few": Sentence("答的人不够", "too few answers"),
    "elapsed": Sentence("时间到", "time is over"),
}
BLOCK_NAMES: dict[str, Sentence] = {
    "claim": Sentence("抢单", "claim"),
    "checklist": Sentence("清单", "checklist"),
    "split": Sentence("协办", "joint handling"),
    "endorse": Sentence("联名", "endorsement"),
    "ballot": Sentence("表决", "ballot"),
    "publicity": Sentence("公示", "publicity"),
    "session": Sentence("会议", "meeting"),
    "survey": Sentence("评议", "survey"),
    "wait": Sentence("等候", "waiting"),
}
ROLLS = ("person", "household", "owner")
"""The rolls a ballot may be held by."""
ROLL_NAMES = {"residents": "person", "households": "household", "owners": "owner"}
"""The rolls as meetings call them."""
DEFAULT_OPTIONS = (
    Option("yes", Sentence("同意", "yes")),
    Option("no", Sentence("反对", "no")),
    Option("abstain", Sentence("弃权", "abstain")),
)


def required_outcomes(kind: str, settings: dict[str, Any]) -> tuple[str, ...]:
    """The outcomes that can occur with these settings and so must lead somewhere."""
    needed = list(KINDS[kind].outcomes)
    for setting, outcome in (("open_for", "unclaimed"), ("quorum", "no_quorum"), ("enough", "too_few")):
        if settings.get(setting) is not None and outcome in KINDS[kind].optional:
            needed.append(outcome)
    if kind == "survey" and settings.get("pass") is not None:
        needed.append("failed")
    return tuple(needed)


def counted(kind: str, settings: dict[str, Any]) -> dict[str, CelType]:
    """What the block counts, as bare names for conditions in its stage."""
    names: tuple[str, ...]
    if kind == "ballot":
        options = [o.value for o in settings.get("options") or DEFAULT_OPTIONS]
        plain = ["electors", "voted", *options]
        names = (*plain, *(f"{name}_area" for name in plain))
    elif kind == "survey":
        names = ("answers", *(n for q in settings.get("questions", ()) for n in question_names(q)))
    else:
        names = {
            "claim": (),
            "checklist": ("items", "done"),
            "split": ("children", "closed_children", "failed_children"),
            "endorse": ("supporters", "threshold"),
            "publicity": ("objections", "answered", "upheld"),
            "session": ("attended", "expected", "others"),
            "wait": (),
        }[kind]
    return dict.fromkeys(names, CelType.INTEGER)


BALLOT_COUNTS = ("electors", "voted", "proxies", "roll", "secret")
"""What the count of a ballot holds besides its options."""


def taken_option(value: str, options: tuple[str, ...]) -> str | None:
    """The name in a ballot's count that an option would be mixed up with, if there is one."""
    plain = value.removesuffix("_area")
    if value in BALLOT_COUNTS:
        return value
    return plain if plain != value and plain in (*BALLOT_COUNTS, *options) else None


_STANCE = re.compile(r"同意|赞成|支持|弃权|是|yes|agree|approve|abstain|in favour", re.IGNORECASE)
_AGAINST = re.compile(
    r"[都均皆]不|不同意|不赞成|不支持|反对|以上[都均]?不|^[否不]$|^no$|\b(?:none|neither|against|reject|oppose|disagree)\b",
    re.IGNORECASE,
)


def plans_of(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The plans among a ballot's options that nobody can be against altogether; none where one may be."""
    if any(_AGAINST.search(o.label.zh) or _AGAINST.search(o.label.en) for o in options):
        return ()
    return tuple(o for o in options if not (_STANCE.fullmatch(o.label.zh) or _STANCE.fullmatch(o.label.en)))


def asked_scope(kind: str, settings: dict[str, Any]) -> dict[str, CelType]:
    """What the conditions among the block's own settings may speak of besides: the roll, where a threshold rests on it."""
    scope = counted(kind, settings)
    return {**scope, "electors": CelType.INTEGER} if kind == "endorse" else scope


def question_names(question: Field) -> tuple[str, ...]:
    """What is counted of one question: the sum of numbers, or how many chose each option."""
    if question.options:
        return tuple(f"n_{question.name}_{o.value}" for o in question.options)
    if question.type in ("integer", "money"):
        return (f"sum_{question.name}",)
    if question.type == "boolean":
        return (f"n_{question.name}_true",)
    return ()
