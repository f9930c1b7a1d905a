"""Survey (评议/大家评): answers within a window, one for each person or household, counted by question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import (
    Ahead,
    Logic,
    Step,
    circle,
    neighbours,
    of_the_circle,
    setting_holds,
    setting_number,
    unit_key,
    within_window,
)
from shanzhi.engine.blocks.simulated import Simulated, many
from shanzhi.engine.former import in_todays_words
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import fix, free_slot, roll_named, standing_slot
from shanzhi.method.blocks.survey import counted_names
from shanzhi.method.secret_limits import Limits
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


FEW = Limits().least
"""Of fewer answers neither counts nor means are published: they would be those of single people."""


FOR_OTHERS = "respond_for"
"""What a clerk enters for somebody without a phone."""


class Survey(Logic):
    """The tally: `answers`, and for each question the sum of numbers, or how many chose each option.

    Who took theirs back may answer again.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        names = counted_names(block.settings["form"]).values()
        d.tally = {"answers": 0, **dict.fromkeys(names, 0), **circle(d, block)}
        kind = roll_named(d, block, block.settings["roll"])
        d.count(roll=fix(d, kind, neighbours(d)).count)
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        d.tally = in_todays_words(block.settings["form"], d.tally)
        if act.name == FOR_OTHERS:
            return
        of_the_circle(d, act.at)
        slot = self._slot(d, act)
        if act.name == "respond":
            if free_slot(d, slot) is None:
                raise refuse("already", act.at)
        elif standing_slot(d, slot) is None:
            raise refuse("not_answered", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        slot = self._slot(d, act)
        if act.name != "unrespond":
            free = free_slot(d, slot)
            if free is None:
                raise refuse("already", act.at)
            self._count(d, block, d.values, 1)
            return Step(d.values, slot=free)
        given = standing_slot(d, slot) or slot
        self._count(d, block, d.ctx.answered(d.id, d.visit, given), -1)
        return Step({"slot": given}, slot=f"back:{given}")

    def _count(self, d: Draft, block: Block, values: Mapping[str, Any], by: int) -> None:
        """Count the answers of one, `by` 1 or, taken back, by -1."""
        counts: dict[str, Any] = {"answers": d.tally["answers"] + by}
        names = counted_names(block.settings["form"])
        for question in block.settings["form"]:
            value = values.get(question.name)
            if value is None:
                continue
            if question.options:
                for chosen in value if isinstance(value, list) else [value]:
                    name = names[question.name, chosen]
                    counts[name] = d.tally[name] + by
            elif question.kind.counted:
                name = names[question.name, None]
                counts[name] = d.tally[name] + by * value
            elif question.kind.yes_no and value:
                name = names[question.name, None]
                counts[name] = d.tally[name] + by
        d.count(**counts)

    def _slot(self, d: Draft, act: Act) -> str:
        """Whose answer counts once."""
        return f"answer:{unit_key(d, act.at, d.values.get('person') if act.name == FOR_OTHERS else None)}"

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        form = block.settings["form"]
        tally, names, count = in_todays_words(form, d.tally), counted_names(form), d.tally["answers"]
        if 0 < count < FEW:
            return {"answers": count, "few": FEW}
        questions: list[dict[str, Any]] = []
        for question in form:
            asked, kind = {"question": question.name, "label": question.label.zh}, question.kind
            if question.options:
                questions += [
                    {
                        "question": question.name,
                        "value": option.value,
                        "label": option.label.zh,
                        "count": tally[names[question.name, option.value]],
                    }
                    for option in question.options
                ]
            elif kind.yes_no:
                questions.append({**asked, "count": tally[names[question.name, None]]})
            elif kind.counted and count:
                mean = tally[names[question.name, None]] / count
                questions.append(
                    {**asked, **({"money": round(mean)} if kind.amount else {"mean": f"{mean:.1f}"})}
                )
        return {"answers": count, "questions": questions}

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return Sentence("正在请大家评议。", "Everybody is asked for their view.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        failed = () if block.settings.get("pass") is None else ("failed",)
        few = () if block.settings.get("needs") is None else ("too_few",)
        return Ahead(
            clock=("passed", *failed, *few), then=Sentence("自动汇总结果", "the answers are summed up")
        )

    def over(self, d: Draft, block: Block) -> str | None:
        d.tally = in_todays_words(block.settings["form"], d.tally)
        if d.tally["answers"] < setting_number(d, block, "needs", 0):
            return "too_few"
        return "passed" if setting_holds(d, block, "pass", True) else "failed"


LOGIC = Survey()
SIMULATED = Simulated(doings=many("respond"), desk_acts=frozenset(), together=False)
