"""A method drawn as SVG: its stages in reading order, their desks and times, and every way on.

No program but this one is needed. The colours are the page's own (custom properties with fallbacks), so that a
drawing is right in light, dark and large type; `theme="light"` fixes them for files, mail and PDF.
"""

from __future__ import annotations

from collections.abc import Sequence

from shanzhi.method.draw.described import described
from shanzhi.method.draw.marks import course
from shanzhi.method.draw.paint import Paint
from shanzhi.method.draw.tall import draw_tall
from shanzhi.method.draw.wide import draw_wide
from shanzhi.method.model import Method


def draw(
    method: Method,
    *,
    language: str = "zh",
    wide: bool = False,
    current: str | None = None,
    visited: Sequence[str] = (),
    theme: str = "page",
    ident: str = "method",
) -> str:
    """The method as one `<svg>`, 360 pixels wide (a phone's), or `wide` for a desk and a printed page.

    `current` marks the stage where a matter stands, `visited` the stages it was in, in that order. `theme` is
    `page`, `light` or `dark`; `ident` begins the ids inside, where a page has several drawings. Every text of the
    method is escaped.
    """
    tongue = "en" if language.lower().startswith("en") else "zh"
    way = course(
        current if current in method.stages else None, tuple(s for s in visited if s in method.stages)
    )
    paint = Paint(theme)
    w, h = (draw_wide if wide else draw_tall)(paint, method, way, tongue)
    return paint.whole(w, h, ident, method.title.text(tongue), described(method, way.current, tongue))
