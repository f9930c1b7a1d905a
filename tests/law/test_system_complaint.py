"""给系统提意见: what the notices against formalism say of an application's complaints about itself (国办函〔2026〕12号)."""

from __future__ import annotations

import pytest

from tests.law.courses import goes, method_of

FORMALISM = ("twice", "forced", "trace")


@pytest.mark.parametrize("kind", FORMALISM)
def test_who_runs_the_system_does_not_answer_for_the_formalism_in_it(kind: str) -> None:
    """国办函〔2026〕12号: an application takes complaints about itself; here not by who forced what is complained of."""
    goes("system-complaint", f"""
        - {{open: say, by: grid_worker, with: {{kind: {kind}, what: 每天都要填}}, expect: {{stage: looking, desk: inspector}}}}
        - {{act: answer, by: district_staff, with: {{reply: 这是我们定的}}, refused: not_yours}}
        - {{act: answer, by: street_staff, with: {{reply: 这是我们定的}}, refused: not_yours}}
    """)  # fmt: skip


def test_it_does_not_fall_to_them_even_while_nobody_is_charged_with_it() -> None:
    """国办函〔2026〕12号."""
    goes("system-complaint", """
        - {open: say, by: grid_worker, with: {kind: forced, what: 每天都要打卡}}
        - {act: answer, by: district_staff, with: {reply: 这是我们定的}, refused: not_yours}
    """, given="{vacant: [inspector]}")  # fmt: skip


def test_a_worker_may_complain_unnamed() -> None:
    """国办函〔2026〕12号: whoever complains of what a superior forced is not to be found out by it."""
    method = method_of("system-complaint")
    (opening,) = method.openings.values()
    assert opening.who.anyone
    assert "unnamed" in {field.name for field in opening.form}
    assert method.sealed_people == ("asking",)
    assert method.above  # nor do the posts below the desk read it, where it happened


def test_whoever_looked_at_data_does_not_answer_for_having_looked() -> None:
    """个人信息保护法第五十条: a complaint about a look is handled by somebody else."""
    goes("system-complaint", """
        - {open: say, by: resident, with: {kind: privacy, what: 为什么看我的电话, look: 12, about: district_staff}}
        - {act: answer, by: district_staff, with: {reply: 我核对过了}, refused: own_work}
    """)  # fmt: skip


def test_handing_it_from_desk_to_desk_gives_no_new_time() -> None:
    """国办函〔2026〕12号: it is answered by a date."""
    goes("system-complaint", """
        - {open: say, by: resident, with: {kind: other, what: 通知太多}, expect: {due: "2026-03-09 17:00"}}
        - {act: pass_on, by: district_staff, after: 3 workdays, expect: {stage: looking, due: "2026-03-09 17:00"}}
        - {wait: 3 workdays, expect: {stage: looking, late: true}}
    """)  # fmt: skip


def test_what_was_changed_is_public_and_what_was_said_is_not() -> None:
    """Published: what was changed; never who complained, or of what."""
    publish = method_of("system-complaint").stages["looking"].acts["answer"].effects[0]
    assert publish.values["shows"] == ("kind", "changed")
