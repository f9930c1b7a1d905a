"""The map in a real browser: marks that open by keyboard, and a pin that fills in a form's location."""

from __future__ import annotations

import pytest
import shapely

from shanzhi.places.actions import reshape_place


@pytest.fixture
def drawn(town):
    reshape_place(place=town.grid, geometry=shapely.box(104.30, 30.90, 104.31, 30.91))
    reshape_place(place=town.building, geometry=shapely.box(104.304, 30.904, 104.306, 30.906))
    return town


def test_a_mark_opens_by_keyboard_and_leads_to_its_matter(drawn, enter):
    number = drawn.open(place=drawn.building.pk).matter.id
    page = enter("street_staff", width=1280, color_scheme="dark")
    page.goto(f"/places/{drawn.community.pk}/map")
    page.wait_for_selector("#map[data-ready='1']")
    page.locator(".map-shape").nth(1).wait_for()
    assert page.locator(".map-shape").count() == 2
    mark = page.locator(".map-mark")
    assert mark.get_attribute("aria-label") == "一栋 1 件"
    box = mark.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".map-popup a", has_text="楼道灯不亮").click()
    page.wait_for_url(f"**/matters/{number}")


def test_a_pin_fills_in_where_it_happened(drawn, enter):
    page = enter("resident")
    weight: list[str] = []
    page.on("request", lambda request: weight.append(request.url))
    page.goto("/open/appeal")
    button = page.get_by_role("button", name="在地图上选")
    button.wait_for()
    assert not [url for url in weight if "leaflet" in url]
    button.click()
    page.wait_for_selector(".picker .map[data-ready]")
    page.get_by_role("button", name="图钉放到地图中间").click()
    page.get_by_text("在样例社区 第一网格 一栋").wait_for()
    assert page.input_value("[name=where]") == "104.305000, 30.905000"
    spot = page.locator(".picker .map").bounding_box()
    page.locator(".picker .map").click(position={"x": spot["width"] / 2 - 100, "y": spot["height"] / 2 - 100})
    page.get_by_text("在样例社区 第一网格", exact=True).wait_for()
    lon, lat = map(float, page.input_value("[name=where]").split(","))
    assert lon < 104.305 < 104.31
    assert lat > 30.905
    page.fill("[name=where]", "104.304500, 30.904500")
    page.keyboard.press("Tab")
    page.get_by_text("在样例社区 第一网格 一栋").wait_for()
    page.get_by_role("button", name="就是这里").click()
    assert page.locator(".picker").is_hidden()
