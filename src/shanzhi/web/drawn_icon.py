"""Our sign drawn as a picture: the same as static/web/icon.svg, for phones that want a PNG on their desktop."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
INK = "#ffffff"
TICK = ((10, 17), (14.25, 21.25), (22.25, 11.5))
"""In the 32 by 32 of the drawing, drawn a little smaller so that a round mask cuts nothing off."""
STROKE = 2.75
FINER = 2
"""Drawn so many times larger and made smaller, for smooth edges."""


@lru_cache(maxsize=1)
def ground_colour() -> str:
    """The colour the sign stands on, as the drawing has it."""
    found = re.search(
        r'<rect[^>]*fill="(#[0-9a-f]{6})"',
        Path(__file__).with_name("static").joinpath("web/icon.svg").read_text(),
    )
    return found[1] if found else "#000000"


@lru_cache(maxsize=len(SIZES))
def icon_png(size: int) -> bytes:
    """The sign as PNG, `size` pixels wide and high, filled to its corners: the phone rounds them."""
    scale = size * FINER / 32
    picture = Image.new("RGB", (size * FINER, size * FINER), ground_colour())
    draw = ImageDraw.Draw(picture)
    points = [(x * scale, y * scale) for x, y in TICK]
    width = round(STROKE * scale)
    draw.line(points, fill=INK, width=width, joint="curve")
    for x, y in points:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=INK)
    kept = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(kept, "PNG")
    return kept.getvalue()
