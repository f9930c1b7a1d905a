"""Plays scripts on the clock of the sample, among everything else that happens there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from shanzhi.cli.sample.ground import Tree
from shanzhi.cli.sample.people import SamplePeople
from shanzhi.cli.sample.scripts import Circle, Script, Step, check, filled_in
from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.matters.writing.actions import act, open_matter
from shanzhi.people.models import Person

Later = Callable[[datetime, Callable[[datetime], None]], None]


class Player:
    """Puts scripts on a queue (`later`) and carries them out. `refused` says which steps were not allowed, and why."""

    def __init__(
        self, tree: Tree, cast: SamplePeople, now: datetime, *, later: Later, actor: Callable[[Person], Actor]
    ) -> None:
        self.tree, self.cast, self.now = tree, cast, now
        self.later, self.actor = later, actor
        self.numbers: dict[str, int] = {}
        self.refused: list[str] = []

    def put(self, scripts: Iterable[Script]) -> None:
        """Plan every step of every script."""
        planned = list(scripts)
        check(planned)
        for script in planned:
            circle = Circle(script, self.tree, self.cast)
            self.later(script.opened.at(self.now), self._opening(script, circle))
            for step in script.steps:
                self.later(step.when.at(self.now), self._step(script, circle, step))

    def _opening(self, script: Script, circle: Circle) -> Callable[[datetime], None]:
        def carry_out(at: datetime) -> None:
            person = circle.person(script.by)
            who = self.actor(person)
            done = open_matter(
                actor=who, method=script.method, place=circle.door(person), way=script.way,
                values=filled_in(script.values, circle, self.now, self.numbers, who), at=at,
            )  # fmt: skip
            if isinstance(done, Refusal):
                self._refuse(script, "open", done)
            else:
                self.numbers[script.name] = done.matter.id

        return carry_out

    def _step(self, script: Script, circle: Circle, step: Step) -> Callable[[datetime], None]:
        def carry_out(at: datetime) -> None:
            if script.name not in self.numbers:
                return
            tick(now=at)  # what is due comes first
            number = self.numbers[script.name]
            if step.child is not None:
                number = _part(number, step.child)
            who = self.actor(circle.person(step.who))
            values = filled_in(step.values, circle, self.now, self.numbers, who)
            done = act(actor=who, matter=number, act=step.act, values=values, at=at)
            if isinstance(done, Refusal):
                self._refuse(script, step.act, done)

        return carry_out

    def _refuse(self, script: Script, name: str, refusal: Refusal) -> None:
        fields = "；".join(f"{field}: {why.zh}" for field, why in refusal.fields.items())
        self.refused.append(f"{script.name}.{name}: {refusal.code} {refusal.why.zh} {fields}".strip())


def _part(number: int, index: int) -> int:
    """The part of a matter's last split with that number; the matter itself where there is none."""
    parts = Matter.objects.filter(parent=number).order_by("-parent_visit", "parent_index")
    return next(iter(parts.values_list("pk", flat=True)[index : index + 1]), number)
