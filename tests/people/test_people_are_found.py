"""One finder for people and households: name, telephone, address with door; nobody whom one may not see."""

import pytest

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.people import actions
from shanzhi.people.finding import find_households, find_people, names_home
from shanzhi.people.models import Household
from shanzhi.people.queries import load_actor
from shanzhi.people.telling import homes_told_apart, lives_at
from shanzhi.places.actions import add_place


@pytest.fixture
def homes(ground) -> dict[str, Household]:
    """Beside 一栋: a building with units, and another grid's 一栋."""
    building = add_place(name="2号楼", level="building", parent=ground.microgrid)
    unit = add_place(name="2单元", level="unit", parent=building)
    far = add_place(name="一栋", level="building", parent=ground.other_grid)
    found = {
        "202": actions.add_household(SYSTEM, name="202", place=building),
        "unit": actions.add_household(SYSTEM, name="501室", place=unit),
        "far": actions.add_household(SYSTEM, name="501", place=far),
    }
    for key, name in (("202", "张三"), ("unit", "李四"), ("far", "王五")):
        actions.add_person(
            SYSTEM, name=name, household=found[key], facts={"phone": f"1390000000{len(name + key)}"}
        )
    return found


def named(by: Actor, text: str, **more) -> list[str]:
    return [one.name for one in find_people(by, text, **more)]


@pytest.fixture
def worker(ground) -> Actor:
    return ground.worker("grid_worker", ground.grid)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("民一", "居民一"),
        ("138 0000 1234", "居民一"),
        ("１３８００００１２３４", "居民一"),
        ("2号楼202", "张三"),
        ("二号楼 202室", "张三"),
        ("2-202", "张三"),
        ("甲微网格2栋202", "张三"),
        ("2号楼2单元501", "李四"),
        ("2-2-501", "李四"),
        ("2号楼 李四", "李四"),
        ("2号楼202张三", "张三"),
        ("2號樓202 張三", "张三"),
        ("張三", "张三"),
        ("張　三", "张三"),
        ("138-0000-1234", "居民一"),
        ("２ 栋 ２ 单元 501", "李四"),
        ("甲微网格 张三", "张三"),
        ("一栋一单元501", "居民一"),
    ],
)
def test_a_person_is_found_by_whatever_one_knows(ground, homes, worker, text: str, name: str) -> None:
    assert named(worker, text) == [name]


@pytest.mark.parametrize("text", ["王五", "第二网格一栋501", "13800009999", " ", "", "2号楼909"])
def test_who_may_not_be_seen_is_not_found(ground, homes, worker, text: str) -> None:
    assert named(worker, text) == []


def test_who_died_is_found_by_those_who_may_have_to_correct_it_and_is_on_no_list(
    ground, homes, worker
) -> None:
    from django.utils import timezone

    from shanzhi.people.queries import people_at

    actions.mark_deceased(SYSTEM, person=homes["202"].members.get(), on=timezone.localdate())
    assert named(worker, "张三") == ["张三"]
    assert "张三" not in [one.name for one in people_at(worker, ground.grid)]


def test_a_stranger_finds_nobody_and_a_resident_their_family(ground, homes) -> None:
    resident = load_actor(ground.resident.pk)
    actions.add_person(SYSTEM, name="居民二", household=ground.household)
    assert named(resident, "居民") == ["居民一", "居民二"]
    assert named(resident, "张三") == []
    assert named(Actor(None), "张三") == []


def test_a_search_within_a_place_finds_only_who_is_there(ground, homes) -> None:
    staff = ground.worker("community_staff", ground.community)
    assert named(staff, "王五") == ["王五"]
    assert named(staff, "王五", within=[ground.grid]) == []
    assert named(staff, "13800001234", within=[ground.other_grid]) == []


@pytest.mark.parametrize("text", ["2号楼202", "2-202", "张三", "二栋 202"])
def test_a_household_is_found_by_its_door_and_its_people(ground, homes, worker, text: str) -> None:
    assert find_households(worker, text) == [homes["202"]]
    assert find_households(ground.worker("grid_worker", ground.other_grid), text) == []


def test_a_home_is_named_by_its_building_and_door(ground, homes) -> None:
    told = homes_told_apart(homes.values())
    assert told[homes["202"].pk] == "2号楼 202"
    assert told[homes["unit"].pk] == "2号楼 2单元 501室"
    assert told[homes["far"].pk] == "第二网格 一栋 501"
    person = homes["unit"].members.get()
    assert lives_at([person]) == {person.pk: "2号楼 2单元 501室"}


@pytest.mark.parametrize(
    ("key", "text", "holds"),
    [
        ("202", "2号楼202", True),
        ("202", "甲微网格 二栋 202室", True),
        ("202", "2-202", True),
        ("202", "202", True),
        ("202", "2号楼", False),
        ("202", "1号楼202", False),
        ("202", "甲微网格202", False),
        ("unit", "2号楼2单元501", True),
        ("unit", "2-2-501", True),
        ("unit", "2号楼501", False),
        ("unit", "2号楼1单元501", False),
    ],
)
def test_a_text_names_a_home_only_with_all_that_tells_it(homes, key: str, text: str, holds: bool) -> None:
    assert names_home(text, homes[key]) is holds
