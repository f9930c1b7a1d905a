"""The map of a place, what its scripts are given, and the ground under it."""

from __future__ import annotations

import pytest
import shapely
from django.test import Client

from shanzhi.matters.models import Matter
from shanzhi.places.actions import reshape_place
from shanzhi.places.crs import gcj02_to_wgs84
from shanzhi.web import mapping
from shanzhi.web.mapping import tile_source
from tests.matters.town import METHODS, Town

ALL = "104.29,30.89,104.33,30.92"


@pytest.fixture
def drawn(town: Town) -> Town:
    reshape_place(place=town.grid, geometry=shapely.box(104.30, 30.90, 104.31, 30.91))
    reshape_place(place=town.other_grid, geometry=shapely.box(104.31, 30.90, 104.32, 30.91))
    reshape_place(place=town.building, geometry=shapely.box(104.304, 30.904, 104.306, 30.906))
    return town


def marks(client: Client, town: Town, more: str = "") -> list[dict]:
    answer = client.get(f"/places/{town.district.pk}/map/matters?box={ALL}{more}")
    assert answer.status_code == 200
    return answer.json()["marks"]


def test_the_page_says_without_a_map_what_the_map_shows(drawn, signed_in):
    drawn.open()
    page = signed_in("district_staff").get(f"/places/{drawn.district.pk}/map").content.decode()
    assert "样例街道" in page
    assert "1 件" in page
    assert f"/places/{drawn.street.pk}/matters" in page


def test_a_few_matters_stand_one_by_one_where_they_are(drawn, signed_in):
    exact = drawn.open(values={"subject": "井盖松动", "where": "104.3021, 30.9032"})
    drawn.open(place=drawn.building.pk)
    found = marks(signed_in("district_staff"), drawn)
    assert sorted(mark["at"] for mark in found) == [[104.3021, 30.9032], [104.305, 30.905]]
    (there,) = [mark for mark in found if mark["at"] == [104.3021, 30.9032]]
    assert (there["matters"][0]["title"], there["matters"][0]["url"]) == (
        "井盖松动",
        f"/matters/{exact.matter.id}",
    )


def test_many_are_gathered_by_place(drawn, signed_in, monkeypatch):
    monkeypatch.setattr(mapping, "FEW", 2)
    for _ in range(3):
        drawn.open(place=drawn.building.pk)
    (mark,) = marks(signed_in("district_staff"), drawn)
    assert (mark["name"], mark["count"], mark["matters"]) == ("第一网格", 3, [])
    monkeypatch.setattr(mapping, "MARKS", 1)
    drawn.open(who="grid_worker@other", place=drawn.other_grid.pk)
    (mark,) = marks(signed_in("district_staff"), drawn)
    assert (mark["name"], mark["count"]) == ("样例社区", 4)


def test_nobody_finds_on_the_map_what_is_not_theirs(drawn, signed_in):
    drawn.open(place=drawn.building.pk)
    for stranger in ("resident2", "grid_worker@other"):
        assert marks(signed_in(stranger), drawn) == []
        assert (
            "没有正在办的事" in signed_in(stranger).get(f"/places/{drawn.district.pk}/map").content.decode()
        )


def test_a_point_for_the_parties_alone_is_shown_to_others_as_the_building(drawn, signed_in):
    text = (METHODS / "appeal.yaml").read_text(encoding="utf-8")
    text = text.replace("method: appeal", "method: wall").replace("visible: desk", "visible: place")
    assert text.count("type: point,") == 1
    drawn.adopt(text.replace("type: point,", "type: point, private: true,"))
    drawn.open("wall", place=drawn.building.pk, values={"subject": "井盖松动", "where": "104.3041, 30.9042"})
    assert [mark["at"] for mark in marks(signed_in("resident"), drawn)] == [[104.3041, 30.9042]]
    assert [mark["at"] for mark in marks(signed_in("resident2"), drawn)] == [[104.305, 30.905]]


def test_the_filters_reach_the_map_and_the_list_behind_a_mark(drawn, signed_in):
    drawn.open()
    late = drawn.open(place=drawn.building.pk)
    Matter.objects.filter(pk=late.matter.id).update(late=True)
    official = signed_in("district_staff")
    (mark,) = marks(official, drawn, "&late=1&method=appeal")
    assert (mark["count"], mark["late"]) == (1, 1)
    page = official.get(mark["url"]).content.decode()
    assert f"/matters/{late.matter.id}" in page
    assert f"/matters/{late.matter.id - 1}" not in page


def test_a_wrong_box_is_told(town, signed_in):
    for query in ("", "box=1,2,3", "box=a,b,c,d", f"box={ALL}", f"box={ALL}&zoom=99"):
        answer = signed_in("resident").get(f"/map/shapes?{query}")
        assert (answer.status_code, answer.json()) == (400, {"told": "地图的范围不对。"})


def test_a_point_says_what_it_lies_in(drawn, signed_in):
    client = signed_in("resident")
    found = client.get("/map/at?lon=104.305&lat=30.905").json()
    assert found["told"] == "在样例社区 第一网格 一栋"
    assert found["grid"] == {"id": drawn.grid.pk, "name": "第一网格"}
    outside = client.get("/map/at?lon=104.5&lat=30.905").json()
    assert (outside["grid"], outside["building"]) == (None, None)
    assert "不在已画出的网格里" in outside["told"]
    assert client.get("/map/at?lon=x&lat=30").status_code == 400


def test_under_shifted_tiles_a_tap_is_turned_back(drawn, signed_in, settings):
    settings.SHANZHI_TILES_CRS = "gcj02"
    client = signed_in("resident")
    shown = client.get("/map/at?lon=104.305&lat=30.905").json()["shown"]
    assert gcj02_to_wgs84(*shown) == pytest.approx((104.305, 30.905), abs=2e-6)
    back = client.get(f"/map/at?x={shown[0]}&y={shown[1]}").json()
    assert (back["lon"], back["lat"]) == pytest.approx((104.305, 30.905), abs=2e-6)
    assert back["building"]["name"] == "一栋"


def test_the_policy_is_widened_for_the_tile_server_alone(town, signed_in, settings):
    client = signed_in("resident")
    assert "https:" not in client.get("/")["Content-Security-Policy"]
    settings.SHANZHI_TILES = "https://{s}.tiles.example.cn/{z}/{x}/{y}.png"
    policy = client.get("/")["Content-Security-Policy"]
    assert "img-src 'self' https://*.tiles.example.cn data: blob:;" in policy
    assert policy.count("https:") == 1
    assert client.get("/map/setup").json()["tiles"] == settings.SHANZHI_TILES


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles.example.cn/{z}",
        "ftp://a.example/{z}",
        "https://a.{s}.example/{z}",
        "https://a.example; script-src *",
    ],
)
def test_a_tile_server_that_no_policy_can_name_is_refused(tiles):
    with pytest.raises(ValueError, match="SHANZHI_TILES"):
        tile_source(tiles)


def test_a_form_offers_the_map_and_does_not_bring_it(drawn, signed_in):
    page = signed_in("resident").get("/open/appeal").content.decode()
    assert "在地图上选" in page
    assert "leaflet" not in page


def test_a_zoom_that_no_map_has_gets_a_sentence(town, signed_in):
    for zoom in ("0012" + "0" * 5000, "9" * 40, "x"):
        answer = signed_in("grid_worker").get("/map/shapes", {"box": "104,30,104.1,30.1", "zoom": zoom})
        assert answer.status_code == 400
        assert "范围不对" in answer.json()["told"]
