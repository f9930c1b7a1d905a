"""Point to place: one fixed rule for what wins, the same for one point and for very many."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.places.actions import add_place, close_place, move_place, reshape_place
from shanzhi.places.locating import Locator, Shaped
from shanzhi.places.models import Place
from shanzhi.places.queries import locate, locator
from shanzhi.places.shapes import import_shapes
from tests.places.conftest import SOUTH, WEST, box

database = pytest.mark.django_db


def at(x: float, y: float) -> tuple[float, float]:
    return WEST + x / 100, SOUTH + y / 100


@pytest.fixture
def grids(community: Place) -> dict[str, Place]:
    grid = {"parent": community, "level": "grid"}
    found = {
        "west": add_place(name="西网格", geometry=box(0, 0, 1, 2), **grid),
        "east": add_place(name="东网格", geometry=box(1, 0, 1, 2), **grid),
    }
    found["micro"] = add_place(
        name="微网格", level="microgrid", parent=found["east"], geometry=box(1, 0, 1, 1)
    )
    found["block"] = add_place(
        name="1栋", level="building", parent=found["micro"], geometry=box(1.2, 0.2, 0.1, 0.1)
    )
    return found


@database
def test_a_point_lies_in_its_grid_and_in_the_deepest_place(grids: dict[str, Place]) -> None:
    assert locate(*at(0.5, 0.5)) == grids["west"]
    assert locate(*at(1.5, 0.5)) == grids["east"]
    assert locate(*at(1.5, 0.5), level=None) == grids["micro"]
    assert locate(*at(1.25, 0.25), level=None) == grids["block"]
    assert locate(*at(1.25, 0.25), level="building") == grids["block"]
    assert locate(*at(1.5, 0.5), level="building") is None
    assert locate(*at(9, 9)) is None
    assert locate(float("nan"), 31.0) is None


@database
def test_a_building_leads_to_its_grid_where_the_grid_has_no_outline(community: Place) -> None:
    grid = add_place(name="一网格", level="grid", parent=community)
    add_place(name="1栋", level="building", parent=grid, geometry=box(0, 0, 0.1, 0.1))
    assert locate(*at(0.05, 0.05)) == grid
    assert locator("grid").locate(*at(0.05, 0.05)).way[-1] == grid.pk


@database
def test_a_point_on_an_edge_always_goes_to_the_same_grid(grids: dict[str, Place]) -> None:
    assert grids["west"].code < grids["east"].code
    edge = at(1, 1.5)
    assert locate(*edge) == grids["west"]
    assert locator("grid").locate(*edge).id == grids["west"].pk


@database
def test_a_dedicated_grid_goes_before_the_general_one_and_all_in_it(
    community: Place, grids: dict[str, Place]
) -> None:
    estate = add_place(
        name="小区专属网格",
        level="grid",
        kind="dedicated",
        parent=community,
        geometry=box(1.1, 0.1, 0.5, 0.5),
    )
    assert locate(*at(1.5, 0.5)) == estate
    assert locate(*at(1.25, 0.25), level=None) == estate
    move_place(place=grids["block"], to=estate)
    assert locate(*at(1.25, 0.25), level=None) == grids["block"]
    assert locate(*at(1.25, 0.25)) == estate
    assert locate(*at(1.9, 0.9)) == grids["east"]


@database
def test_the_search_keeps_within_a_subtree_and_skips_closed_places(
    district: Place, community: Place, grids: dict[str, Place]
) -> None:
    other = add_place(name="丁街道", level="street", parent=district)
    assert locate(*at(0.5, 0.5), within=community) == grids["west"]
    assert locate(*at(0.5, 0.5), within=other) is None
    close_place(place=grids["west"])
    assert locate(*at(0.5, 0.5)) is None


@database
def test_the_nearest_place_within_some_metres_may_be_taken(grids: dict[str, Place]) -> None:
    point = at(-0.05, 1)  # some 48 m west of the western grid
    assert locate(*point) is None
    assert locate(*point, nearest_m=40) is None
    assert locate(*point, nearest_m=60) == grids["west"]
    assert locate(*at(1.25, 0.35), level="building", nearest_m=200) == grids["block"]


@database
def test_a_kept_locator_learns_of_every_change(community: Place, grids: dict[str, Place]) -> None:
    point = at(0.5, 0.5)
    assert locator("grid", community).locate(*point).id == grids["west"].pk
    assert locator("grid", community) is locator("grid", community)
    reshape_place(place=grids["west"], geometry=None)
    assert locator("grid", community).locate(*point) is None
    new = add_place(name="新网格", level="grid", parent=community, geometry=box(0, 0))
    assert locator("grid", community).locate(*point).id == new.pk
    close_place(place=new)
    assert locator("grid", community).locate(*point) is None


@database
def test_one_point_and_many_points_agree(community: Place, grids: dict[str, Place]) -> None:
    add_place(name="专属", level="grid", kind="dedicated", parent=community, geometry=box(0.5, 0.5))
    x, y = np.meshgrid(np.linspace(-0.5, 2.5, 13), np.linspace(-0.5, 2.5, 13))
    lon, lat = WEST + x.ravel() / 100, SOUTH + y.ravel() / 100
    for level in ("grid", None):
        many = locator(level).locate_many(lon, lat)
        for each, this_lon, this_lat in zip(many, lon.tolist(), lat.tolist(), strict=True):
            one = locate(this_lon, this_lat, level=level)
            assert (one.pk if one else None) == (each.way[-1] if each else None)


@given(
    squares=st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 4), st.booleans()), max_size=8
    ),
    points=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=20),
    seed=st.randoms(),
)
def test_the_winner_does_not_depend_on_the_order_of_the_shapes(squares, points, seed) -> None:
    places = [
        Shaped(n, f"{n:03d}", "grid", (100, n), shapely.box(x, y, x + size, y + size))
        for n, (x, y, size, _) in enumerate(squares)
    ]
    dedicated = frozenset(n for n, square in enumerate(squares) if square[3])
    lon, lat = [x for x, _ in points], [y for _, y in points]
    found = Locator(places, dedicated).locate_many(lon, lat)
    shuffled = list(places)
    seed.shuffle(shuffled)
    assert Locator(shuffled, dedicated).locate_many(lon, lat) == found
    for place, x, y in zip(found, lon, lat, strict=True):
        around = [other for other in places if shapely.intersects_xy(other.geometry, x, y)]
        assert (place is None) == (not around)
        if place is not None and place.id not in dedicated:
            assert dedicated.isdisjoint(other.id for other in around)


@database
def test_real_buildings_are_found_by_a_point_inside_them(shared_data: Callable[[str], Path]) -> None:
    district = add_place(name="甲区", level="district", geometry=box(0, 0, 5, 4))
    file = shared_data("geo/osm_buildings_shanghai.geojson")
    import_shapes(file, level="building", parent=district, code_from="id")
    buildings = Place.objects.filter(level="building").order_by("pk")
    points = list(buildings.values_list("pk", "lon", "lat"))
    found = locator("building", district).locate_many([p[1] for p in points], [p[2] for p in points])
    shapes = {place.pk: shapely.from_wkb(bytes(place.geometry)) for place in buildings}
    same = 0
    for (pk, lon, lat), place in zip(points, found, strict=True):
        assert place is not None
        same += place.id == pk
        if place.id != pk:  # one building stands in another's outline: the smaller one wins
            assert shapely.intersects_xy(shapes[place.id], lon, lat)
            assert shapes[place.id].area <= shapes[pk].area
    assert same > 0.9 * len(points)
