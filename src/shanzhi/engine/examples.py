"""Runs a method's own examples: its tests and its manual at once, on a virtual clock, through the very `decide`.

An example begins on a Monday morning in a small world (`shanzhi.engine.world`) in which everybody can be called by
name. Time passes only by `after` and `wait`; the clock looks at the matter whenever it is due. Together the examples
take every way and meet every refusal, or they do not pass.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.engine.coverage import Coverage
from shanzhi.engine.example_people import others_named
from shanzhi.engine.example_run import ExampleRun, Methods, Otherwise, nothing_there
from shanzhi.method.check import Checked, examine
from shanzhi.method.english import Beside, nothing_beside
from shanzhi.method.fragments import at_their_use
from shanzhi.method.linking import Library
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.read import Node


class Played(Struct):
    """One example as it went: how many of its steps were taken, and what went otherwise than written."""

    title: str
    line: int
    steps: int
    problems: list[Problem]


class ExampleResult(Struct):
    """How all examples of a file went.

    `problems` are those of the file and of its examples, in the order of the file; `ways` and `refusals` count what
    the examples cover, and what there is.
    """

    checked: Checked
    examples: list[Played]
    problems: list[Problem]
    ways: tuple[int, int] = (0, 0)
    refusals: tuple[int, int] = (0, 0)

    @property
    def passed(self) -> bool:
        return not any(problem.weight == "error" for problem in self.problems)


def run_examples(
    text: str | bytes,
    english: Beside = nothing_beside,
    library: Library = nothing_there,
    *,
    kept: bool = False,
) -> ExampleResult:
    """Run every example of a method file, with the `english` beside it; what it opens of other methods the `library` has
    runs too; `kept` as for `examine`. A file with errors is not run: its problems are the outcome.

    What is not covered is told once all examples go as they are written.
    """
    checked = examine(text, english=english, kept=kept)
    if checked.method is None or checked.errors:
        return ExampleResult(checked, [], checked.problems)
    coverage = Coverage(checked.method)
    methods = Methods(text, library)
    played = [play(node, methods, coverage) for node in checked.method.examples]
    problems = Problems()
    problems.found += [*checked.problems, *(problem for example in played for problem in example.problems)]
    if not any(example.problems for example in played):
        for code, aims in (("SZ702", coverage.ways_open), ("SZ703", coverage.refusals_open)):
            for aim in aims:
                problems.add(code, checked.root.find(aim.path), what=aim.what)
    return ExampleResult(
        checked,
        played,
        at_their_use(problems.listed(), checked.regions),
        coverage.ways_count,
        coverage.refusals_count,
    )


def play(example: Node, methods: Methods, coverage: Coverage) -> Played:
    """Play one example, up to the first step that goes otherwise than written."""
    title = str(example.value["title"].value)
    problems = Problems()
    done = 0
    try:
        steps = example.value["steps"]
        told = any("joined" in step.value for step in steps.value)
        run = ExampleRun(methods, example.value.get("given"), real=not told, more=others_named(steps.plain()))
        for step in example.value["steps"].value:
            done += 1
            run.step(step, coverage)
    except Otherwise as otherwise:
        for at, detail in otherwise.found:
            problems.add("SZ701", at, title=title, step=done, detail=detail)
        return Played(title, example.line, done, problems.found)
    try:
        if "expect" in example.value:
            run.must_be_at_last(example.value["expect"])
    except Otherwise as otherwise:
        for at, detail in otherwise.found:
            problems.add("SZ704", at, title=title, detail=detail)
    return Played(title, example.line, done, problems.found)
