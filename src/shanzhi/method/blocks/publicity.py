"""Publicity (公示): shown for a time; objections must be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import BlockKind, Fault, Settings, act, field
from shanzhi.method.keys import Shape, key
from shanzhi.method.model import DESK, Act, Who
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker


def _counts(s: Settings) -> tuple[str, ...]:
    return ("objections", "answered", "upheld")


def _acts(s: Settings, at: Rule) -> list[Act]:
    who, which = s["objections"], ("objection", "integer", "第几条异议", "Which objection", at)
    why = field("reason", "text", "理由", "Why", at, max=1000)
    upheld = field("upheld", "boolean", "异议成立", "It is upheld", at)
    answer = field("answer", "text", "答复", "The answer", at, max=2000)
    return [
        act("object", "提出异议", "Object", who, at, why),
        act("answer", "答复异议", "Answer an objection", DESK, at, field(*which, min=1), upheld, answer),
        act("take_back", "撤回异议", "Take my objection back", who, at, field(*which, min=1, optional=True)),
    ]


def _owes(s: Settings, stage: str) -> Iterator[Fault]:
    """Somebody can object."""
    who: Who = s["objections"]
    if not (who.resident or who.anyone or who.opener or who.roles):
        yield Fault("SZ508", "objections", {"name": stage})


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "objections": Sentence("异议的条数", "the objections"),
        "answered": Sentence("答复了的异议", "the objections answered"),
        "upheld": Sentence("成立的异议", "the objections upheld"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """What is shown, for how long, who may object, who answers."""
    shown = Sentence("公示：{f}。", "Shown to the public: {f}.")
    object_ = Sentence(
        "{w}可以提异议；由当前经办在 {a}内逐条答复，说明成立还是不成立。",
        "{w} may object; the desk answers each within {a} and says whether it is upheld.",
    )
    return [
        shown.fill(f=say.names.facts(s["shows"])),
        object_.fill(w=say.who(s["objections"]), a=say.span(s["answer_within"])),
    ]


KIND = BlockKind(
    kind="publicity",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("公示", "publicity"),
    doc=Sentence("公示：期内可提异议，须答复", "publicity; objections must be answered"),
    shape=Shape(
        {
            "shows": key("words", "公示的字段", "the fields shown", required=True),
            "objections": key("roles", "谁可提异议", "who may object", required=True),
            "answer_within": key("duration", "异议答复时限", "objections are answered within", required=True),
        }
    ),
    outcomes={
        "clear": Sentence("无异议成立", "no objection upheld"),
        "upheld": Sentence("异议成立", "an objection upheld"),
    },
    counts=_counts,
    acts=_acts,
    act_names=("object", "answer", "take_back"),
    closes=True,
    was_open="for",
    collects=True,
    passing=frozenset(),
    of_many=False,
    invites=Sentence("正在公示", "Publicity"),
    thresholds=None,
    takes_part=("object",),
    taken_back={"object": "take_back"},
    told=("object",),
    shows="shows",
    owes=_owes,
)
