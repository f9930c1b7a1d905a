"""The rolls: persons from 18, households once each, owners by head and area (民法典 278)."""

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.queries import roll


def counted(kind, place, at=None) -> tuple[int, int]:
    found = roll(kind, place, at)
    assert len({one.key for one in found.electors}) == len(found.electors) == found.count
    assert sum(one.area for one in found.electors) == found.area
    return found.count, found.area


def elector(kind, place, person, at=None) -> list[tuple[str, int]]:
    """As whom somebody may vote."""
    return [(one.key, one.area) for one in roll(kind, place, at).electors if person in one.persons]


THIS_YEAR = timezone.localdate().year


@pytest.fixture
def house(ground):
    """A second flat in the building, whose owner lives in the first."""
    flat = actions.add_household(SYSTEM, name="502", place=ground.building, area=6_000)
    actions.set_household(SYSTEM, household=ground.household, head=ground.resident, owner=ground.resident)
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
    assert counted("person", ground.grid) == (2, 0)
    assert elector("person", ground.grid, tenant.pk) == [(f"person:{tenant.pk}", 0)]
    assert elector("person", ground.grid, youth.pk) == []
    later = timezone.now().replace(year=THIS_YEAR + 3)
    assert elector("person", ground.grid, youth.pk, later) == [(f"person:{youth.pk}", 0)]
    assert counted("person", ground.grid, later) == (3, 0)


def test_nobody_votes_where_they_do_not_live(ground, tenant) -> None:
    assert elector("person", ground.other_grid, tenant.pk) == []
    assert elector("household", ground.other_grid, tenant.pk) == []
    assert counted("person", ground.other_grid) == (0, 0)


def test_a_household_counts_once_whoever_of_it_votes(ground, tenant, youth) -> None:
    other = actions.add_person(SYSTEM, name="居民二", household=ground.household)
    [mine] = elector("household", ground.building, ground.resident.pk)
    assert [mine] == elector("household", ground.building, other.pk)
    assert mine == (f"household:{ground.household.pk}", 0)
    assert elector("household", ground.building, youth.pk) == []
    assert counted("household", ground.building) == (2, 0)


def test_an_empty_flat_is_no_household_and_still_has_an_owner(ground, house) -> None:
    assert counted("household", ground.building) == (1, 0)
    assert counted("owner", ground.building) == (1, 14_950)


def test_an_owner_of_two_flats_is_one_head_with_both_areas(ground, house, tenant) -> None:
    mine = elector("owner", ground.building, ground.resident.pk)
    assert mine == [(f"owner:{ground.resident.pk}", 14_950)]
    assert elector("owner", ground.building, tenant.pk) == []


def test_nobody_votes_for_a_flat_of_an_unknown_owner_not_even_its_head(ground, house, tenant) -> None:
    third = actions.add_household(SYSTEM, name="503", place=ground.building, area=5_000)
    head = actions.add_person(SYSTEM, name="租户二", household=third)
    actions.set_household(SYSTEM, household=third, head=head)
    assert counted("owner", ground.building) == (2, 19_950)
    assert elector("owner", ground.building, head.pk) == []


def test_an_erased_person_is_on_no_roll(ground, house, tenant) -> None:
    from shanzhi.people.privacy import erase_person

    erase_person(SYSTEM, person=tenant, reason="本人申请")
    assert counted("person", ground.building) == (1, 0)
    assert counted("household", ground.building) == (1, 0)
    assert elector("person", ground.building, tenant.pk) == []


def test_representatives_count_once_each_while_their_term_runs(ground) -> None:
    first = ground.post("representative", ground.grid, "代表一").person
    actions.assign_post(SYSTEM, person=first, role="representative", place=ground.community)
    ground.post("representative", ground.other_grid, "代表二")
    gone = ground.post("representative", ground.grid, "代表三")
    actions.end_post(SYSTEM, post=gone, reason="届满")
    assert counted("representative", ground.community) == (2, 0)
    assert counted("representative", ground.other_grid) == (1, 0)
    assert elector("representative", ground.community, first.pk) == [(f"person:{first.pk}", 0)]


def test_members_of_a_body_are_those_who_hold_its_seats(ground) -> None:
    body = actions.add_organization(SYSTEM, name="样例小区业委会", kind="owners", place=ground.community)
    seats = [ground.post("owners_member", ground.community, f"委员{n}", organization=body) for n in range(3)]
    ground.post("owners_member", ground.community, "别的业委会的委员")
    ground.post("unit_contact", ground.community, "聘用的秘书", organization=body)
    assert counted(f"member:{body.pk}", ground.community) == (3, 0)
    assert elector(f"member:{body.pk}", ground.district, seats[0].person_id)
    assert counted("member:0", ground.community) == (0, 0)


def test_a_body_that_every_community_has_is_told_by_its_role(ground) -> None:
    for n in range(3):
        ground.post("supervision_member", ground.community, f"监委{n}")
    assert counted("post:supervision_member", ground.community) == (3, 0)
    assert counted("post:supervision_member", ground.grid) == (0, 0)
