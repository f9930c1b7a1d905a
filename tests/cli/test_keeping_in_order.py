"""What operators do now and then: old audit records removed, the sealing key changed, grids checked; as typed."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from shanzhi.engine.types import SYSTEM
from shanzhi.people import audit
from shanzhi.people.actions import add_person
from shanzhi.people.facts import facts_of
from shanzhi.people.keys import sealing_keys
from shanzhi.people.models import AuditRecord, Person
from shanzhi.people.sealing import key_number
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place
from tests.places.conftest import box

pytestmark = pytest.mark.django_db


def run(command: str, *words: str) -> Result:
    return CliRunner().invoke(import_module(f"shanzhi.cli.{command}").app, words, env={"COLUMNS": "200"})


@pytest.fixture
def district() -> Place:
    return add_place(name="示例区", level="district", code="S96")


def test_old_audit_records_are_counted_and_then_removed() -> None:
    now = timezone.now()
    for days in (400, 300, 10):
        audit.record("sign_in", at=now - timedelta(days=days))
    day = f"{now - timedelta(days=250):%Y-%m-%d}"
    assert "将删除 2 条" in run("audit", "prune", "--before", day).output
    assert AuditRecord.objects.count() == 3
    assert "已删除 2 条" in run("audit", "prune", "--before", day, "--yes").output
    assert [line.kind for line in AuditRecord.objects.all()] == ["sign_in", "audit.prune"]
    assert audit.verify_audit() == []
    assert "将删除 0 条" in run("audit", "prune", "--before", day).output


@pytest.mark.parametrize(
    ("day", "said"), [("2026-13-01", "日期请写成"), (f"{timezone.now():%Y-%m-%d}", "至少保存 6 个月")]
)
def test_a_day_that_is_none_or_too_late_is_told(day: str, said: str) -> None:
    audit.record("sign_in", at=timezone.now() - timedelta(days=400))
    refused = run("audit", "prune", "--before", day, "--yes")
    assert refused.exit_code == 2
    assert said in refused.output
    assert AuditRecord.objects.count() == 1


def test_the_key_is_changed_and_everything_sealed_afresh(district: Place) -> None:
    person = add_person(SYSTEM, name="居民一", home=district, facts={"phone": "13800001234"})
    made = run("key", "new")
    number = sealing_keys()[-1]
    assert f"seal-{number}" in made.output
    assert "重启" in made.output
    told = run("key", "reseal").output
    assert "重新加密 1 项" in told
    assert f"seal-{number - 1}" in told
    assert f"seal-{number}" not in told
    person = Person.objects.get(pk=person.pk)
    assert person.sealed is not None
    assert key_number(person.sealed) == number
    assert facts_of(person)["phone"] == "13800001234"
    assert "重新加密 0 项" in run("key", "reseal").output
    kinds = AuditRecord.objects.filter(kind__startswith="key.").order_by("seq").values_list("kind", "detail")
    assert list(kinds) == [("key.new", {"number": number}), ("key.reseal", {"values": 1, "unreadable": 0})]


def test_a_record_that_does_not_open_is_named_and_the_others_are_sealed(district: Place) -> None:
    lost, kept = (
        add_person(SYSTEM, name=name, home=district, facts={"phone": phone})
        for name, phone in (("居民一", "13800001234"), ("居民二", "13800001235"))
    )
    run("key", "new")
    number = sealing_keys()[-1]
    assert lost.sealed is not None
    spoiled = bytes(lost.sealed)[:-1] + bytes([bytes(lost.sealed)[-1] ^ 1])
    Person.objects.filter(pk=lost.pk).update(sealed=spoiled)
    told = run("key", "reseal")
    assert told.exit_code == 1
    assert f"person:{lost.pk}" in told.output
    assert "移出" not in told.output
    kept.refresh_from_db()
    assert kept.sealed is not None
    assert key_number(kept.sealed) == number
    assert bytes(Person.objects.get(pk=lost.pk).sealed or b"") == spoiled


def test_grids_out_of_measure_or_drawn_over_each_other_are_told(district: Place) -> None:
    street = add_place(name="示例街道", level="street", parent=district)
    community = add_place(name="示例社区", level="community", parent=street)
    add_place(name="西网格", level="grid", parent=community, geometry=box(0, 0))
    add_place(name="北网格", level="grid", parent=community, geometry=box(0, 0.5))
    add_place(name="商场", level="grid", kind="dedicated", parent=community, geometry=box(0, 0))
    found = run("place", "check", "--at", "S96")
    assert found.exit_code == 1
    assert found.output.count("0 户，应为 300–500 户") == 2
    assert "“西网格”和“北网格”重叠约" in found.output
    assert "商场" not in found.output
    assert run("place", "check", "--at", "S00").exit_code == 2


def test_grids_as_they_should_be_are_well(district: Place) -> None:
    street = add_place(name="示例街道", level="street", parent=district)
    community = add_place(name="示例社区", level="community", parent=street)
    add_place(name="一网格", level="grid", parent=community, geometry=box(0, 0))
    well = run("place", "check", "--at", "S96", "--least", "0")
    assert (well.exit_code, well.output) == (0, "1 个网格，没有问题。\n")
