"""In a cellar, on a stairway, with a server that is gone: what was done there arrives, once, and overwrites nobody."""

from __future__ import annotations

from threading import Event

import pytest
from django.http import Http404, HttpResponse
from django.test import Client

from shanzhi.matters.models import Entry, File, Matter
from shanzhi.web.views import home, pocket
from tests.browser.broken_line import BrokenLine
from tests.web.conftest import PASSWORD
from tests.web.test_files import PNG

PHOTO = {"name": "井盖.png", "mimeType": "image/png", "buffer": PNG}
TAKEN = """async (path) => {
  await navigator.serviceWorker.ready;
  for (let n = 0; n < 200; n++) {
    if (navigator.serviceWorker.controller && await store.page(path) && await store.mark("frame")) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""
FETCHED = "store.mark('owner').then((whose) => navigator.locks.request(`shanzhi-pocket-${whose}`, () => {}))"
"""Nobody is at fetching any more: a visit before would find the first still at work, and leave it to that."""
NOTICE = "fetch('/inbox').then((response) => pages.noticed(response, asked))"
KEPT = "Promise.all([store.pages(), store.items()]).then((all) => all.map((one) => one.length))"


@pytest.fixture
def carry(enter):
    """Somebody's own phone, with what is on their desk taken along: `carry("grid_worker", "/matters/7")`."""

    def begin(who, path):
        page = enter(who, service_workers="allow")
        page.goto("/inbox")
        page.evaluate("navigator.serviceWorker.ready")
        page.goto("/inbox")
        assert page.evaluate(TAKEN, path)
        return page

    return begin


@pytest.fixture
def sign_in(account, live_server, settings):
    """Somebody signs in on a phone that another used, or comes back to their own."""

    def as_(page, who):
        client = Client()
        client.force_login(account(who))
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return as_


def states(page):
    """What state the things in the queue are in, as they stand on its page."""
    page.locator("[data-command], [data-empty]:not([hidden])").first.wait_for()
    return sorted(page.locator("[data-command]").evaluate_all("(all) => all.map((e) => e.dataset.state)"))


def answered(page):
    """Waits until the page is the server's own and no more the one taken along: with a signal it is shown anew."""
    page.locator("html:not([data-pocket])").wait_for()


def accept(page, urgency):
    page.get_by_label(urgency).check()
    page.get_by_role("button", name="受理", exact=True).click()
    page.wait_for_url("**/offline/queue")


def test_an_act_and_a_report_with_a_photo_wait_and_arrive_once(town, carry):
    number = town.open().matter.id
    page = carry("grid_worker", f"/matters/{number}/acts/accept")
    page.context.set_offline(True)

    page.goto("/inbox")
    assert "没有信号" in page.locator("[data-taken]").inner_text()
    page.click("text=楼道灯不亮")
    page.get_by_role("link", name="受理", exact=True).click()
    accept(page, "快办")
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
    acts = Entry.objects.filter(matter=number).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["open", "accept"]
    report = Matter.objects.exclude(pk=number).get()
    assert (report.title, File.objects.filter(matter=report).count()) == ("井盖松动", 1)


def test_who_has_just_come_in_is_shown_what_waits_and_it_goes_by_itself(town, enter):
    """The signal goes before anything was taken along, and before the phone knows whose it is."""
    page = enter("resident", service_workers="allow")
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto("/open/appeal")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.evaluate("store.clear()")
    page.context.set_offline(True)
    page.get_by_label("什么事").fill("井盖松动")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/offline/queue")
    assert states(page) == ["waiting"]
    assert "井盖松动" in page.locator("[data-command]").inner_text()
    page.goto("/mine")
    assert page.get_by_text("待发 1 件").is_visible()

    page.goto("/offline/queue")
    page.context.set_offline(False)
    page.locator("[data-state=sent]").wait_for()
    assert Matter.objects.get().title == "井盖松动"


