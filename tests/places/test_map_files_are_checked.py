"""Map files with something wrong: each item is taken, repaired, or handed back with what to do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.places.actions import add_place
from shanzhi.places.crs import from_wgs84
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.shapes import import_shapes
from tests.places.conftest import box

pytestmark = pytest.mark.django_db
MapFile = Callable[..., Path]


def test_a_shape_that_crosses_itself_is_repaired_and_noted(community: Place, map_file: MapFile) -> None:
    bow = shapely.transform(
        shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), lambda xy: xy / 100 + np.array([121.48, 31.22])
    )
    report = import_shapes(map_file((bow, {"name": "一网格"})), level="grid", parent=community)
    assert (report.added, report.notes["repaired"].count) == (1, 1)
    assert shapely.from_wkb(bytes(Place.objects.get(level="grid").geometry)).is_valid


SQUARE = shapely.geometry.mapping(box(0, 0))


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        (None, "没有图形"),
        ({"type": "Point", "coordinates": [121.48, 31.22]}, "Point"),
        ({"type": "Polygon", "coordinates": []}, "空"),
        ({"type": "Polygon", "coordinates": [[[121.48, 31.22], [121.49, 31.22]]]}, "不合规范"),
        ({"type": "Polygon", "coordinates": "no"}, "不合规范"),
        ({"type": "Polygon", "coordinates": [[[121.48, "x"], [121.49, 31.22], [121.48, 31.22]]]}, "不合规范"),
        (shapely.LineString([(121.48, 31.22), (121.49, 31.22)]), "LineString"),
        (shapely.Polygon([(121.48, 31.22), (121.49, 31.23), (121.48, 31.22)]), "面积"),
        (shapely.box(31.22, 121.48, 31.23, 121.49), "颠倒"),
        (shapely.box(500_000, 3_400_000, 500_100, 3_400_100), "米"),
        (shapely.box(2.3, 48.8, 2.4, 48.9), "中国"),
        (box(3, 3), "范围"),
    ],
)
def test_what_cannot_be_taken_is_explained(
    community: Place, map_file: MapFile, geometry: Any, says: str
) -> None:
    report = import_shapes(map_file((geometry, {"name": "一网格"})), level="grid", parent=community)
    assert (report.added, report.rows) == (0, 1)
    assert says in report.rejected[0].why.zh
    assert report.rejected[0].why.en
    assert "一网格" in report.rejected[0].values[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "GeoJSON"),
        (b"\xff\xfe", "GeoJSON"),
        (b"[1, 2]", "GeoJSON"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [{"a":', "GeoJSON"),
        (b"[" * 100_000, "GeoJSON"),
    ],
)
def test_a_file_that_is_no_map_is_refused(
    community: Place, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "x.geojson"
    file.write_bytes(content)
    with pytest.raises(PlaceRefused) as refused:
        import_shapes(file, level="grid", parent=community)
    assert says in refused.value.why.zh
    with pytest.raises(PlaceRefused):
        import_shapes(tmp_path / "absent.geojson", level="grid", parent=community)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "geometry", "properties", "coordinates", "name", "id"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(features=st.lists(json_values, max_size=4))
def test_whatever_stands_in_a_file_every_item_is_accounted_for(
    community: Place, tmp_path: Path, features: list[Any]
) -> None:
    file = tmp_path / "odd.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    report = import_shapes(file, level="grid", parent=community)
    assert report.rows == len(features)
    assert all(row.why.zh and row.why.en for row in report.rejected)


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_coordinates_are_turned_into_wgs84(community: Place, map_file: MapFile, crs: str) -> None:
    shifted = shapely.transform(
        box(0.4, 0.4), lambda xy: np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], crs))
    )
    import_shapes(map_file((shifted, {"name": "一网格"})), level="grid", parent=community, crs=crs)
    kept = shapely.from_wkb(bytes(Place.objects.get(level="grid").geometry))
    assert kept.symmetric_difference(box(0.4, 0.4)).area < 1e-10


def test_a_wrongly_stated_system_is_noticed_where_the_ground_tells(
    district: Place, map_file: MapFile
) -> None:
    estate = add_place(name="丁社区", level="community", parent=district, geometry=box(1, 1, 0.3, 0.3))
    shapes = [
        (
            shapely.transform(
                box(1 + x / 20, 1 + y / 20, 0.04, 0.04),
                lambda xy: np.column_stack(from_wgs84(xy[:, 0], xy[:, 1], "gcj02")),
            ),
            {"name": f"{x}{y}栋"},
        )
        for x in range(6)
        for y in range(6)
    ]
    with pytest.raises(PlaceRefused) as refused:
        import_shapes(map_file(*shapes), level="building", parent=estate)
    assert "GCJ-02" in refused.value.why.zh
    assert Place.objects.filter(level="building").count() == 0
    assert import_shapes(map_file(*shapes), level="building", parent=estate, crs="gcj02").added == 36


def test_a_system_named_in_the_file_must_agree(community: Place, map_file: MapFile) -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    with pytest.raises(PlaceRefused) as refused:
        import_shapes(map_file((box(0, 0), {}), crs=named), level="grid", parent=community)
    assert "EPSG:4547" in refused.value.why.zh
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert import_shapes(map_file((box(0, 0), {}), crs=named), level="grid", parent=community).added == 1


def test_latitude_first_can_be_said(community: Place, map_file: MapFile) -> None:
    file = map_file((shapely.box(31.22, 121.48, 31.23, 121.49), {"name": "一网格"}))
    assert import_shapes(file, level="grid", parent=community, swapped=True).added == 1
    assert Place.objects.get(level="grid").min_lon == pytest.approx(121.48)


def test_without_any_outline_above_a_parent_must_be_named(map_file: MapFile) -> None:
    report = import_shapes(map_file((box(0, 0), {"name": "一网格"})), level="grid")
    assert "指定上级" in report.rejected[0].why.zh
