"""Survey (评议、大家评): answers in a window, counted by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import (
    FAILED,
    IN_WORDS,
    PASSED,
    RESULT,
    VOTERS,
    WITHIN,
    BlockKind,
    English,
    Meanwhile,
    Settings,
    act,
    field,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act, Field
from shanzhi.method.money import amount
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting, roll_words
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker

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


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    questions: tuple[Field, ...] = s.get("form") or ()
    labels = {(q.name, None): q.label for q in questions}
    chosen = {(q.name, o.value): (q.label, o.label) for q in questions for o in q.options}
    found = {"answers": Sentence("答的份数", "the answers"), "roll": Sentence("名册总数", "all on the roll")}
    for (question, option), name in counted_names(questions).items():
        if option is None:
            label = labels[question, None]
            yes = Sentence("“{q}”答“是”的份数", "those who say yes to “{q}”")
            found[name] = (Sentence("“{q}”", "“{q}”") if name.startswith("sum_") else yes).fill(q=label)
        else:
            label, choice = chosen[question, option]
            said = Sentence("“{q}”选“{o}”的份数", "those for “{o}” of “{q}”")
            found[name] = said.fill(q=label, o=choice)
    return found


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who is asked what, for how long, what passes."""
    found = [Sentence("评议：{r}。", "A survey: {r}.").fill(r=roll_words(s["roll"], say))]
    found.append(Sentence("问：{q}。", "It asks: {q}.").fill(q=say.asked(s["form"])))
    if "needs" in s:
        said = Sentence("至少要 {n} 份；不够就是“答的人不够”。", "At least {n} answers; else too few.")
        found.append(said.fill(n=say.amount(s["needs"])))
    if "pass" in s:
        found.append(Sentence("通过的条件：{c}。", "What passes: {c}.").fill(c=say.condition(s["pass"])))
    if "clerks" in s:
        said = Sentence("没有手机的，由{w}代录。", "For those without a phone, {w} enter it.")
        found.append(said.fill(w=say.who(s["clerks"])))
    return found


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    """How many answered and what; of few answers their number alone is kept."""
    count = kept["answers"]
    if "few" in kept:
        return Sentence(
            f"收到评议 {count} 份；不足 {kept['few']} 份，不公布各项结果",
            f"{count} answers; of fewer than {kept['few']} no results are published",
        )
    zh, en = [f"收到评议 {count} 份"], [f"{count} answers"]
    for one in kept["questions"]:
        label = one["label"]
        if "count" in one:
            zh.append(f"{label} {one['count']}")
            en.append(f"{english(label)} {one['count']}")
        else:
            told = amount(one["money"]) if "money" in one else Sentence(one["mean"], one["mean"])
            zh.append(f"{label}平均 {told.zh}")
            en.append(f"{english(label)}: {told.en} on average")
    return Sentence("；".join(zh), "; ".join(en))


KIND = BlockKind(
    kind="survey",
    count_words=_count_words,
    aloud=_aloud,
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
    told_as=_told,
    yields={"words": IN_WORDS},
    of_many=True,
    invites=Sentence("请您评一评", "Please judge"),
    thresholds=("needs", "pass"),
    takes_part=("respond",),
    taken_back={"respond": "unrespond"},
    for_others=("respond_for",),
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
