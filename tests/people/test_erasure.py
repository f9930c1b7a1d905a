"""Erasing a person for good (PIPL art. 47) and sealing everything afresh under a new key."""

import pytest
from django.core import serializers

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, audit, privacy
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Account, AuditRecord, Consent, Household, Person, Token
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import load_actor
from shanzhi.people.sealing import stale
from shanzhi.people.sign_in import WRONG, attempt
from shanzhi.people.tokens import bearer, issue_token

from .conftest import PASSWORD


def everything() -> str:
    """Every row of this layer as text."""
    kinds = (Person, Household, Account, Token, Consent, AuditRecord)
    return "".join(serializers.serialize("json", kind.objects.all(), ensure_ascii=False) for kind in kinds)


def test_nothing_of_the_person_is_left_and_the_chain_still_holds(ground, account) -> None:
    actions.set_household(SYSTEM, household=ground.household, head=ground.resident)
    actions.record_consent(SYSTEM, person=ground.resident, scope="publish", purpose="表彰居民一")
    _, text = issue_token(SYSTEM, account, label="手机")
    sealed, digest = bytes(ground.resident.sealed), ground.resident.phone_digest
    privacy.erase_person(load_actor(ground.resident.pk), person=ground.resident, reason="本人申请")
    left = everything()
    for trace in ("居民一", "jumin1", "13800001234", digest, sealed.hex()):
        assert trace not in left
    person = Person.objects.get(pk=ground.resident.pk)
    assert privacy.masked(person) == {"name": ""}
    assert (person.household, person.home) == (None, None)
    assert bearer(text) is None
    assert attempt("jumin1", PASSWORD).refused == WRONG
    assert audit.verify_audit() == []


def test_someone_in_office_is_not_erased(ground) -> None:
    post = ground.post("grid_worker", ground.grid)
    with pytest.raises(BadInput, match="网格员"):
        privacy.erase_person(SYSTEM, person=post.person, reason="本人申请")
    actions.end_post(SYSTEM, post=post, reason="离任")
    privacy.erase_person(SYSTEM, person=post.person, reason="本人申请")


def test_a_grid_worker_erases_nobody_and_a_reason_is_needed(ground) -> None:
    with pytest.raises(Denied):
        privacy.erase_person(ground.worker("grid_worker", ground.grid), person=ground.resident, reason="搬走")
    with pytest.raises(BadInput, match="理由"):
        privacy.erase_person(SYSTEM, person=ground.resident, reason="")


def test_an_erased_person_is_not_changed_or_appointed(ground) -> None:
    privacy.erase_person(SYSTEM, person=ground.resident, reason="本人申请")
    for change in (
        lambda: actions.set_contact(SYSTEM, person=ground.resident, facts={"phone": "13700000001"}),
        lambda: actions.rename_person(SYSTEM, person=ground.resident, name="又来"),
        lambda: actions.move_person(SYSTEM, person=ground.resident, home=ground.grid),
        lambda: actions.assign_post(SYSTEM, person=ground.resident, role="grid_worker", place=ground.grid),
        lambda: actions.open_account(SYSTEM, username="youlai", person=ground.resident),
    ):
        with pytest.raises(BadInput, match="已删除"):
            change()


def test_other_layers_erase_in_the_same_transaction(ground, monkeypatch) -> None:
    from shanzhi.people import erasure

    def fails(person: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(erasure, "_erasers", [fails])
    with pytest.raises(RuntimeError):
        privacy.erase_person(SYSTEM, person=Person.objects.get(pk=ground.resident.pk), reason="本人申请")
    assert Person.objects.get(pk=ground.resident.pk).name == "居民一"


def test_changing_the_cipher_seals_everything_afresh_once(ground, settings) -> None:
    settings.SHANZHI_CRYPTO = "sm"
    assert stale(ground.resident.sealed)
    assert privacy.reseal() == 1
    person = Person.objects.get(pk=ground.resident.pk)
    assert not stale(person.sealed)
    assert facts_of(person) == {"phone": "13800001234", "birth": "1960-05-06"}
    assert person.phone_digest == privacy.digest("phone", "13800001234")
    assert privacy.reseal() == 0


class TestConsent:
    def test_it_is_given_once_and_taken_back(self, ground) -> None:
        from shanzhi.people.queries import consented

        give = {"person": ground.resident, "scope": "pass_on", "purpose": "转介法律顾问"}
        consent = actions.record_consent(load_actor(ground.resident.pk), **give)
        assert actions.record_consent(SYSTEM, **give) == consent
        assert consented(ground.resident, "pass_on", "转介法律顾问")
        assert not consented(ground.resident, "publish", "转介法律顾问")
        actions.withdraw_consent(load_actor(ground.resident.pk), consent=consent)
        assert not consented(ground.resident, "pass_on", "转介法律顾问")
        with pytest.raises(BadInput, match="已经撤回"):
            actions.withdraw_consent(SYSTEM, consent=consent)

    def test_a_guardian_consents_for_a_child(self, ground) -> None:
        from django.utils import timezone

        facts = {"birth": f"{timezone.localdate().year - 8}-01-01"}
        child = actions.add_person(
            SYSTEM, name="孩子一", household=ground.household, facts=facts, guardian=ground.resident
        )
        with pytest.raises(BadInput, match="监护人"):
            actions.record_consent(SYSTEM, person=child, scope="process", purpose="夏令营")
        assert actions.record_consent(
            SYSTEM, person=child, scope="process", purpose="夏令营", given_by=ground.resident
        ).pk

    @pytest.mark.parametrize("wrong", [{"scope": "sell"}, {"purpose": " "}, {"basis": "whim"}])
    def test_scope_basis_and_purpose_are_needed(self, ground, wrong) -> None:
        with pytest.raises(BadInput):
            actions.record_consent(
                SYSTEM, person=ground.resident, **{"scope": "publish", "purpose": "表彰", **wrong}
            )
