"""A drawing is well-formed, says everything the method says, and nothing in it lies on anything else."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shanzhi import library
from shanzhi.method.check import load
from shanzhi.method.draw import draw
from shanzhi.method.draw.cards import DrawnStage, card, order
from shanzhi.method.draw.described import described
from shanzhi.method.draw.lanes import lanes_down
from shanzhi.method.draw.marks import Course
from shanzhi.method.draw.tall import column
from shanzhi.method.draw.text import lines, width
from shanzhi.method.model import Method
from tests.method.tiny import TINY, block, tiny

METHODS = {name: load(library.text(name), english=library.english) for name in library.names()}
METHODS["tiny"] = load(TINY)
METHODS["everything"] = load((Path(__file__).parent / "everything.yaml").read_text("utf-8"))
SVG = "{http://www.w3.org/2000/svg}"
EVERY = [
    (name, language, wide) for name in sorted(METHODS) for language in ("zh", "en") for wide in (False, True)
]


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def cards_of(method: Method, language: str) -> dict[str, DrawnStage]:
    return column(method, order(method), 8, 8, 260, Course(), language)[0]


@pytest.mark.parametrize(("name", "language", "wide"), EVERY)
def test_everything_is_said_and_lies_inside(name: str, language: str, wide: bool) -> None:
    method = METHODS[name]
    svg = draw(method, language=language, wide=wide)
    root = ElementTree.fromstring(svg)
    _, _, w, h = (float(n) for n in root.attrib["viewBox"].split())
    assert wide or w == 360
    said = " ".join(texts(svg)).replace("…", "")
    for stage in method.stages.values():
        assert stage.label.text(language)[:6] in said
        for act in stage.acts.values():
            if act.origin == "method":
                assert act.label.text(language).split(" ")[0] in said
    for node in root.iter(f"{SVG}text"):
        assert 0 <= float(node.attrib["x"]) <= w
        assert 0 <= float(node.attrib["y"]) <= h
    for node in root.iter(f"{SVG}rect"):
        assert float(node.attrib["x"]) + float(node.attrib["width"]) <= w
        assert float(node.attrib["y"]) + float(node.attrib["height"]) <= h


@pytest.mark.parametrize(("name", "language", "wide"), EVERY)
def test_every_line_runs_at_right_angles_and_inside(name: str, language: str, wide: bool) -> None:
    root = ElementTree.fromstring(draw(METHODS[name], language=language, wide=wide))
    _, _, w, h = (float(n) for n in root.attrib["viewBox"].split())
    for node in root.iter(f"{SVG}path"):
        if node.attrib["d"].startswith("M") and "Q" in node.attrib["d"]:
            points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", node.attrib["d"])]
            assert all(0 <= x <= w and 0 <= y <= h for x, y in points)


@pytest.mark.parametrize("name", sorted(METHODS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_cards_and_lanes_keep_apart(name: str, language: str) -> None:
    cards = cards_of(METHODS[name], language)
    for one, other in combinations(cards.values(), 2):
        assert one.y + one.h < other.y or other.y + other.h < one.y
    lanes = lanes_down(cards, list(cards))
    for lane, beside in combinations(lanes, 2):
        if lane.place == beside.place:
            assert lane.bottom < beside.top or beside.bottom < lane.top


@pytest.mark.parametrize("name", sorted(METHODS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_fit_their_card(name: str, language: str) -> None:
    for stage in METHODS[name].stages.values():
        made = card(METHODS[name], stage, 240, language)
        inner = 240 - 24
        assert all(width(line, 15) <= inner for line in made.title)
        for row in made.rows:
            assert all(width(line, 12.5) <= inner for line in row.words)
            if row.target and not row.stacked:
                assert width(row.words[0], 12.5) + 12 + width(row.goal, 12.5) <= inner


def test_texts_of_a_stranger_stay_texts() -> None:
    evil = tiny(
        ("label: 待办", 'label: "<script>alert(1)</script>"'), ("label: 办好了", "label: \"a' onload='x\"")
    )
    svg = draw(load(evil), ident='x" onload="y')
    root = ElementTree.fromstring(svg)
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    assert not [key for node in root.iter() for key in node.attrib if key.startswith("on")]
    assert "<script>alert(1)</script>" in " ".join(texts(svg)) or "<script>" in "".join(texts(svg))


def test_it_is_heard_as_well_as_seen() -> None:
    svg = draw(METHODS["tiny"], language="en", current="asked", ident="m7")
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "m7-title m7-desc"
    title, described = root[0], root[1]
    assert (title.attrib["id"], title.text) == ("m7-title", "A small thing")
    assert described.text == (
        "It begins with “To be done”. Stages: 1; ends: 1.\n"
        "It stands at “To be done” now.\n"
        "To be done (grid worker, 2 working days): It is done → Closed out.\n"
        "End: Closed out."
    )


def test_where_a_matter_stands_and_was_is_marked() -> None:
    method = METHODS["appeal"]
    plain = draw(method)
    marked = draw(method, current="handling", visited=["reported"])
    assert "现在" in texts(marked)
    assert "现在" not in texts(plain)
    assert marked.count('stroke-width="2"') > plain.count('stroke-width="2"')
    assert draw(method, current="no_such_stage", visited=["neither"]) == plain


def test_colours_are_the_pages_own_or_fixed() -> None:
    method = METHODS["tiny"]
    assert "var(--card,#ffffff)" in draw(method)
    for theme in ("light", "dark"):
        assert "var(" not in draw(method, theme=theme)


def test_blocks_show_their_kind_their_window_and_their_outcomes() -> None:
    voted = load(
        block(
            "ballot: {electors: household, open_for: 7 days, pass: count.yes * 2 > count.voted}",
            "{passed: closed, failed: closed}",
        )
    )
    said = texts(draw(voted))
    assert {"表决", "7 天", "通过", "未通过"} <= set(said)


@pytest.mark.parametrize(
    ("text", "room", "broken"),
    [
        ("办结", 100, ["办结"]),
        ("一二三四五六七八九十", 50, ["一二三四五", "六七八九十"]),
        ("一二三四五，六七八九十十一十二", 50, ["一二三四", "五，六七…"]),
        ("Ask for more time", 62, ["Ask for more", "time"]),
        ("", 50, [""]),
    ],
)
def test_lines_break_as_they_are_read(text: str, room: float, broken: list[str]) -> None:
    assert lines(text, 10, room) == broken


def test_a_stage_that_goes_by_a_clock_says_until_when() -> None:
    appeal = METHODS["appeal"]
    assert cards_of(appeal, "zh")["handling"].time == "办理时限内"
    assert cards_of(appeal, "en")["handling"].time == "within “Time to handle”"


def test_every_stage_that_a_matter_may_begin_in_is_named() -> None:
    assert described(METHODS["appeal"], None, "zh").startswith("从“紧急处置”、“办理中”或“待派单”开始")
    assert described(METHODS["errand"], None, "zh").startswith("从“待接单”开始")
