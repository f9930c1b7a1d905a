"""Survey (评议、大家评): answers in a window, counted by question."""

from __future__ import annotations

from collections.abc import Sequence

from shanzhi.method.blocks.base import (
    FAILED,
    PASSED,
    RESULT,
    VOTERS,
    WITHIN,
    BlockKind,
    Meanwhile,
    Settings,
    act,
    field,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act, Field
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

OWN = ("answers", "roll")
"""What it counts besides its questions."""


def counted_names(questions: Sequence[Field]) -> dict[tuple[str, str | None], str]:
    """What is counted, by question and option: how many chose an option, under its name where no other question has it (else
    with its question's before it), how many said yes, and of a number the sum (`sum_`)."""
    options = [o.value for q in questions for o in q.options]
    others = {*OWN, *(q.name for q in questions if q.kind.yes_no)}
    found: dict[tuple[str, str | None], str] = {}
    for question in questions:
        for option in question.options:
            plain = options.count(option.value) == 1 and option.value not in others
            found[question.name, option.value] = option.value if plain else f"{question.name}_{option.value}"
        if question.options:
            continue
        if question.kind.counted:
            found[question.name, None] = f"sum_{question.name}"
        elif question.kind.yes_no:
            found[question.name, None] = question.name
    return found


def _counts(s: Settings) -> tuple[str, ...]:
    return (*OWN, *counted_names(s.get("form") or ()).values())


def _acts(s: Settings, at: Rule) -> list[Act]:
    acts = [
        act("respond", "评议", "Give my view", VOTERS, at, *s["form"]),
        act("unrespond", "撤回评议", "Take my view back", VOTERS, at),
    ]
    if s.get("clerks") is not None:
        whose = field("person", "person", "哪一位", "Who", at)
        acts.append(
            act(
                "respond_for",
                "代录评议",
                "Enter a view for somebody",
                s["clerks"],
                at,
                whose,
                *s["form"],
            )
        )
    return acts


def _named(s: Settings) -> tuple[Sentence, ...]:
    questions: tuple[Field, ...] = s["form"]
    return (*(q.label for q in questions), *(o.label for q in questions for o in q.options))


KIND = BlockKind(
    kind="survey",
    name=Sentence("评议", "survey"),
    doc=Sentence("评议", "a survey"),
    shape=Shape(
        {
            "roll": Key("text", ROLL_DOC, required=True),
            "form": key("map:field", "问题", "the questions", required=True),
            "needs": key("number", "至少几份", "how many answers it needs"),
            "pass": key("condition", "通过条件", "what passes"),
            "clerks": key("roles", "谁可替没有手机的人代录", "who may enter it for those without a phone"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"passed": PASSED},
    optional={"failed": FAILED, "too_few": Sentence("答的人不够", "too few answers")},
    called_for={"needs": "too_few", "pass": "failed"},
    counts=_counts,
    acts=_acts,
    act_names=("respond", "unrespond", "respond_for"),
    closes=True,
    was_open="open_for",
    collects=True,
    passing=frozenset(("result",)),
    of_many=True,
    invites=Sentence("请您评一评", "Please judge"),
    thresholds=("needs", "pass"),
    takes_part=("respond",),
    taken_back={"respond": "unrespond"},
    told=("respond", "respond_for"),
    slot="answer",
    meanwhile=Meanwhile(("answers", "roll"), whole=True, acts=("respond", "unrespond", "respond_for")),
    per_unit=("respond",),
    fields={"within": ("place",)},
    builds={"roll": roll_setting},
    offered={"roll": tuple(ROLLS)},
    form="form",
    named=_named,
)
