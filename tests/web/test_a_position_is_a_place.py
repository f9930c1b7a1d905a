"""A position is shown as the place it lies in, with a link that a phone's map opens; outside it is said before filing."""

import re

import pytest
import shapely

from shanzhi.matters.models import Matter, Notice
from shanzhi.method.model import Field
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from shanzhi.places.actions import add_place, reshape_place
from shanzhi.places.queries import is_outside
from shanzhi.reading.facts import fact
from shanzhi.reading.spot import Spot
from shanzhi.web.spot import drawing, url
from tests.matters.town import METHODS


@pytest.fixture
def drawn(town):
    reshape_place(place=town.grid, geometry=shapely.box(104.06, 30.67, 104.07, 30.68))
    return town


def test_a_point_is_told_as_its_place_with_a_link_for_a_phone(drawn) -> None:
    field = Field("spot", "point", Sentence("位置", "Location"), Rule("spot", 0))
    shown = fact(field, [104.065, 30.675], None)
    assert shown.text == "第一网格"
    assert shown.geo == "geo:30.675000,104.065000?q=30.675000,104.065000"
    assert fact(field, [0.0, 0.0], None).text == "不在已画出的地方里"


def house(grid, name, west, south):
    placed = add_place(name=name, level="building", parent=grid)
    reshape_place(place=placed, geometry=shapely.box(west, south, west + 0.0003, south + 0.0002))
    return placed


def test_a_point_in_or_near_a_building_says_which(drawn) -> None:
    house(drawn.grid, "3号楼", 104.0650, 30.6750)
    inside, beside = Spot(104.0651, 30.6751), Spot(104.0650, 30.6755)
    assert inside.words.endswith("3号楼")
    assert url(inside) == f"/places/{inside.around.place.pk}/map?at=104.065100,30.675100"
    assert beside.words == "第一网格（离3号楼约 33 米）"
    assert Spot(0.0, 0.0).words == "不在已画出的地方里"
    assert (url(Spot(0.0, 0.0)), drawing(Spot(0.0, 0.0))) == ("", "")


def test_the_small_map_shows_our_own_outlines_and_says_what_it_shows(drawn) -> None:
    house(drawn.grid, "3号楼<b>", 104.0650, 30.6750)
    house(drawn.grid, "远楼", 104.0690, 30.6790)
    svg = drawing(Spot(104.0650, 30.6755))
    assert svg.count('class="spot-building"') == 1
    assert 'class="spot-border"' in svg
    assert "3号楼&lt;b&gt;</text>" in svg
    assert 'role="img" aria-label="小地图：第一网格' in svg
    assert "http" not in svg
    assert "style=" not in svg


def test_the_page_shows_place_map_and_links_and_no_bare_coordinates(drawn, signed_in) -> None:
    house(drawn.grid, "3号楼", 104.0650, 30.6750)
    number = drawn.open(values={"subject": "灯不亮", "where": [104.0651, 30.6751]}).matter.id
    page = signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    assert '<svg class="spot-map"' in page
    assert re.search(r'href="/places/\d+/map\?at=104.065100,30.675100">在地图上看', page)
    assert 'href="geo:30.675100,104.065100?q=30.675100,104.065100">用手机地图打开' in page
    assert "104.06" not in re.sub(r"<[^>]*>", "", page)


def test_the_map_of_a_place_marks_a_point_of_its_address_and_no_other(drawn, signed_in) -> None:
    worker, address = signed_in("grid_worker"), f"/places/{drawn.grid.pk}/map"
    assert (
        'data-at="104.065100,30.675100"' in worker.get(f"{address}?at=104.065100,30.675100").content.decode()
    )
    for wrong in ("", "x,y", "1e3,2", "181,0", "104.06", '"><script>'):
        page = worker.get(address, {"at": wrong})
        assert page.status_code == 200
        assert "data-at" not in page.content.decode()


def test_a_text_about_a_position_holds_no_coordinates(drawn) -> None:
    text = (
        (METHODS / "appeal.yaml")
        .read_text(encoding="utf-8")
        .replace("“{subject}”已答复：{reply}", "{where}已答复")
    )
    drawn.adopt(text.replace("version: 4", "version: 99"))
    number = drawn.open(values={"subject": "灯不亮", "where": [104.0651, 30.6751]}).matter.id
    drawn.act(number, "accept", "grid_worker", urgency="normal")
    drawn.act(number, "resolve", "grid_worker", reply="换好了，请看看")
    assert [n.zh for n in Notice.objects.filter(matter=number, zh__contains="已答复")] == [
        "地图上标出的位置已答复"
    ]


def test_a_point_far_from_every_outline_is_outside(drawn) -> None:
    assert not is_outside(104.065, 30.675)
    assert not is_outside(104.0705, 30.675)
    assert is_outside(104.2, 30.675)


def test_where_nothing_is_drawn_nothing_is_outside(town) -> None:
    assert not is_outside(0.0, 0.0)


def test_outside_it_is_said_before_anything_is_filed(drawn, signed_in) -> None:
    resident, before = signed_in("resident"), Matter.objects.count()
    typed = {"subject": "楼道灯不亮", "where": "105.5, 31.9", "command": "c-9"}
    page = resident.post("/open/appeal", typed).content.decode()
    assert "不在本区范围内" in page
    assert Matter.objects.count() == before
    assert resident.post("/open/appeal", {**typed, "seen": "outside"}).status_code == 302
    assert Matter.objects.count() == before + 1
