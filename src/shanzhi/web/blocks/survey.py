"""Survey (评议) on screen: a few big questions; how many answered; what came of it as bars once it is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.engine.blocks.survey import FEW
from shanzhi.engine.former import in_todays_words
from shanzhi.method.blocks.survey import counted_names
from shanzhi.method.model import Act, Block, Field
from shanzhi.method.money import amount
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Answers, Bar
from shanzhi.web.blocks.base import BlockFace, Finished
from shanzhi.web.blocks.present import roll_of, roll_said, stated, until_besides
from shanzhi.web.words import say


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """The questions. While it runs only the number of answers is shown: nobody is led by the others'."""
    matter = it.loaded.record.matter
    return {
        "answers": matter.tally["answers"],
        "until": until_besides(matter),
        "who": roll_said(block, matter.tally),
        "by_household": roll_of(block, matter.tally) == "household",
        "questions": [say(question.label) for question in block.settings["form"]],
        "respond": acts.get("respond"),
    }


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """How many answered, and what. Figures that rest on the answers of few are for those alone who see the whole."""
    count = tally.get("answers", 0)
    answers = answers_of(block, tally, whole=whole)
    return Finished([Bar(_("收到"), count, count)], answers, exact=count >= FEW)


def needs(block: Block) -> list[str]:
    """So many answers, and what passes."""
    enough = block.settings.get("needs")
    least = [] if enough is None else [f"answers >= ({enough.source})"]
    return [*least, *stated(block)[len(least) :]]


def counted(block: Block) -> dict[str, str]:
    """Words for the answers, question by question."""
    names = {"answers": _("评议份数"), "roll": _("名册上的总数")}
    called = counted_names(block.settings["form"])
    for question in block.settings["form"]:
        label = say(question.label)
        for option in question.options:
            words = {"q": label, "a": say(option.label)}
            names[called[question.name, option.value]] = _("“%(q)s”答“%(a)s”的份数") % words
        if question.kind.yes_no:
            names[called[question.name, None]] = _("“%(q)s”答“是”的份数") % {"q": label}
        elif (question.name, None) in called:
            names[called[question.name, None]] = _("“%(q)s”的总和") % {"q": label}
    return names


def answers_of(block: Block, tally: Mapping[str, Any], *, whole: bool = True) -> list[Answers]:
    """What came of it, question by question; free texts are nobody's business. Of few answers those alone are told who see
    the `whole`."""
    questions = block.settings["form"]
    tally, total = in_todays_words(questions, tally), int(tally.get("answers", 0))
    called = counted_names(questions)
    if total < FEW and not whole:
        return []
    return [found for q in questions if (found := _answers(q, tally, total, called)) is not None]


def _answers(
    question: Field, tally: Mapping[str, Any], total: int, called: Mapping[tuple[str, str | None], str]
) -> Answers | None:
    name, label = question.name, say(question.label)
    if question.options:
        bars = [Bar(say(o.label), int(tally.get(called[name, o.value], 0)), total) for o in question.options]
        return Answers(label, bars)
    if question.kind.yes_no:
        yes = int(tally.get(called[name, None], 0))
        return Answers(label, [Bar(_("是"), yes, total), Bar(_("否"), total - yes, total)])
    if question.kind.counted and total:
        mean = int(tally.get(called[name, None], 0)) / total
        if question.kind.amount:
            return Answers(label, figure=_("平均 %(amount)s") % {"amount": say(amount(round(mean)))})
        most = question.max if isinstance(question.max, int) else None
        figure = _("平均 %(n).1f") % {"n": mean}
        return Answers(label, figure=figure + (_("（最高 %(n)d）") % {"n": most} if most else ""))
    return None


FACE = BlockFace(
    kind="survey",
    template="web/blocks/survey.html",
    running=running,
    own=frozenset({"respond"}),
    leads=True,
    comes_for=("respond",),
    screen=None,
    pages={},
    offers=None,
    finished=finished,
    page=None,
    minuted=False,
    needs=needs,
    counted=counted,
)
