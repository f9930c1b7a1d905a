"""The community desk in a browser: from the board, several dispatched at once, and found again by a word."""

from __future__ import annotations

import re

from shanzhi.matters.models import Matter
from tests.browser.axe import problems


def test_from_the_board_through_a_batch_to_a_search(town, enter):
    numbers = [
        town.open(values={"subject": f"{n}号楼楼道灯不亮", "detail": "晚上看不见路"}).matter.id
        for n in range(3)
    ]
    page = enter("grid_worker", width=1280, reduced_motion="reduce")
    page.click("nav >> text=看板")
    assert page.locator(".board-card").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert problems(page) == []

    page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("x")
        page.keyboard.press("ArrowDown")
    assert page.locator("[data-chosen]").inner_text().strip() == "2"
    page.get_by_role("button", name="批量办理").click()
    page.get_by_label(re.compile("转到别处")).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label(re.compile("第二网格")).check()
    assert problems(page) == []
    page.get_by_role("button", name="转到别处").last.click()
    assert "办成 2 件，没有办成 0 件" in page.locator(".told:not([hidden])").inner_text()
    assert Matter.objects.filter(pk__in=numbers, place=town.other_grid).count() == 2

    page.get_by_role("link", name="回到看板").click()
    page.wait_for_url("**/board")
    page.keyboard.press("/")
    page.keyboard.type("看不见")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert page.locator("mark").first.inner_text() == "看不见"
    assert page.locator(".rows .row").count() == 3
    assert problems(page) == []
