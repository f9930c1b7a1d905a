"""The audit record: chained, append-only, kept for six months, read by the audit administrator alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, audit
from shanzhi.people.models import AuditHead, AuditRecord
from shanzhi.people.models.trace import AppendOnly
from shanzhi.people.permission import Administrator, Denied
from shanzhi.people.problems import BadInput

pytestmark = pytest.mark.django_db
AUDITOR = Administrator(person=None, kind="audit_admin")


@pytest.fixture
def records() -> list[AuditRecord]:
    now = timezone.now()
    return [
        audit.record(
            "sign_in",
            account=n,
            address="10.0.0.1",
            detail={"how": "password"},
            at=now - timedelta(days=400 - 100 * n),
        )
        for n in range(4)
    ]


def tamper(statement: str, *values: object) -> None:
    """Change the table as someone with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_chain_holds(records) -> None:
    assert audit.verify_audit() == []


def test_an_empty_audit_holds() -> None:
    assert audit.verify_audit() == []


@pytest.mark.parametrize("column", ["result", "kind", "address"])
def test_a_changed_record_shows(records, column: str) -> None:
    tamper(f"UPDATE people_auditrecord SET {column} = 'x' WHERE seq = 2")
    assert audit.verify_audit() == [audit.CHANGED.fill(seq=2)]


def test_a_removed_record_shows(records) -> None:
    tamper("DELETE FROM people_auditrecord WHERE seq = 2")
    assert audit.verify_audit() == [audit.MISSING.fill(seq=2)]


def test_a_cut_off_end_shows(records) -> None:
    tamper("DELETE FROM people_auditrecord WHERE seq = 4")
    assert audit.verify_audit() == [audit.CUT_OFF.fill(seq=4)]


def test_a_chain_computed_without_the_key_shows(records) -> None:
    tamper("UPDATE people_auditrecord SET digest = %s WHERE seq = 4", "0" * 64)
    tamper("UPDATE people_audithead SET digest = %s", "0" * 64)
    assert audit.verify_audit() == [audit.CHANGED.fill(seq=4)]


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.save(),
        lambda r: r.delete(),
        lambda r: AuditRecord.objects.filter(pk=r.pk).update(result="x"),
        lambda r: AuditRecord.objects.all().delete(),
    ],
)
def test_the_program_itself_cannot_change_a_record(records, change) -> None:
    with pytest.raises(AppendOnly):
        change(records[0])


def test_old_records_go_after_six_months_and_the_chain_goes_on(records) -> None:
    assert audit.prune_audit(before=timezone.now() - timedelta(days=250)) == 2
    assert [r.seq for r in AuditRecord.objects.all()] == [3, 4, 5]
    assert AuditRecord.objects.get(seq=5).kind == "audit.prune"
    assert audit.verify_audit() == []
    assert audit.prune_audit(before=timezone.now() - timedelta(days=250)) == 0


def test_younger_records_cannot_be_removed(records) -> None:
    with pytest.raises(BadInput, match="6 个月"):
        audit.prune_audit(before=timezone.now() - timedelta(days=100))
    assert AuditRecord.objects.count() == 4


def test_only_the_audit_administrator_reads_it_and_that_is_recorded(records, ground) -> None:
    read = audit.read_audit(AUDITOR, kind="sign_in")
    assert [r.seq for r in read] == [4, 3, 2, 1]
    assert AuditRecord.objects.order_by("-seq")[0].kind == "audit.read"
    audit.read_audit(AUDITOR, kind="sign_in", before=3)
    assert AuditRecord.objects.filter(kind="audit.read").count() == 1
    audit.read_audit(AUDITOR, kind="sign_in", before=3, at=timezone.now() + audit.SAME_READING)
    assert AuditRecord.objects.filter(kind="audit.read").count() == 2
    for other in ("system_admin", "security_admin"):
        with pytest.raises(Denied):
            audit.read_audit(Administrator(person=None, kind=other))
    with pytest.raises(Denied):
        audit.read_audit(ground.worker("secretary", ground.community))


def test_every_act_of_administration_leaves_a_record(ground) -> None:
    account, _ = actions.open_account(SYSTEM, username="xinren", person=ground.resident)
    actions.reset_password(SYSTEM, account=account)
    actions.unlock_account(SYSTEM, account=account)
    actions.reset_second_factor(SYSTEM, account=account)
    actions.close_account(SYSTEM, account=account)
    post = ground.post("grid_worker", ground.grid)
    actions.end_post(SYSTEM, post=post, reason="调动")
    kinds = set(AuditRecord.objects.values_list("kind", flat=True))
    assert kinds >= {
        "account.open",
        "password.reset",
        "account.unlock",
        "second_factor.reset",
        "account.close",
        "post.assign",
        "post.end",
        "person.add",
        "household.add",
    }
    assert audit.verify_audit() == []


def test_a_change_that_is_undone_leaves_no_record(ground) -> None:
    before = AuditHead.objects.get().seq
    with pytest.raises(BadInput):
        actions.add_household(SYSTEM, name=ground.household.name, place=ground.building)
    assert AuditHead.objects.get().seq == before == AuditRecord.objects.count()
