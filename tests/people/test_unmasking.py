"""Whole personal data are seen by right, for a purpose, and every look is recorded (PIPL, GB/T 22239)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, privacy
from shanzhi.people.models import AuditRecord, Look, Person
from shanzhi.people.permission import ANONYMOUS, Administrator, Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import load_actor

CHILD_BORN = (timezone.localdate() - timedelta(days=365 * 8)).isoformat()


def test_a_list_shows_masks(ground) -> None:
    person = Person.objects.get(pk=ground.resident.pk)
    assert privacy.masked(person) == {"name": "居**", "phone": "138****1234", "birth": "1960-**-**"}


def test_a_grid_worker_looks_for_a_purpose_and_it_is_recorded(ground) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    assert privacy.unmask(worker, ground.resident, ["phone"], purpose="回访") == {"phone": "13800001234"}
    record = Look.objects.get()
    assert (record.person, record.subject, record.result) == (worker.person, ground.resident.pk, "ok")
    assert record.detail == {"fields": ["phone"], "purpose": "回访"}


@pytest.mark.parametrize("purpose", ["", "   "])
def test_no_look_without_a_purpose(ground, purpose: str) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    with pytest.raises(BadInput, match="用途"):
        privacy.unmask(worker, ground.resident, ["phone"], purpose=purpose)
    assert not Look.objects.exists()


def test_the_worker_of_another_grid_sees_nothing_and_the_try_is_recorded(ground) -> None:
    stranger = ground.worker("grid_worker", ground.other_grid)
    with pytest.raises(Denied):
        privacy.unmask(stranger, ground.resident, ["phone"], purpose="好奇")
    assert Look.objects.get().result == "denied"


def test_a_building_lead_sees_masks_alone(ground) -> None:
    lead = ground.worker("building_lead", ground.building)
    with pytest.raises(Denied):
        privacy.unmask(lead, ground.resident, ["phone"], purpose="通知")


@pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_personal_data(ground, kind: str) -> None:
    with pytest.raises(Denied):
        privacy.unmask(Administrator(person=None, kind=kind), ground.resident, ["phone"], purpose="检查")


def test_a_visitor_sees_nothing(ground) -> None:
    with pytest.raises(Denied):
        privacy.unmask(ANONYMOUS, ground.resident, ["phone"], purpose="看看")


def test_ones_own_data_are_seen_freely_and_unrecorded(ground) -> None:
    seen = privacy.unmask(load_actor(ground.resident.pk), ground.resident, ["name", "phone"], purpose="核对")
    assert seen == {"name": "居民一", "phone": "13800001234"}
    assert not Look.objects.exists()


class TestChildren:
    @pytest.fixture
    def child(self, ground):
        facts = {"birth": CHILD_BORN, "phone": "13900000000"}
        return actions.add_person(
            SYSTEM, name="孩子一", household=ground.household, facts=facts, guardian=ground.resident
        )

    def test_a_look_needs_an_approval_by_someone_else(self, ground, child) -> None:
        worker = ground.worker("grid_worker", ground.grid)
        secretary = ground.worker("secretary", ground.community)
        with pytest.raises(Denied, match="未成年人"):
            privacy.unmask(worker, child, ["phone"], purpose="入学登记")
        viewer = Person.objects.get(pk=worker.person)
        privacy.approve_unmasking(secretary, viewer=viewer, subject=child, purpose="入学登记", days=3)
        assert privacy.unmask(worker, child, ["phone"], purpose="入学登记") == {"phone": "13900000000"}
        later = timezone.now() + timedelta(days=4)
        with pytest.raises(Denied):
            privacy.unmask(worker, child, ["phone"], purpose="入学登记", at=later)

    def test_nobody_approves_their_own_look(self, ground, child) -> None:
        secretary = ground.worker("secretary", ground.community)
        viewer = Person.objects.get(pk=secretary.person)
        with pytest.raises(Denied, match="自己"):
            privacy.approve_unmasking(secretary, viewer=viewer, subject=child, purpose="家访")

    def test_the_guardian_sees_them_and_is_recorded(self, ground, child) -> None:
        guardian = load_actor(ground.resident.pk)
        assert privacy.unmask(guardian, child, ["phone"], purpose="核对")["phone"] == "13900000000"
        assert Look.objects.get().person == ground.resident.pk

    def test_from_fourteen_no_approval_is_needed(self, ground, child) -> None:
        worker = ground.worker("grid_worker", ground.grid)
        grown = timezone.now() + timedelta(days=365 * 7)
        assert privacy.unmask(worker, child, ["phone"], purpose="回访", at=grown)


@pytest.mark.parametrize(
    ("birth", "today", "child"),
    [
        ("2012-03-01", "2026-02-28", True),
        ("2012-03-01", "2026-03-01", False),
        ("2012-02-29", "2026-02-28", True),
    ],
)
def test_the_fourteenth_birthday_ends_childhood(birth: str, today: str, child: bool) -> None:
    from datetime import date

    assert privacy.under_age(birth, date.fromisoformat(today)) is child


def test_people_learn_who_looked_at_them(ground) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    privacy.unmask(worker, ground.resident, ["phone"], purpose="回访")
    assert [
        look.person for look in privacy.unmaskings_of(load_actor(ground.resident.pk), ground.resident)
    ] == [worker.person]
    assert privacy.unmaskings_of(Administrator(person=None, kind="audit_admin"), ground.resident).count() == 1
    with pytest.raises(Denied):
        privacy.unmaskings_of(worker, ground.resident)


def test_the_audit_names_fields_and_never_contents(ground) -> None:
    actions.set_contact(SYSTEM, person=ground.resident, facts={"phone": "13700000001"})
    kept = " ".join(str(record.detail) for record in AuditRecord.objects.all())
    assert "137" not in kept
    assert "居民" not in kept
