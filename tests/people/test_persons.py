"""Entering and changing persons, households and organisations: what is taken, what is refused, what counts."""

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Household, Person
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import load_actor, posts_version

ID_NUMBER = "11010519491231002X"


def test_the_birth_is_taken_from_the_identity_number(ground) -> None:
    person = actions.add_person(
        SYSTEM, name=" 居民\u3000二 ", household=ground.household, facts={"id_number": "11010519491231002x"}
    )
    assert person.name == "居民二"
    assert facts_of(person) == {"id_number": ID_NUMBER, "birth": "1949-12-31"}


def test_one_identity_number_is_one_person(ground) -> None:
    actions.add_person(SYSTEM, name="居民二", household=ground.household, facts={"id_number": ID_NUMBER})
    with pytest.raises(BadInput, match="已经登记"):
        actions.add_person(SYSTEM, name="居民三", household=ground.household, facts={"id_number": ID_NUMBER})
    assert not Person.objects.filter(name="居民三").exists()


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"phone": "123"}, {"phone"}),
        ({"phone": "电话"}, {"phone"}),
        ({"id_number": "110105194912310021"}, {"id_number"}),
        ({"id_number": "11010519491331002X"}, {"id_number"}),
        ({"birth": "1950-2-3"}, {"birth"}),
        ({"birth": "2999-01-01"}, {"birth"}),
        ({"birth": "1950-01-01", "id_number": ID_NUMBER}, {"birth"}),
        ({"email": "nobody"}, {"email"}),
        ({"phone": "1", "birth": "x", "email": "@"}, {"phone", "birth", "email"}),
    ],
)
def test_every_wrong_fact_is_named_at_once_and_nothing_is_written(ground, facts, fields) -> None:
    before = Person.objects.count()
    with pytest.raises(BadInput) as refused:
        actions.add_person(SYSTEM, name="居民二", household=ground.household, facts=facts)
    assert set(refused.value.fields) == fields
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    "phone", ["13800138000", "+86 138-0013-8000", "010-12345678", "02885551234", "12345", "85551234"]
)
def test_phones_as_people_write_them(ground, phone: str) -> None:
    assert actions.add_person(SYSTEM, name="居民二", home=ground.grid, facts={"phone": phone}).phone_digest


@pytest.mark.parametrize("name", ["", "  ", "\0\n", "长" * 61])
def test_a_name_is_needed_and_bounded(ground, name: str) -> None:
    with pytest.raises(BadInput):
        actions.add_person(SYSTEM, name=name, home=ground.grid)


def test_a_worker_keeps_the_roll_of_the_own_grid_alone(ground) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    actions.add_person(worker, name="居民二", household=ground.household)
    with pytest.raises(Denied):
        actions.add_person(worker, name="居民三", home=ground.other_grid)
    with pytest.raises(Denied):
        actions.add_person(ground.worker("volunteer", ground.grid), name="居民四", household=ground.household)


def test_people_correct_their_own_facts(ground) -> None:
    actions.set_contact(
        load_actor(ground.resident.pk), person=ground.resident, facts={"phone": "13700000001"}
    )
    kept = facts_of(Person.objects.get(pk=ground.resident.pk))
    assert kept == {"phone": "13700000001", "birth": "1960-05-06"}
    actions.set_contact(SYSTEM, person=ground.resident, facts={"phone": None})
    ground.resident.refresh_from_db()
    assert facts_of(ground.resident) == {"birth": "1960-05-06"}
    assert ground.resident.phone_digest is None


def test_a_neighbour_cannot_correct_them(ground) -> None:
    other = actions.add_person(SYSTEM, name="居民二", household=ground.household)
    with pytest.raises(Denied):
        actions.set_contact(load_actor(other.pk), person=ground.resident, facts={"phone": "13700000001"})
    with pytest.raises(Denied):
        actions.rename_person(load_actor(other.pk), person=ground.resident, name="改名")


def test_someone_who_moves_away_heads_no_household_there(ground) -> None:
    actions.set_household(SYSTEM, household=ground.household, head=ground.resident)
    actions.move_person(SYSTEM, person=ground.resident, home=ground.other_grid)
    ground.household.refresh_from_db()
    assert ground.household.head is None
    assert load_actor(ground.resident.pk).home == ground.other_grid.ancestor_ids


def test_the_head_is_a_member(ground) -> None:
    stranger = actions.add_person(SYSTEM, name="居民二", home=ground.other_grid)
    with pytest.raises(BadInput, match="成员"):
        actions.set_household(SYSTEM, household=ground.household, head=stranger)


@pytest.mark.parametrize("area", [-1, 100_000 * 100 + 1])
def test_an_area_is_bounded(ground, area: int) -> None:
    with pytest.raises(BadInput):
        actions.add_household(SYSTEM, name="502", place=ground.building, area=area)


def test_a_household_is_entered_once_and_closed_when_empty(ground) -> None:
    with pytest.raises(BadInput, match="已有住户"):
        actions.add_household(SYSTEM, name=ground.household.name, place=ground.building)
    with pytest.raises(BadInput, match="1 名成员"):
        actions.close_household(SYSTEM, household=ground.household)
    actions.move_person(SYSTEM, person=ground.resident, home=ground.grid)
    actions.close_household(SYSTEM, household=ground.household)
    assert actions.add_household(SYSTEM, name=ground.household.name, place=ground.building).pk
    assert Household.objects.count() == 2


def test_an_organisation_closes_after_its_posts(ground) -> None:
    office = actions.add_organization(SYSTEM, name="城管局", kind="department", place=ground.district)
    person = actions.add_person(SYSTEM, name="科员甲", home=ground.district)
    post = actions.assign_post(
        SYSTEM, person=person, role="department_staff", place=ground.district, organization=office
    )
    with pytest.raises(BadInput, match="在任岗位"):
        actions.close_organization(SYSTEM, organization=office)
    actions.end_post(SYSTEM, post=post, reason="机构撤并")
    actions.close_organization(SYSTEM, organization=office)
    with pytest.raises(BadInput, match="撤销"):
        actions.assign_post(
            SYSTEM, person=person, role="department_staff", place=ground.district, organization=office
        )


def test_every_change_of_homes_or_posts_is_marked(ground) -> None:
    marks = [posts_version()]
    actions.move_person(SYSTEM, person=ground.resident, home=ground.other_grid)
    marks.append(posts_version())
    post = ground.post("grid_worker", ground.grid)
    marks.append(posts_version())
    actions.end_post(SYSTEM, post=post, reason="调动")
    marks.append(posts_version())
    assert len(set(marks)) == 4
