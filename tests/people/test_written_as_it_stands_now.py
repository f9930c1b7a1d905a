"""What was looked up before may be old when it is written: erased, dead or closed meanwhile by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.writing.deaths import record_death
from shanzhi.people import actions, privacy
from shanzhi.people.actions.owners import correct_area
from shanzhi.people.models import AuditRecord, Household, Organization, Ownership, Person, Post
from shanzhi.people.problems import BadInput
from shanzhi.people.unmasking import approve_unmasking
from shanzhi.places.actions import close_place

Act = Callable[[Any, Person], object]
DAY = date(2026, 1, 2)
TO_A_PERSON: dict[str, Act] = {
    "renamed": lambda ground, p: actions.rename_person(SYSTEM, person=p, name="某乙"),
    "reached": lambda ground, p: actions.set_contact(SYSTEM, person=p, facts={"phone": "13900001234"}),
    "moved": lambda ground, p: actions.move_person(SYSTEM, person=p, home=ground.building),
    "moved out": lambda ground, p: actions.move_out(SYSTEM, person=p),
    "dead": lambda ground, p: record_death(SYSTEM, person=p, on=DAY),
    "guarded": lambda ground, p: actions.set_guardian(SYSTEM, person=p, guardian=ground.resident),
    "asked": lambda ground, p: actions.record_consent(SYSTEM, person=p, scope="process", purpose="联系"),
    "erased": lambda ground, p: privacy.erase_person(SYSTEM, person=p, reason="本人申请"),
    "signed up": lambda ground, p: actions.open_account(SYSTEM, username="mouyi", person=p),
    "looked at": lambda ground, p: approve_unmasking(
        SYSTEM, viewer=ground.resident, subject=p, purpose="核实"
    ),
    "owner": lambda ground, p: actions.set_owners(SYSTEM, household=ground.household, owners=[(p, "")]),
    "appointed": lambda ground, p: actions.assign_post(SYSTEM, person=p, role="volunteer", place=ground.grid),
}
TO_A_HOUSEHOLD: dict[str, Act] = {
    "entered into": lambda h, p: actions.add_person(SYSTEM, name="某丙", household=h),
    "moved into": lambda h, p: actions.move_person(SYSTEM, person=p, household=h),
    "changed": lambda h, p: actions.set_household(SYSTEM, household=h, name="909"),
    "moved": lambda h, p: actions.move_household(SYSTEM, household=h, place=h.place, name="909"),
    "closed": lambda h, p: actions.close_household(SYSTEM, household=h),
    "owned": lambda h, p: actions.set_owners(SYSTEM, household=h, owners=[(p, "")]),
    "measured": lambda h, p: correct_area(SYSTEM, household=h, area=9000),
}

AT_A_PLACE: dict[str, Callable[[Any, Any, Person], object]] = {
    "a household": lambda at, ground, p: actions.add_household(SYSTEM, name="901", place=at),
    "a household moved": lambda at, ground, p: actions.move_household(
        SYSTEM, household=ground.household, place=at
    ),
    "a resident": lambda at, ground, p: actions.add_person(SYSTEM, name="某丙", home=at),
    "somebody who serves": lambda at, ground, p: actions.add_person(SYSTEM, name="某丙", serves=at),
    "a person moved": lambda at, ground, p: actions.move_person(SYSTEM, person=p, home=at),
    "an organisation": lambda at, ground, p: actions.add_organization(
        SYSTEM, name="某店", kind="merchant", place=at
    ),
    "a post": lambda at, ground, p: actions.assign_post(SYSTEM, person=p, role="volunteer", place=at),
}


@pytest.fixture
def person(ground) -> Person:
    return actions.add_person(SYSTEM, name="某甲", household=ground.household)


def old_copy(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def first_lock(act: Callable[[], object]) -> str:
    """The first statement that reads the end of the audit chain to keep it, or keeps another row from others."""
    with CaptureQueriesContext(connection) as queries:
        act()
    for query in queries:
        sql = query["sql"]
        if "people_audithead" in sql or sql.startswith(("UPDATE", "DELETE")) or "FOR UPDATE" in sql:
            return "chain" if "people_audithead" in sql else sql
    return "none"


@pytest.mark.parametrize("done", TO_A_PERSON)
def test_nothing_comes_back_to_one_whose_data_were_erased_meanwhile(ground, person, done) -> None:
    stale = old_copy(person)
    privacy.erase_person(SYSTEM, person=person, reason="本人申请")
    lines = AuditRecord.objects.count()
    with pytest.raises(BadInput):
        TO_A_PERSON[done](ground, stale)
    now = old_copy(person)
    assert (now.name, now.sealed, now.household, now.home, now.deceased_on) == ("", None, None, None, None)
    assert not Post.objects.filter(person=person).exists()
    assert not Ownership.objects.filter(person=person).exists()
    assert AuditRecord.objects.count() == lines


@pytest.mark.parametrize("done", TO_A_HOUSEHOLD)
def test_a_household_closed_meanwhile_takes_nothing(ground, person, done) -> None:
    household = actions.add_household(SYSTEM, name="901", place=ground.building)
    stale = old_copy(household)
    actions.close_household(SYSTEM, household=household)
    closed = old_copy(household)
    with pytest.raises(BadInput):
        TO_A_HOUSEHOLD[done](stale, person)
    now = old_copy(household)
    assert (now.name, now.area, now.closed_at) == (closed.name, closed.area, closed.closed_at)
    assert not Person.objects.filter(household=household).exists()
    assert old_copy(person).household == ground.household


def test_a_death_is_recorded_once(ground, person) -> None:
    stale = old_copy(person)
    record_death(SYSTEM, person=person, on=DAY)
    with pytest.raises(BadInput):
        record_death(SYSTEM, person=stale, on=date(2026, 1, 3))
    assert old_copy(person).deceased_on == DAY
    assert AuditRecord.objects.filter(kind="person.deceased").count() == 1


def test_nobody_heads_a_household_they_have_left_meanwhile(ground, person) -> None:
    stale = old_copy(person)
    actions.move_person(SYSTEM, person=person, home=ground.building)
    with pytest.raises(BadInput):
        actions.set_household(SYSTEM, household=ground.household, head=stale)
    assert Household.objects.get(pk=ground.household.pk).head is None


@pytest.mark.parametrize("done", AT_A_PLACE)
def test_a_place_closed_meanwhile_takes_nothing(ground, person, done) -> None:
    stale = old_copy(ground.other_grid)
    close_place(place=ground.other_grid)
    with pytest.raises(BadInput, match=stale.name):
        AT_A_PLACE[done](stale, ground, person)
    assert not Post.objects.filter(person=person).exists()
    assert not Household.objects.filter(place=stale).exists()
    assert not Person.objects.filter(home=stale).exists()
    assert not Organization.objects.filter(place=stale).exists()


@pytest.mark.parametrize("done", TO_A_PERSON)
def test_whoever_changes_a_person_waits_first_for_the_end_of_the_audit_chain(ground, person, done) -> None:
    assert first_lock(lambda: TO_A_PERSON[done](ground, old_copy(person))) == "chain"


@pytest.mark.parametrize("done", TO_A_HOUSEHOLD)
def test_whoever_changes_a_household_waits_first_for_the_end_of_the_audit_chain(ground, person, done) -> None:
    household = actions.add_household(SYSTEM, name="901", place=ground.building)
    assert first_lock(lambda: TO_A_HOUSEHOLD[done](old_copy(household), person)) == "chain"
