"""On the smallest phone, in large type, in the dark, by keyboard: pages fit, can be read, and can be hit with a thumb.

WCAG 2.2: 1.4.3 (contrast), 1.4.10 (reflow), 2.4.1 (skip), 2.5.8 (target size; ours is 44 pixels).
"""

from __future__ import annotations

import pytest

PAGES = [
    "/",
    "/open/appeal",
    "/inbox",
    "/mine",
    "/matters/{n}",
    "/matters/{n}/acts/ask_help",
    "/places",
    "/library/appeal",
    "/notices",
    "/account",
    "/account/password",
]

LOW_CONTRAST = """() => {
  const channel = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || element.closest("svg, script, .visually-hidden, [hidden]") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const under = ground(element), ink = over(parse(style.color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < needed) found.push(`${node.textContent.trim().slice(0, 20)} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return found;
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll("button, .button, .link, a.row, .choice, .tabs a, .nav a, summary, input.input, select, textarea")]
  .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden"))
  .map((e) => [e.textContent.trim().slice(0, 20) || e.name, e.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < 43.5 || box.width < 24))
  .map(([name, box]) => `${name} ${Math.round(box.width)}×${Math.round(box.height)}`)"""
STICKS_OUT = """() => document.documentElement.scrollWidth > window.innerWidth
  ? [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".drawing, .source, svg"))
      .slice(0, 3).map((e) => `${e.tagName}.${e.className}`) : []"""


@pytest.fixture
def pages(town):
    done = town.open(
        values={
            "subject": "三号楼一单元门口路灯不亮，" + "很长" * 20,
            "detail": "https://example.cn/" + "a" * 200,
        }
    )
    town.act(done, "accept")
    return [page.format(n=done.matter.id) for page in PAGES]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(pages, enter, scheme):
    page = enter("grid_worker", color_scheme=scheme)
    faint = {}
    for address in pages:
        page.goto(address)
        if found := page.evaluate(LOW_CONTRAST):
            faint[address] = found
    assert faint == {}


def test_everything_can_be_hit_with_a_thumb(pages, enter):
    page = enter("grid_worker")
    small = {}
    for address in pages:
        page.goto(address)
        if found := page.evaluate(SMALL_TARGETS):
            small[address] = found
    assert small == {}


def test_pages_fit_the_smallest_phone_in_large_type(pages, enter):
    page = enter("grid_worker", width=360)
    page.context.add_cookies([{"name": "text", "value": "large", "url": page.url}])
    out = {}
    for address in pages:
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.text") == "large"
        if found := page.evaluate(STICKS_OUT):
            out[address] = found
    assert out == {}


def test_the_first_tab_leads_past_the_menu_and_every_focus_is_seen(pages, enter):
    page = enter("grid_worker", width=1280)
    page.goto("/open/appeal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 40
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "subject"
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(e => { const f = e.closest('.choice') ?? e; return getComputedStyle(f).outlineStyle })(document.activeElement)"
        )
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


def test_every_input_has_a_name_that_is_said(pages, enter):
    page = enter("grid_worker")
    for address in ("/open/appeal", pages[5], "/inbox", "/account/password"):
        page.goto(address)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
            .filter((e) => e.checkVisibility() && !(e.labels?.length || e.ariaLabel || e.getAttribute("aria-labelledby"))).map((e) => e.outerHTML)"""
        )
        assert nameless == []
