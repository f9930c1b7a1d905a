"""The tokens, held to WCAG 2.2 without a browser: text 4.5, edges and series of a chart 3, in light and dark.

The colours that pictures carry for paper (drawn methods, charts) are the same ones.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shanzhi.insight.charts import canvas
from shanzhi.method.draw import paint
from shanzhi.web.context import STYLE

STATIC = Path(__file__).parents[2] / "src/shanzhi/web/static"
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "card", "sunk")),
    *(
        (tone, ground)
        for tone in ("good", "warn", "danger")
        for ground in ("paper", "card", "sunk", f"{tone}-soft")
    ),
    *(("ink", f"{tone}-soft") for tone in ("accent", "good", "warn", "danger")),
    *(("ink-soft", f"{tone}-soft") for tone in ("accent", "warn", "danger")),
    *(("accent", f"{tone}-soft") for tone in ("accent", "warn", "danger")),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
    ("accent-hover", "card"),
]
SHAPES = [
    *((edge, ground) for edge in ("edge", "focus") for ground in ("paper", "card", "sunk")),
    *((f"series-{n}", "card") for n in range(1, 7)),
]


def colours(name: str) -> dict[str, str]:
    return dict(COLOUR.findall((STATIC / "web" / name).read_text(encoding="utf-8")))


LIGHT = colours("tokens.css")
DARK = colours("dark.css")


def brightness(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    a, b = sorted((brightness(one), brightness(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3)], ids=["text", "shapes"])
def test_what_is_meant_to_be_seen_can_be_seen(theme, pairs, least):
    faint = {f"{a} on {b}": round(contrast(theme[a], theme[b]), 2) for a, b in pairs}
    assert {pair: value for pair, value in faint.items() if value < least} == {}


def test_every_colour_has_its_night():
    assert set(LIGHT) == set(DARK)


def test_every_token_that_is_used_is_there():
    known = set(
        re.findall(r"(--[\w-]+):", "".join(p.read_text("utf-8") for p in (STATIC / "web").glob("*.css")))
    )
    for sheet in (STATIC / "web").glob("*.css"):
        used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text("utf-8")))
        assert used <= known, sheet.name


def test_no_other_sheet_makes_up_a_colour():
    for sheet in STATIC.glob("web/*.css"):
        if sheet.name in ("tokens.css", "dark.css"):
            continue
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        made_up = re.findall(r"#[0-9a-f]{3,8}\b|\b(?:hsl|oklch)\(", rules, flags=re.IGNORECASE)
        assert set(made_up) <= {"#fff"}, sheet.name  # white under a code to be scanned
        assert "prefers-color-scheme" not in rules, sheet.name


def test_every_sheet_of_every_page_is_there():
    assert all((STATIC / part).is_file() for part in STYLE)


def test_drawn_methods_carry_the_same_colours():
    for variable, light, dark in paint.COLOURS.values():
        assert (light, dark) == (LIGHT[variable[2:]], DARK[variable[2:]])


def test_charts_carry_the_same_colours():
    tokens = {
        "ink": "ink",
        "soft": "ink-soft",
        "rail": "sunk",
        "grid": "line",
        "axis": "ink-soft",
        "card": "card",
        "good": "good",
        "warn": "warn",
        "bad": "danger",
        **{f"c{n}": f"series-{n}" for n in range(1, 7)},
    }
    assert {kind: LIGHT[token] for kind, token in tokens.items()} == canvas.COLOURS
