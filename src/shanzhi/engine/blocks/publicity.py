"""Publicity (公示): shown for a time; every objection is answered before the matter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Logic, Step, open_window, within_window
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Publicity(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["for"])
        d.tally = {"objections": 0, "answered": 0, "upheld": 0, "answers": {}}
        d.effect("publish", fields=list(block.settings["what"]), title=None, until=d.window)
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "object":
            within_window(d, act.at)
            if d.window is None:
                raise refuse("window_over", act.at, until="—")
            d.count(objections=d.tally["objections"] + 1)
            return Step({**d.values, "objection": d.tally["objections"]})
        number = d.values["objection"]
        answers: dict[str, bool] = d.tally["answers"]
        if not 1 <= number <= d.tally["objections"]:
            raise refuse("no_such_objection", act.at, number=number)
        if str(number) in answers:
            raise refuse("objection_answered", act.at, number=number)
        answers = {**answers, str(number): d.values["upheld"]}
        d.count(answers=answers, answered=len(answers), upheld=sum(answers.values()))
        d.effect("objection_answered", objection=number)
        waiting = d.window is None and len(answers) == d.tally["objections"]
        return Step(d.values, outcome=self._outcome(d) if waiting else None)

    def over(self, d: Draft, block: Block) -> str | None:
        if d.tally["answered"] < d.tally["objections"]:
            deadline = d.ctx.calendar.add(d.at, block.settings["answer_within"])
            d.window, d.due, d.provisional, d.late = None, deadline.at, deadline.provisional, False
            d.effect("notify", to=["desk"], text=_ANSWER)
            return None
        return self._outcome(d)

    def _outcome(self, d: Draft) -> str:
        return "upheld" if d.tally["upheld"] else "clear"


_ANSWER = {
    "zh": "公示期满，还有异议没有答复，请在期限内答复。",
    "en": "The publicity is over and objections still await an answer; answer them in time.",
}
LOGIC = Publicity()
