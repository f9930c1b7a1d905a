"""A meeting in three places at once: the chair at a desk, the page on the wall, a resident with a phone.

The chair's machine loses power in the middle of a turn: the server keeps the time, so nothing is lost.
"""

from __future__ import annotations

import re

from shanzhi.matters.models import Entry, Matter
from tests.browser.axe import problems
from tests.browser.test_everybody_can_use_it import SMALL_TARGETS, STICKS_OUT, TALL
from tests.web.gathering import gather


def tally():
    return Matter.objects.get().state["tally"]


def test_a_meeting_is_held_on_desk_wall_and_phone(town, enter):
    number = gather(town, "call")
    chair = enter("community_staff", width=1280)
    phone = enter("resident", width=390)

    phone.goto(f"/matters/{number}")
    phone.get_by_role("button", name="签到").click()
    phone.get_by_text("您已签到").wait_for()
    phone.get_by_role("button", name="请求发言").click()
    phone.get_by_text("下一位就是您").wait_for()

    chair.goto(f"/matters/{number}/attendance")
    chair.get_by_role("button", name="居民2").click()
    chair.get_by_text("✓ 居民2").wait_for()
    chair.goto(f"/matters/{number}/meeting")
    assert "举手 1 人" in chair.locator("#live").inner_text()
    chair.get_by_role("button", name="进入下一项").click()
    chair.locator(".agenda .now").wait_for()
    chair.get_by_role("button", name="请下一位发言").click()
    chair.locator(".speaker").wait_for()
    until = tally()["speaking"]["until"]

    wall = chair.context.new_page()
    wall.goto(f"/matters/{number}/projector")
    assert wall.locator(".wall-name").inner_text() == "居民1"
    assert re.match(r"2:\d\d", wall.locator(".wall-clock").inner_text())
    assert wall.evaluate("parseFloat(getComputedStyle(document.querySelector('.wall-name')).fontSize)") > 90
    assert wall.evaluate("document.documentElement.scrollHeight <= window.innerHeight")

    chair.close()  # the power fails
    again = enter("community_staff", width=1280)
    again.goto(f"/matters/{number}/meeting")
    assert again.locator(".speaker").inner_text() == "居民1"
    assert tally()["speaking"]["until"] == until

    phone.reload()
    assert "轮到您发言" in phone.locator("main").inner_text()
    again.get_by_role("button", name="发言结束").click()
    again.get_by_text("已有 1 次发言").wait_for()
    wall.locator(".wall-speaker").wait_for(state="detached", timeout=10_000)  # by itself

    again.locator("#tap-give_floor, #tap-next_item-2").first.focus()
    held = again.evaluate("document.activeElement.id")
    with again.expect_response(lambda response: response.url.endswith("/meeting")):
        pass  # the page renews itself
    again.wait_for_timeout(300)
    assert again.evaluate("document.activeElement.id") == held

    again.get_by_label("内容").fill("大家同意先划线")
    again.get_by_role("button", name="记下").click()
    again.wait_for_url(re.compile(r"/meeting$"))
    again.goto(f"/matters/{number}/minutes")
    said = again.locator("article").inner_text()
    for text in ("居民1、居民2", "1. 通报情况", "居民1发言", "大家同意先划线"):
        assert text in said, text
    again.goto(f"/matters/{number}/meeting")
    again.locator("details.ask summary").click()
    again.get_by_role("button", name="确定散会").click()
    again.wait_for_url(re.compile(rf"/matters/{number}$"))
    assert "开成了" in again.locator("main").inner_text()
    acts = list(Entry.objects.filter(matter=number).order_by("seq").values_list("act", flat=True))
    assert acts[3:] == [
        *("attend", "ask_floor", "attend_for", "next_item", "give_floor", "end_turn", "minutes"),
        *("finish", "held"),
    ]


