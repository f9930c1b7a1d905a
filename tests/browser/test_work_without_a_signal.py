"""In a cellar, on a stairway, with a server that is gone: what was done there arrives, once, and overwrites nobody."""

from __future__ import annotations

import re

import pytest

from shanzhi.matters.models import Entry, File, Matter
from tests.web.test_files import PNG

PHOTO = {"name": "井盖.png", "mimeType": "image/png", "buffer": PNG}
TAKEN = """async (path) => {
  await navigator.serviceWorker.ready;
  for (let n = 0; n < 200; n++) {
    if (navigator.serviceWorker.controller && await store.page(path)) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""


@pytest.fixture
def carry(enter):
    """Signs in on a phone of one's own, and takes along what is on the desk: `carry("grid_worker", "/matters/7")`."""

    def begin(who, path):
        page = enter(who, service_workers="allow")
        page.goto("/inbox")
        page.evaluate("navigator.serviceWorker.ready")
        page.goto("/inbox")
        assert page.evaluate(TAKEN, path)
        return page

    return begin


def states(page):
    return sorted(page.locator("[data-command]").evaluate_all("(all) => all.map((e) => e.dataset.state)"))


def test_an_act_and_a_report_with_a_photo_wait_and_arrive_once(town, carry):
    number = town.open().matter.id
    page = carry("grid_worker", f"/matters/{number}/acts/accept")
    page.context.set_offline(True)

    page.goto("/inbox")
    assert "没有信号" in page.locator("[data-taken]").inner_text()
    page.click("text=楼道灯不亮")
    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_label("快办").check()
    page.get_by_role("button", name="受理", exact=True).click()
    page.wait_for_url("**/offline/queue")
    assert "快办" in page.locator("[data-command]").inner_text()

    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("井盖松动")
    page.set_input_files("#q-photos", PHOTO)
    page.wait_for_selector("[data-chosen] img")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/offline/queue")
    page.reload()
    page.wait_for_selector("img[alt='井盖.jpg']")
    assert states(page) == ["waiting", "waiting"]
    assert Entry.objects.count() == 1

    page.context.set_offline(False)
    page.locator("[data-state=sent]").nth(1).wait_for()
    assert list(Entry.objects.filter(matter=number).order_by("seq").values_list("act", flat=True)) == [
        "open",
        "accept",
    ]
    report = Matter.objects.exclude(pk=number).get()
    assert (report.title, File.objects.filter(matter=report).count()) == ("井盖松动", 1)
    page.goto(f"/matters/{number}")
    assert "处理中" in page.locator("main").inner_text() or "办理" in page.locator("main").inner_text()
