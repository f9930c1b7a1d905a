"""One finder for places: whatever people write finds the place, their own community first, named so that it is no other."""

import pytest

from shanzhi.engine.types import Actor
from shanzhi.places.actions import add_place, add_places
from shanzhi.places.finding import find_places, found_places, place_meant
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of, sorted_places, told_apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> dict[str, Place]:
    """Two streets with two communities each; every community has 第1网格, 第2网格, 第10网格 and yards with three buildings."""
    district = add_place(name="样例区", level="district", code="990101")
    found = {"区": district}
    for street_name in ("桂湖街道", "望江街道"):
        street = add_place(name=street_name, level="street", parent=district)
        for name in ("甲", "乙"):
            community = add_place(name=f"{street_name[0]}{name}社区", level="community", parent=street)
            found[community.name] = community
            for number in (10, 1, 2):
                grid = add_place(name=f"第{number}网格", level="grid", parent=community)
                found[f"{community.name}{grid.name}"] = grid
            for yard_name in ("兰苑一院", "兰苑二院"):
                yard = add_place(name=yard_name, level="microgrid", parent=grid)
                for building in ("1号楼", "2号楼", "12号楼"):
                    placed = add_place(name=building, level="building", parent=yard)
                    found[f"{community.name}{yard_name}{building}"] = placed
                    add_places(parent=placed, level="household", names=["101", "102室"])
    return found


def names(text: str, town: dict[str, Place], at: str) -> list[str]:
    near = town[at].ancestor_ids
    found = found_places(text, near=near)
    told = told_apart(found)
    return [told[place.pk] for place in found]


@pytest.mark.parametrize(
    "text",
    [
        "2号楼101",
        "二号楼101",
        "２号楼１０１",
        "2栋101室",
        "2幢 101",
        "2-101",
        "2#楼101",
        "第2栋101号",
        "2號樓101",
        "2棟 101室",
    ],
)
def test_a_building_with_a_door_is_found_however_it_is_written_and_the_own_community_first(
    town, text
) -> None:
    found = names(text, town, "望乙社区兰苑二院1号楼")
    assert found[:2] == ["望乙社区 兰苑二院 2号楼 101", "望乙社区 兰苑一院 2号楼 101"]
    assert len(found) == 8
    assert all("2号楼 101" in name and "12号楼" not in name for name in found)


@pytest.mark.parametrize(
    "text",
    [
        "桂甲社区兰苑一院2号楼102",
        "桂甲社区 兰苑一院 2号楼 102室",
        "桂湖街道桂甲社区第2网格兰苑一院二号楼102",
        "桂甲 兰苑一院 2-102",
        "桂甲社區蘭苑一院2號樓102",
        "桂甲社区　兰苑一院，２号楼，１０２室",
        "样例区桂湖街道桂甲社区兰苑一院2栋102",
    ],
)
def test_an_address_finds_the_one_place_it_means(town, text) -> None:
    found = find_places(text, within=[town["区"]])
    assert [hit.whole for hit in found] == [True]
    door = Place.objects.get(pk=found[0].place)
    assert (door.name, door.parent) == ("102室", town["桂甲社区兰苑一院2号楼"])


def test_a_building_alone_is_every_building_of_that_number(town) -> None:
    assert len(names("二号楼", town, "桂甲社区")) == 8
    assert names("12号楼", town, "桂甲社区第1网格")[0] == "桂甲社区 兰苑一院 12号楼"


def test_a_part_of_a_name_finds_what_has_it(town) -> None:
    assert names("兰苑", town, "桂乙社区")[:2] == ["桂乙社区 兰苑一院", "桂乙社区 兰苑二院"]
    assert names("望甲 兰苑", town, "桂乙社区") == ["望甲社区 兰苑一院", "望甲社区 兰苑二院"]


def test_a_door_that_is_no_place_keeps_its_building(town) -> None:
    found = find_places("桂甲社区兰苑一院2号楼909", within=[town["区"]])
    assert [(hit.place, hit.rest) for hit in found] == [(town["桂甲社区兰苑一院2号楼"].pk, "909")]


@pytest.mark.parametrize("text", ["", "   ", "查无此处", "\u202e", "9" * 300, "-" * 99])
def test_what_names_nothing_finds_nothing(town, text) -> None:
    assert find_places(text, within=[town["区"]]) == []


