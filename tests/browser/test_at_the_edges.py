"""What happens at the edges: the last second, two at once, names nobody thought of, a link that is no longer good."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Entry, Matter
from shanzhi.people import one_time, sign_in_once
from shanzhi.people.actions import rename_person
from shanzhi.people.models import Person
from tests.browser.axe import problems
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_everybody_can_use_it import SMALL_TARGETS, STICKS_OUT
from tests.matters.town import METHODS
from tests.web.gathering import gather

WITHOUT_A_BREAK = "Wolfeschlegelsteinhausenbergerdorff" * 6
RIGHT_TO_LEFT = "محمد عبد الرحمن 2号楼"
FAMILY = "👩‍👩‍👧‍👦🏮" * 4
STRANGE = [WITHOUT_A_BREAK[:60], RIGHT_TO_LEFT, FAMILY, "长" * 60]


def at_the_ballot(enter, number, who):
    """Somebody who has chosen, and is asked once more."""
    page = enter(who)
    page.set_default_timeout(8000)
    page.goto(f"/matters/{number}/vote")
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认投出").wait_for()
    return page


@pytest.fixture
def at(monkeypatch):
    """Stops the clock of the whole site at a moment: `at(moment)`."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_vote_counts_up_to_the_last_second_and_not_beyond(town, enter, at):
    number = gather(town, "poll")
    closes = Matter.objects.get(pk=number).wakes_at
    at(closes - timedelta(seconds=1))
    first, second = (at_the_ballot(enter, number, who) for who in ("resident", "resident2"))
    first.get_by_role("button", name="确认投出").click()
    first.wait_for_url(f"**/matters/{number}/receipt")
    first.get_by_role("heading", name="回执", exact=True).wait_for()
    at(closes)
    second.get_by_role("button", name="确认投出").click()
    second.locator("[role=alert]:visible").wait_for()
    assert "时间已过" in second.locator("main").inner_text()
    assert Entry.objects.filter(matter=number, act="vote").count() == 1


def test_of_two_who_take_the_same_errand_the_second_is_told(town, enter):
    town.adopt((METHODS / "errand.yaml").read_text())
    for who in ("one", "two"):
        town.people[who] = town.appoint("volunteer", town.grid, f"义工{who}")
    number = town.open("errand", values={"kind": "repair", "subject": "帮忙换灯泡"}).matter.id
    pages = [enter(who) for who in ("one", "two")]
    for page in pages:
        page.goto(f"/matters/{number}")
    for page in pages:
        page.get_by_role("button", name="接单", exact=True).click()
        page.wait_for_load_state()
    first, second = pages
    first.locator(".told.success").wait_for()
    assert "可能别人先接了" in second.locator("main").inner_text()
    second.get_by_role("link", name="回到首页").click()
    assert "帮忙换灯泡" not in second.locator("main").inner_text()
    assert Entry.objects.get(matter=number, act="take").person == town.people["one"]


def test_a_name_of_two_hundred_characters_is_refused_and_kept(town, enter):
    page = enter("community_staff", width=DESK)
    page.goto(f"/places/{town.building.pk}/people/new")
    name = page.get_by_label("姓名")
    name.fill(WITHOUT_A_BREAK[:200])
    before = Person.objects.count()
    page.locator("main form .button.main").last.click()
    page.locator("[role=alert]").first.wait_for()
    assert "最多 60 个字，现在 200 个" in page.locator("main").inner_text()
    assert name.input_value() == WITHOUT_A_BREAK[:200]
    assert Person.objects.count() == before
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert page.evaluate(STICKS_OUT) == []


def test_strange_names_and_subjects_fit_a_phone(town, enter):
    who_is = dict(zip(("grid_worker", "resident", "resident2", "resident3"), STRANGE, strict=True))
    for who, name in who_is.items():
        rename_person(SYSTEM, person=town.people[who], name=name)
    matters = []
    for who, text in zip(("resident", "resident2", "resident3"), STRANGE[1:], strict=True):
        number = town.open(who=who, values={"subject": text, "detail": STRANGE[0] * 3}).matter.id
        town.act(number, "message", who, text=text)
        matters.append(f"/matters/{number}")
    looked_at = {
        "grid_worker": ["/", "/board", *matters, f"{matters[0]}/acts/accept"],
        "resident": ["/", "/notices", matters[0]],
        "community_staff": [f"/places/{town.community.pk}/posts", f"/people/{town.people['resident2'].pk}"],
    }
    sticks_out = {}
    for who, addresses in looked_at.items():
        page = enter(who)
        for address in addresses:
            page.goto(address)
            sticks_out[who, address] = page.evaluate(STICKS_OUT)
            brand = page.locator(".brand").bounding_box()
            assert brand["width"] > 40, "the brand broke into two lines"
        if who == "grid_worker":
            page.goto(matters[0])
            assert page.locator("h1").inner_text() == RIGHT_TO_LEFT
    assert {where: found for where, found in sticks_out.items() if found} == {}


def test_a_link_that_is_no_longer_good_shows_the_way_on(account, window):
    asked = one_time.issue(
        sign_in_once.SIGN_IN, "resident", account("resident"), at=timezone.now() - timedelta(minutes=11)
    )
    page = window()
    page.goto(f"/sign-in/link/{asked.key}")
    assert "已过期" in page.locator("[role=alert]").inner_text()
    assert [*problems(page), *page.evaluate(SMALL_TARGETS), *page.evaluate(STICKS_OUT)] == []
    page.get_by_role("link", name="用密码登录").click()
    page.wait_for_url(re.compile("/sign-in$"))
