"""Places in free text: forms of names, addresses that support each other, and what is left open."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.places.actions import add_place, call_place, close_place, rename_place
from shanzhi.places.divisions import import_divisions
from shanzhi.places.mentions import IndexedPlace, NameIndex
from shanzhi.places.models import Place
from shanzhi.places.names import forms
from shanzhi.places.queries import find_by_text, name_index

database = pytest.mark.django_db

TREE = {
    1: ("A市", "city", 0),
    2: ("A3区", "district", 1),
    3: ("A7县", "district", 1),
    4: ("春华镇", "street", 3),
    5: ("星沙街道", "street", 3),
    6: ("西湖街道", "street", 2),
    7: ("金鼎村村委会", "community", 4),
    8: ("新桥社区居委会", "community", 5),
    9: ("新桥社区居委会", "community", 6),
    10: ("幸福社区", "community", 6),
    11: ("第一网格", "grid", 10),
    12: ("裕园小区专属网格", "grid", 10),
    13: ("1栋", "building", 12),
    14: ("11栋", "building", 12),
    15: ("1栋", "building", 11),
    16: ("茶场村", "community", 6),
    17: ("茶场新村", "community", 6),
    18: ("星沙路社区", "community", 5),
}


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(
        IndexedPlace(pk, (name,), level, "专属" in name, way(pk)) for pk, (name, level, _) in TREE.items()
    )


def way(pk: int) -> tuple[int, ...]:
    parent = TREE[pk][2]
    return (*way(parent), pk) if parent else (pk,)


@pytest.mark.parametrize(
    ("text", "place", "span"),
    [
        ("A3区一米阳光婚纱摄影是否纳税", 2, "A3区"),
        ("反映A7县春华镇金鼎村水泥路的问题", 7, "金鼎村"),
        ("Ａ７县春华镇金鼎村", 7, "金鼎村"),
        ("a7县堵车", 3, "a7县"),
        ("A7县金鼎村村民委员会不公开账目", 7, "金鼎村村民委员会"),
        ("A7县春华镇金鼎七组", 7, "金鼎"),
        ("A7县星沙锦璨家园群租扰民", 5, "星沙"),
        ("星沙街道办事处", 5, "星沙街道办事处"),
        ("星沙镇的老街", 5, "星沙镇"),
        ("A3区西湖街道茶场新村五组", 17, "茶场新村"),
        ("A3区西湖街道茶场村五组", 16, "茶场村"),
        ("A3区新桥社区停水", 9, "新桥社区"),
        ("A7县星沙街道新桥居委会停水", 8, "新桥居委会"),
        ("西湖街道幸福社区裕园小区11栋电梯坏了", 14, "11栋"),
        ("西湖街道幸福社区裕园小区1幢电梯坏了", 13, "1幢"),
        ("西湖街道幸福社区裕园小区11栋、1栋电梯坏了", 14, "11栋"),
        ("A市的公交", 1, "A市"),
    ],
)
def test_the_deepest_place_that_fits_comes_first(index: NameIndex, text: str, place: int, span: str) -> None:
    best = index.find(text)[0]
    assert (best.place, best.text) == (place, span)
    assert text[best.start : best.end] == span
    assert best.sure >= 0.5
    assert best.level == TREE[place][1]
    assert set(best.chain) < set(way(place))


@pytest.mark.parametrize(
    "text",
    ["", "A", "幸福的生活", "BA3区", "A33区", "1栋的电梯", "没有地名", "第一网格员很好", "茶场"],
)
def test_everyday_words_and_pieces_of_other_names_are_no_places(index: NameIndex, text: str) -> None:
    assert [match for match in index.find(text) if match.sure >= 0.5 and match.place != 11] == []


def test_a_road_named_after_a_place_is_not_the_place(index: NameIndex) -> None:
    assert index.find("A7县星沙大道堵车")[0].place == 3
    assert index.find("A7县星沙路堵车")[0].place == 3


def test_a_name_borne_by_two_places_leads_to_what_is_above_them(index: NameIndex) -> None:
    found = index.find("A市新桥社区停水")
    assert found[0].place == 1
    assert {match.place for match in found[1:]} == {8, 9}
    assert all(match.sure < 0.5 for match in found[1:])


def test_more_of_the_address_makes_surer(index: NameIndex) -> None:
    alone, county, whole = (
        index.find(text)[0].sure for text in ("金鼎村修路", "A7县金鼎村修路", "A7县春华镇金鼎村修路")
    )
    assert alone < county < whole


def test_an_address_elsewhere_makes_less_sure(index: NameIndex) -> None:
    other = next(match for match in index.find("A3区金鼎村修路") if match.place == 7)
    assert other.sure < index.find("金鼎村修路")[0].sure


def test_of_two_places_the_first_named_comes_first(index: NameIndex) -> None:
    found = index.find("A3区到A7县的公交")
    assert [match.place for match in found] == [2, 3]
    assert found[0].sure > found[1].sure


@given(st.text(alphabet="A37市区县春华镇金鼎村新桥社区1栋、的在 星沙路", max_size=40))
def test_every_match_is_a_span_of_the_text_and_the_order_is_fixed(text: str) -> None:
    index = NameIndex(
        IndexedPlace(pk, (name,), level, "专属" in name, way(pk)) for pk, (name, level, _) in TREE.items()
    )
    found = index.find(text)
    assert found == index.find(text)
    assert len(found) <= 8
    for match in found:
        assert text[match.start : match.end] == match.text
        assert 0 < match.sure <= 1
        assert set(match.chain) <= set(way(match.place)[:-1])


@pytest.mark.parametrize(
    ("name", "level", "form"),
    [
        ("多福巷社区居委会", "community", "多福巷社区"),
        ("多福巷社区居委会", "community", "多福巷居委会"),
        ("尚德村民委员会", "community", "尚德村"),
        ("尚德村村民委员会", "community", "尚德村"),
        ("榔梨街道", "street", "榔梨镇"),
        ("回龙山回族乡", "street", "回龙山乡"),
        ("昌江黎族自治县", "district", "昌江县"),
        ("保亭黎族苗族自治县", "district", "保亭"),
        ("广西壮族自治区", "province", "广西"),
        ("新疆维吾尔自治区", "province", "新疆"),
        ("内蒙古自治区", "province", "内蒙古"),
        ("裕园小区专属网格", "grid", "裕园小区"),
        ("3号楼", "building", "3栋"),
    ],
)
def test_names_are_known_in_the_forms_people_write(name: str, level: str, form: str) -> None:
    assert form in {each.text for each in forms(name, level=level, dedicated="专属" in name)}


def test_names_that_exist_only_on_paper_are_never_looked_for() -> None:
    assert list(forms("市辖区", level="city")) == []
    assert list(forms("省直辖县级行政区划", level="city")) == []


@database
def test_the_kept_index_learns_of_every_change() -> None:
    district = add_place(name="甲区", level="district")
    street = add_place(name="乙乙街道", level="street", parent=district)
    assert find_by_text("乙乙街道停水", district)[0].place == street.pk
    assert name_index(district) is name_index(district)
    rename_place(place=street, name="丙丙街道")
    assert find_by_text("丙丙街道停水", district)[0].place == street.pk
    assert find_by_text("乙乙街道停水", district)[0].place == street.pk
    call_place(place=street, other_names=["老丁院"])
    assert find_by_text("乙乙街道停水", district) == []
    assert find_by_text("老丁院停水", district)[0].place == street.pk
    close_place(place=street)
    assert find_by_text("丙丙街道停水", district) == []


@database
def test_households_are_not_looked_for_and_other_subtrees_not_seen() -> None:
    district = add_place(name="甲区", level="district")
    other = add_place(name="乙区", level="district")
    add_place(name="丙丙街道", level="street", parent=other)
    add_place(name="一零一号", level="household", parent=district)
    assert find_by_text("丙丙街道停水", district) == []
    assert find_by_text("一零一号停水", district) == []
    assert find_by_text("丙丙街道停水")[0].sure >= 0.5


DISTRICTS = {
    "芙蓉区": "A1区",
    "天心区": "A2区",
    "岳麓区": "A3区",
    "开福区": "A4区",
    "雨花区": "A5区",
    "望城区": "A6区",
    "长沙县": "A7县",
    "宁乡市": "A8县",
    "浏阳市": "A9市",
}


@database
def test_real_appeals_are_placed_in_the_district_they_name(shared_data: Callable[[str], Path]) -> None:
    import_divisions(shared_data("divisions"), within="4301")
    city = Place.objects.get(code="4301")
    rename_place(place=city, name="A市")
    call_place(place=city, other_names=[])
    for name, masked in DISTRICTS.items():
        place = Place.objects.get(name=name, level="district")
        rename_place(place=place, name=masked)
        call_place(place=place, other_names=[])
    with shared_data("appeals-2019.csv").open(encoding="utf-8-sig") as file:
        texts = [f"{row['留言主题'].strip()}\n{row['留言详情'].strip()}" for row in csv.DictReader(file)]
    index = name_index(city)
    found = [index.find(text) for text in texts]
    assert sum(bool(matches) for matches in found) > 0.95 * len(texts)
    named = dict(Place.objects.filter(level="district").values_list("pk", "name"))
    told = agreed = deeper = 0
    for text, matches in zip(texts, found, strict=True):
        first = re.search("|".join(DISTRICTS.values()), text)
        if first is None:
            continue
        told += 1
        best = matches[0]
        district = named.get(best.place) or next((named[pk] for pk in best.chain if pk in named), None)
        agreed += district == first[0]
        deeper += best.level in ("street", "community")
    assert told > 2600
    assert agreed > 0.97 * told
    assert deeper > 0.25 * told


ROADS = NameIndex(
    [
        IndexedPlace(1, ("青羊区",), "district", False, (1,)),
        IndexedPlace(2, ("草市街街道",), "street", False, (1, 2)),
        IndexedPlace(3, ("人民路街道",), "street", False, (1, 3)),
        IndexedPlace(4, ("双眼井街社区居委会",), "community", False, (1, 2, 4)),
        IndexedPlace(5, ("光华街道",), "street", False, (1, 5)),
    ]
)


@pytest.mark.parametrize(
    "text",
    ["青羊区草市街12号门口", "青羊区人民路堵车", "草市街街道双眼井街5号", "草市街灯不亮", "青羊区光华街12号"],
)
def test_the_name_of_a_road_is_no_office(text: str) -> None:
    assert {match.place for match in ROADS.find(text)} <= {1, 2 if "街道" in text else 1}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("草市街街道的灯", 2), ("青羊区草市街街道办事处", 2), ("人民路街道办门口", 3), ("双眼井街社区", 4), ("双眼井街居委会", 4),
        ("青羊区光华的灯", 5),
    ],
)  # fmt: skip
def test_an_office_is_named_where_the_text_says_so(text: str, place: int) -> None:
    assert ROADS.find(text)[0].place == place