def test_a_vote_is_cast_with_a_thumb_and_papers_with_the_keyboard_alone(town, enter):
    number = gather(town, "poll")
    phone = enter("resident", width=390)
    phone.goto(f"/matters/{number}")
    phone.get_by_role("link", name="去投票").click()
    phone.get_by_text("同意", exact=True).click()
    phone.get_by_role("button", name="下一步：确认").click()
    phone.get_by_role("button", name="确认投出").click()
    phone.wait_for_url(re.compile(r"/receipt$"))
    assert "同意" not in phone.locator("main").inner_text()
    phone.goto(f"/matters/{number}")
    phone.get_by_text("您已投票").wait_for()
    assert "choice" not in phone.url

    staff = enter("community_staff", width=1280)
    staff.goto(f"/matters/{number}/papers")
    for given, door in enumerate(("一栋 201", "一栋 301"), 1):
        staff.locator("#find:focus").wait_for()
        staff.keyboard.type(door)
        staff.keyboard.press("Enter")
        staff.locator(".big-count").get_by_text(str(given), exact=True).wait_for()
    assert Entry.objects.filter(matter=number, act="give_paper").count() == 2
    assert phone.get_by_role("link", name="去投票").count() == 0


def test_named_papers_are_entered_with_the_keyboard_alone(town, enter):
    number = gather(town, "poll", secret=False)
    staff = enter("community_staff", width=1280)
    staff.goto(f"/matters/{number}/paper")
    for find, paper in (("一栋 201", "17"), ("一栋 301", "18")):
        staff.locator("#paper-find:focus").wait_for()
        staff.keyboard.type(find)
        staff.keyboard.press("Tab")
        staff.keyboard.type(paper)
        staff.keyboard.press("Tab")
        staff.keyboard.type("1")
        staff.keyboard.press("Enter")
        staff.get_by_text(f"票号 {paper}。").wait_for()
    assert Entry.objects.filter(matter=number, act="paper").count() == 2


def test_the_pages_of_blocks_can_be_used_by_everybody(town, enter):
    meeting = gather(town, "call")
    ballot = gather(town, "poll")
    staff = enter("community_staff", width=390, reduced_motion="reduce")
    staff.set_viewport_size({"width": 390, "height": TALL})
    found = {}
    for address in (
        *(f"/matters/{meeting}/{page}" for page in ("meeting", "attendance", "minutes", "projector")),
        f"/matters/{meeting}",
        f"/matters/{ballot}",
        f"/matters/{ballot}/vote",
        f"/matters/{ballot}/papers",
        f"/matters/{ballot}/box",
    ):
        staff.goto(address)
        assert staff.url.endswith(address)
        wrong = [*problems(staff), *staff.evaluate(SMALL_TARGETS), *staff.evaluate(STICKS_OUT)]
        if wrong:
            found[address] = wrong
    assert found == {}


ON_THE_WALL = """bars => {
  const all = document.querySelector(".wall-bars");
  while (all.children.length < bars) all.append(all.lastElementChild.cloneNode(true));
  const box = (what) => document.querySelector(what).getBoundingClientRect();
  const parts = [".wall-head", ".wall-label", "h1", ".wall-bars", ".wall-foot"].map(box);
  return parts.every((part, n) => part.height > 20 && (n === 0 || parts[n - 1].bottom <= part.top + 1));
}"""


def test_a_vote_with_many_choices_shows_its_question_on_the_wall(town, enter):
    """By area and with several plans there are many bars; the question stays to be read, and nothing lies over another."""
    number = gather(
        town, "poll", secret=False, subject="关于使用专项维修资金翻修两栋楼屋面防水并更换落水管的表决" * 2
    )
    wall = enter("community_staff", width=1280)
    wall.set_viewport_size({"width": 1280, "height": 720})
    wall.goto(f"/matters/{number}/projector")
    wall.locator("h1").wait_for()
    for bars in (4, 5, 6, 9):
        assert wall.evaluate(ON_THE_WALL, bars), bars
