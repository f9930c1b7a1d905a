"""What law and practice forbid of asking others for help, and how `assist` refuses it."""

from __future__ import annotations

from tests.law.courses import method_of, otherwise

ASKED = "- {open: child, by: system, with: {subject: 路面破损, request: 请修复, office: office1}}\n"
REFUSED = "- {act: refuse, by: department_staff@office1, with: {reason: 属市政管理范围}, expect: {stage: ruling, desk: district_staff}}\n"


def test_who_is_asked_cannot_end_it_by_saying_that_it_is_not_theirs() -> None:
    """北京市接诉即办工作条例第十四条: others cooperate; whether it is theirs, another decides."""
    own = "- {act: let_off, by: department_staff@office1, with: {ruling: 自己说了不算的}, refused: own_work}"
    assert otherwise("assist", ASKED + REFUSED + own) == []


def test_while_nobody_decides_help_is_given_and_the_time_runs_on() -> None:
    """条例第十四条: a refusal that nobody rules on neither ends the help nor lengthens the time for it."""
    unruled = (
        "- {wait: 2 workdays, expect: {stage: asked, desk: department_staff, due: 2026-03-05 17:00}}\n"
        "- {act: refuse, by: department_staff@office1, with: {reason: 还是不归我们管}, refused: requires}"
    )
    assert otherwise("assist", ASKED + REFUSED + unruled, "{now: 2026-03-02 09:00}") == []


def test_who_answers_late_says_why() -> None:
    """条例第十四条: whoever cannot do it in time gives the reason."""
    late = (
        "- {wait: 4 workdays, expect: {late: true}}\n"
        "- {act: answer, by: department_staff@office1, with: {result: 已修复}, refused: form}"
    )
    assert otherwise("assist", ASKED + late) == []


def test_who_is_asked_cannot_withdraw_it() -> None:
    """Only whoever asked for help calls it back."""
    assist = method_of("assist")
    assert assist is not None
    assert {name for name, stage in assist.stages.items() if "withdraw" in stage.acts} == set()
    assert "message" in assist.stages["asked"].acts
