"""Publicity (公示): shown for a time; objections must be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import BlockKind, Owed, Settings, act, field
from shanzhi.method.keys import Shape, key
from shanzhi.method.model import DESK, Act, Who
from shanzhi.method.read import Node
from shanzhi.method.readers import BUILDS, WHOM, shown_to, unread
from shanzhi.method.roles import role_name
from shanzhi.method.rules import Barred, Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder


def _counts(s: Settings) -> tuple[str, ...]:
    return ("objections", "answered", "upheld")


def _acts(s: Settings, at: Rule) -> list[Act]:
    who, which = s["by"], ("objection", "integer", "第几条异议", "Which objection", at)
    why = field("reason", "text", "理由", "Why", at, max=1000)
    upheld = field("upheld", "boolean", "异议成立", "It is upheld", at)
    answer = field("answer", "text", "答复", "The answer", at, max=2000)
    return [
        act("object", "提出异议", "Object", who, at, why),
        replace(
            act(
                "answer",
                "答复异议",
                "Answer an objection",
                judges(s),
                at,
                field(*which, min=1),
                upheld,
                answer,
            ),
            barred=s.get("not"),
        ),
        act("take_back", "撤回异议", "Take my objection back", who, at, field(*which, min=1, optional=True)),
    ]


def judges(s: Mapping[str, Any]) -> Who:
    """Who judges objections."""
    who: Who = s.get("judged_by") or DESK
    return who


def _not(b: Builder, node: Node) -> Barred:
    """Those who acted in a stage; nobody judges what they did themselves."""
    stages = []
    for item in node.value:
        first, _, stage = str(item.value).partition(".")
        known = b.stage_name(Node(stage if first == "actors" else str(item.value), item.line, item.column))
        stages += [known] if known is not None else []
    return Barred(
        b.rule(node, "not"), stages=tuple(stages), names=tuple(str(one.value) for one in node.value)
    )


def _owes(s: Settings, stage: str) -> Iterator[Owed]:
    """Somebody can object, and whoever may object may read it."""
    who: Who = s["by"]
    if not (who.resident or who.owner or who.anyone or who.opener or who.roles):
        yield Owed("SZ508", "by", {"name": stage})
    for word in unread(s, who):
        yield Owed("SZ535", "whom", {"name": stage, "who": role_name(word)})


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    return {
        "objections": Sentence("异议的条数", "the objections"),
        "answered": Sentence("答复了的异议", "the objections answered"),
        "upheld": Sentence("成立的异议", "the objections upheld"),
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """What is shown, for how long, who may object, who answers."""
    facts, whom = say.names.facts(s["shows"]), shown_to(s, say)
    shown = Sentence("公示给所有人，不登录也看得到：{f}。", "Shown to everyone, signed in or not: {f}.").fill(
        f=facts
    )
    if whom is not None:
        shown = Sentence("公示给{w}：{f}。", "Shown to {w}: {f}.").fill(w=whom, f=facts)
    object_ = Sentence(
        "{w}可以提异议；由{j}在 {a}内逐条答复，说明成立还是不成立。",
        "{w} may object; each is answered within {a} by {j}, who says whether it is upheld.",
    )
    return [
        shown,
        object_.fill(w=say.who(s["by"]), j=say.who(judges(s)), a=say.span(s["answer_within"])),
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
            **WHOM,
            "by": key("roles", "谁可提异议", "who may object", required=True),
            "judged_by": key(
                "roles", "谁判异议成不成立（默认当前经办）", "who judges objections (default: the desk)"
            ),
            "not": key(
                "texts",
                "谁不得判：actors.环节，即办过那个环节的人",
                "who may not judge: actors.stage, those who acted there",
            ),
            "help": key("text", "提异议的人还可以怎么办", "what else an objector may do"),
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
    passing=frozenset(("help",)),
    of_many=False,
    invites=Sentence("正在公示", "Publicity"),
    thresholds=None,
    takes_part=("object",),
    taken_back={"object": "take_back"},
    told=("object",),
    shows="shows",
    builds={"not": _not, **BUILDS},
    owes=_owes,
)
