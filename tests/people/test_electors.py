"""The rolls: persons from 18, households once each, owners by head and area (民法典 278)."""

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Elector, Roll
from shanzhi.people import actions
from shanzhi.people.queries import elector, roll

THIS_YEAR = timezone.localdate().year


@pytest.fixture
def house(ground):
    """A second flat in the building, whose owner lives in the first."""
    flat = actions.add_household(SYSTEM, name="502", place=ground.building, area=6_000)
    actions.set_household(SYSTEM, household=ground.household, head=ground.resident)
    actions.set_household(SYSTEM, household=flat, owner=ground.resident)
    return flat


@pytest.fixture
def tenant(house):
    return actions.add_person(SYSTEM, name="租户一", household=house)


@pytest.fixture
def youth(ground):
    facts = {"birth": f"{THIS_YEAR - 16}-01-01"}
    return actions.add_person(SYSTEM, name="少年一", household=ground.household, facts=facts)


def test_persons_vote_from_eighteen(ground, tenant, youth) -> None:
    assert roll("person", ground.grid) == Roll(2)
    assert elector("person", ground.grid, tenant.pk) == Elector(f"person:{tenant.pk}")
    assert elector("person", ground.grid, youth.pk) is None
    later = timezone.now().replace(year=THIS_YEAR + 3)
    assert elector("person", ground.grid, youth.pk, later) is not None
    assert roll("person", ground.grid, later) == Roll(3)


def test_nobody_votes_where_they_do_not_live(ground, tenant) -> None:
    assert elector("person", ground.other_grid, tenant.pk) is None
    assert elector("household", ground.other_grid, tenant.pk) is None
    assert roll("person", ground.other_grid) == Roll(0)


def test_a_household_counts_once_whoever_votes(ground, tenant) -> None:
    other = actions.add_person(SYSTEM, name="居民二", household=ground.household)
    mine = elector("household", ground.building, ground.resident.pk)
    assert (
        mine == elector("household", ground.building, other.pk) == Elector(f"household:{ground.household.pk}")
    )
    assert roll("household", ground.building) == Roll(2)


def test_an_empty_flat_is_no_household_and_still_has_an_owner(ground, house) -> None:
    assert roll("household", ground.building) == Roll(1)
    assert roll("owner", ground.building) == Roll(1, 14_950)


def test_an_owner_of_two_flats_is_one_head_with_both_areas(ground, house, tenant) -> None:
    assert elector("owner", ground.building, ground.resident.pk) == Elector(
        f"owner:{ground.resident.pk}", 14_950
    )
    assert elector("owner", ground.building, tenant.pk) is None


def test_a_flat_of_an_unknown_owner_counts_in_the_roll(ground, house) -> None:
    actions.add_household(SYSTEM, name="503", place=ground.building, area=5_000)
    assert roll("owner", ground.building) == Roll(2, 19_950)


def test_an_erased_person_is_on_no_roll(ground, house, tenant) -> None:
    from shanzhi.people.privacy import erase_person

    erase_person(SYSTEM, person=tenant, reason="本人申请")
    assert roll("person", ground.building) == Roll(1)
    assert roll("household", ground.building) == Roll(1)
    assert elector("person", ground.building, tenant.pk) is None
