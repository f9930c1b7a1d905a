"""Households parted, put together, moved out whole, closed: nobody is lost, and no flat is counted twice."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import AuditRecord, Household, Person
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput


@pytest.fixture
def family(ground) -> list[Person]:
    """Two more who live with the resident, who heads the household."""
    home = ground.household
    actions.set_household(SYSTEM, household=home, head=ground.resident)
    return [actions.add_person(SYSTEM, name=name, household=home) for name in ("儿子", "儿媳")]


def people_of(home: Household) -> list[str]:
    return list(Person.objects.filter(household=home).order_by("pk").values_list("name", flat=True))


def test_those_who_go_are_in_the_new_household_and_in_no_other(ground, family) -> None:
    staff = ground.worker("community_staff", ground.community)
    made = actions.split_household(
        staff, household=ground.household, name="一单元 502", members=family, head=family[0]
    )
    assert (people_of(made), people_of(ground.household)) == (["儿子", "儿媳"], ["居民一"])
    assert (made.head, made.area, made.owners.count()) == (family[0], 0, 0)
    assert AuditRecord.objects.filter(kind="household.split").count() == 1


@pytest.mark.parametrize("who", ["nobody", "all", "a stranger", "a door that is taken"])
def test_a_split_that_cannot_be_leaves_everything_as_it_was(ground, family, who) -> None:
    stranger = actions.add_person(SYSTEM, name="外人", home=ground.grid)
    members = {"nobody": [], "all": [ground.resident, *family], "a stranger": [stranger]}.get(who, family)
    name = "一单元 501" if who == "a door that is taken" else "一单元 502"
    with pytest.raises(BadInput):
        actions.split_household(SYSTEM, household=ground.household, name=name, members=members)
    assert people_of(ground.household) == ["居民一", "儿子", "儿媳"]
    assert Household.objects.count() == 1


def test_a_household_entered_twice_becomes_one_with_owner_area_and_head(ground, family) -> None:
    home = ground.household
    actions.set_owners(SYSTEM, household=home, owners=[(ground.resident, "")])
    twice = actions.add_household(SYSTEM, name="1单元501", place=ground.building)
    assert actions.merge_households(SYSTEM, household=home, into=twice) == 3
    home.refresh_from_db()
    twice.refresh_from_db()
    assert (people_of(twice), people_of(home)) == (["居民一", "儿子", "儿媳"], [])
    assert (twice.head, twice.area, [*twice.owners.all()]) == (ground.resident, 8_950, [ground.resident])
    assert home.closed_at is not None
    assert (home.area, home.owners.count()) == (0, 0)


def test_two_flats_do_not_become_one(ground, family) -> None:
    other = actions.add_household(SYSTEM, name="一单元 601", place=ground.building, area=7_000)
    with pytest.raises(BadInput, match="两套房"):
        actions.merge_households(SYSTEM, household=ground.household, into=other)
    with pytest.raises(BadInput, match="另一户"):
        actions.merge_households(SYSTEM, household=other, into=other)
    assert len(people_of(ground.household)) == 3


def test_a_whole_household_moves_and_the_flat_stays_with_its_owner(ground, family) -> None:
    actions.set_owners(SYSTEM, household=ground.household, owners=[(ground.resident, "")])
    other = actions.add_household(SYSTEM, name="一单元 601", place=ground.building)
    assert actions.move_whole_household(SYSTEM, household=ground.household, to=other) == 3
    other.refresh_from_db()
    ground.household.refresh_from_db()
    assert (other.head, len(people_of(other))) == (ground.resident, 3)
    assert (ground.household.closed_at, ground.household.head) == (None, None)
    assert [*ground.household.owners.all()] == [ground.resident]
    with pytest.raises(BadInput):
        actions.move_whole_household(SYSTEM, household=ground.household)
    assert actions.move_whole_household(SYSTEM, household=other) == 3
    assert Person.objects.filter(household=None, home=None, name="儿子").exists()


def test_one_who_died_there_keeps_no_household_open(ground) -> None:
    from django.utils import timezone

    actions.mark_deceased(SYSTEM, person=ground.resident, on=timezone.localdate())
    actions.close_household(SYSTEM, household=ground.household)
    ground.household.refresh_from_db()
    assert ground.household.closed_at is not None
    actions.correct_death(SYSTEM, person=ground.resident, reason="派出所核实，同名误登")
    ground.resident.refresh_from_db()
    assert (ground.resident.deceased_on, ground.resident.household) == (None, None)
    assert ground.resident.home == ground.building


def test_a_death_is_taken_back_with_its_reason_and_only_once(ground) -> None:
    from django.utils import timezone

    actions.mark_deceased(SYSTEM, person=ground.resident, on=timezone.localdate())
    with pytest.raises(BadInput):
        actions.correct_death(SYSTEM, person=ground.resident, reason=" ")
    actions.correct_death(SYSTEM, person=ground.resident, reason="本人到场")
    with pytest.raises(BadInput):
        actions.correct_death(SYSTEM, person=ground.resident, reason="再来一次")
    assert AuditRecord.objects.get(kind="person.alive").detail["reason"] == "本人到场"


def test_who_keeps_no_rolls_there_changes_no_household(ground, family) -> None:
    stranger = ground.worker("grid_worker", ground.other_grid)
    other = actions.add_household(SYSTEM, name="一单元 601", place=ground.building)
    for act in (
        lambda: actions.split_household(stranger, household=ground.household, name="9", members=family),
        lambda: actions.merge_households(stranger, household=ground.household, into=other),
        lambda: actions.move_whole_household(stranger, household=ground.household),
        lambda: actions.close_household(stranger, household=other),
    ):
        with pytest.raises(Denied):
            act()
    assert len(people_of(ground.household)) == 3
