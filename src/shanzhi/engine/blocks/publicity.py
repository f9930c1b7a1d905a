"""Publicity (公示): shown for a time; every objection is answered before the matter goes on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Logic, Step, open_window, within_window
from shanzhi.engine.limits import due_after
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Publicity(Logic):
    """The tally: `objections`, how many are `answered` and `upheld`, the answers, and when it was over.

    Objections that still wait at the end of the window are answered within a time of their own; the last answer
    then leads on. Who objects follows the matter, and so learns of the answer.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["for"], block.at)
        d.tally = {"objections": 0, "answered": 0, "upheld": 0, "answers": {}}
        d.effect("publish", fields=list(block.settings["what"]), title=None, until=d.window)
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        if act.name == "object":
            ended = d.tally.get("ended")
            within_window(d, act.at, datetime.fromisoformat(ended) if ended else None)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "object":
            d.count(objections=d.tally["objections"] + 1)
            d.effect("watch", person=d.actor.person)
            return Step({**d.values, "objection": d.tally["objections"]})
        number = d.values["objection"]
        answers: dict[str, bool] = d.tally["answers"]
        if not 1 <= number <= d.tally["objections"]:
            raise refuse("no_such_objection", act.at, number=number)
        if str(number) in answers:
            raise refuse("objection_answered", act.at, number=number)
        answers = {**answers, str(number): d.values["upheld"]}
        d.count(answers=answers, answered=len(answers), upheld=sum(answers.values()))
        d.effect("told", act=act.name)
        waiting = "ended" in d.tally and len(answers) == d.tally["objections"]
        return Step(d.values, outcome=self._outcome(d) if waiting else None)

    def over(self, d: Draft, block: Block) -> str | None:
        if d.tally["answered"] == d.tally["objections"]:
            return self._outcome(d)
        deadline = due_after(d, d.at, block.settings["answer_within"], block.at)
        d.due, d.provisional, d.late = deadline.at, deadline.provisional, False
        d.count(ended=d.at.isoformat())
        d.effect("notify", to=["desk"], text=_ANSWER)
        return None

    def _outcome(self, d: Draft) -> str:
        return "upheld" if d.tally["upheld"] else "clear"


_ANSWER = {
    "zh": "公示期满，还有异议没有答复，请在期限内答复。",
    "en": "The publicity is over and objections still await an answer; answer them in time.",
}
LOGIC = Publicity()
