"""Adding, renaming, moving and closing places: the tree stays whole, and each change leaves its line."""

import pytest
import shapely

from shanzhi.places.actions import (
    add_place,
    add_places,
    call_place,
    close_place,
    move_place,
    rename_place,
    reshape_place,
)
from shanzhi.places.models import Change, Place
from shanzhi.places.refused import PlaceRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Place:
    return add_place(name="甲区", level="district", code="110199")


@pytest.fixture
def street(district: Place) -> Place:
    return add_place(name="乙街道", level="street", parent=district)


@pytest.fixture
def community(street: Place) -> Place:
    return add_place(name="丙社区", level="community", parent=street)


@pytest.fixture
def grid(community: Place) -> Place:
    return add_place(name="第一网格", level="grid", parent=community)


def test_a_place_knows_its_way_from_the_top(
    district: Place, street: Place, community: Place, grid: Place
) -> None:
    assert grid.path == f"/{district.pk}/{street.pk}/{community.pk}/{grid.pk}/"
    assert grid.depth == 3
    assert grid.ancestor_ids == (district.pk, street.pk, community.pk, grid.pk)
    assert grid.code == "110199001001001"
    below = Place.objects.filter(path__begins=street.path)
    assert set(below) == {street, community, grid}


def test_a_subtree_does_not_catch_a_neighbour_whose_number_begins_alike(district: Place) -> None:
    first = add_place(name="街道〇", level="street", parent=district)
    Place.objects.filter(pk=first.pk).update(path=f"{district.path}1/")
    other = add_place(name="街道一", level="street", parent=district)
    Place.objects.filter(pk=other.pk).update(path=f"{district.path}11/")
    assert list(Place.objects.filter(path__begins=f"{district.path}1/")) == [first]


def test_a_tree_may_leave_levels_out(community: Place) -> None:
    household = add_place(name="101", level="household", parent=community)
    assert household.depth == 3
    assert household.code == "1101990010010001"


def test_a_dedicated_grid_is_a_grid_of_its_own_kind(community: Place) -> None:
    estate = add_place(name="丁小区专属网格", level="grid", kind="dedicated", parent=community)
    assert estate.kind == Place.Kind.DEDICATED
    with pytest.raises(PlaceRefused):
        add_place(name="戊楼", level="building", kind="dedicated", parent=community)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "  "}, "空"),
        ({"name": "长" * 101}, "最多 100"),
        ({"name": "甲\n乙"}, "换行"),
        ({"level": "village"}, "没有"),
        ({"level": "street"}, "之下"),
        ({"kind": "special"}, "专属"),
        ({"code": "110199001"}, "12 位"),
        ({"code": "110198001001"}, "开头"),
        ({"code": "第一号"}, "数字"),
        ({"geometry": shapely.Point(116, 39)}, "多边形"),
        ({"geometry": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])}, "自相交"),
        ({"geometry": shapely.box(500000, 3000000, 500100, 3000100)}, "经纬度"),
    ],
)
def test_what_cannot_be_added_is_refused_and_leaves_nothing(
    street: Place, wrong: dict[str, object], says: str
) -> None:
    before = Place.objects.count(), Change.objects.count()
    wanted = {"name": "己社区", "level": "community", "parent": street} | wrong
    with pytest.raises(PlaceRefused) as refused:
        add_place(**wanted)
    assert says in refused.value.why.zh
    assert refused.value.why.en
    assert (Place.objects.count(), Change.objects.count()) == before


def test_the_same_place_is_not_entered_twice(street: Place, community: Place) -> None:
    with pytest.raises(PlaceRefused) as refused:
        add_place(name=community.name, level="community", parent=street)
    assert "已有" in refused.value.why.zh
    with pytest.raises(PlaceRefused) as refused:
        add_place(name="另一社区", level="community", parent=street, code=community.code)
    assert community.name in refused.value.why.zh


