"""Survey (评议、大家评): answers in a window, counted by question."""

from __future__ import annotations

from shanzhi.method.blocks.base import (
    FAILED,
    OPEN_FOR,
    PASSED,
    RESULT,
    WITHIN,
    BlockKind,
    Meanwhile,
    Settings,
    act,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act, Field
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence


def question_names(question: Field) -> tuple[str, ...]:
    """What is counted of one question: the sum of numbers, or how many chose each option."""
    if question.options:
        return tuple(f"n_{question.name}_{o.value}" for o in question.options)
    if question.kind.counted:
        return (f"sum_{question.name}",)
    if question.kind.yes_no:
        return (f"n_{question.name}_true",)
    return ()


def _counts(s: Settings) -> tuple[str, ...]:
    return ("answers", *(n for q in s.get("form", ()) for n in question_names(q)))


def _acts(s: Settings, at: Rule) -> list[Act]:
    return [
        act("respond", "评议", "Give my view", s["by"], at, *s["form"]),
        act("unrespond", "撤回评议", "Take my view back", s["by"], at),
    ]


def _named(s: Settings) -> tuple[Sentence, ...]:
    questions: tuple[Field, ...] = s["form"]
    return (*(q.label for q in questions), *(o.label for q in questions for o in q.options))


KIND = BlockKind(
    kind="survey",
    name=Sentence("评议", "survey"),
    doc=Sentence("评议", "a survey"),
    shape=Shape(
        {
            "by": key("roles", "谁可评议", "who may answer", required=True),
            "per": key("choice:person|household", "按人或按户计", "counted by person or household"),
            "form": key("map:field", "问题", "the questions", required=True),
            "open_for": Key("duration", OPEN_FOR, required=True),
            "needs": key("number", "至少几份", "how many answers it needs"),
            "pass": key("condition", "通过条件", "what passes"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"passed": PASSED},
    optional={"failed": FAILED, "too_few": Sentence("答的人不够", "too few answers")},
    called_for={"needs": "too_few", "pass": "failed"},
    counts=_counts,
    acts=_acts,
    act_names=("respond", "unrespond"),
    window="open_for",
    collects=True,
    passing=frozenset(("open_for", "result")),
    of_many=True,
    invites=Sentence("请您评一评", "Please judge"),
    thresholds=("needs", "pass"),
    takes_part=("respond",),
    taken_back={"respond": "unrespond"},
    told=("respond",),
    slot="answer",
    meanwhile=Meanwhile(("answers", "electors"), whole=True, acts=("respond", "unrespond")),
    fields={"within": ("place",)},
    form="form",
    named=_named,
)
