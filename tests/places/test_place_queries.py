"""Ways up and down the tree, and whether grids are as grids should be."""

import pytest
from django.db import connection

from shanzhi.places.actions import add_place, close_place
from shanzhi.places.models import Place
from shanzhi.places.queries import by_code, count_below, full_name, subtree
from shanzhi.places.sanity import grid_size_warnings, overlapping_grids
from tests.places.conftest import box

pytestmark = pytest.mark.django_db


def test_the_way_down(district: Place, community: Place) -> None:
    grid = add_place(name="一网格", level="grid", parent=community)
    gone = add_place(name="二网格", level="grid", parent=community)
    close_place(place=gone)
    assert set(subtree(district)) == {district, community.parent, community, grid}
    assert set(subtree(district, closed=True)) == {district, community.parent, community, grid, gone}
    assert list(subtree(district, levels=["grid"])) == [grid]
    assert count_below(district) == {"street": 1, "community": 1, "grid": 1}


def test_a_subtree_is_read_by_index(back_end: str, community: Place) -> None:
    if back_end == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table this small is read whole otherwise
    plan = Place.objects.filter(path__begins=community.path).only("pk").explain()
    assert "place_path" in plan
    assert "<" in plan


def test_a_place_is_found_by_its_code_padded_or_not(community: Place) -> None:
    district = by_code("310199000000")
    assert district is not None
    assert district.name == "甲区"
    assert by_code(community.code) == community
    assert by_code("999999") is None
    assert by_code("不是代码") is None


def test_a_full_name_leaves_out_what_exists_only_on_paper() -> None:
    province = add_place(name="北京市", level="province")
    paper = add_place(name="市辖区", level="city", parent=province)
    district = add_place(name="甲区", level="district", parent=paper)
    assert full_name(district) == "北京市甲区"


def households(grid: Place, count: int) -> None:
    for number in range(count):
        add_place(name=f"{number}号", level="household", parent=grid)


def test_a_grid_of_the_usual_size_warns_of_nothing(community: Place) -> None:
    grid = add_place(name="一网格", level="grid", parent=community)
    assert grid_size_warnings(grid, households=300) == []
    assert grid_size_warnings(grid, households=500) == []
    assert grid_size_warnings(grid, households=200, people=1000) == []


def test_a_grid_too_small_or_too_large_is_told(community: Place) -> None:
    grid = add_place(name="一网格", level="grid", parent=community)
    households(grid, 3)
    small = grid_size_warnings(grid)
    assert ["3 户" in warning.zh and "合并" in warning.zh for warning in small] == [True]
    large = grid_size_warnings(grid, households=800, people=2400)
    assert "拆分" in large[0].zh
    assert "2400 人" in large[1].zh
    assert all(warning.en for warning in small + large)
    assert grid_size_warnings(grid, least_households=2, most_households=4) == []


def test_a_dedicated_grid_has_no_size_to_keep(community: Place) -> None:
    estate = add_place(name="商场专属网格", level="grid", kind="dedicated", parent=community)
    assert grid_size_warnings(estate) == []


def test_general_grids_must_not_overlap(community: Place) -> None:
    west = add_place(name="西网格", level="grid", parent=community, geometry=box(0, 0))
    east = add_place(name="东网格", level="grid", parent=community, geometry=box(1, 0))
    add_place(name="专属", level="grid", kind="dedicated", parent=community, geometry=box(0.5, 0))
    assert overlapping_grids(community) == []
    north = add_place(name="北网格", level="grid", parent=community, geometry=box(0, 0.5))
    found = overlapping_grids(community)
    assert [(each.one, each.other) for each in found] == [(west.pk, north.pk)]
    assert found[0].square_metres == pytest.approx(1_060_000 / 2, rel=0.02)
    assert east.pk not in {found[0].one, found[0].other}
