"""Survey (评议) on screen: a few big questions; how many answered; what came of it as bars once it is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.survey import FEW
from shanzhi.method.model import Act, Block, Field
from shanzhi.method.money import amount
from shanzhi.web.blocks.reading import Face, until_besides, who_may
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen


class Bar(Struct):
    """One bar: how many of how many."""

    label: str
    value: int
    most: int
    more: str = ""


class Answers(Struct):
    """What was answered to one question: bars, or a figure."""

    question: str
    bars: list[Bar] = []
    figure: str = ""


def face(it: Seen, block: Block, acts: dict[str, Act]) -> Face:
    """The face of a survey. While it runs only the number of answers is shown: nobody is led by the others'."""
    matter = it.loaded.record.matter
    stage = it.loaded.method.stages[matter.stage]
    shown = {
        "answers": matter.tally["answers"],
        "until": until_besides(matter),
        "who": who_may(stage.acts.get("respond")),
        "by_household": block.settings.get("per") == "household",
        "questions": [say(question.label) for question in block.settings["questions"]],
        "respond": acts.get("respond"),
    }
    return Face("web/blocks/survey.html", shown, frozenset({"respond"}))


def answers_of(block: Block, tally: Mapping[str, Any], *, whole: bool = True) -> list[Answers]:
    """What came of it, question by question; free texts are nobody's business. Of few answers those alone are told who see
    the `whole`."""
    total = int(tally.get("answers", 0))
    if total < FEW and not whole:
        return []
    return [found for q in block.settings["questions"] if (found := _answers(q, tally, total)) is not None]


def _answers(question: Field, tally: Mapping[str, Any], total: int) -> Answers | None:
    name, label = question.name, say(question.label)
    if question.options:
        bars = [Bar(say(o.label), int(tally.get(f"n_{name}_{o.value}", 0)), total) for o in question.options]
        return Answers(label, bars)
    if question.kind.yes_no:
        yes = int(tally.get(f"n_{name}_true", 0))
        return Answers(label, [Bar(_("是"), yes, total), Bar(_("否"), total - yes, total)])
    if question.kind.counted and total:
        mean = int(tally.get(f"sum_{name}", 0)) / total
        if question.kind.amount:
            return Answers(label, figure=_("平均 %(amount)s") % {"amount": say(amount(round(mean)))})
        most = question.max if isinstance(question.max, int) else None
        figure = _("平均 %(n).1f") % {"n": mean}
        return Answers(label, figure=figure + (_("（最高 %(n)d）") % {"n": most} if most else ""))
    return None