def test_many_places_are_added_at_once_and_none_twice(grid: Place) -> None:
    building = add_place(name="1栋", level="building", parent=grid)
    add_place(name="102", level="household", parent=building)
    names = [f"{floor}0{door}" for floor in range(1, 7) for door in range(1, 5)]
    found = add_places(parent=building, level="household", names=[*names, "101"])
    assert sorted(found) == sorted(names)
    assert Place.objects.filter(parent=building).count() == 24
    assert len({place.code for place in found.values()}) == 24
    for place in found.values():
        assert place.path == f"{building.path}{place.pk}/"
        assert place.depth == building.depth + 1
    assert add_place(name="地下室", level="household", parent=building).pk not in {
        p.pk for p in found.values()
    }
    with pytest.raises(PlaceRefused):
        add_places(parent=building, level="household", names=["701", " "])
    assert Place.objects.filter(parent=building).count() == 25


def test_a_former_name_is_kept(community: Place) -> None:
    rename_place(place=community, name="新丙社区", by=7)
    community.refresh_from_db()
    assert (community.name, community.other_names) == ("新丙社区", ["丙社区"])
    rename_place(place=community, name="丙社区")
    community.refresh_from_db()
    assert (community.name, community.other_names) == ("丙社区", ["新丙社区"])
    line = Change.objects.filter(place=community, act="renamed").earliest("pk")
    assert (line.by, line.before, line.after) == (7, {"name": "丙社区"}, {"name": "新丙社区"})


def test_people_may_call_a_place_otherwise(community: Place) -> None:
    call_place(place=community, other_names=["老丙", "丙家院", "老丙"])
    community.refresh_from_db()
    assert community.other_names == ["老丙", "丙家院"]


def test_a_moved_place_takes_its_whole_subtree_along(district: Place, community: Place, grid: Place) -> None:
    other = add_place(name="庚街道", level="street", parent=district)
    move_place(place=community, to=other)
    grid.refresh_from_db()
    assert grid.path == f"/{district.pk}/{other.pk}/{community.pk}/{grid.pk}/"
    move_place(place=community, to=district)
    grid.refresh_from_db()
    assert (grid.path, grid.depth) == (f"/{district.pk}/{community.pk}/{grid.pk}/", 2)
    move_place(place=community, to=None)
    grid.refresh_from_db()
    assert (grid.path, grid.depth) == (f"/{community.pk}/{grid.pk}/", 1)
    assert Change.objects.filter(place=community, act="moved").count() == 3


def test_a_place_cannot_be_moved_below_itself(street: Place, community: Place) -> None:
    for target in (street, community):
        with pytest.raises(PlaceRefused) as refused:
            move_place(place=street, to=target)
        assert "自己" in refused.value.why.zh
    street.refresh_from_db()
    assert street.depth == 1


def test_a_stale_copy_does_not_break_the_tree(district: Place, street: Place, community: Place) -> None:
    stale = Place.objects.get(pk=community.pk)
    other = add_place(name="庚街道", level="street", parent=district)
    move_place(place=community, to=other)
    grid = add_place(name="第二网格", level="grid", parent=stale)
    assert grid.path == f"/{district.pk}/{other.pk}/{community.pk}/{grid.pk}/"


def test_a_place_with_open_parts_is_not_closed_by_accident(
    street: Place, community: Place, grid: Place
) -> None:
    with pytest.raises(PlaceRefused) as refused:
        close_place(place=street)
    assert "2 处" in refused.value.why.zh
    close_place(place=street, with_below=True)
    assert Place.objects.filter(path__begins=street.path, closed_at=None).count() == 0
    with pytest.raises(PlaceRefused) as refused:
        add_place(name="辛社区", level="community", parent=street)
    assert "撤销" in refused.value.why.zh


def test_an_outline_fills_the_bounds_and_can_be_taken_away(grid: Place) -> None:
    reshape_place(place=grid, geometry=shapely.box(116.0, 39.0, 116.01, 39.02))
    grid.refresh_from_db()
    assert (grid.min_lon, grid.min_lat, grid.max_lon, grid.max_lat) == (116.0, 39.0, 116.01, 39.02)
    assert (grid.lon, grid.lat) == pytest.approx((116.005, 39.01))
    assert shapely.from_wkb(bytes(grid.geometry)).area == pytest.approx(0.0002)
    reshape_place(place=grid, geometry=None)
    grid.refresh_from_db()
    assert grid.geometry is None
    assert grid.min_lon is None
