"""Plays a small method: `Play(stages)` builds it, opens matters, acts, lets the clock run, and checks refusals.

`stages` is the YAML under `stages:`, without ends that nothing reaches; a stage `closed` (end: done) is added when
the text names none. Everything else of the file can be given as keyword. Time begins on Monday 2026-03-02 09:00 in
Shanghai and moves only by `after=` and `run`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from textwrap import dedent, indent
from typing import Any

from shanzhi.engine.decide import available, decide, open_matter
from shanzhi.engine.refusals import REFUSALS
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Effect, Entry, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.build import Builder
from shanzhi.method.duration import parse_duration
from shanzhi.method.model import Method
from shanzhi.method.problems import Problems
from shanzhi.method.read import read

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENDS = "closed: {label: 已销账, end: done}\n"
HEAD = """\
method: played
title: 试演
version: 1
source: 本库自编
visible: place
examples:
  - {title: 试演, when: [{open: {}, by: resident}], then: {stage: first}}
"""


def method_of(
    stages: str,
    *,
    opening: str = "{by: [anyone], at: grid, to: first}",
    form: str = "subject: {type: text, optional: true, max: 80, label: 什么事}",
    data: str = "",
    inputs: str = "",
    more: str = "",
    given: Mapping[str, Any] | None = None,
) -> Method:
    """The method with these stages; an assertion names every error in the text.

    With `data` it is in today's words; a `form` is the first edition's, and is lifted.
    """
    stages = dedent(stages)
    if "closed:" not in stages:
        stages += "\n" + ENDS
    parts = [HEAD, f"open: {opening}\n"]
    for key, text in (("inputs", inputs), ("data", data), ("form", "" if data else form), ("stages", stages)):
        if text:
            parts.append(f"{key}:\n{indent(dedent(text), '  ')}\n")
    text = "".join((*parts, dedent(more)))
    problems = Problems()
    root = read(text, problems)
    method = Builder(root, problems, given).build() if root is not None else None
    errors = [p.show("played", "en") for p in problems.listed() if p.weight == "error"]
    assert not errors, "\n".join(errors)
    assert method is not None, text
    return method


def explained(answer: Refusal) -> None:
    """A refusal names its rule and line, and speaks both languages with nothing left to fill in."""
    assert answer.code in REFUSALS
    assert answer.rule
    assert answer.line
    for text in (answer.why.zh, answer.why.en):
        assert text.strip()
        assert "{" not in text


class Play:
    """One matter at a time in a small world."""

    def __init__(
        self, stages: str | Method, *, world: World | None = None, at: datetime = MONDAY, **more: Any
    ) -> None:
        self.method = stages if isinstance(stages, Method) else method_of(stages, **more)
        self.world = world or World()
        self.now = at
        self.matter: Matter = None  # type: ignore[assignment]
        self.entries: list[Entry] = []
        self.effects: list[Effect] = []
        self.said: list[Effect] = []

    def actor(self, by: str | Actor) -> Actor:
        return by if isinstance(by, Actor) else self.world.people[by]

    def wait(self, after: str | timedelta | None) -> None:
        if isinstance(after, str):
            self.now = self.world.calendar.add(self.now, parse_duration(after)).at
        elif after is not None:
            self.now += after

    def open(self, by: str = "resident", place: int = 4, **values: Any) -> Matter:
        """Open a matter (on the grid, unless said otherwise)."""
        answer = self.try_open(by, place, **values)
        assert isinstance(answer, Decision), answer
        return self._keep(answer)

    def try_open(self, by: str = "resident", place: int = 4, **values: Any) -> Decision | Refusal:
        command = Command("open", "open", self.now, self.actor(by), values=values)
        return open_matter(self.method, command, place, self.world, matter=1)

    def do(self, act: str, by: str | Actor = "resident", after: Any = None, **values: Any) -> Matter:
        """An act that must be allowed; `self.said` are its effects."""
        self.wait(after)
        answer = self.ask(act, by, **values)
        assert isinstance(answer, Decision), (act, answer.code, answer.why.en, answer.fields)
        return self._keep(answer)

    def refused(self, act: str, by: str | Actor = "resident", after: Any = None, **values: Any) -> Refusal:
        """An act that must be refused; with its rule, its line and both languages."""
        self.wait(after)
        answer = self.ask(act, by, **values)
        assert isinstance(answer, Refusal), f"{act} was allowed"
        explained(answer)
        return answer

    def ask(self, act: str, by: str | Actor = "resident", **values: Any) -> Decision | Refusal:
        command = self.world.sealed(
            self.method, self.matter, Command("", act, self.now, self.actor(by), values=values)
        )
        return (
            command if isinstance(command, Refusal) else decide(self.method, self.matter, command, self.world)
        )

    def joined(self, child: int, end: str = "done", **more: Any) -> Decision | Refusal:
        """A child closed."""
        command = Command("", "joined", self.now, SYSTEM, values={"child": child, "end": end, **more})
        answer = decide(self.method, self.matter, command, self.world)
        if isinstance(answer, Decision):
            self._keep(answer)
        return answer

    def run(self, after: str | timedelta, most: int = 50) -> int:
        """Time passes, and the clock looks at the matter as often as it is due. How often it fired."""
        self.wait(after)
        fired = 0
        while self.matter.wakes is not None and self.matter.wakes <= self.now:
            answer = decide(self.method, self.matter, Command("", "due", self.now, SYSTEM), self.world)
            assert isinstance(answer, Decision), answer
            self._keep(answer)
            fired += 1
            assert fired < most, f"the clock fires without end in {self.matter.stage}"
        return fired

    def open_acts(self, by: str) -> set[str]:
        return {a.name for a in available(self.method, self.matter, self.actor(by), self.world, self.now)}

    def _keep(self, decision: Decision) -> Matter:
        visit = self.matter.visit if self.matter else 0
        self.world.record(1, decision.entries, decision.effects, visit)
        self.matter = decision.matter
        self.entries += decision.entries
        self.said = list(decision.effects)
        self.effects += decision.effects
        return self.matter

    @property
    def stage(self) -> str:
        return self.matter.stage

    @property
    def acts(self) -> list[str]:
        return [entry.act for entry in self.entries]

    def kinds(self) -> list[str]:
        """The kinds of effects of the last decision."""
        return [effect.kind for effect in self.said]

    def effect(self, kind: str) -> dict[str, Any]:
        """The values of the last decision's only effect of a kind."""
        (found,) = [effect.values for effect in self.said if effect.kind == kind]
        return found
