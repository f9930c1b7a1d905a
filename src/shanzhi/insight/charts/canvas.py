"""Shapes and text as SVG: a class for the page's tokens, and a colour of its own where there are none."""

from __future__ import annotations

from shanzhi.method.draw.paint import FONT
from shanzhi.method.draw.text import escaped, lines

# Class → the light colour of its token; tests/web/test_tokens.py holds them together.
COLOURS: dict[str, str] = {
    "ink": "#17201f",
    "soft": "#4f5a59",
    "rail": "#e8ecec",
    "grid": "#d6dddc",
    "axis": "#4f5a59",
    "card": "#ffffff",
    "c1": "#0b5a63",
    "c2": "#a9701a",
    "c3": "#5660b0",
    "c4": "#8f4a7c",
    "c5": "#6f7c7a",
    "c6": "#5f8f2f",
    "good": "#2a6238",
    "warn": "#7a4f00",
    "bad": "#a6261b",
}
SERIES = ("c1", "c2", "c3", "c4", "c5", "c6")
DASHES = ("", "6 4", "2 4", "10 4 2 4", "1 5", "12 4")
SMALL, TEXT = 12.0, 14.0


def series(number: int, tone: str = "") -> str:
    """The class of a series: its tone, or the colour of its place in the order."""
    return tone if tone in ("good", "warn", "bad") else SERIES[number % len(SERIES)]


class Canvas:
    """A picture in the making: a width given, a height that grows with what is put on it."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.height = 0.0
        self.made: list[str] = []

    @property
    def narrow(self) -> bool:
        return self.width < 480

    def rect(self, x: float, y: float, w: float, h: float, *, kind: str, r: float = 2) -> None:
        """A bar of a series, or the rail it runs on."""
        words = kind if kind == "rail" else f"bar {kind}"
        self.made.append(
            f'<rect class="{words}" x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{h:.1f}" rx="{r:g}" fill="{COLOURS[kind]}"/>'
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, kind: str = "grid", dash: str = "") -> None:
        """A straight line: of the grid, an axis, or a mark to compare with."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.made.append(
            f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" fill="none" stroke="{COLOURS[kind]}" stroke-width="1"{dashed}/>'
        )

    def line(self, points: list[tuple[float, float]], *, kind: str, dash: str = "") -> None:
        """The line of a series."""
        d = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.made.append(
            f'<path class="line {kind}" d="M{d}" fill="none" stroke="{COLOURS[kind]}" stroke-width="2"'
            f' stroke-linecap="round" stroke-linejoin="round"{dashed}/>'
        )

    def dot(self, x: float, y: float, *, kind: str, r: float = 3.5) -> None:
        self.made.append(
            f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{COLOURS[kind]}" stroke="{COLOURS["card"]}" stroke-width="1.5"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = TEXT,
        kind: str = "ink",
        anchor: str = "start",
        room: float | None = None,
    ) -> None:
        """A line of text, its baseline at y; cut with an ellipsis where it would be wider than `room`."""
        said = lines(words, size, room, 1)[0] if room is not None else words
        self.made.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{COLOURS[kind]}" text-anchor="{anchor}">{escaped(said)}</text>'
        )

    def whole(self, ident: str, title: str, described: str) -> str:
        """The finished picture, named and described for those who hear it."""
        name = escaped(ident)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {self.height:.0f}" width="{self.width:.0f}"'
            f' height="{self.height:.0f}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}">'
            f'<title id="{name}-title">{escaped(title)}</title><desc id="{name}-desc">{escaped(described)}</desc>'
            f"{''.join(self.made)}</svg>"
        )
