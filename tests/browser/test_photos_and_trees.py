"""In a browser: a photo opens over its list and closes by key, button and the way back; a tree is searched and chosen from."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.models import Matter
from tests.matters.town import Town

Signed = Callable[..., Any]


def photo(town: Town, colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return str(keep_file(actor=town.actor("resident"), name=f"{colour}.jpg", content=out.getvalue()).pk)


@pytest.fixture
def pictured(town: Town) -> int:
    return town.open(
        values={"subject": "楼道灯不亮", "photos": [photo(town, "navy"), photo(town, "teal")]}
    ).matter.id


def test_a_photo_opens_in_place_and_closes_back_to_where_one_was(pictured: int, enter: Signed) -> None:
    page = enter("grid_worker")
    page.goto("/inbox")
    links = page.locator(".strip a[data-photo]")
    links.first.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("#viewer")
    assert viewer.is_visible()
    told = viewer.locator("[role=status]")
    assert told.inner_text() == "“楼道灯不亮”的照片，第 1 张，共 2 张"
    assert viewer.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 900
    page.keyboard.press("ArrowRight")
    assert told.inner_text().endswith("第 2 张，共 2 张")
    assert viewer.locator("img").get_attribute("alt") == told.inner_text()
    page.keyboard.press("Escape")
    viewer.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.matches('.strip a')")
    assert page.url.endswith("/inbox")

    links.last.click()
    assert viewer.is_visible()
    page.go_back()
    viewer.wait_for(state="hidden")
    assert page.url.endswith("/inbox")

    links.last.click()
    viewer.get_by_role("button", name="关闭").click()
    viewer.wait_for(state="hidden")
    page.locator("a.row").first.click()
    page.wait_for_url(f"**/matters/{pictured}")


def test_without_scripts_a_photo_has_a_page_with_a_way_back(pictured: int, enter: Signed) -> None:
    page = enter("grid_worker", java_script_enabled=False)
    page.goto("/inbox")
    page.locator(".strip a").first.click()
    page.get_by_role("link", name="下一张").click()
    page.get_by_role("link", name="返回").click()
    assert page.url.endswith(f"/matters/{pictured}")


def test_a_tree_is_searched_and_what_fits_is_unfolded(town: Town, enter: Signed) -> None:
    page = enter("resident")
    page.goto("/open/appeal")
    page.locator("#q-subject").fill("路灯不亮")
    for fold in page.locator("details:has([data-tree])").all():
        fold.evaluate("one => { one.open = true; }")
    page.get_by_role("searchbox").fill("路灯")
    choice = page.locator("label.choice", has_text="路灯").locator("visible=true")
    assert choice.count() == 1
    assert page.locator("label.choice", has_text="暴露垃圾").is_hidden()
    choice.click()
    page.get_by_role("searchbox").fill("没有这样的")
    assert "没有找到" in page.locator("[data-tree-search] [role=status]").inner_text()
    page.get_by_role("searchbox").press("Enter")
    assert page.url.endswith("/open/appeal")
    page.locator("form button.main").last.click()
    page.wait_for_url("**/matters/**")
    assert Matter.objects.get().data["category"] == "e2110"


def test_a_tree_is_chosen_from_without_scripts(town: Town, enter: Signed) -> None:
    page = enter("resident", java_script_enabled=False)
    page.goto("/open/appeal")
    page.locator("#q-subject").fill("路灯不亮")
    for fold in page.locator("details:has(.tree) > summary").all():
        if not fold.evaluate("one => one.parentElement.open"):
            fold.click()
    page.locator("summary", has_text="房屋和小区").click()
    page.locator("label.choice", has_text="路灯").click()
    page.locator("form button.main").last.click()
    page.wait_for_url("**/matters/**")
    assert Matter.objects.get().data["category"] == "e2110"


def test_choosing_a_file_without_scripts_fits_the_smallest_phone_in_large_type(
    town: Town, enter: Signed
) -> None:
    """A browser's own field for files is wide, and its words are not ours."""
    page = enter("resident", java_script_enabled=False, width=320)
    page.goto("/open/appeal")
    page.locator("button[name=text][value=large]").click()
    assert page.locator("html").get_attribute("data-text") == "large"
    for part in page.locator(".photo-buttons, .photo-buttons .button:visible").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 320
