"""WGS-84, GCJ-02 and BD-09: published points, the way back, and what cannot be known."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.places import crs
from shanzhi.places.measure import area_m2, degrees_around, distance_m, distance_to_m
from shanzhi.places.refused import PlaceRefused

inside = st.tuples(st.floats(73.5, 135.0), st.floats(3.9, 53.5))
outside = st.tuples(st.floats(-180.0, 71.0), st.floats(-89.0, 89.0))


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # Points on which open implementations agree (Shanghai, Shenzhen, Beijing).
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_the_shift_agrees_with_known_points(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert distance_m(*crs.wgs84_to_gcj02(*wgs84), *gcj02) < 0.5
    assert distance_m(*crs.gcj02_to_wgs84(*gcj02), *wgs84) < 0.5


@given(inside)
def test_there_and_back_is_within_a_centimetre(point: tuple[float, float]) -> None:
    for there, back in (
        (crs.wgs84_to_gcj02, crs.gcj02_to_wgs84),
        (crs.wgs84_to_bd09, crs.bd09_to_wgs84),
    ):
        moved = there(*point)
        assert 1 < distance_m(*point, *moved) < 3000
        assert distance_m(*point, *back(*moved)) < 0.01


@given(outside)
def test_outside_china_nothing_moves(point: tuple[float, float]) -> None:
    for name in crs.CRS_NAMES:
        assert crs.to_wgs84(*point, name) == point
        assert crs.from_wgs84(*point, name) == point


def test_arrays_and_numbers_give_the_same() -> None:
    lon, lat = np.array([116.4, 2.35, 121.5]), np.array([39.9, 48.86, 31.2])
    many = crs.bd09_to_wgs84(lon, lat)
    for index in range(3):
        assert crs.bd09_to_wgs84(float(lon[index]), float(lat[index])) == pytest.approx(
            (many[0][index], many[1][index]), abs=1e-9
        )


def test_a_projected_system_is_named_by_its_number() -> None:
    lon, lat = crs.to_wgs84(500_000.0, 3_400_000.0, "EPSG:4547")
    assert (lon, lat) == pytest.approx((114.0, 30.72), abs=0.01)


def test_an_unknown_system_is_refused_with_what_to_do() -> None:
    with pytest.raises(PlaceRefused) as refused:
        crs.to_wgs84(116.0, 39.0, "火星")
    assert "gcj02" in refused.value.why.zh
    with pytest.raises(PlaceRefused):
        crs.from_wgs84(116.0, 39.0, "EPSG:4547")


def test_the_system_is_guessed_only_where_the_ground_tells() -> None:
    estate = shapely.box(121.490, 31.230, 121.494, 31.234)
    x, y = np.meshgrid(np.linspace(121.4903, 121.4937, 5), np.linspace(31.2303, 31.2337, 5))
    for name in crs.CRS_NAMES:
        lon, lat = crs.from_wgs84(x.ravel(), y.ravel(), name)
        assert crs.guess_crs(lon, lat, estate).crs == name
    district = shapely.box(121.0, 31.0, 122.0, 32.0)
    assert crs.guess_crs(x.ravel(), y.ravel(), district).crs is None
    assert crs.guess_crs(121.492, 31.232, estate).crs is None
    assert crs.guess_crs(np.array([]), np.array([]), estate).crs is None


def test_metres_are_metres_on_the_ground() -> None:
    assert distance_m(116.0, 39.0, 116.0, 40.0) == pytest.approx(111_025, abs=5)
    square = shapely.box(116.0, 39.0, 116.01, 39.01)
    assert area_m2(square) == pytest.approx(961_300, rel=0.01)
    assert area_m2(shapely.Polygon(list(square.exterior.coords)[::-1])) == pytest.approx(area_m2(square))
    holed = square.difference(shapely.box(116.002, 39.002, 116.004, 39.004))
    assert area_m2(holed) == pytest.approx(area_m2(square) * 0.96, rel=1e-3)


def test_the_nearest_point_of_a_shape_counts_metres_not_degrees() -> None:
    square = shapely.box(116.0, 39.0, 116.01, 39.01)
    assert distance_to_m(116.005, 39.005, square) == 0.0
    assert distance_to_m(116.011, 39.005, square) == pytest.approx(86.6, abs=0.5)
    assert distance_to_m(116.005, 39.011, square) == pytest.approx(111.0, abs=0.5)
    wide, high = degrees_around(39.0, 1000.0)
    assert distance_m(116.0, 39.0, 116.0 + wide, 39.0) >= 1000.0
    assert distance_m(116.0, 39.0, 116.0, 39.0 + high) >= 1000.0
