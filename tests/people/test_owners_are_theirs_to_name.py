"""A roster names as owner only somebody the importer may name; whoever is elsewhere is as if not on record."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Household, Person
from shanzhi.people.problems import BadInput

ROSTER = "门牌,姓名,业主,业主电话\n一单元 901,住户甲,房东甲,13800000077\n"


def take(by, place):
    return actions.import_people(by, content=ROSTER.encode(), file="a.csv", place=place)


@pytest.fixture
def landlord(ground):
    """On record in the other grid."""
    return actions.add_person(SYSTEM, name="房东甲", home=ground.other_grid, facts={"phone": "13800000077"})


def test_an_owner_elsewhere_is_entered_anew_and_not_found(ground, landlord):
    worker = ground.worker("grid_worker", ground.grid)
    report = take(worker, ground.building)
    assert report.rejected == []
    owner = Household.objects.get(name__contains="901").ownerships.get().person
    assert owner.pk != landlord.pk
    people = Person.objects.count()
    assert take(worker, ground.building).rejected == []
    assert Person.objects.count() == people  # the one entered is found again


def test_who_sees_both_names_the_one_on_record(ground, landlord):
    staff = ground.worker("community_staff", ground.community)
    assert take(staff, ground.building).rejected == []
    assert Household.objects.get(name__contains="901").ownerships.get().person_id == landlord.pk


def test_owner_and_guardian_by_number_get_the_answer_of_one_who_is_not_there(ground, landlord):
    worker = ground.worker("grid_worker", ground.grid)
    with pytest.raises(BadInput, match="没有这个人"):
        actions.set_owners(worker, household=ground.household, owners=[(landlord, "")])
    with pytest.raises(BadInput, match="没有这个人"):
        actions.set_household(worker, household=ground.household, owner=landlord)
    with pytest.raises(BadInput, match="没有这个人"):
        actions.set_guardian(worker, person=ground.resident, guardian=landlord)
    assert not ground.household.ownerships.exists()
