"""Report, accept, answer, confirm, rate: by hand in a browser, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import re

import pytest

from shanzhi.matters.models import Entry, File, Matter
from tests.web.test_files import PNG

PHOTO = {"name": "灯.png", "mimeType": "image/png", "buffer": PNG}


def fits(page) -> bool:
    """Nothing sticks out to the side."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("width", "scripts"),
    [(390, True), (1280, True), (390, False)],
    ids=["phone", "desk", "phone without scripts"],
)
def test_from_report_to_close_out(town, enter, width, scripts):
    def page_of(who: str):
        return enter(who, width=width, java_script_enabled=scripts)

    resident = page_of("resident")
    resident.click("text=反映问题")
    resident.get_by_label("什么事").fill("三号楼门口路灯不亮")
    resident.locator("main").get_by_label("照片").set_input_files(PHOTO)
    assert fits(resident) if scripts else True
    resident.get_by_role("button", name="提交", exact=True).click()
    resident.wait_for_url(re.compile(r"/matters/\d+$"))
    address = resident.url
    assert resident.locator("h1").inner_text() == "三号楼门口路灯不亮"
    assert "待受理" in resident.locator(".standing").inner_text()

    worker = page_of("grid_worker")
    worker.goto("/inbox")
    worker.click("text=三号楼门口路灯不亮")
    assert worker.locator("img[alt^='灯.']").count() == 1
    worker.get_by_role("link", name="受理", exact=True).click()
    worker.get_by_label("快办").check()
    worker.get_by_role("button", name="受理", exact=True).click()
    worker.get_by_role("link", name="办结答复", exact=True).click()
    worker.get_by_label("怎么办的").fill("灯泡已更换，晚上请看看亮度")
    worker.get_by_role("button", name="办结答复", exact=True).click()
    assert "已完成" in worker.locator(".told.success").inner_text()

    staff = page_of("community_staff")
    staff.goto(address)
    staff.get_by_role("button", name="核查属实", exact=True).click()
    staff.wait_for_url(address)
    assert "待评价" in staff.locator(".standing").inner_text()

    resident.goto("/")
    resident.click("text=等您回复 >> xpath=../.. >> text=三号楼门口路灯不亮")
    resident.get_by_role("link", name="评价", exact=True).click()
    for label in ("有没有人联系过您", "问题解决了吗"):
        resident.get_by_role("group", name=label).get_by_label("是").check()
    resident.get_by_role("group", name="满意度").get_by_label("5").check()
    resident.get_by_role("button", name="评价", exact=True).click()
    resident.wait_for_url(address)
    assert "已销账" in resident.locator(".standing").inner_text()
    assert fits(resident) if scripts else True

    row = Matter.objects.get()
    assert (row.end, row.data["stars"]) == ("done", 5)
    assert File.objects.filter(matter=row).count() == 1
    acts = Entry.objects.filter(matter=row).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["open", "accept", "resolve", "confirm", "rate"]


def test_a_double_click_reports_once(town, enter):
    page = enter("resident")
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("路灯不亮")
    page.get_by_role("button", name="提交", exact=True).dblclick()
    page.wait_for_url(re.compile(r"/matters/\d+$"))
    assert Matter.objects.count() == 1


def test_a_search_and_a_mistake_keep_what_was_typed(town, enter):
    page = enter("resident")
    page.goto("/open/appeal")
    page.get_by_label("具体情况").fill("三楼拐角")
    page.get_by_text("换一个", exact=True).first.click()
    page.locator("[name='@at.find']").fill("第二")
    page.locator("[name='@at.find']").press("Enter")
    page.get_by_label("第二网格").check()
    assert page.get_by_label("具体情况").input_value() == "三楼拐角"
    page.get_by_role("button", name="提交", exact=True).click()
    assert "请填写" in page.locator("[role=alert]").inner_text()
    assert page.get_by_label("具体情况").input_value() == "三楼拐角"
    page.get_by_label("什么事").fill("路灯不亮")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url(re.compile(r"/matters/\d+$"))
    assert Matter.objects.get().origin == town.other_grid


def test_what_came_in_between_is_shown_with_ones_own_text(town, enter):
    done = town.act(town.open(), "accept")
    worker = enter("grid_worker")
    worker.goto(f"/matters/{done.matter.id}/acts/resolve")
    worker.get_by_label("怎么办的").fill("三楼的灯已经换好")
    town.act(done, "message", "resident", text="其实是四楼")
    worker.get_by_role("button", name="办结答复", exact=True).click()
    assert "其实是四楼" in worker.locator("[role=alert]").first.inner_text()
    assert worker.get_by_label("怎么办的").input_value() == "三楼的灯已经换好"
    worker.get_by_label("怎么办的").fill("三楼、四楼的灯都换好了")
    worker.get_by_role("button", name="仍要提交", exact=True).click()
    worker.wait_for_url(re.compile(r"/matters/\d+$"))
    assert Entry.objects.filter(matter=done.matter.id, act="resolve").count() == 1
