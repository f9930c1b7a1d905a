"""Keys that were called otherwise stand under today's names, each at its place; what is in today's words stays."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.method.lifting import lift
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read
from tests.method.tiny import TINY

STAGE = """\
data: {subject: {type: text, label: x}, lines: {type: list, label: y}, opener: {type: person, label: z}}
stages: {one: {%s}}
"""
TURNED = [
    ("effects: [{notify: {to: [opener], text: a}}]", "effects: [{notify: {whom: [opener], text: a}}]"),
    ("effects: [{publish: {what: [subject], for: 3 days}}]", "effects: [{publish: {shows: [subject], lasts: 3 days}}]"),
    ("acts: {go: {effects: [{link: {to: twin, as: follows}}]}}", "acts: {go: {effects: [{link: {matter: twin, as: follows}}]}}"),
    ("effects: [{appoint: {each: lines, term: 3 days}}]", "effects: [{appoint: {of: lines, lasts: 3 days}}]"),
    ("effects: [{dismiss: {each: lines, why: a}}]", "effects: [{dismiss: {of: lines, why: a}}]"),
    ("effects: [{open: {method: m, with: {about: subject}}}]", "effects: [{open: {method: m, with: {about: data.subject}}}]"),
    ("effects: [{open: {method: m, with: {a: {from: subject}}}}]", "effects: [{open: {method: m, with: {a: data.subject}}}]"),
    ("effects: [{open: {method: m, with: {a: opener}}}]", "effects: [{open: {method: m, with: {a: data.opener}}}]"),
    ("publicity: {what: [subject], objections: [resident]}", "publicity: {shows: [subject], objections: [resident]}"),
    ("split: {method: m, each: lines, join: any}", "split: {method: m, of: lines, needs: any}"),
    ("checklist: {from: lines}", "checklist: {of: lines}"),
    ("session: {at: when, from: lines}", "session: {begins: when, of: lines}"),
    ("survey: {questions: {a: {}}, enough: 3}", "survey: {form: {a: {}}, needs: 3}"),
    ("endorse: {threshold: 3}", "endorse: {needs: 3}"),
    ("ballot: {on: subject}", "ballot: {motion: subject}"),
]  # fmt: skip


def nodes(text: str) -> Node:
    root = read(text, Problems())
    assert root is not None
    return root


@pytest.mark.parametrize(("old", "new"), TURNED)
def test_a_key_that_was_called_otherwise_is_under_its_name_of_today(old: str, new: str) -> None:
    lifted = lift(nodes(STAGE % old))
    assert lifted.root.plain() == lift(nodes(STAGE % new)).root.plain()
    assert not lift(lifted.root).changed


def test_what_is_wrong_is_told_by_the_line_of_the_old_key() -> None:
    lifted = lift(nodes(STAGE % "\n  survey: {\n    enough: 3}\n"))
    assert lifted.root.find("stages.one.survey.needs").line == 4


def test_a_key_of_either_age_hides_no_other() -> None:
    part: Any = lift(nodes(STAGE % "survey: {enough: 3, needs: 4}")).root.plain()["stages"]["one"]["survey"]
    assert part == {"enough": 3, "needs": 4}


def test_examples_say_steps_and_what_to_expect() -> None:
    old = TINY.replace("    steps:", "    when:").replace(
        "expect: {stage", "then: {tally: {}, notified: [], stage"
    )
    new = TINY.replace("expect: {stage", "expect: {count: {}, told: [], stage")
    assert lift(nodes(old)).root.plain() == lift(nodes(new)).root.plain()
