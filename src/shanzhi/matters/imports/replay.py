"""A draft replayed through the method: real acts at their real times, by the same `decide` as any other.

Opened when it was; accepted when the row says, else at once (the time limit then runs from the opening, which is
never to the office's advantage); answered when it was; what the clock would have done since is carried out as of
its own times. A row that shows no handling begins its present stage anew at the moment of the import, since our
limits did not run before. Who acted is not known by name, so history names the role.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct, field

from shanzhi.engine.context import Context
from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.draft import Draft as Step
from shanzhi.engine.moves import enter
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Matter, Refusal
from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.drafts import Draft
from shanzhi.method.model import Method

OPENER = Actor(person=None, recorded="opener")
DESK = Actor(person=None, recorded="desk")
MOST_FIRINGS = 200


class NotTaken(Exception):
    """The method refuses what a row tells; `act` is what was refused."""

    def __init__(self, act: str, refusal: Refusal) -> None:
        super().__init__(f"{act}: {refusal.code}")
        self.act = act
        self.refusal = refusal


class Life(Struct):
    """What became of one row: the decisions in order, and the matter as the last one left it."""

    decisions: list[Decision] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        return self.decisions[-1].matter


class Replay:
    """Replays rows of one table through one method, in one world, as of one moment."""

    def __init__(self, method: Method, forms: Forms, ctx: Context, now: datetime, *, always: bool) -> None:
        self.method, self.forms, self.ctx, self.now, self.always = method, forms, ctx, now, always

    def life(
        self,
        draft: Draft,
        number: int,
        place: int,
        *,
        point: list[float] | None = None,
        person: int | None = None,
    ) -> Life:
        """The life of one row as matter `number`. Raises `NotTaken` with the method's own refusal."""
        life = Life()
        said = self.forms.open(draft, point, person)
        command = Command("", "open", draft.opened, OPENER, values=said.values)
        answer = open_matter(
            self.method, command, place, self.ctx, matter=number, opening=self.forms.way.name
        )
        if isinstance(answer, Refusal):
            raise NotTaken("open", answer)
        life.decisions.append(answer)
        self._messages(life, said.rest, draft.opened, OPENER)
        if not (draft.accepted or self.always):
            return self._begun_anew(life)
        accepted = draft.times.get("accepted", draft.opened)
        if self._can(life, self.forms.acts.accept):
            self._do(life, self.forms.acts.accept, accepted, DESK, self.forms.accept(draft))
        if draft.answered is not None:
            answered = self.forms.answer(draft)
            self._clock(life, draft.answered, short_of=self.forms.acts.answer)
            contact = self.forms.contact()
            if contact is not None and self._can(life, self.forms.acts.contact):
                self._do(life, self.forms.acts.contact, draft.answered, DESK, contact)
            self._do(life, self.forms.acts.answer, draft.answered, DESK, answered.values)
            self._messages(life, answered.rest, draft.answered, DESK)
            self._rated(life, draft)
        self._clock(life, self.now)
        return life

    def _rated(self, life: Life, draft: Draft) -> None:
        """A rating is recorded where the row has it whole, once the clock has led to where one rates."""
        values = self.forms.rate(draft)
        rate = self.forms.acts.rate
        if values is None:
            return
        while not self._can(life, rate) and self._fire(life, self.now):
            pass
        if self._can(life, rate):
            self._do(life, rate, draft.times.get("rated", self.now), OPENER, values)

    def _can(self, life: Life, act: str) -> bool:
        matter = life.matter
        return matter.closed is None and act in self.method.stages[matter.stage].acts

    def _do(self, life: Life, act: str, at: datetime, actor: Actor, values: dict[str, Any]) -> None:
        answer = decide(self.method, life.matter, Command("", act, at, actor, values=values), self.ctx)
        if isinstance(answer, Refusal):
            raise NotTaken(act, answer)
        life.decisions.append(answer)

    def _messages(self, life: Life, texts: list[str], at: datetime, actor: Actor) -> None:
        """What did not fit into a field, as messages of whoever wrote it."""
        for text in texts:
            self._do(life, "message", at, actor, {"text": text})

    def _clock(self, life: Life, until: datetime, short_of: str | None = None) -> None:
        """What the clock had to do by a moment; not what would lead away from the act that is known to follow."""
        for _ in range(MOST_FIRINGS):
            if not self._fire(life, until):
                return
            if short_of is not None and not self._can(life, short_of):
                del life.decisions[-1]
                return

    def _fire(self, life: Life, until: datetime) -> bool:
        wakes = life.matter.wakes
        if wakes is None or wakes > until:
            return False
        answer = decide(self.method, life.matter, Command("", "due", until, SYSTEM), self.ctx)
        if isinstance(answer, Refusal):
            return False
        life.decisions.append(answer)
        return True

    def _begun_anew(self, life: Life) -> Life:
        """The present stage entered anew as of the import: its date counts from now."""
        matter = life.matter
        if matter.closed is not None or matter.opened >= self.now:
            return life
        step = Step(self.method, matter, Command("", "imported", self.now, SYSTEM), self.ctx, self.now)
        step.role = "system"
        step.note("imported", to=matter.stage)
        try:
            enter(step, matter.stage)
        except Refuse as refused:
            raise NotTaken("imported", refused.refusal) from None
        life.decisions.append(step.finish())
        return life
