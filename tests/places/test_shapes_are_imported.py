"""Outlines from map files: assigned, repaired, handed back with reasons, and the same again the second time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.places.actions import add_place, move_place
from shanzhi.places.crs import from_wgs84
from shanzhi.places.models import Place
from shanzhi.places.refused import PlaceRefused
from shanzhi.places.shape_export import export_shapes
from shanzhi.places.shapes import import_shapes
from tests.places.conftest import box

pytestmark = pytest.mark.django_db
MapFile = Callable[..., Path]


def test_a_building_lands_in_the_grid_it_lies_in(community: Place, map_file: MapFile) -> None:
    import_shapes(
        map_file((box(0, 0), {"网格名称": "一网格"}), (box(1, 0), {"网格名称": "二网格"})),
        level="grid",
        parent=community,
    )
    file = map_file(
        (box(0.2, 0.2, 0.1, 0.1), {"name": "1栋"}),
        (box(1.2, 0.2, 0.1, 0.1), {"name": "2栋"}),
        (box(0.2, 1.2, 0.1, 0.1), {"name": "3栋"}),
        (box(3.2, 3.2, 0.1, 0.1), {"name": "4栋"}),
    )
    report = import_shapes(file, level="building", parent=community)
    assert (report.added, len(report.rejected)) == (3, 1)
    assert "范围" in report.rejected[0].why.zh
    parents = dict(Place.objects.filter(level="building").values_list("name", "parent__name"))
    assert parents == {"1栋": "一网格", "2栋": "二网格", "3栋": "丙社区"}
    first = Place.objects.get(name="1栋")
    assert first.code == first.parent.code + "001"
    assert first.path.startswith(first.parent.path)


def test_the_same_file_again_changes_nothing(community: Place, map_file: MapFile) -> None:
    file = map_file((box(0, 0), {"name": "一网格"}), (box(1, 0), {}))
    first = import_shapes(file, level="grid", parent=community)
    again = import_shapes(file, level="grid", parent=community)
    assert (first.added, first.unchanged) == (2, 0)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert set(Place.objects.filter(level="grid").values_list("name", flat=True)) == {"一网格", "网格2"}


def test_a_redrawn_and_renamed_shape_is_the_same_place(community: Place, map_file: MapFile) -> None:
    import_shapes(map_file((box(0, 0), {"name": "一网格"})), level="grid", parent=community)
    redrawn = map_file((box(0, 0, 1.02, 1), {"name": "东网格"}))
    report = import_shapes(redrawn, level="grid", parent=community)
    grid = Place.objects.get(level="grid")
    assert (report.changed, grid.name, grid.other_names) == (1, "东网格", ["一网格"])
    assert grid.max_lon == pytest.approx(box(0, 0, 1.02, 1).bounds[2])


def test_a_place_without_outline_gets_it_by_name(community: Place, map_file: MapFile) -> None:
    grid = add_place(name="一网格", level="grid", parent=community)
    file = map_file((box(0, 0), {"name": "一网格", "no": "77"}))
    for _ in range(2):
        import_shapes(file, level="grid", parent=community, code_from="no")
    assert Place.objects.filter(level="grid").count() == 1
    grid.refresh_from_db()
    assert grid.geometry is not None


def test_foreign_numbers_become_codes_and_parts_are_joined(community: Place, map_file: MapFile) -> None:
    file = map_file(
        (box(0, 0, 0.5, 0.5), {"id": 4077}),
        (box(0.5, 0, 0.5, 0.5), {"id": 4077.0}),
        (box(1, 1, 0.5, 0.5), {"id": 12}),
    )
    report = import_shapes(file, level="building", parent=community, code_from="id", code_prefix="OSM")
    assert (report.added, report.merged, report.rows) == (2, 1, 3)
    joined = Place.objects.get(code="OSM4077")
    assert shapely.from_wkb(bytes(joined.geometry)).equals(box(0, 0, 1, 0.5))
    again = import_shapes(file, level="building", parent=community, code_from="id", code_prefix="OSM")
    assert (again.unchanged, again.merged, again.changed) == (2, 1, 0)


def test_a_number_of_another_source_is_not_taken_for_ours(district: Place, map_file: MapFile) -> None:
    import_shapes(
        map_file((box(0, 0, 0.1, 0.1), {"id": 5})), level="building", parent=district, code_from="id"
    )
    far = map_file((box(3.5, 3.5, 0.1, 0.1), {"id": 5}))
    report = import_shapes(far, level="building", parent=district, code_from="id")
    assert "前缀" in report.rejected[0].why.zh
    other = import_shapes(far, level="building", parent=district, code_from="id", code_prefix="B")
    assert other.added == 1


def test_a_code_of_ours_is_kept_and_one_in_use_elsewhere_refused(community: Place, map_file: MapFile) -> None:
    grid = f"{community.code}007"
    file = map_file(
        (box(0, 0), {"code": grid, "name": "七网格"}),
        (box(1, 0), {"code": community.parent.code, "name": "八网格"}),
    )
    report = import_shapes(file, level="grid", parent=community, code_from="code")
    assert report.added == 2
    assert Place.objects.get(code=grid).name == "七网格"
    assert Place.objects.get(name="八网格").code == f"F{community.parent.code}"
    report = import_shapes(
        map_file((box(0, 1, 0.2, 0.2), {"code": grid})), level="building", parent=community, code_from="code"
    )
    assert report.added == 0
    assert grid in report.rejected[0].why.zh


def test_the_file_may_name_the_parent(community: Place, map_file: MapFile) -> None:
    other = add_place(name="丁社区", level="community", parent=community.parent)
    file = map_file(
        (box(0, 0), {"name": "一网格", "sq": other.code}),
        (box(1, 0), {"name": "二网格", "sq": "310199999999"}),
    )
    report = import_shapes(file, level="grid", parent=community.parent, parent_from="sq")
    assert Place.objects.get(name="一网格").parent == other
    assert "310199999999" in report.rejected[0].why.zh


def test_buildings_follow_when_grids_come_later_but_not_against_a_persons_choice(
    community: Place, map_file: MapFile
) -> None:
    buildings = [(box(0.2, 0.2, 0.1, 0.1), {"name": "1栋"}), (box(0.5, 0.2, 0.1, 0.1), {"name": "2栋"})]
    import_shapes(map_file(*buildings), level="building", parent=community)
    import_shapes(map_file((box(0, 0), {"name": "一网格"})), level="grid", parent=community)
    kept = add_place(name="专属网格", level="grid", kind="dedicated", parent=community)
    move_place(place=Place.objects.get(name="2栋"), to=kept)
    report = import_shapes(map_file(*buildings), level="building", parent=community)
    assert (report.changed, report.unchanged) == (1, 1)
    parents = dict(Place.objects.filter(level="building").values_list("name", "parent__name"))
    assert parents == {"1栋": "一网格", "2栋": "专属网格"}


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


def test_what_is_exported_comes_back_the_same(community: Place, district: Place, map_file: MapFile) -> None:
    import_shapes(map_file((box(0, 0), {"name": "一网格"})), level="grid", parent=community)
    import_shapes(
        map_file((box(0.1, 0.1, 1.2, 0.2), {"name": "专属"})),
        level="grid",
        kind="dedicated",
        parent=community,
    )
    import_shapes(map_file((box(0.5, 0.5, 0.1, 0.1), {"name": "1栋"})), level="building", parent=community)
    before = export_shapes(district)
    file = map_file()
    file.write_text(json.dumps(before), "utf-8")
    report = import_shapes(file, level=None)
    assert (report.unchanged, report.added, report.changed, report.rejected) == (5, 0, 0, [])
    assert export_shapes(district) == before
    assert {f["properties"]["kind"] for f in export_shapes(district, levels=["grid"])["features"]} == {
        "general",
        "dedicated",
    }


def test_an_exported_district_founds_another_tree(map_file: MapFile) -> None:
    features = [
        (box(0, 0, 2, 2), {"level": "district", "code": "X1", "name": "甲区"}),
        (
            box(0, 0),
            {"level": "grid", "code": "X1001", "name": "一网格", "parent": "X1", "kind": "dedicated"},
        ),
        (box(0, 0), {"level": "ward", "code": "X1002", "name": "二网格"}),
    ]
    report = import_shapes(map_file(*features), level=None)
    assert report.added == 2
    assert "层级" in report.rejected[0].why.zh
    grid = Place.objects.get(code="X1001")
    assert (grid.parent.code, grid.kind, grid.depth) == ("X1", "dedicated", 1)


@pytest.mark.parametrize(
    ("name", "rows", "parts", "middle"),
    [
        ("geo/osm_buildings_shanghai.geojson", 1462, 23, (121.48, 31.22, 121.53, 31.26)),
        ("geo/osm_buildings_wuhan.geojson", 241, 4, (114.38, 30.50, 114.41, 30.52)),
    ],
)
def test_real_buildings_are_taken_whole_and_only_once(
    shared_data: Callable[[str], Path], name: str, rows: int, parts: int, middle: tuple[float, ...]
) -> None:
    district = add_place(name="甲区", level="district", geometry=shapely.box(*middle))
    file = shared_data(name)
    report = import_shapes(file, level="building", parent=district, code_from="id")
    assert (report.added, report.merged, report.rejected) == (rows - parts, parts, [])
    again = import_shapes(file, level="building", parent=district, code_from="id")
    assert (again.added, again.changed, again.unchanged) == (0, 0, rows - parts)
