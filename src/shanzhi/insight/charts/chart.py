"""What a chart is made from, and the chart itself: a picture of any width, and its figures as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from shanzhi.insight.charts.canvas import Canvas

NARROW, WIDE = 328, 680
"""Widths in pixels that suit a card on a phone of 390 or half a desk, and a whole desk or sheet of paper."""
NONE = "—"


class Cell(Struct):
    """One cell of the table: its text, and the page with the matters it was counted from."""

    text: str
    url: str = ""


class Bar(Struct):
    """One bar: `value` None where there is nothing to take it of; `text` is the value as people say it (93.7%).

    `tone` is `good`, `warn` or `bad`, or nothing.
    """

    label: str
    value: float | None
    text: str = ""
    url: str = ""
    tone: str = ""

    @property
    def said(self) -> str:
        return NONE if self.value is None else self.text or plain(self.value)


class Group(Struct):
    """Several values of one thing, in the order of the chart's names."""

    label: str
    values: Sequence[float | None]
    url: str = ""


class Series(Struct):
    """Values over time, one for each point of the axis; None leaves a gap. `tone` as with a bar."""

    name: str
    values: Sequence[float | None]
    tone: str = ""


class Mark(Struct):
    """A value to compare with, drawn as a line across: a target, an average."""

    value: float
    label: str


class Chart(Struct):
    """A chart: `paint` draws it at a width; `headings` and `rows` say the same as a table."""

    title: str
    described: str
    headings: list[str]
    rows: list[list[Cell]]
    paint: Callable[[Canvas], None]
    ident: str = "chart"

    def svg(self, width: float = WIDE) -> SafeString:
        """The picture; every text in it is escaped."""
        canvas = Canvas(width)
        self.paint(canvas)
        return mark_safe(canvas.whole(f"{self.ident}-{width:g}", self.title, self.described))  # noqa: S308

    @property
    def narrow(self) -> SafeString:
        return self.svg(NARROW)

    @property
    def wide(self) -> SafeString:
        return self.svg(WIDE)


def plain(value: float) -> str:
    """A number as it is: whole ones without a point, others with one digit."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def scale(most: float, *, whole: bool = False) -> list[float]:
    """Round numbers from 0 to at least `most`, up to six of them; `whole` ones where things are counted."""
    if most < 1e-6:
        return [0, 1]
    power = 10.0 ** math.floor(math.log10(most))
    step = next(step for step in (power * part for part in (0.1, 0.2, 0.5, 1, 2)) if most <= step * 5)
    step = max(step, 1) if whole else step
    return [round(step * n, 9) for n in range(math.ceil(round(most / step, 9)) + 1)]
