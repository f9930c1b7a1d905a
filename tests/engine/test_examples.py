"""A method's examples: what they prove, where they tell of what went otherwise, and what they must cover."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.cli.files import MethodFile
from shanzhi.engine.examples import run_examples
from shanzhi.library import files
from tests.method.tiny import TINY, block, tiny
from tests.method.trees import SCALARS, plain, shape

MARK = "▸"
METHODS = list(files().values())
FINISH = "finish: {label: 办好了, to: closed}"
STEP = "      - act: finish\n        by: grid_worker\n"
REQUIRES = "requires: [{that: data.count > 1, otherwise: 不够。}]"


def told(text: str) -> list[tuple[str, int, int]]:
    outcome = run_examples(text.replace(MARK, ""))
    return [(p.code, p.line, p.column) for p in outcome.problems if p.weight == "error"]


def marked(text: str) -> tuple[int, int]:
    before = text.split(MARK)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_the_library_passes_and_covers_itself(path: Path) -> None:
    file = MethodFile(path.name, path.read_bytes(), path)
    outcome = run_examples(file.whole, file.english, file.other)
    assert [p.show(path.name) for p in outcome.problems] == []
    assert outcome.passed
    assert outcome.ways[0] == outcome.ways[1] > 0
    assert outcome.refusals[0] == outcome.refusals[1]


def test_the_tiny_method_passes() -> None:
    outcome = run_examples(TINY)
    assert outcome.passed
    assert (outcome.ways, outcome.refusals) == ((2, 2), (0, 0))
    assert [(e.title, e.steps) for e in outcome.examples] == [("办好", 2)]


OTHERWISE = [
    ("a step that is refused", "SZ701", tiny(("      - act: finish\n        by: grid_worker", "      - ▸act: finish\n        by: resident"))),
    ("a refusal that does not come", "SZ701", tiny((STEP, STEP + "        refused: ▸not_yours\n"))),
    ("another refusal", "SZ701", tiny((STEP, STEP.replace("grid_worker", "resident") + "        refused: ▸stale\n"))),
    ("a person nobody knows", "SZ701", tiny(("      - act: finish\n        by: grid_worker", "      - ▸act: finish\n        by: grandmother"))),
    ("acting before anything is open", "SZ701", tiny(("      - open: start\n        with: {subject: 路灯不亮}\n        by: resident\n      - act", "      - ▸act"))),
    ("opening twice", "SZ701", tiny((STEP, "      - ▸open: {subject: 路灯不亮}\n" + STEP))),
    ("another stage than written", "SZ701", tiny((STEP, STEP + "        expect: {stage: ▸asked}\n"))),
    ("another due date", "SZ701", tiny(("by: resident\n", 'by: resident\n        expect: {due: ▸"2026-03-05 09:00"}\n'))),
    ("nobody told", "SZ701", tiny((STEP, STEP + "        expect: {told: ▸[]}\n"))),
    ("another desk", "SZ701", tiny(("by: resident\n", "by: resident\n        expect: {desk: ▸secretary}\n"))),
    ("other facts", "SZ701", tiny(("by: resident\n", "by: resident\n        expect: {data: {subject: ▸别的}}\n"))),
    ("facts that are no facts of the system", "SZ701", tiny(("    steps:\n", "    given: {facts: ▸{opener.mood: good}}\n    when:\n"))),
    ("inputs out of bounds", "SZ701", tiny(("    steps:\n", "    given: {inputs: ▸{within: never}}\n    when:\n"))),
    ("another end", "SZ704", tiny(("expect: {stage: closed, end: done}", "expect: {stage: closed, end: ▸failed}"))),
    ("points nobody got", "SZ704", tiny(("expect: {stage: closed,", "expect: {points: {resident: ▸3},"))),
    ("a way nobody takes", "SZ702", tiny((FINISH, FINISH + "\n      other: {label: 办好了, to: ▸closed}"))),
    ("an act nobody does", "SZ702", tiny((FINISH, FINISH + "\n      ▸note: {label: 办好了}"))),
    ("what the clock would do", "SZ702", tiny(("due: {lasts: inputs.within}", "due: {lasts: inputs.within, ▸then: finish}"))),
    ("an outcome that never comes", "SZ702", block("checklist: {items: {look: 什么事}}", "{▸complete: closed}", before="    due: {lasts: inputs.within}\n")),
    ("a requirement that never refuses", "SZ703", tiny((FINISH, "finish: {label: 办好了, to: closed, requires: [▸{that: data.count < 1, otherwise: 不够。}]}"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text"), [case[1:] for case in OTHERWISE], ids=[case[0] for case in OTHERWISE]
)
def test_what_goes_otherwise_is_told_where_it_is_written(code: str, text: str) -> None:
    assert told(text) == [(code, *marked(text))]


def test_a_requirement_is_met_by_a_refusal() -> None:
    met = tiny(
        (FINISH, f"finish: {{label: 办好了, to: closed, {REQUIRES}}}"),
        (STEP, STEP + "        refused: requires\n      - act: correct\n        by: resident\n        with: {field: count, value: \"2\", reason: 数错了}\n" + STEP),
        ("with: {subject: 路灯不亮}", "with: {subject: 路灯不亮, count: 1}"),
    )  # fmt: skip
    outcome = run_examples(met)
    assert [p.show("f", "en") for p in outcome.problems if p.weight == "error"] == []
    assert outcome.refusals == (1, 1)


def test_time_passes_only_when_it_is_said_and_the_clock_acts() -> None:
    text = tiny(
        (FINISH, FINISH + "\n      lapse: {label: 办好了, by: [system], to: closed}"),
        ("due: {lasts: inputs.within}", "due: {lasts: inputs.within, then: lapse}"),
        ("  - title: 办好\n", "  - title: 到期\n    given: {now: \"2026-09-30 10:00\", inputs: {within: 1 workday}}\n    steps:\n      - open: {subject: 路灯不亮}\n        expect: {due: \"2026-10-08 17:00\"}\n      - wait: 8 days\n        expect: {stage: asked}\n      - wait: 1 hour\n      - wait: 1 day\n    expect: {stage: closed}\n  - title: 办好\n"),
    )  # fmt: skip
    assert told(text) == []


def test_a_file_with_errors_is_not_run() -> None:
    outcome = run_examples(tiny(("to: closed", "to: clsed")))
    assert not outcome.passed
    assert outcome.examples == []
    assert [p.code for p in outcome.problems if p.weight == "error"] == ["SZ301"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(shape("example", 3), min_size=1, max_size=2),
    st.sampled_from([TINY, *(p.read_text("utf-8") for p in METHODS)]),
)
def test_any_examples_end_with_problems_or_pass(examples: list[Any], text: str) -> None:
    tree = plain(text)
    tree["examples"] = examples
    outcome = run_examples(json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    assert outcome.passed == (not [p for p in outcome.problems if p.weight == "error"])


STEPS = st.fixed_dictionaries(
    {},
    optional={
        "act": st.sampled_from(["accept", "resolve", "rate", "escalate", "message", "correct", "ask_help", "merge", "finish", "due", "nothing"]),
        "by": st.sampled_from(["resident", "grid_worker", "community_staff", "department_staff@office1", "system", "nobody"]),
        "with": st.dictionaries(st.sampled_from(["urgency", "reply", "stars", "text", "into", "helpers", "office", "to_place"]), SCALARS | st.lists(SCALARS, max_size=2), max_size=3),
        "after": st.sampled_from(["1 hour", "3 workdays", "30 days"]),
        "joined": st.fixed_dictionaries({}, optional={"child": SCALARS, "end": SCALARS}),
        "refused": st.just("not_yours"),
    },
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, max_size=6))
def test_any_steps_end_with_problems_or_pass(steps: list[dict[str, Any]]) -> None:
    tree = plain((METHODS[0]).read_text("utf-8"))
    first = {"open": {"subject": "路灯不亮"}, "by": "resident", "then": {"stage": "reported"}}
    tree["examples"] = [{"title": "试", "when": [first, *steps]}]
    run_examples(json.dumps(tree, ensure_ascii=False))