def test_what_another_did_meanwhile_is_shown_beside_and_a_person_decides(town, carry, live_server):
    line = BrokenLine(live_server.url)
    done = town.open()
    page = carry("grid_worker", f"/matters/{done.matter.id}/acts/accept")
    page.goto(f"{line.url}/inbox")
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"{line.url}/matters/{done.matter.id}/acts/accept")
    line.cut()
    accept(page, "紧急")
    phone = page.context
    page.close()
    town.act(done, "message", "resident", text="电工已经来过了")

    line.mend()
    page = phone.new_page()
    page.goto(f"{line.url}/offline/queue")
    page.locator("[data-state=conflict]").wait_for()
    both = page.locator(".sides").inner_text()
    assert "紧急" in both
    assert "电工已经来过了" in both
    assert not Entry.objects.filter(matter=done.matter.id, act="accept").exists()
    page.get_by_role("button", name="看过了，仍要提交").click()
    page.locator("[data-state=sent]").wait_for()
    assert Entry.objects.filter(matter=done.matter.id, act="accept").count() == 1
    line.cut()


def test_what_is_taken_along_comes_in_parts_and_goes_on_after_a_broken_line(
    town, carry, live_server, monkeypatch
):
    """Nothing is forgotten while parts are missing, and the next visit asks for the rest."""
    monkeypatch.setattr(pocket, "AT_ONCE", 1)
    numbers = [town.open(values={"subject": f"第{n}盏灯不亮"}).matter.id for n in range(3)]
    paths = [f"/matters/{number}" for number in numbers]
    real, asked = pocket._matter, []

    def breaks_off(request, key, line):
        asked.append(line.id)
        if len(asked) == 2:
            raise Http404
        return real(request, key, line)

    monkeypatch.setattr(pocket, "_matter", breaks_off)
    page = carry("grid_worker", "/inbox")
    assert page.evaluate("store.mark('frame').then((frame) => frame.more)") is True
    while len(asked) < 2:  # the line breaks only then
        page.wait_for_timeout(50)
    page.evaluate(FETCHED)
    page.goto("/inbox")
    for path in paths:
        assert page.evaluate(TAKEN, path)
    assert page.evaluate(TAKEN, "/open/appeal")


def test_other_words_under_a_command_that_arrived_are_refused_and_kept(town, carry):
    """The first arrived though its answer was lost; what was written instead is not taken for it."""
    number = town.open(command_id="before").matter.id
    page = carry("grid_worker", f"/matters/{number}/acts/message")
    page.context.set_offline(True)
    page.goto(f"/matters/{number}/acts/message")
    page.locator("textarea[name=text]").fill("下午来")
    page.locator("form[data-long] .acts button").first.click()
    page.wait_for_url("**/offline/queue")
    command = page.locator("[data-command]").get_attribute("data-command")
    town.try_act(number, "message", values={"text": "上午来"}, command_id=command)
    page.context.set_offline(False)
    page.locator("[data-state=refused]").wait_for()
    assert "没有记录" in page.locator("[data-command]").inner_text()
    assert "下午来" in page.locator("[data-command]").inner_text()
    page.get_by_role("button", name="再试一次").click()
    page.locator("[data-state=conflict]").get_by_text("上午来").wait_for()
    page.get_by_role("button", name="看过了，仍要提交").click()
    page.locator("[data-state=sent]").wait_for()
    said = [one.values["text"] for one in Entry.objects.filter(matter=number, act="message").order_by("seq")]
    assert said == ["上午来", "下午来"]


