"""The outlines that a map asks for: those in view, coarse where one looks from afar, in the map's own system."""

from __future__ import annotations

import json

import pytest
import shapely

from shanzhi.places.actions import add_place, close_place
from shanzhi.places.crs import gcj02_to_wgs84
from shanzhi.places.models import Place
from shanzhi.places.outlines import bounds, outlines, read_box, spots
from tests.places.conftest import SOUTH, WEST, box

pytestmark = pytest.mark.django_db

VIEW = (WEST, SOUTH, WEST + 0.05, SOUTH + 0.05)


@pytest.fixture
def grids(district: Place) -> list[Place]:
    """A street and a community without outlines of their own, and two grids, one with a building and a household."""
    street = add_place(name="一街道", level="street", parent=district)
    community = add_place(name="一社区", level="community", parent=street)
    found = [
        add_place(name=f"第{n + 1}网格", level="grid", parent=community, geometry=box(n * 2, 0))
        for n in range(2)
    ]
    building = add_place(name="一栋", level="building", parent=found[0], geometry=box(0.2, 0.2, 0.3, 0.3))
    add_place(name="101", level="household", parent=building, geometry=box(0.2, 0.2, 0.1, 0.1))
    return found


def names(zoom: int, **more) -> list[str]:
    return [outline.name for outline in outlines(VIEW, zoom=zoom, **more)]


def test_what_is_in_view_is_drawn_from_the_top_down(grids):
    assert names(15) == ["甲区", "第1网格", "第2网格"]
    assert [o.name for o in outlines((WEST, SOUTH, WEST + 0.005, SOUTH + 0.005), zoom=15)] == [
        "甲区",
        "第1网格",
    ]


def test_buildings_are_drawn_from_near_by_and_homes_never(grids):
    assert names(17) == ["甲区", "第1网格", "第2网格", "一栋"]


def test_a_level_with_too_many_is_left_out_with_all_below(grids):
    assert names(17, most=2) == ["甲区"]


def test_a_closed_place_is_not_drawn(grids):
    close_place(place=grids[1])
    assert names(15) == ["甲区", "第1网格"]


def test_an_outline_loses_what_nobody_sees(district):
    ring = [(WEST + n / 10_000, SOUTH + (n % 2) / 1_000_000) for n in range(100)]
    shape = shapely.Polygon([*ring, (WEST + 0.01, SOUTH + 0.01), (WEST, SOUTH + 0.01)])
    add_place(name="锯齿街道", level="street", parent=district, geometry=shape)
    (found,) = [o for o in outlines(VIEW, zoom=15) if o.level == "street"]
    assert len(json.loads(bytes(found.shape))["coordinates"][0]) <= 6


def test_under_shifted_tiles_outlines_are_shifted_with_them(grids):
    plain = json.loads(bytes(outlines(VIEW, zoom=15)[1].shape))["coordinates"][0][0]
    shifted = json.loads(bytes(outlines(VIEW, zoom=15, crs="gcj02")[1].shape))["coordinates"][0][0]
    assert abs(shifted[0] - plain[0]) > 0.003
    assert gcj02_to_wgs84(*shifted) == pytest.approx(plain, abs=2e-6)


def test_a_place_without_an_outline_lies_where_its_parts_lie(grids):
    community = grids[0].parent
    assert bounds(community) == pytest.approx((WEST, SOUTH, WEST + 0.03, SOUTH + 0.01))
    assert spots(community.path)[community.pk].at == pytest.approx((WEST + 0.015, SOUTH + 0.005))


def test_a_new_outline_is_known_at_once(grids):
    community = grids[0].parent
    before = bounds(community)
    add_place(name="第三网格", level="grid", parent=community, geometry=box(3, 3))
    assert before != bounds(community) == pytest.approx((WEST, SOUTH, WEST + 0.04, SOUTH + 0.04))


def test_where_nothing_is_drawn_there_are_no_bounds():
    assert bounds(add_place(name="乙区", level="district", code="310198")) is None


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "nan,0,1,1", "2,0,1,1", "-190,0,1,1", "0,0,1,inf"])
def test_bounds_that_are_none_are_told_apart(text):
    assert read_box(text) is None
