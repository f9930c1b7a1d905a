"""帮办代办: what the law says of volunteers, of doing something for another, and of knowing where somebody lives."""

from __future__ import annotations

import pytest

from shanzhi.places.actions import add_place
from shanzhi.reading.matter import look
from shanzhi.reading.places import places_seen
from tests.law.courses import goes, method_of, text_of
from tests.matters.town import build_town

ASKED = "- {open: ask, by: resident, with: {what: %s, subject: 请帮忙}}\n"
TAKEN = ASKED + "- {act: take, by: volunteer}\n- {act: agree, by: grid_worker}\n"


@pytest.mark.django_db
def test_the_door_is_shown_to_nobody_before_the_one_who_took_it_was_checked() -> None:
    """个人信息保护法第六条（最小范围）: helpers see what, when and which building; a household's door opens with the check."""
    town = build_town()
    for who in ("helper", "other"):
        town.people[who] = town.appoint("volunteer", town.grid, f"志愿者{who}")
    town.adopt(text_of("errand"))
    door = add_place(name="三〇九", level="household", parent=town.building)
    values = {"what": "medicine", "subject": "取胰岛素", "detail": "独居，门没锁", "phone": "13912345678"}
    number = town.open("errand", values=values, place=door.pk).matter.id

    def seen_by(who: str) -> tuple[set[str], object]:
        seen = look(town.actor(who), number)
        assert seen is not None
        return set(seen.facts()), places_seen(seen, [door.pk])[door.pk]

    assert seen_by("helper") == ({"what"}, town.building)
    town.act(number, "take", "helper")
    assert seen_by("helper") == ({"what"}, town.building)
    assert look(town.actor("other"), number) is None
    town.act(number, "agree", "grid_worker")
    facts, place = seen_by("helper")
    assert facts >= {"subject", "detail", "phone"}
    assert place == door
    assert look(town.actor("other"), number) is None


def test_nobody_is_made_to_run_an_errand() -> None:
    """志愿服务条例第二十五条: 不得强行指派. Volunteers take one of their own will; no act names one."""
    method = method_of("errand")
    asked = {
        field.name for stage in method.stages.values() for act in stage.acts.values() for field in act.form
    }
    assert "taker" not in asked
    goes("errand", ASKED % "shopping" + "- {act: take, by: grid_worker, refused: not_yours}")


def test_no_home_is_entered_without_insurance() -> None:
    """志愿服务条例第十七条: insurance before what is risky for a volunteer."""
    goes("errand", ASKED % "escort" + """\
- {act: take, by: volunteer, with: {partner: steward}}
- {act: agree, by: grid_worker, refused: form}
- {act: agree, by: grid_worker, with: {safe: two, insured: false}, refused: requires}
- {act: agree, by: grid_worker, with: {safe: two, insured: true}, expect: {stage: running}}
""")  # fmt: skip


def test_one_alone_does_not_enter_a_home_or_accompany_somebody() -> None:
    """Two go, or a named lead: what officers of this work insist on."""
    goes("errand", ASKED % "repair" + """\
- {act: take, by: volunteer}
- {act: agree, by: grid_worker, with: {safe: two, insured: true}, refused: requires}
""")  # fmt: skip


def test_a_government_service_is_not_done_for_others_without_their_authority() -> None:
    """民法典第一百六十一、一百六十五条: 委托代理, 授权委托书由被代理人签名. Nor are papers taken before it is signed."""
    goes("errand", TAKEN % "low_income" + """\
- {act: receive, by: volunteer, with: {name: 申请书, original: original}, refused: requires}
- {act: finish, by: volunteer, with: {result: 交上去了}, refused: requires}
- {act: authorise, by: volunteer, with: {authority: [file1]}}
- {act: receive, by: volunteer, with: {name: 申请书, original: original}}
- {act: finish, by: volunteer, with: {result: 交上去了, returned: true}, expect: {stage: confirming}}
""")  # fmt: skip


def test_where_the_person_must_be_there_nobody_stands_in() -> None:
    """民法典第一百六十一条: 应当由本人亲自实施的民事法律行为，不得代理."""
    goes("errand", ASKED % "pension" + """\
- {act: take, by: building_lead}
- {act: agree, by: grid_worker, with: {safe: lead, insured: true}}
- {act: finish, by: building_lead, with: {result: 认证好了}, refused: form}
- {act: finish, by: building_lead, with: {result: 认证好了, present: false}, refused: requires}
""")  # fmt: skip


def test_papers_are_given_back_before_it_is_done() -> None:
    """居民身份证法第十五条: nobody keeps the card of another; so with every paper that changed hands."""
    goes("errand", TAKEN % "other" + """\
- {act: receive, by: volunteer, with: {name: 身份证, original: original}}
- {act: finish, by: volunteer, with: {result: 办好了}, refused: form}
- {act: finish, by: volunteer, with: {result: 办好了, returned: false}, refused: requires}
""")  # fmt: skip


def test_the_second_person_is_somebody_else() -> None:
    """Two go: whoever writes their own name twice is one."""
    goes("errand", ASKED % "repair" + """\
- {act: take, by: volunteer, with: {partner: volunteer}}
- {act: agree, by: grid_worker, with: {safe: two, insured: true}, refused: requires}
""")  # fmt: skip


def test_papers_are_given_back_also_when_it_is_handed_back() -> None:
    """居民身份证法第十五条: a card does not stay with whoever could not do it."""
    goes("errand", TAKEN % "other" + """\
- {act: receive, by: volunteer, with: {name: 身份证, original: original}}
- {act: give_up, by: volunteer, with: {reason: 家里有事去不了}, refused: form}
- {act: give_up, by: volunteer, with: {reason: 家里有事去不了, returned: false}, refused: requires}
""")  # fmt: skip


def test_money_is_laid_out_on_receipts_up_to_a_limit_and_never_closed_by_the_clock() -> None:
    """民法典第九百二十一条: expenses of what was entrusted are repaid; how much is shown by receipts."""
    goes("errand", TAKEN % "fees" + """\
- {act: finish, by: volunteer, with: {result: 交了, cost: 10000}, refused: form}
- {act: finish, by: volunteer, with: {result: 交了, cost: 50001, receipts: [file1]}, refused: requires}
- {act: finish, by: volunteer, with: {result: 交了, cost: 10000, receipts: [file1]}}
- {act: confirm, by: resident, with: {settled: false, grade: good}, refused: requires}
- {wait: 5 days, expect: {stage: phoning}}
- {act: cleared, by: volunteer, with: {phoned: 给了}, refused: own_work}
""")  # fmt: skip


def test_bank_cards_passwords_and_prescriptions_are_warned_of_before_anything_is_asked() -> None:
    """药品管理法第五十八条（处方）; cards and passwords are given to nobody."""
    (opening,) = method_of("errand").openings.values()
    assert opening.alert is not None
    for word in ("银行卡", "密码", "身份证原件不过夜", "本人的处方"):
        assert word in opening.alert.zh


def test_who_took_it_and_was_not_agreed_to_changes_nothing_that_was_asked() -> None:
    """个人信息保护法第四十六条: what somebody asked for is corrected by them, not by whoever offers to help."""
    goes(
        "errand",
        ASKED % "medicine"
        + """
- {act: take, by: volunteer}
- {act: correct, by: volunteer, with: {field: subject, value: 别的事, reason: 写错了}, refused: not_your_answer}
- {act: correct, by: resident, with: {field: subject, value: 代取胰岛素, reason: 写清楚}}
""",
    )
