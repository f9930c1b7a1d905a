"""How wide a text is when drawn, and how it breaks into lines; Chinese characters are a full em."""

from __future__ import annotations

import unicodedata

NARROW = frozenset("iljtfrI.,:;'|!()[]{} ")
WIDE = frozenset("mwMW@%")


def width(text: str, size: float) -> float:
    """About how many pixels a text takes at a font size; a little too much rather than too little."""
    return sum(_em(c) for c in text) * size


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in NARROW:
        return 0.31
    if character in WIDE:
        return 0.88
    return 0.65 if character.isupper() else 0.56


def lines(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """The text in at most so many lines; what does not fit ends in an ellipsis."""
    found: list[str] = []
    rest = " ".join(text.split())
    while rest and len(found) < most:
        if width(rest, size) <= room:
            found.append(rest)
            return found
        last = len(found) == most - 1
        cut = _cut(rest, size, room - (size if last else 0))
        found.append(rest[:cut].rstrip() + ("…" if last else ""))
        rest = rest[cut:].lstrip()
    return found or [""]


def _cut(text: str, size: float, room: float) -> int:
    """Where to break: after as much as fits, between words, and never before a closing mark."""
    taken, at = 0.0, 0
    for at, character in enumerate(text):  # noqa: B007
        taken += _em(character) * size
        if taken > room:
            break
    at = max(at, 1)
    space = text.rfind(" ", 0, at + 1)
    if text[at - 1].isascii() and text[at].isascii() and text[at] != " " and space > at // 2:
        return space
    while at > 1 and text[at] in "，。；：、）”！？,.;:)]":
        at -= 1
    return at


def escaped(text: str) -> str:
    """A text inside SVG, as content or attribute."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )
