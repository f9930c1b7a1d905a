"""Publicity (公示): shown for a time; every objection is answered before the matter goes on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step, within_window
from shanzhi.engine.blocks.simulated import Doing, Simulated
from shanzhi.engine.limits import due_after
from shanzhi.engine.readers import addressed
from shanzhi.engine.refusals import refuse
from shanzhi.method.blocks.publicity import judges
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage


MOST_WAITING = 3
"""How many objections of one person may await an answer: each has to be answered before the matter goes on."""


class Publicity(Logic):
    """The tally: `objections`, how many are `answered` and `upheld`, the answers, by whom each was made, which were
    taken back (`withdrawn`; they count as answered, not upheld), and when it was over.

    Objections that still wait at the end of the window are answered within a time of their own; the last answer
    then leads on. Who objects follows the matter, and so learns of the answer.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        d.tally = {"objections": 0, "answered": 0, "upheld": 0, "answers": {}, "by": {}, "withdrawn": []}
        shows = list(block.settings["shows"])
        d.effect("publish", fields=shows, title=None, until=d.window, **addressed(d, block.settings))
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        if act.name == "object":
            ended = d.tally.get("ended")
            within_window(d, act.at, datetime.fromisoformat(ended) if ended else None)
            if d.actor.person is not None and len(_own_waiting(d)) >= MOST_WAITING:
                raise refuse("objections_wait", act.at, most=MOST_WAITING)
        elif act.name == "take_back" and not _own_waiting(d):
            raise refuse("no_own_objection", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "object":
            number = d.tally["objections"] + 1
            d.count(objections=number, by={**d.tally.get("by", {}), str(number): d.person})
            d.effect("watch", person=d.person)
            return Step({**d.values, "objection": number})
        if act.name == "take_back":
            return self._taken_back(d, act)
        number = d.values["objection"]
        answers: dict[str, bool] = d.tally["answers"]
        if not 1 <= number <= d.tally["objections"]:
            raise refuse("no_such_objection", act.at, number=number)
        if str(number) in answers:
            raise refuse("objection_answered", act.at, number=number)
        d.effect("told", act=act.name)
        return Step(d.values, outcome=self._settled(d, number, d.values["upheld"]))

    def _taken_back(self, d: Draft, act: Act) -> Step:
        """Whoever objected takes it back while it waits: the one they name, else the latest. They follow no more."""
        waiting = _own_waiting(d)
        number = d.values.get("objection", waiting[-1])
        if number not in waiting:
            raise refuse("no_such_objection", act.at, number=number)
        d.count(withdrawn=[*d.tally.get("withdrawn", ()), number])
        if len(waiting) == 1:
            d.effect("unwatch", person=d.person)
        return Step({"objection": number}, outcome=self._settled(d, number, False))

    def _settled(self, d: Draft, number: int, upheld: bool) -> str | None:
        """One more is answered or taken back; the outcome, if it was the last after the window's end."""
        answers: dict[str, bool] = {**d.tally["answers"], str(number): upheld}
        d.count(answers=answers, answered=len(answers), upheld=sum(answers.values()))
        last = "ended" in d.tally and len(answers) == d.tally["objections"]
        return self._outcome(d) if last else None

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return Sentence("正在公示，有异议可以提。", "It is shown in public; objections may be raised.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        if "ended" in tally:
            return Ahead(acts=("clear", "upheld"))
        return Ahead(
            clock=("clear", "upheld"), then=Sentence("先把异议答复完", "all objections are answered first")
        )

    def over(self, d: Draft, block: Block) -> str | None:
        if d.tally["answered"] == d.tally["objections"]:
            return self._outcome(d)
        deadline = due_after(d, d.at, block.settings["answer_within"], block.at)
        d.due, d.provisional, d.late = deadline.at, deadline.provisional, False
        d.count(ended=d.at.isoformat())
        d.effect("notify", to=list(judges(block.settings).names), text=_ANSWER)
        return None

    def _outcome(self, d: Draft) -> str:
        return "upheld" if d.tally["upheld"] else "clear"


def _own_waiting(d: Draft) -> list[int]:
    """The actor's own objections that await an answer, oldest first."""
    answers, person = d.tally["answers"], d.person
    by: dict[str, int | None] = d.tally.get("by", {})
    return [int(number) for number, who in by.items() if who == person and number not in answers]


_ANSWER = {
    "zh": "公示期满，还有异议没有答复，请在期限内答复。",
    "en": "The publicity is over and objections still await an answer; answer them in time.",
}


def _objects(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """Now and then somebody objects."""
    who = crowd.those(stage.acts["object"].who, matter, ground)
    if who and crowd.chance.happens(crowd.load.objections):
        yield crowd.later(crowd.load.residents, now), crowd.chance.pick(who), "object"


def _answered(stage: Stage, act: str, matter: Matter, made: dict[str, Any]) -> dict[str, Any]:
    """The first objection that waits is answered, and none upheld."""
    if act != "answer":
        return made
    tally = matter.tally
    waiting = [n for n in range(1, tally["objections"] + 1) if str(n) not in tally["answers"]]
    return {**made, "objection": waiting[0] if waiting else 1, "upheld": False}


def _due(matter: Matter, act: str) -> bool:
    return act != "answer" or matter.tally["answered"] < matter.tally["objections"]


LOGIC = Publicity()
SIMULATED = Simulated(
    doings=_objects, desk_acts=frozenset(("answer",)), together=False, answers=_answered, due=_due
)
