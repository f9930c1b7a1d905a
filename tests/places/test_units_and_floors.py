"""Units (单元) and floors stand between the building and the household: in codes, outlines, addresses and texts."""

import itertools

import pytest

from shanzhi.places.actions import add_place, add_places
from shanzhi.places.buildings import buildings_of
from shanzhi.places.doors import Door, read_door
from shanzhi.places.models import Place
from shanzhi.places.queries import find_by_text, full_name, locate
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.shapes import import_shapes
from shanzhi.places.writing import arabic, in_order, plain_name
from tests.places.exported_shapes import export_shapes

from .conftest import box

database = pytest.mark.django_db


@pytest.fixture
def building(community: Place) -> Place:
    return add_place(name="3栋", level="building", parent=community, geometry=box(0, 0))


@pytest.fixture
def unit(building: Place) -> Place:
    add_place(name="1单元", level="unit", parent=building)
    return add_place(name="2单元", level="unit", parent=building)


@database
def test_a_flat_lies_in_its_floor_unit_and_building(unit: Place) -> None:
    floor = add_place(name="5层", level="floor", parent=unit)
    flat = add_place(name="501", level="household", parent=floor)
    assert full_name(flat).endswith("丙社区3栋2单元5层501")
    codes = [place.code for place in (unit.parent, unit, floor, flat)]
    assert all(below.startswith(above) for above, below in itertools.pairwise(codes))
    assert buildings_of([flat.pk, floor.pk, unit.pk, unit.parent.pk]) == dict.fromkeys(
        (flat.pk, floor.pk, unit.pk), unit.parent.pk
    )


@database
def test_a_unit_stands_in_a_building_and_not_in_a_floor(unit: Place) -> None:
    floor = add_place(name="5层", level="floor", parent=unit)
    with pytest.raises(PlaceRefused, match="单元"):
        add_place(name="3单元", level="unit", parent=floor)


@database
def test_a_building_without_units_holds_its_flats_as_before(building: Place) -> None:
    flats = add_places(parent=building, level="household", names=["101", "102"])
    assert buildings_of([flats["101"].pk]) == {flats["101"].pk: building.pk}


@database
@pytest.mark.parametrize(
    "text", ["丙社区3栋2单元的灯坏了", "丙社区三号楼二单元没水", "丙社区３幢，2单元电梯停了"]
)
def test_a_text_names_the_unit_of_its_building(unit: Place, district: Place, text: str) -> None:
    other = add_place(name="4栋", level="building", parent=unit.parent.parent)
    add_place(name="2单元", level="unit", parent=other)
    assert find_by_text(text, within=district)[0].place == unit.pk


@database
def test_outlines_of_units_lie_below_their_building_and_come_back_as_they_were(
    building: Place, district: Place, map_file
) -> None:
    west = (box(0, 0, 0.5), {"name": "1单元", "level": "unit"})
    east = (box(0.5, 0, 0.5), {"name": "2单元", "level": "unit"})
    report = import_shapes(map_file(west, east), level=None, parent=district)
    assert (report.added, report.rejected) == (2, [])
    units = Place.objects.filter(level="unit").order_by("name")
    assert [unit.parent for unit in units] == [building, building]
    exported = export_shapes(building)["features"]
    assert [one["properties"]["level"] for one in exported] == ["building", "unit", "unit"]
    point = units[1].lon, units[1].lat
    assert locate(*point, level="unit") == units[1]
    assert locate(*point, level="building") == building


@pytest.mark.parametrize(
    ("text", "in_building", "door"),
    [
        ("2单元501", False, Door(None, "2单元", None, "501")),
        ("2-501", True, Door(None, "2单元", None, "501")),
        ("2-501", False, Door("2栋", None, None, "501")),
        ("3栋2单元501室", False, Door("3栋", "2单元", None, "501室")),
        ("3-2-501", True, Door("3栋", "2单元", None, "501")),
        ("甲单元", True, Door(None, "甲单元", None, "")),
        ("A单元十二层1201", True, Door(None, "a单元", "12层", "1201")),
        ("一楼门面", True, Door(None, None, None, "一楼门面")),
        ("20-01", True, Door(None, None, None, "20-01")),
    ],
)
def test_a_door_is_taken_apart_as_it_is_written(text: str, in_building: bool, door: Door) -> None:
    assert read_door(text, in_building=in_building) == door


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("二号楼", "2栋", "building"),
        ("２幢", "2#楼", "building"),
        ("3", "三栋", "building"),
        ("第一网格", "1网格", "grid"),
        ("第十二网格", "第12网格", "grid"),
        ("二单元", "2 单元", "unit"),
        ("五楼", "5层", "floor"),
        ("５０１室", "501号", "household"),
    ],
)
def test_two_ways_of_writing_a_name_have_one_plain_form(one: str, other: str, level: str) -> None:
    assert plain_name(one, level) == plain_name(other, level)


@pytest.mark.parametrize("name", ["三里屯", "五一路", "八宝山", "百子湾"])
def test_a_numeral_that_counts_nothing_stays(name: str) -> None:
    assert arabic(name) == name


def test_names_are_sorted_by_their_numbers() -> None:
    names = ["第10网格", "十一号楼", "第2网格", "二号楼", "1号楼", "第一网格"]
    assert sorted(names, key=in_order) == ["1号楼", "二号楼", "十一号楼", "第一网格", "第2网格", "第10网格"]
