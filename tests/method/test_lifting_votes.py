"""Decisions in the words of before are lifted: who counts by one roll, counts and choices by one name."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.method.lifting.votes import lift_votes
from shanzhi.method.problems import Problems
from shanzhi.method.read import read
from shanzhi.method.words import Sentence


def lifted(stage: str) -> tuple[dict[str, Any], list[Sentence]]:
    """What becomes of a stage."""
    root = read(f"stages:\n  here:\n{stage}", Problems())
    assert root is not None
    remarks: list[Sentence] = []
    made = lift_votes(root, remarks)
    assert lift_votes(made, []).plain() == made.plain()
    found: dict[str, Any] = made.plain()["stages"]["here"]
    return found, remarks


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{by: [resident], per: household}", {"roll": "households", "undo": True}),
        ("{by: [resident]}", {"roll": "residents", "undo": True}),
        ("{roll: households, within: yard}", {"roll": "households", "within": "data.yard"}),
    ],
)
def test_supporters_count_by_a_roll(before: str, after: dict[str, Any]) -> None:
    made, remarks = lifted(f"    endorse: {before}\n")
    assert (made["endorse"], remarks) == (after, [])


def test_posts_that_could_support_are_remarked_on() -> None:
    made, remarks = lifted("    endorse: {by: [resident, volunteer], per: household}\n")
    assert made["endorse"]["roll"] == "households"
    assert "volunteer" in remarks[0].en


def test_a_ballot_has_a_roll_and_today_s_choices() -> None:
    made, _ = lifted(
        "    ballot: {electors: owner, quorum: count.voted * 3 >= count.electors * 2, pass: count.yes_area > count.no_area}\n"
        "    acts: {stop: {requires: [{that: count.yes == 0, otherwise: count.yes 不变}]}}\n"
    )
    assert made["ballot"] == {
        "roll": "owners", "quorum": "count.voted * 3 >= count.roll * 2", "pass": "count.agree_area > count.oppose_area",
    }  # fmt: skip
    assert made["acts"]["stop"]["requires"] == [{"that": "count.agree == 0", "otherwise": "count.yes 不变"}]


def test_a_fact_that_chooses_the_roll_is_named_by_its_path() -> None:
    assert lifted("    session: {roll: who, quorum: count.attended * 2 > count.expected}\n")[0]["session"] == {
        "roll": "data.who", "quorum": "count.present * 2 > count.roll",
    }  # fmt: skip


def test_a_survey_counts_its_options_by_name() -> None:
    made, _ = lifted(
        "    survey: {by: [resident], questions: {grade: {type: choice, options: {good: 好, bad: 差}}, again: {type: choice, options: {bad: 差}}, "
        "kept: {type: boolean}}, pass: count.n_grade_good > count.n_grade_bad + count.n_again_bad && count.n_kept_true > 1}\n"
    )
    assert made["survey"]["pass"] == "count.good > count.grade_bad + count.again_bad && count.kept > 1"


def test_children_are_done_or_undone() -> None:
    made, _ = lifted(
        "    split: {method: task}\n    outcomes: {joined: {to: [{when: count.failed_children > 0, stage: a}, {stage: b}]}}\n"
    )
    assert made["outcomes"]["joined"]["to"][0]["when"] == "count.undone > 0"
