"""What examples say of who was told what, of effects counted, of matters opened, and of several who act in turn."""

from __future__ import annotations

import pytest

from shanzhi.engine.examples import run_examples
from tests.method.tiny import TINY, spoiled

PARTS = (
    ("data:\n", "people:\n  about: {type: person, side: true, label: 谁}\ndata:\n"),
    ("asks: [subject, count]", "asks: [subject, count, about]"),
    (
        "      finish: {label: 办好了, to: closed}\n",
        "      finish: {label: 办好了, to: closed, effects: [{open: {method: other}}, {open: {method: other}}]}\n"
        '      look: {label: 看, by: [resident], effects: [{notify: {whom: [desk, watchers], text: "{subject}有人看，{people.about}的"}}]}\n',
    ),
    ("with: {subject: 路灯不亮}", "with: {subject: 路灯不亮, about: resident3}"),
    ("      - act: finish", "      - LOOK\n      - act: finish"),
    ("expect: {stage: closed, end: done}", "expect: {LAST}"),
)


def problems(look: str, last: str) -> list[str]:
    text = spoiled(TINY, *PARTS).replace("LOOK", look).replace("LAST", last)
    outcome = run_examples(text)
    assert outcome.examples, [problem.why.en for problem in outcome.problems]
    return [problem.why.en for problem in outcome.examples[0].problems]


LOOK = "{act: look, by: resident}"
RIGHT = [
    (LOOK, "told: {about: 办好了, opener: 路灯不亮, resident3: 办好了}"),
    (LOOK, "told: [opener]"),
    (LOOK, "told: {grid_worker: 'resident3的'}"),
    (LOOK, "opened: {other: 2}, effects: {open: 2, notify: 2}"),
    (LOOK, "effects: [open, notify]"),
    ("{act: look, by: resident, expect: {told: {grid_worker: 有人看, desk: 路灯}, opened: {}}}", "end: done"),
    ("{act: look, by: [resident, resident2, resident3]}", "effects: {notify: 4}"),
    (
        "{act: watch, by: resident4}\n      - {act: look, by: resident, expect: {told: {resident4: 有人看, watchers: 有人看}}}",
        "told: {resident4: 办好了}",
    ),
]
WRONG = [
    (LOOK, "told: {about: 没办}", "told.about should be 没办 but is “路灯不亮”办好了。"),
    (LOOK, "told: {resident9: 办好了}", "told.resident9 should be 办好了 but is —"),
    (
        LOOK,
        "told: {grid_worker: 办好了}",
        "told.grid_worker should be 办好了 but is 路灯不亮有人看，resident3的",
    ),
    (LOOK, "told: {nobody: 办好了}", "Nobody is called “nobody” in examples"),
    (LOOK, "opened: {other: 1}", "opened.other should be 1 but is 2"),
    (LOOK, "opened: {}", "opened should be {} but is {'other': 2}"),
    (LOOK, "effects: {notify: 1}", "effects.notify should be 1 but is 2"),
    ("{act: finish, by: [resident, grid_worker]}", "end: done", "refused (not_yours)"),
]


@pytest.mark.parametrize(("look", "last"), RIGHT)
def test_what_is_so_passes(look: str, last: str) -> None:
    assert problems(look, last) == []


@pytest.mark.parametrize(("look", "last", "why"), WRONG)
def test_what_is_otherwise_is_said(look: str, last: str, why: str) -> None:
    (found,) = problems(look, last)
    assert why in found


@pytest.mark.parametrize(("desk", "passes"), [("opener", True), ("resident", True), ("resident2", False)])
def test_a_desk_that_is_somebodys_is_called_by_either_name(desk: str, passes: bool) -> None:
    text = spoiled(TINY, ("desk: grid_worker", "desk: opener"), ("by: grid_worker", "by: resident"))
    text = text.replace(
        "        by: resident\n", f"        by: resident\n        expect: {{desk: {desk}}}\n", 1
    )
    outcome = run_examples(text)
    found = [problem.why.en for problem in outcome.examples[0].problems]
    assert (not found) if passes else "desk should be resident2 but is opener (resident)" in found[0]


def test_a_second_in_a_post_is_there_where_an_example_speaks_of_one() -> None:
    checked = spoiled(
        TINY,
        ("      finish: {label: 办好了, to: closed}\n", "      finish: {label: 办好了, to: looked}\n"),
        ("  closed:\n", "  looked: {label: 待办, desk: {by: [grid_worker], not: [actors.asked]}, due: 2 days, acts: {well: {label: 办好了, to: closed}}}\n  closed:\n"),
    )  # fmt: skip
    by = "      - {act: well, by: %s, expect: {stage: closed}}\n    expect: {stage"
    second, first = (
        checked.replace("    expect: {stage", by % name) for name in ("grid_worker2", "grid_worker")
    )
    assert run_examples(second).examples[0].problems == []
    assert run_examples(first).examples[0].problems != []


@pytest.mark.parametrize("names", ["null", "{opener: [a]}", "[[opener]]", "[null]"])
def test_who_was_told_is_a_role_of_the_method(names: str) -> None:
    outcome = run_examples(spoiled(TINY, ("end: done}\n", f"end: done, told: {names}}}\n")))
    assert not outcome.passed
    assert outcome.problems[0].code in {"SZ203", "SZ303"}
