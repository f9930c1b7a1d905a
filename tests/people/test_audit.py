"""The audit record: chained, append-only, kept for six months, read by the audit administrator alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, audit
from shanzhi.people.audit_filter import Wanted, wanted
from shanzhi.people.models import AuditHead, AuditRecord, Person
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
    read = audit.read_audit(AUDITOR, Wanted(kind="sign_in"))
    assert [r.seq for r in read] == [4, 3, 2, 1]
    assert AuditRecord.objects.order_by("-seq")[0].kind == "audit.read"
    audit.read_audit(AUDITOR, Wanted(kind="sign_in"), before=3)
    assert AuditRecord.objects.filter(kind="audit.read").count() == 1
    audit.read_audit(AUDITOR, Wanted(kind="sign_in"), before=3, at=timezone.now() + audit.SAME_READING)
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


@pytest.fixture
def looked_through(ground):
    """Two people who act, one of them with an account; on two days."""
    one = ground.worker("grid_worker", ground.grid)
    account, _ = actions.open_account(SYSTEM, username="wangge1", person=Person.objects.get(pk=one.person))
    day = datetime(2026, 3, 1, 23, 59, tzinfo=timezone.get_current_timezone())
    audit.record("look", by=one, subject=ground.resident.pk, at=day)
    audit.record("sign_in", account=account.pk, result="wrong", at=day + timedelta(minutes=2))
    audit.record("list.export", by=one, detail={"matter": 7}, at=day + timedelta(days=2))
    return account


def kinds(**asked: Any) -> list[str]:
    found = audit.read_audit(AUDITOR, wanted(**asked))
    return [line.kind for line in found if line.at.year == 2026 and line.at.month == 3]


def test_it_is_looked_through_by_who_acted_by_account_name_or_number(looked_through) -> None:
    person = looked_through.person
    for text in ("wangge1", " WANGGE1 ", person.name, str(person.pk), f"#{person.pk}"):
        assert kinds(by=text) == ["list.export", "sign_in", "look"], text
    assert kinds(by="wangge1", kind="look") == ["look"]
    assert kinds(by="wangge1", refused=True) == ["sign_in"]


def test_it_is_looked_through_by_whom_or_what_it_was_done_to(looked_through, ground) -> None:
    assert kinds(of=str(ground.resident.pk)) == ["look"]
    assert kinds(of=ground.resident.name) == ["look"]
    assert kinds(thing="matter", number="7") == ["list.export"]
    opened = audit.read_audit(AUDITOR, wanted(of="wangge1", kind="account.open"))
    assert opened.get().detail["of"] == looked_through.pk


def test_both_days_count_whole_and_here(looked_through) -> None:
    assert kinds(first="2026-03-01", last="2026-03-01") == ["look"]
    assert kinds(first="2026-03-02", last="2026-03-03") == ["list.export", "sign_in"]
    assert kinds(last="2026-03-02") == ["sign_in", "look"]


def test_what_was_looked_for_is_in_the_record_of_the_reading_without_names(looked_through, ground) -> None:
    audit.read_audit(AUDITOR, wanted(by="wangge1", of=ground.resident.name, first="2026-03-01"))
    chosen = AuditRecord.objects.latest("seq").detail["chosen"]
    assert chosen["by"] == {"accounts": [looked_through.pk], "persons": [looked_through.person_id]}
    assert chosen["of"]["persons"] == [ground.resident.pk]
    assert chosen["first"] == "2026-03-01"
    assert ground.resident.name not in str(chosen)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"by": "查无此人"}, "by"),
        ({"of": "999999"}, "of"),
        ({"first": "昨天"}, "first"),
        ({"last": "9999-12-31"}, "last"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "first"),
    ],
)
def test_what_cannot_be_looked_for_is_told_at_its_field(db, asked, field) -> None:
    with pytest.raises(BadInput) as bad:
        wanted(**asked)
    assert field in bad.value.fields
