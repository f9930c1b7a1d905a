"""Which facts are somebody's consent to publishing: a yes on which it depends that something is shown to more than those concerned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shanzhi.method.cel import Program
from shanzhi.method.model import Act, Sight, Stage


def consents(sights: Iterable[Sight], stages: dict[str, Stage]) -> frozenset[str]:
    """The names of the facts that must be true for something to be shown."""
    held = {name for program in _allowing(sights, stages) for name in _must_hold(program)}
    return frozenset(name.removeprefix("data.") for name in held)


def _allowing(sights: Iterable[Sight], stages: dict[str, Stage]) -> Iterator[Program]:
    """The conditions on which something is shown to more than those concerned."""
    yield from (sight.when for sight in sights if sight.when is not None)
    for stage in stages.values():
        for act in stage.acts.values():
            if act.origin == "method" and _makes_public(act, stages):
                yield from (one.that for one in act.requires)
                yield from (route.when for route in act.routes if route.when is not None)


def _makes_public(act: Act, stages: dict[str, Stage]) -> bool:
    """Whether an act, or a stage that it may lead to, makes anything public."""
    if any(effect.shows for effect in act.effects):
        return True
    led = (stages.get(route.stage) for route in act.routes)
    return any(_shows(stage) for stage in led if stage is not None)


def _must_hold(program: Program) -> set[str]:
    """The names that a condition takes as they are: each must be true for it to hold."""
    parts = {part.strip(" ()\n") for part in program.source.split("&&")}
    return parts & program.names


def _shows(stage: Stage) -> bool:
    shown = stage.block is not None and bool(stage.block.shows)
    return shown or any(effect.shows for effect in stage.effects)
