"""Rosters of buildings with units (单元) and floors: one door in two units is two households, however it is written."""

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Household, Person
from shanzhi.places.actions import add_place
from shanzhi.places.models import Change, Place

COLUMNS = """楼栋,单元,房号,户主姓名,姓名,联系电话
3栋,2单元,501室,张三,张三,13800138000
3栋,1单元,501室,李四,李四,13800138002
"""


@pytest.fixture
def building(ground) -> Place:
    return add_place(name="3栋", level="building", parent=ground.grid)


def take(ground, text: str, **more):
    by = more.pop("by", SYSTEM)
    return actions.import_people(by, content=text.encode(), file="住户.csv", place=ground.community, **more)


def homes(building: Place) -> dict[str, tuple[str, str | None]]:
    """Each household by its place: its door, and its head."""
    found = Household.objects.filter(place__path__begins=building.path).select_related("place", "head")
    return {home.place.name: (home.name, home.head.name if home.head else None) for home in found}


def test_one_door_in_two_units_is_two_households(ground, building) -> None:
    report = take(ground, COLUMNS)
    assert (report.added, report.rejected) == (2, [])
    assert homes(building) == {"2单元": ("501室", "张三"), "1单元": ("501室", "李四")}
    units = Place.objects.filter(parent=building)
    assert set(units.values_list("level", flat=True)) == {"unit"}
    assert all(unit.code.startswith(building.code) for unit in units)
    assert Change.objects.filter(place__in=units, act="added").count() == 2


@pytest.mark.parametrize(
    "door",
    [
        "2单元501",
        "2-501",
        "3栋2单元501室",
        "3-2-501",
        "二单元501号",
        "２单元－501",
        "3号楼2-501",
        "第2单元 501户",
    ],
)
def test_every_way_of_writing_a_door_means_the_same_flat(ground, building, door: str) -> None:
    take(ground, COLUMNS)
    again = take(ground, f"楼栋,房号,姓名,联系电话\n3幢,{door},张三,13800138000\n")
    assert (again.unchanged, again.added, again.rejected) == (1, 0, [])
    assert Person.objects.filter(name="张三").count() == 1


def test_a_door_that_names_its_building_needs_no_column_for_it(ground, building) -> None:
    report = take(ground, "房号,姓名\n3栋2单元501室,张三\n3-1-501,李四\n3栋甲单元501,王五\n")
    assert report.rejected == []
    assert set(homes(building)) == {"2单元", "1单元", "甲单元"}


def test_a_dash_without_a_building_in_a_column_names_the_building(ground, building) -> None:
    assert take(ground, "房号,姓名\n3-501,张三\n").rejected == []
    assert Household.objects.get(name="501").place == building


def test_a_floor_is_a_level_below_the_unit(ground, building) -> None:
    text = "楼栋,单元,楼层,房号,姓名\n3栋,2,五楼,01,张三\n3栋,2,6,01,李四\n"
    assert take(ground, text).rejected == []
    flats = Household.objects.filter(place__path__begins=building.path).select_related("place__parent")
    assert {(h.place.parent.name, h.place.name, h.place.level) for h in flats} == {
        ("2单元", "5层", "floor"),
        ("2单元", "6层", "floor"),
    }
    assert take(ground, text).unchanged == 2


def test_a_floor_that_the_number_says_anyway_makes_no_second_flat(ground, building) -> None:
    take(ground, COLUMNS)
    again = take(ground, "楼栋,单元,楼层,房号,姓名\n3栋,2单元,5层,501,张三\n")
    assert (again.unchanged, again.rejected) == (1, [])


@pytest.mark.parametrize("text", ["楼栋,房号,姓名\n3栋,501,王五\n", "楼栋,楼层,房号,姓名\n3栋,5,501,王五\n"])
def test_a_door_without_its_unit_is_not_guessed(ground, building, text: str) -> None:
    take(ground, COLUMNS)
    report = take(ground, text)
    assert "单元" in report.rejected[0].why.zh
    assert not Person.objects.filter(name="王五").exists()


def test_a_column_and_a_door_that_differ_are_given_back(ground, building) -> None:
    report = take(ground, "楼栋,单元,房号,姓名\n3栋,1单元,2-501,张三\n")
    assert "1单元" in report.rejected[0].why.zh
    assert "2单元" in report.rejected[0].why.zh
    assert not Place.objects.filter(level="unit").exists()


def test_a_row_that_is_not_taken_leaves_no_unit(ground, building) -> None:
    report = take(
        ground, "楼栋,单元,房号,姓名,联系电话\n3栋,4单元,501,张三,12\n3栋,4单元,501,张三,13800138000\n"
    )
    assert [row.row for row in report.rejected] == [2]
    assert homes(building) == {"4单元": ("501", None)}


def test_a_dry_run_enters_no_unit(ground, building) -> None:
    assert take(ground, COLUMNS, dry_run=True).added == 2
    assert not Place.objects.filter(level="unit").exists()


def test_a_household_entered_before_its_units_goes_to_its_unit(ground, building) -> None:
    spelled = actions.add_household(SYSTEM, name="2单元501", place=building)
    bare = actions.add_household(SYSTEM, name="501", place=building)
    actions.add_person(SYSTEM, name="李四", household=bare)
    report = take(ground, COLUMNS)
    assert report.rejected == []
    for home, unit in ((spelled, "2单元"), (bare, "1单元")):
        home.refresh_from_db()
        assert (home.place.name, home.place.parent) == (unit, building)
    assert Household.objects.filter(place__path__begins=building.path).count() == 2
    assert Person.objects.filter(name="李四").count() == 1


def test_one_on_record_at_the_same_door_of_another_unit_is_asked_about(ground, building) -> None:
    take(ground, COLUMNS)
    report = take(ground, "楼栋,单元,房号,姓名\n3栋,3单元,501,张三\n")
    assert "迁移" in report.rejected[0].why.zh


def test_whoever_keeps_no_households_there_enters_no_unit(ground, building) -> None:
    stranger = ground.worker("grid_worker", ground.other_grid)
    assert len(take(ground, COLUMNS, by=stranger).rejected) == 2
    assert not Place.objects.filter(level="unit").exists()
