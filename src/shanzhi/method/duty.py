"""What every check of a method's duties looks at: its stages and ways, and what the file itself writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.paths import ways

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.problems import Problems
    from shanzhi.method.read import Node


TODAYS = frozenset(("data", "people", "clocks", "defaults"))
"""Sections that the first edition did not have: a file with one of them is no older file, whatever words of old stand in it."""


class Duty:
    """One check of one method; `doubtful` are the stages with faults of their own.

    What a duty that came since weighs in a file that was `kept` in older words, or is wholly written in them, is advice: `newer`.
    """

    def __init__(self, builder: Builder, kept: bool = False) -> None:
        self.name = builder.id
        self.stages = builder.stages
        self.opening = builder.opening
        self.openings = tuple(builder.openings.values())
        self.begun = {stage for one in self.openings for stage in one.stages}
        self.fields = builder.fields
        self.inputs, self.values = builder.inputs, builder.values
        self.clocks = builder.clock_rules
        self.visible = builder.visible
        older = builder.lifted and (kept or TODAYS.isdisjoint(builder.plain))
        self.milder = "advice" if builder.lifted else "error"
        self.newer = "advice" if older else "error"
        self.units = builder.units
        self.root = builder.root
        self.problems = builder.problems
        self.doubtful = doubtful(builder.root, builder.problems)
        self.ways = list(ways(builder.stages))

    def add(self, code: str, path: str, **values: Any) -> None:
        self.problems.add(code, self.root.find(path), **values)

    def _written(self, path: str) -> Mapping[str, Node]:
        """The keys the file itself writes under a path."""
        here = self.root
        for name in path.split("."):
            here = here.value[name]
        return here.keys


def doubtful(root: Node, problems: Problems) -> set[str]:
    """The stages in which an error was found already."""
    stages = root.value.get("stages")
    if stages is None:
        return set()
    after = [
        (at.line, at.column)
        for at in root.keys.values()
        if (at.line, at.column) > (stages.line, stages.column)
    ]
    end = min(after, default=(1 << 30, 0))
    starts = sorted(((at.line, at.column), name) for name, at in stages.keys.items())
    found = set()
    for problem in problems.found:
        place = (problem.line, problem.column)
        before = [name for start, name in starts if start <= place]
        if problem.weight == "error" and before and place < end:
            found.add(before[-1])
    return found
