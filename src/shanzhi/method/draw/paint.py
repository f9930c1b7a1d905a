"""Shapes and text as SVG. Colours are the page's custom properties, with a value for where there are none."""

from __future__ import annotations

from shanzhi.method.draw.text import escaped

FONT = "PingFang SC, HarmonyOS Sans SC, MiSans, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, system-ui, sans-serif"
# Name → custom property, its light value, its dark value.
COLOURS: dict[str, tuple[str, str, str]] = {
    "paper": ("--paper", "#f2f4f4", "#0f1415"),
    "card": ("--card", "#ffffff", "#182021"),
    "sunk": ("--sunk", "#e8ecec", "#222c2d"),
    "ink": ("--ink", "#17201f", "#e7eeed"),
    "soft": ("--ink-soft", "#4f5a59", "#a7b3b1"),
    "line": ("--line", "#d6dddc", "#2e3a3a"),
    "edge": ("--edge", "#76827f", "#77847f"),
    "accent": ("--accent", "#0b5a63", "#79c8d2"),
    "on_accent": ("--on-accent", "#ffffff", "#04222a"),
    "accent_soft": ("--accent-soft", "#dcecee", "#12343b"),
}
THEMES = ("page", "light", "dark")


class Paint:
    """A drawing in the making. `theme` is `page` (the page's own colours), or fixed `light` or `dark`."""

    def __init__(self, theme: str) -> None:
        self.theme = theme
        self.made: list[str] = []

    def colour(self, name: str) -> str:
        variable, light, dark = COLOURS[name]
        if self.theme == "page":
            return f"var({variable},{light})"
        return dark if self.theme == "dark" else light

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str,
        stroke: str | None = None,
        r: float = 10,
        line: float = 1,
    ) -> None:
        edge = f' stroke="{self.colour(stroke)}" stroke-width="{line:g}"' if stroke else ""
        self.made.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r:g}" fill="{self.colour(fill)}"{edge}/>'
        )

    def path(
        self, d: str, *, stroke: str, line: float = 1.5, fill: str | None = None, dash: str = ""
    ) -> None:
        filled = self.colour(fill) if fill else "none"
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.made.append(
            f'<path d="{d}" fill="{filled}" stroke="{self.colour(stroke)}" stroke-width="{line:g}"'
            f' stroke-linecap="round" stroke-linejoin="round"{dashed}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        fill: str = "ink",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        self.made.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{self.colour(fill)}" text-anchor="{anchor}"{weight}>'
            f"{escaped(words)}</text>"
        )

    def dot(self, x: float, y: float, r: float, fill: str) -> None:
        self.made.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{self.colour(fill)}"/>')

    def head(self, x: float, y: float, direction: str, colour: str) -> None:
        """An arrowhead whose tip is at a point."""
        shapes = {
            "left": f"M{x + 5:.1f} {y - 3.5:.1f}L{x:.1f} {y:.1f}L{x + 5:.1f} {y + 3.5:.1f}",
            "right": f"M{x - 5:.1f} {y - 3.5:.1f}L{x:.1f} {y:.1f}L{x - 5:.1f} {y + 3.5:.1f}",
            "down": f"M{x - 3.5:.1f} {y - 5:.1f}L{x:.1f} {y:.1f}L{x + 3.5:.1f} {y - 5:.1f}",
        }
        self.path(shapes[direction], stroke=colour, line=1.6)

    # -- signs -------------------------------------------------------------------------------------
    def clock(self, x: float, y: float, colour: str) -> None:
        """A small clock, centred."""
        self.path(
            f"M{x - 4.5:.1f} {y:.1f}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0M{x:.1f} {y - 2.5:.1f}v2.6l1.8 1.2",
            stroke=colour,
            line=1.2,
        )

    def person(self, x: float, y: float, colour: str) -> None:
        """A small person, centred."""
        self.path(
            f"M{x - 2:.1f} {y - 2.3:.1f}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M{x - 4:.1f} {y + 4.5:.1f}c0 -5 8 -5 8 0",
            stroke=colour,
            line=1.2,
        )

    def way(self, x: float, y: float, direction: str, colour: str) -> None:
        """A small arrow: up, down, right, left, or round to where it began."""
        turned = {"down": 0, "left": 90, "up": 180, "right": 270}
        if direction == "round":
            d = f"M{x + 3.2:.1f} {y - 1.6:.1f}a3.6 3.6 0 1 0 .3 2.6M{x + 3.6:.1f} {y - 4.2:.1f}v2.8h-2.8"
            self.path(d, stroke=colour, line=1.3)
            return
        self.made.append(
            f'<path transform="translate({x:.1f} {y:.1f}) rotate({turned[direction]})" d="M0 -4V4M-3 1L0 4L3 1" fill="none"'
            f' stroke="{self.colour(colour)}" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def tick(self, x: float, y: float, colour: str) -> None:
        """A small tick, centred."""
        self.path(f"M{x - 4:.1f} {y:.1f}l3 3l5.5 -6.5", stroke=colour, line=1.8)

    def whole(self, w: float, h: float, ident: str, title: str, described: str) -> str:
        """The finished drawing."""
        ground = ""
        if self.theme != "page":
            ground = f'<rect width="{w:.0f}" height="{h:.0f}" fill="{self.colour("paper")}"/>'
        name = escaped(ident)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" role="img"'
            f' aria-labelledby="{name}-title {name}-desc" font-family="{FONT}">'
            f'<title id="{name}-title">{escaped(title)}</title><desc id="{name}-desc">{escaped(described)}</desc>'
            f"{ground}{''.join(self.made)}</svg>"
        )


def bend(points: list[tuple[float, float]], radius: float = 5) -> str:
    """A path along right angles, its corners rounded."""
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _far(before, here) / 2, _far(here, after) / 2)
        ax, ay = _towards(here, before, r)
        bx, by = _towards(here, after, r)
        d += f"L{ax:.1f} {ay:.1f}Q{here[0]:.1f} {here[1]:.1f} {bx:.1f} {by:.1f}"
    return d + f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"


def _far(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: tuple[float, float], b: tuple[float, float], r: float) -> tuple[float, float]:
    far = _far(a, b) or 1
    return a[0] + (b[0] - a[0]) * r / far, a[1] + (b[1] - a[1]) * r / far
