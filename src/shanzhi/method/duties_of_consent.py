"""Duties of consent: what somebody agrees to is never agreed to beforehand.

Personal Information Protection Law (个人信息保护法), articles 14 and 25: consent is voluntary and plain; publishing needs one of its
own. GB/T 42574: no boxes that are ticked already.
"""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi.method.cel import Program
from shanzhi.method.duty import Duty
from shanzhi.method.model import Act, Stage


class ConsentDuties(Duty):
    """What becomes of facts that allow publishing."""

    def consents(self) -> None:
        """A yes or no on which publishing depends has no default of yes. A file in older words goes on, and is advised."""
        for name in sorted({name for program in self._allowing() for name in _must_hold(program)}):
            field = self.fields.get(name.removeprefix("data."))
            if field is not None and field.kind.yes_no and field.default is True:
                weight = "advice" if self.lifted else "error"
                at = self.root.find(f"{field.at.path}.default")
                self.problems.add("SZ371", at, name=field.name, weight=weight)

    def _allowing(self) -> Iterator[Program]:
        """The conditions on which something is shown to more than those concerned."""
        yield from (sight.when for sight in self.visible if sight.when is not None)
        for stage in self.stages.values():
            for act in stage.acts.values():
                if act.origin == "method" and self._makes_public(act):
                    yield from (one.that for one in act.requires)
                    yield from (route.when for route in act.routes if route.when is not None)

    def _makes_public(self, act: Act) -> bool:
        """Whether an act, or a stage that it may lead to, makes anything public."""
        if any(effect.shows for effect in act.effects):
            return True
        led = (self.stages.get(route.stage) for route in act.routes)
        return any(_shows(stage) for stage in led if stage is not None)


def _must_hold(program: Program) -> set[str]:
    """The names that a condition takes as they are: each must be true for it to hold."""
    parts = {part.strip(" ()\n") for part in program.source.split("&&")}
    return parts & program.names


def _shows(stage: Stage) -> bool:
    shown = stage.block is not None and bool(stage.block.shows)
    return shown or any(effect.shows for effect in stage.effects)
