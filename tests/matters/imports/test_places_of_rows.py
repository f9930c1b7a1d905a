"""Each row finds its place: by coordinates, by columns, by text, else where all lie; and a tree can be made from names."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from shanzhi.matters.imports.actions import draft, prepare
from shanzhi.matters.imports.making import make_places, propose
from shanzhi.matters.imports.mapping import Mapping, read_mapping
from shanzhi.people.problems import BadInput
from shanzhi.places.actions import add_place, reshape_place
from shanzhi.places.crs import wgs84_to_bd09
from shanzhi.places.models import Place
from tests.matters.imports.tables import HEADINGS, NOW, OPEN, matter, table, take
from tests.matters.town import METHODS, Town

WHERE = ("编号", "主题", "时间", "区县", "街道", "社区", "网格", "地址", "经度", "纬度")
ROLES = ("grid_worker", "community_staff", "street_staff", "district_staff")


def row(number: str, **cells: str) -> tuple[str, ...]:
    told = {"编号": number, "主题": "路灯不亮", "时间": "2026-03-18 09:00", **cells}
    return tuple(told.get(heading, "") for heading in WHERE)


def test_columns_address_and_text_lead_to_the_place(town: Town) -> None:
    rows = [
        row("1", 区县="样例区", 街道="样例街道", 社区="样例社区", 网格="第二网格"),
        row("2", 社区="样例社区"),
        row("3", 地址="样例街道样例社区第一网格门口"),
        row("4", 主题="样例社区第二网格路灯不亮"),
        row("5"),
    ]
    outcome = take(table(*rows, headings=WHERE), town.district)
    places = [matter(str(n)).origin_id for n in range(1, 6)]
    assert places == [
        town.other_grid.pk,
        town.community.pk,
        town.grid.pk,
        town.other_grid.pk,
        town.district.pk,
    ]
    assert outcome.report.notes["nowhere"].examples == ["6"]


def test_coordinates_of_any_system_find_the_grid(town: Town) -> None:
    reshape_place(place=town.grid, geometry=box(104.00, 30.60, 104.01, 30.61))
    reshape_place(place=town.other_grid, geometry=box(104.01, 30.60, 104.02, 30.61))
    lon, lat = wgs84_to_bd09(104.015, 30.605)
    rows = [
        row("1", 经度=f"{lon:.6f}", 纬度=f"{lat:.6f}"),
        row("2", 经度="0", 纬度="0", 社区="样例社区"),
        row("3", 经度="108.9", 纬度="34.2"),
        row("4", 经度="不详", 纬度="不详"),
    ]
    outcome = take(table(*rows, headings=WHERE), town.district, mapping=Mapping(crs="bd09"))
    assert matter("1").origin_id == town.other_grid.pk
    assert matter("1").lon == pytest.approx(104.015, abs=1e-5)
    assert [matter(str(n)).origin_id for n in (2, 3, 4)] == [
        town.community.pk,
        town.district.pk,
        town.district.pk,
    ]
    assert matter("4").lon is None
    assert outcome.report.notes["bad_point"].count == 2


def test_coordinates_evidently_of_another_system_stop_the_import(town: Town) -> None:
    reshape_place(place=town.district, geometry=box(104.00, 30.60, 104.01, 30.61))
    points = [wgs84_to_bd09(104.0005 + n * 0.0004, 30.6005 + n * 0.0004) for n in range(20)]
    rows = [row(str(n), 经度=f"{x:.6f}", 纬度=f"{y:.6f}") for n, (x, y) in enumerate(points)]
    with pytest.raises(BadInput, match="--crs bd09"):
        take(table(*rows, headings=WHERE), town.district)
    assert take(table(*rows, headings=WHERE), town.district, mapping=Mapping(crs="bd09")).report.added == 20


def test_a_place_no_post_can_serve_is_refused_as_the_place_of_all(town: Town) -> None:
    city = add_place(name="样例市", level="city")
    town.adopt((METHODS / "appeal.yaml").read_text(), city)
    with pytest.raises(BadInput, match="--make-places"):
        take(table(OPEN), city)


def proposed(
    *rows: tuple[str, ...], at: Place | None = None, headings: tuple[str, ...] = HEADINGS
) -> list[tuple[str, str]]:
    drafting = draft(
        prepare(content=table(*rows, headings=headings), file="x.csv"), method="appeal", at=at, now=NOW
    )
    return [("/".join(new.way), new.level) for new in propose(drafting.drafts, at, None, ROLES).places]


MASKED = [
    ("1", "", "A3区路灯不亮", "2026-03-01", "位于西地省A市A3区天顶街道", "", ""),
    ("2", "", "A3区噪音扰民", "2026-03-02", "A市A3区天顶街道，请处理", "", ""),
    ("3", "", "A7县修路", "2026-03-03", "A7县春华镇，A区3栋的住户，A3区天顶街道也是", "", ""),
    ("4", "", "A7县的A3区天顶街道", "2026-03-03", "B市B2县也有，B市离A市不远", "", ""),
    ("5", "", "B2县路灯", "2026-03-04", "B市B2县", "", ""),
]


def test_masked_names_make_a_small_tree(db: None) -> None:
    assert proposed(*MASKED) == [
        ("西地省", "province"),
        ("西地省/西地省本级", "district"),
        ("西地省/A市", "city"),
        ("西地省/A市/A市本级", "district"),
        ("西地省/A市/A3区", "district"),
        ("西地省/A市/A3区/天顶街道", "street"),
        ("西地省/A市/A7县", "district"),
        ("西地省/B市", "city"),
        ("西地省/B市/B市本级", "district"),
        ("西地省/B市/B2县", "district"),
    ]


def test_a_made_tree_takes_the_rows_and_is_not_made_twice(town: Town) -> None:
    prepared = prepare(content=table(*MASKED), file="x.csv")
    drafts = draft(prepared, method="appeal", at=None, now=NOW).drafts
    top = make_places(propose(drafts, None, None, ROLES))
    count = Place.objects.count()
    again = propose(drafts, None, None, ROLES)
    assert again.fresh == []
    assert (make_places(again), Place.objects.count()) == (top, count)
    town.adopt((METHODS / "appeal.yaml").read_text(), top)
    whole = ("6", "", "全省的事", "2026-03-05", "请关注", "", "")
    outcome = take(table(*MASKED, whole), top)
    assert outcome.report.added == 6
    names = [Place.objects.get(pk=matter(str(n)).origin_id).name for n in range(1, 7)]
    assert names == ["天顶街道", "天顶街道", "A7县", "A7县", "B2县", "西地省本级"]
    assert all(matter(str(n)).desk_role in ("district_staff", "street_staff") for n in range(1, 7))


def test_columns_of_names_make_a_tree_below_the_place_of_all(town: Town) -> None:
    rows = [
        row("1", 街道="桂花街道", 社区="银杏社区"),
        row("2", 街道="桂花街道"),
        row("3", 街道="样例街道", 社区="样例社区"),
    ]
    assert proposed(*rows, at=town.district, headings=WHERE) == [
        ("样例区", "district"),
        ("样例区/样例街道", "street"),
        ("样例区/样例街道/样例社区", "community"),
        ("样例区/桂花街道", "street"),
        ("样例区/桂花街道/银杏社区", "community"),
    ]


def test_a_mapping_makes_places_from_one_column(db: None) -> None:
    mapping = read_mapping(
        b"columns: {Id: external, Kind: subject, Hood: place}\nplaces: {column: Hood, top: {name: Boston}}",
        "m.yaml",
    )
    content = table(("1", "Pothole", "Back Bay"), ("2", "Pothole", ""), headings=("Id", "Kind", "Hood"))
    drafting = draft(
        prepare(content=content, file="x.csv", mapping=mapping), method="appeal", at=None, now=NOW
    )
    top = make_places(propose(drafting.drafts, None, mapping.places, ROLES))
    assert [(p.name, p.level, p.parent_id) for p in Place.objects.order_by("pk")] == [
        ("Boston", "district", None),
        ("Back Bay", "street", top.pk),
    ]


def test_names_that_are_no_places_make_none(db: None) -> None:
    assert proposed(("1", "", "路灯不亮", "2026-03-01", "三楼 A区 5 栋，B座", "", "")) == []
