"""任务销账: what the law forbids when tasks are given, done, checked and paid for."""

from __future__ import annotations

import pytest

from tests.law.courses import goes, method_of, otherwise

GIVEN = "- {open: give, by: community_staff, with: {subject: 清理楼道堆物%s}}\n"
MINE = GIVEN % ""
ASKED = GIVEN % ", owner: volunteer, due_on: 2026-03-10"
PAID = "- {open: give, by: committee_chair, with: {subject: 修补路面, money: true, budget: 300000}}\n"


def test_nobody_does_what_they_did_not_agree_to() -> None:
    """志愿服务条例 25: 不得强行指派志愿者、志愿服务组织提供服务. Who is asked has nothing to do before saying yes."""
    assert (
        otherwise("task", ASKED + "- {act: report, by: volunteer, with: {done: 好了}, refused: no_such_act}")
        == []
    )


@pytest.mark.parametrize("silence", ["- {act: decline, by: volunteer}\n", "- {wait: 4 days}\n"])
def test_who_says_no_or_nothing_is_never_late(silence: str) -> None:
    """志愿服务条例 25. The task lies with whoever gave it, and grows late there."""
    late = "- {wait: 60 days, expect: {stage: doing, desk: community_staff, late: true}}"
    assert otherwise("task", ASKED + silence + late) == []


def test_nobody_accepts_for_another() -> None:
    """志愿服务条例 25."""
    assert otherwise("task", ASKED + "- {act: accept, by: community_staff, refused: not_yours}") == []


def test_whoever_is_asked_instead_must_agree_too() -> None:
    """志愿服务条例 25."""
    course = (
        "- {act: reassign, by: secretary, with: {owner: resident}, expect: {stage: asked, desk: resident}}"
    )
    assert otherwise("task", ASKED + "- {act: accept, by: volunteer}\n" + course) == []


@pytest.mark.parametrize("act", ["confirm", "send_back, with: {missing: 没扫干净}"])
def test_nobody_checks_what_they_did(act: str) -> None:
    """Four eyes: who did it neither confirms nor sends it back, also where no other post is filled."""
    given = "{vacant: [yard_chief, yard_member, owners_member, supervision_member, committee_chair, committee_member]}"
    done = "- {act: report, by: community_staff, with: {done: 清走了}, expect: {stage: checking, desk: street_staff}}\n"
    assert (
        otherwise("task", f"{MINE}{done}- {{act: {act}, by: community_staff, refused: own_work}}", given)
        == []
    )


def test_nobody_checks_what_they_did_when_time_ran_out() -> None:
    """Four eyes again: the second desk bars them as the first did."""
    course = (
        "- {act: report, by: community_staff, with: {done: 清走了}}\n"
        "- {wait: 6 days, expect: {stage: checking_again, desk: committee_chair}}\n"
        "- {act: confirm, by: community_staff, refused: own_work}"
    )
    assert otherwise("task", MINE + course) == []


def test_silence_never_confirms_work() -> None:
    """A check that nobody makes stays open, late, and closes nothing."""
    course = (
        "- {act: report, by: community_staff, with: {done: 清走了}}\n"
        "- {wait: 100 days, expect: {stage: checking_again, late: true}}"
    )
    assert otherwise("task", MINE + course) == []


@pytest.mark.parametrize(
    "given",
    [
        "acceptance: [file]",
        "receipts: [file]",
        "acceptance: [file], receipts: [file], works: true",
    ],
)
def test_public_money_is_accounted_for_with_papers(given: str) -> None:
    """Public money: no closing without acceptance sheet and receipts, and no works without a warranty."""
    course = f"- {{act: report, by: committee_chair, with: {{done: 补好了, spent: 280000, {given}}}, refused: form}}"
    assert otherwise("task", PAID + course) == []


def test_what_was_spent_is_published() -> None:
    """居务公开: what public money was spent on is shown when the task is closed."""
    course = (
        "- {act: report, by: committee_chair, with: {done: 补好了, spent: 280000, acceptance: [file], receipts: [file]}}\n"
        "- {act: confirm, by: yard_chief, expect: {end: done, effects: {publish: 1}}}"
    )
    assert otherwise("task", PAID + course) == []


def test_no_photograph_is_compulsory() -> None:
    """国办函〔2026〕12 号: photographs are not demanded without need; the report stands without one."""
    assert (
        otherwise(
            "task",
            MINE + "- {act: report, by: community_staff, with: {done: 清走了}, expect: {stage: checking}}",
        )
        == []
    )


def test_a_task_is_not_talked_away() -> None:
    """劝撤: nobody withdraws a task; it is dropped by who gives tasks, with the reason, which is told."""
    task = method_of("task")
    assert task is not None
    assert not any("withdraw" in stage.builtins for stage in task.stages.values())
    dropped = "- {act: drop, by: community_staff, with: {reason: 市政统一清理}, expect: {end: failed, told: {owner: 市政统一清理}}}"
    assert otherwise("task", ASKED + "- {act: accept, by: volunteer}\n" + dropped) == []


def test_more_than_the_budget_is_not_spent_without_a_word() -> None:
    """Public money has papers: what was spent beyond the budget says why and who agreed, in public."""
    given = "- {open: give, by: committee_chair, with: {subject: 修补路面, money: true, budget: 300000}}"
    goes("task", f"""
        {given}
        - {{act: report, by: committee_chair, with: {{done: 补好了, spent: 360000, acceptance: [file], receipts: [file]}}, refused: form}}
        - {{act: report, by: committee_chair, with: {{done: 补好了, spent: 360000, why_over: 多补了一处，会议同意, acceptance: [file], receipts: [file]}}, expect: {{stage: checking}}}}
        """)  # fmt: skip
    published = [effect for effect in method_of("task").stages["closed"].effects if effect.kind == "publish"]
    assert "why_over" in published[0].values["shows"]


def test_what_has_a_budget_is_not_called_free_of_public_money() -> None:
    """The papers cannot be got round by correcting one answer."""
    goes("task", """
        - {open: give, by: committee_chair, with: {subject: 修补路面, money: true, budget: 300000}}
        - {act: correct, by: committee_chair, with: {field: money, value: "false", reason: 写错了}}
        - {act: report, by: committee_chair, with: {done: 补好了}, refused: requires}
        """)  # fmt: skip
