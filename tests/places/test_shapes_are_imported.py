"""Outlines from map files: assigned, repaired, handed back with reasons, and the same again the second time."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from shanzhi.places.actions import add_place, move_place
from shanzhi.places.models import Place
from shanzhi.places.shapes import import_shapes
from tests.places.conftest import box
from tests.places.exported_shapes import export_shapes

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
