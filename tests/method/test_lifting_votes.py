"""Decisions in the words of before are lifted: who counts by one roll, counts and choices by one name."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.method.lifting.results import lift_results
from shanzhi.method.lifting.signing import lift_signed
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


@pytest.mark.parametrize(
    ("before", "signed"),
    [
        ("roll: households, secret: true", False),
        ("roll: households, secret: 'false'", True),
        ("roll: residents, secret: data.quiet", "!data.quiet"),
        ("roll: residents, secret: '!data.open && count.roll > 9'", "!(!data.open && count.roll > 9)"),
        ("roll: residents, secret: '!data.open'", "data.open"),
        ("roll: data.who, secret: data.quiet", 'data.who == "owners" || !data.quiet'),
        ("roll: data.who, secret: true", 'data.who == "owners" || false'),
        ("roll: data.who, signed: '!data.quiet'", "!data.quiet"),
        ("roll: owners, secret: data.quiet", True),
        ("roll: owners, secret: true, secret_owners: true", "true || false"),
        ("roll: owners, secret_owners: true", None),
    ],
)
def test_secret_is_told_as_signed_and_owners_always_sign(before: str, signed: object) -> None:
    text = f"data: {{who: {{type: choice, options: {{owners: 业主, households: 户}}}}}}\nstages: {{a: {{ballot: {{{before}}}}}}}"
    root = read(text, Problems())
    assert root is not None
    remarks: list[Sentence] = []
    made = lift_signed(root, remarks)
    assert lift_signed(made, []).plain() == made.plain()
    ballot = made.plain()["stages"]["a"]["ballot"]
    assert ballot.get("signed") == signed
    assert not {"secret", "secret_owners"} & ballot.keys()
    assert bool(remarks) is ("secret_owners" in before)


def test_results_are_facts_of_their_own_and_say_what_of_a_block_they_keep() -> None:
    text = """
data: {subject: {type: text, label: 什么事}, told: {type: text, max: 99, label: 说过的}}
stages:
  a: {endorse: {roll: households, needs: 3, result: {support: 支持情况}}}
  b: {ballot: {roll: households, pass: count.agree > 1, result: {vote: {label: 结果}, told: 说法}}}
  c: {session: {begins: data.day, result: {met: words, present: present}}}
"""
    root = read(text, Problems())
    assert root is not None
    made = lift_results(root, [])
    assert lift_results(made, []).plain() == made.plain()
    plain = made.plain()
    assert [plain["stages"][name][kind]["result"] for name, kind in (("a", "endorse"), ("b", "ballot"), ("c", "session"))] == [
        {"support": "words"}, {"vote": "words", "told": "words"}, {"met": "words", "present": "present"},
    ]  # fmt: skip
    assert plain["data"] == {
        "subject": {"type": "text", "label": "什么事"}, "told": {"type": "text", "max": 99, "label": "说过的"},
        "support": {"type": "words", "label": "支持情况"}, "vote": {"type": "words", "label": "结果"},
    }  # fmt: skip
