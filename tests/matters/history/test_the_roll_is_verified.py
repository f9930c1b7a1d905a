"""`shanzhi verify` recomputes every roll, says which line differs, and still holds after a person was erased."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import connection

from shanzhi.database.columns import encode
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.protection import unprotect
from shanzhi.matters.history.roll_check import roll_faults
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import ElectorCode, Matter, Roll, RollLine, RollUse
from shanzhi.people.erasure import erase_person
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT, OPEN_BALLOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(town):
    settle(town, 6)
    town.adopt(OPEN_BALLOT)
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id


def faults() -> list[tuple[int, str]]:
    return [(fault.matter, fault.what.zh) for fault in verify_matters().faults]


def test_an_untouched_roll_holds_also_when_somebody_on_it_was_erased(town, number):
    assert faults() == []
    erase_person(SYSTEM, person=town.residents[3], reason="本人申请")
    assert RollLine.objects.filter(person=None).count() == 1
    assert faults() == []


@pytest.fixture
def older(number):
    """The roll as a version before 0.2.0 kept it: its lines bear no digests, the list one in the clear."""
    RollLine.objects.update(leaf=b"")
    lines = RollLine.objects.order_by("pk").values_list("key", "area", "flats", "person_id")
    electors = [(key, area, [person], flats) for key, area, flats, person in lines]
    digest = hashlib.sha256(encode(electors)).hexdigest()
    before = Roll.objects.get().digest
    Roll.objects.update(digest=digest)
    matter = Matter.objects.get(pk=number)
    Matter.objects.filter(pk=number).update(
        state=json.loads(json.dumps(matter.state).replace(before, digest)),
    )
    return number


def roll_told() -> list[str]:
    return [what.zh for _matter, what in roll_faults()]


def test_a_roll_of_an_older_version_holds_also_when_somebody_on_it_was_erased(town, older):
    assert roll_told() == []
    erase_person(SYSTEM, person=town.residents[3], reason="本人申请")
    assert RollLine.objects.filter(person=None).count() == 1
    assert roll_told() == []


@pytest.mark.parametrize("change", [{"area": 90_000}, {"key": "household:1"}, {"person": None}])
def test_a_roll_of_an_older_version_that_was_changed_is_found(town, older, change):
    line = RollLine.objects.order_by("pk")[2]
    RollLine.objects.filter(pk=line.pk).update(**change)
    assert any("与定下时不符" in what for what in roll_told())


@pytest.mark.parametrize("change", ["person", "area", "key", "nobody"])
def test_the_line_that_differs_is_named(town, number, change):
    line = RollLine.objects.order_by("pk")[2]
    given = {
        "person": {"person": town.residents[0]},
        "area": {"area": 90_000},
        "key": {"key": "household:1"},
        "nobody": {"person": None},
    }
    RollLine.objects.filter(pk=line.pk).update(**given[change])
    assert any(at == number and "第 3 行" in what for at, what in faults()), faults()


def test_a_line_taken_out_or_put_in_and_another_list_are_found(town, number):
    line = RollLine.objects.order_by("pk").last()
    RollLine.objects.filter(pk=line.pk).delete()
    assert any("被加入、删去或调换" in what for _at, what in faults())
    line.save(force_insert=True)
    assert faults() == []
    row = Roll.objects.get()
    other = Roll.objects.create(
        kind=row.kind, place=row.place, digest="0" * 64, count=0, posts=0, places=0, day=row.day, at=row.at
    )
    RollUse.objects.update(roll=other)
    assert any("另一份" in what for _at, what in faults())


def test_a_code_of_a_secret_roll_that_differs_is_named(town):
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT)
    town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    assert faults() == []
    with connection.cursor() as cursor:
        for statement in unprotect(connection.vendor, "matters_electorcode"):
            cursor.execute(statement)
    one, two = ElectorCode.objects.order_by("key")[:2]
    ElectorCode.objects.filter(key=one.key).update(key="household:0")
    ElectorCode.objects.filter(key=two.key).update(weight=2)
    told = " ".join(what for _at, what in faults())
    for text in (one.key, two.key, "household:0", "与其摘要不符"):
        assert text in told