def test_an_address_that_leaves_several_open_is_not_guessed(town) -> None:
    assert place_meant("2号楼101") is None
    assert place_meant("桂甲社区兰苑一院2号楼101") is not None
    assert place_meant("反映桂甲社區第2網格的路燈壞了") == town["桂甲社区第2网格"].pk
    assert place_meant("反映桂甲社区第2网格的路灯坏了") == town["桂甲社区第2网格"].pk


def test_a_unit_is_found_and_its_door_within_it(town) -> None:
    building = town["桂甲社区兰苑一院2号楼"]
    for number in (1, 2):
        unit = add_place(name=f"{number}单元", level="unit", parent=building)
        add_places(parent=unit, level="household", names=["501"])
    for text in (
        "兰苑一院2号楼2单元501",
        "兰苑一院2-2-501",
        "兰苑一院二号楼 二单元 501室",
        "兰苑一院2栋2-501",
    ):
        assert names(f"桂甲社区{text}", town, "桂甲社区") == ["桂甲社区 兰苑一院 2号楼 2单元 501"], text


def test_a_name_is_as_long_as_its_reader_needs_it(town) -> None:
    building, grid = town["桂甲社区兰苑一院2号楼"], town["桂甲社区第1网格"]
    assert place_name(grid) == "桂甲社区 第1网格"
    assert place_name(grid, [town["桂甲社区"].path]) == "第1网格"
    assert place_name(building) == "桂甲社区 兰苑一院 2号楼"
    assert place_name(building, [town["桂甲社区"].path]) == "兰苑一院 2号楼"
    assert place_name(building, [building.parent.path]) == "2号楼"
    assert place_name(town["桂甲社区"]) == "桂甲社区"


def test_a_place_outside_the_scope_is_told_from_all(town) -> None:
    assert place_name(town["望甲社区第1网格"], [town["桂甲社区"].path]) == "望甲社区 第1网格"


def test_a_door_is_never_named_without_its_building(town) -> None:
    door = Place.objects.get(name="101", parent=town["桂甲社区兰苑一院2号楼"])
    assert place_name(door, [door.parent.path]) == "2号楼 101"


def test_a_reader_s_scope_is_the_community_of_home_and_posts(town) -> None:
    home = town["桂甲社区兰苑一院2号楼"].ancestor_ids
    assert scope_of(Actor(1, home=home)) == (town["桂甲社区"].path,)
    street = town["桂甲社区"].parent
    assert scope_of(Actor(1, frozenset({("street_staff", street.pk)}), home=home)) == (street.path,)
    assert scope_of(Actor(None)) == ()


def test_places_stand_in_the_order_of_their_numbers(town) -> None:
    grids = Place.objects.filter(parent=town["桂甲社区"])
    assert [place.name for place in sorted_places(grids)] == ["第1网格", "第2网格", "第10网格"]


def test_the_command_finds_a_place_and_its_code(town) -> None:
    from typer.testing import CliRunner

    from shanzhi.cli.place import app

    answer = CliRunner().invoke(app, ["find", "桂甲社区兰苑一院2-101"])
    door = Place.objects.get(name="101", parent=town["桂甲社区兰苑一院2号楼"])
    assert answer.exit_code == 0
    assert door.code in answer.output
    assert "桂甲社区 兰苑一院 2号楼 101" in answer.output
    assert CliRunner().invoke(app, ["find", "查无此处"]).exit_code == 1


def test_of_very_many_alike_the_nearest_are_told_and_each_by_its_whole_way(town) -> None:
    community = town["桂甲社区"]
    for number in range(3, 35):
        yard = add_place(name=f"兰苑{number}院", level="microgrid", parent=town["桂甲社区第1网格"])
        add_place(name="2号楼", level="building", parent=yard)
    found = names("2号楼", town, "桂甲社区")
    assert len(found) == 30
    assert len(set(found)) == 30
    assert all(name.endswith(" 2号楼") for name in found)
    assert len(found_places("2号楼", within=community, most=100)) == 34


def test_every_traditional_character_has_one_simplified_one() -> None:
    from shanzhi.places.traditional import _PAIRS, simplified

    assert len(set(_PAIRS[::2])) == len(_PAIRS) // 2
    assert not set(_PAIRS[::2]) & set(_PAIRS[1::2])
    assert simplified("蘭苑一院2號樓") == "兰苑一院2号楼"