def test_the_queue_waits_for_its_writer_and_for_nobody_else(town, carry, sign_in):
    number = town.open().matter.id
    page = carry("grid_worker", f"/matters/{number}/acts/accept")
    page.context.set_offline(True)
    page.goto(f"/matters/{number}/acts/accept")
    accept(page, "一般")

    page.context.clear_cookies()
    page.context.set_offline(False)
    page.wait_for_url("**/sign-in?**")
    page.get_by_text("1 件没有发出").wait_for()
    assert Entry.objects.count() == 1
    sign_in(page, "grid_worker")
    page.goto("/offline/queue")
    page.locator("[data-state=sent]").wait_for()
    assert Entry.objects.filter(matter=number, act="accept").count() == 1

    page.context.set_offline(True)
    page.goto("/open/appeal")
    page.get_by_label("什么事").fill("没发出的")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/offline/queue")
    page.locator("[data-state=waiting]").get_by_role("link", name="修改").click()
    assert page.get_by_label("什么事").input_value() == "没发出的"
    page.get_by_label("具体情况").fill("三楼")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/offline/queue")
    page.locator("[data-state=waiting]").get_by_text("三楼").wait_for()
    assert states(page) == ["sent", "waiting"]
    page.context.clear_cookies()
    sign_in(page, "resident")
    page.context.set_offline(False)
    answered(page)
    page.locator("[data-empty]").wait_for()
    assert states(page) == []
    page.context.set_offline(True)
    page.goto(f"/matters/{number}")
    assert "没有带在手机里" in page.locator("main").inner_text()
    page.context.set_offline(False)
    page.goto("/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in")
    page.goto("/offline/away")
    assert page.evaluate(KEPT) == [0, 0]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("after", ["another", "nobody"])
def test_what_comes_late_for_the_former_one_is_not_kept(town, enter, sign_in, monkeypatch, after):
    number = town.open().matter.id
    begun, go_on, inbox = Event(), Event(), pocket._inbox

    def slow(request, lines):
        if request.user.username == "grid_worker":
            begun.set()
            go_on.wait(30)
        return inbox(request, lines)

    monkeypatch.setattr(pocket, "_inbox", slow)
    page = enter("grid_worker")
    page.goto("/inbox")
    page.evaluate("globalThis.KIT = {version: 'late'}")
    for name in ("pages", "sending"):
        page.add_script_tag(url=f"/static/web/offline/{name}.js")
    page.evaluate(f"() => {{ const asked = Date.now(); globalThis.late = {NOTICE} }}")
    assert begun.wait(30)
    if after == "another":
        sign_in(page, "resident")
        page.evaluate(f"async () => {{ const asked = Date.now(); await {NOTICE} }}")
    else:
        page.evaluate("store.clear()")
    go_on.set()
    page.evaluate("late")
    owner = page.evaluate("fetch('/offline/who').then((response) => response.json())")["owner"]
    assert page.evaluate("store.mark('owner')") == (owner if after == "another" else None)
    assert bool(page.evaluate("store.mark('frame')")) is (after == "another")
    assert page.evaluate("(path) => store.page(path)", f"/matters/{number}") is None
    assert page.evaluate("store.change({command: 'of the former one'})") is False
    assert page.evaluate("store.items()") == []


CLEARED = """async () => {
  for (let frames = 0; frames < 1000; frames += 1) {
    if ((await store.mark("doubt")) === undefined) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}"""
"""Waits for the doubt to be settled. `wait_for_function` would evaluate a string again, which the pages forbid."""


def test_nobody_who_signs_in_is_shown_what_another_left_on_the_phone(town, carry, account, monkeypatch):
    """The session of the former one ran out, and the first page of the next one does not come from the server."""
    page = carry("grid_worker", "/inbox")
    account("resident")
    page.context.clear_cookies()
    monkeypatch.setattr(home, "render", lambda *_args, **_more: HttpResponse("later", status=503))
    page.goto("/sign-in")
    page.locator("input[name=username]").fill("resident")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.form button.main, form button.main").first.click()
    page.get_by_text("later").wait_for()
    assert page.locator("html[data-pocket]").count() == 0
    monkeypatch.undo()
    page.goto("/")
    assert page.evaluate(CLEARED)
    assert page.evaluate("store.page('/inbox').then((one) => one?.main ?? '')").count("待受理") == 0
