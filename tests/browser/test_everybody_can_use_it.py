"""On the smallest phone, in large type, in the dark, by keyboard, by ear: pages fit, can be read, and can be hit.

WCAG 2.2 A and AA by axe; beyond it 1.4.10 (reflow) at 360 pixels in large type, and targets of 44 pixels.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.browser.axe import problems
from tests.browser.conftest import DESK, PASSWORD, PHONE
from tests.browser.faces import FACES, furnish

SMALL_TARGETS = """() => [...document.querySelectorAll("button, .button, .link, a.row, .choice, .tabs a, .chips a, .nav a, summary, input.input, select, textarea")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden"))
  .map((e) => [e.textContent.trim().slice(0, 20) || e.name, e.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < 43.5 || box.width < 24))
  .map(([name, box]) => `too small: ${name} ${Math.round(box.width)}×${Math.round(box.height)}`)"""
STICKS_OUT = """() => document.documentElement.scrollWidth > window.innerWidth
  ? ["sticks out:", ...[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1
      && !e.closest(".drawing, .source, .photos, .tabs, .table-room, svg")).slice(0, 3).map((e) => `${e.tagName}.${e.className}`)] : []"""
ON_A_DESK = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""What may come out differently where there is more room; the rest is judged once."""
NARROW = """() => [...document.querySelectorAll(".facts dd, .beside-input > input, .row-title")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width < 160)
  .map((e) => [e.className, e.textContent, e.getBoundingClientRect().width])"""
"""Values and fields in which, in type of twice the size, fewer than five signs stand beside each other."""
TALL = 6000
"""A window so tall that nothing lies under the bar at the foot."""
LARGE = "document.documentElement.dataset.text = 'large'"
OUTLINE = """(e => { const f = e.closest('.choice, label.button') ?? e; const s = getComputedStyle(f);
  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })(document.activeElement)"""


@pytest.fixture
def addresses(town):
    """Every page of FACES by who opens it."""
    numbers = furnish(town)
    found = defaultdict(list)
    for who, address in FACES:
        found[who].append(address.format(**numbers))
    return found


def test_every_page_keeps_to_wcag_on_phone_and_desk_in_light_and_dark(addresses, enter):
    """Every other page is light on a phone and dark on a desk, the others the other way: each colour in each width."""
    wrong = {}
    for who, pages in addresses.items():
        page = enter(who, reduced_motion="reduce")
        for number, address in enumerate(pages):
            on_phone, on_desk = ("light", "dark") if number % 2 else ("dark", "light")
            page.set_viewport_size({"width": PHONE, "height": TALL})
            page.emulate_media(color_scheme=on_phone)
            assert page.goto(address).ok, (who, address)
            found = [*problems(page), *page.evaluate(SMALL_TARGETS)]
            page.set_viewport_size({"width": DESK, "height": TALL})
            page.emulate_media(color_scheme=on_desk)
            found += [*problems(page, rules=ON_A_DESK), *page.evaluate(STICKS_OUT)]
            page.set_viewport_size({"width": 360, "height": TALL})
            page.evaluate(LARGE)
            found += page.evaluate(STICKS_OUT)
            if found:
                wrong[f"{who} {address}"] = sorted(set(found))
    assert wrong == {}


def test_by_keyboard_one_signs_in_reports_and_always_sees_where_one_is(account, window):
    account("resident")
    page = window(width=DESK, reduced_motion="reduce", forced_colors="active")
    page.goto("/sign-in")
    page.locator("#username").focus()
    page.keyboard.type("resident")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto("/open/appeal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 40
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "photos", "the first question"
    while page.evaluate("document.activeElement.name").startswith("photos"):
        assert page.evaluate(OUTLINE), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "subject"
    page.keyboard.type("楼道灯不亮")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINE), page.evaluate("document.activeElement.outerHTML")
    assert page.evaluate(
        "getComputedStyle(document.querySelector('.button.main')).transitionDuration"
    ).startswith("0s")


def test_colours_and_size_are_as_the_reader_chose(town, window):
    page = window(width=DESK, color_scheme="light")
    page.goto("/design")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="深色").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.emulate_media(color_scheme="dark", media="screen")
    page.get_by_role("button", name="浅色").click()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="随系统").click()
    assert page.evaluate(ground) == dark
    columns = "getComputedStyle(document.querySelector('.two')).gridTemplateColumns.split(' ').length"
    assert page.evaluate(columns) == 2
    page.get_by_role("button", name="大字版").click()
    assert page.evaluate(columns) == 1
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert not page.locator(".extra").first.is_visible()


def test_in_type_of_twice_the_size_what_is_said_keeps_room_for_words(town, enter):
    """The size of a browser's own setting: values stand below their names, a field above its button, nothing is one sign wide."""
    number = town.open(
        values={"subject": "路灯不亮", "detail": "三号楼一单元门口的路灯已经好几天不亮了"}
    ).matter.id
    page = enter("community_staff")
    for address in (
        f"/matters/{number}",
        f"/households/{town.households[0].pk}/change",
        "/search",
        "/inbox",
        "/board",
    ):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(STICKS_OUT) == [], address
        assert page.evaluate(NARROW) == [], address
