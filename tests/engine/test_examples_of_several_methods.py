"""Examples in which several methods run together: children for real, acts in them, matters of another method."""

from __future__ import annotations

import pytest

from shanzhi.engine.examples import ExampleResult, run_examples
from shanzhi.method.check import examine
from shanzhi.method.model import Method
from tests.method.tiny import TINY, spoiled

CHILD = spoiled(TINY, ("method: tiny", "method: help"), ("by: [resident]", "by: [resident, grid_worker]"))
PARENT = spoiled(
    TINY,
    ("method: tiny", "method: whole"),
    ("      finish: {label: 办好了, to: closed}\n", "      finish: {label: 办好了, to: closed}\n      ask: {label: 协办, to: helped}\n"),
    ("  closed:\n", "  helped:\n    label: 协办中\n    desk: grid_worker\n    due: {lasts: 20 days}\n"
    "    split: {method: help, of: data.parts, needs: all}\n"
    "    outcomes: {joined: closed, recalled: asked}\n  closed:\n"),
    ("  count:", "  parts: {type: list, label: 几件, form: {subject: {type: text, label: 什么事}}}\n  count:"),
    ("asks: [subject, count]", "asks: [subject, parts, count]"),
)  # fmt: skip
STEPS = "    steps:\n"
OPEN = "{open: start, by: resident, with: {subject: 路灯, parts: [{subject: 灯坏}, {subject: 线老化}]}}"


def library(name: str) -> Method | None:
    return examine(CHILD).method if name == "help" else None


def played(*steps: str, last: str = "{stage: closed, end: done}", there: bool = True) -> ExampleResult:
    lines = "".join(f"      - {step}\n" for step in steps)
    text = f"{PARENT.partition(STEPS)[0]}{STEPS}{lines}    expect: {last}\n"
    return run_examples(text, library=library) if there else run_examples(text)


def found(result: ExampleResult) -> list[str]:
    assert result.examples, [problem.why.en for problem in result.problems]
    return [problem.why.en for problem in result.examples[0].problems]


ASK = "{act: ask, by: grid_worker, expect: {stage: helped, children: {asked: 2}}}"
HELP = "{act: help.finish, by: grid_worker}"


def test_children_are_opened_and_come_back() -> None:
    steps = (OPEN, ASK, HELP, f"{HELP[:-1]}, expect: {{stage: closed, children: {{closed: 2, asked: 0}}}}}}")
    assert found(played(*steps)) == []


def test_what_goes_otherwise_in_a_child_is_said_at_its_step() -> None:
    (why,) = found(played(OPEN, ASK, "{act: help.finish, by: resident9}"))
    assert "step 3" in why
    assert "not_yours" in why


def test_a_refusal_in_a_child_is_expected_like_any_other() -> None:
    steps = (OPEN, ASK, "{act: help.finish, by: resident9, refused: not_yours}", HELP, HELP)
    assert found(played(*steps)) == []


def test_children_stay_out_where_the_example_says_how_they_end() -> None:
    steps = (OPEN, "{act: ask, by: grid_worker, expect: {children: 2}}", "{joined: {child: 1, end: done}}")
    assert found(played(*steps, "{joined: {child: 2, end: done}}")) == []
    (why,) = found(played(*steps, HELP))
    assert "There is no matter of “help”" in why


def test_a_matter_of_another_method_is_opened_beside() -> None:
    steps = (
        OPEN,
        "{open: help.start, by: resident2, with: {subject: 另一件}}",
        HELP,
        "{act: finish, by: grid_worker}",
    )
    assert found(played(*steps)) == []


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("{open: help.begin, by: resident}", "“A small thing” has no way in “begin”"),
        ("{open: nothing.start, by: resident}", "is there a method “nothing”"),
    ],
)
def test_what_is_not_there_is_said(step: str, why: str) -> None:
    (said,) = found(played(OPEN, step))
    assert why in said


def test_without_the_other_method_children_are_counted_only() -> None:
    steps = (OPEN, "{act: ask, by: grid_worker, expect: {stage: helped, children: 2}}")
    assert found(played(*steps, last="{stage: helped}", there=False)) == []


def test_a_child_that_cannot_be_opened_stops_the_example() -> None:
    parts = OPEN.replace("线老化", "线" * 81)
    (why,) = found(played(parts, ASK))
    assert "cannot be opened (form)" in why
