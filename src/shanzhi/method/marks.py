"""How a stored text names somebody: by a mark of what it points to, which each reader is shown as the name they may know.

A text is written once and read by many, some of whom may not know a name, or may no longer. The mark stands between
two control characters, which nobody can type: no answer may hold them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from shanzhi.method.field_types import BY_WORD, Thing

OPENS, CLOSES = "\x0e", "\x0f"
_MARK = re.compile(f"{OPENS}([a-z]+):([0-9]{{1,18}}){CLOSES}|{OPENS}[^{CLOSES}]*(?:{CLOSES}|$)")
"""A mark; also one of which a text that was too long kept only the beginning."""
CUT = "…"


def mark(thing: Thing, number: int) -> str:
    """What stands in a text for whoever or whatever has this number."""
    return f"{OPENS}{thing.value}:{number}{CLOSES}"


def marked(text: str) -> list[tuple[Thing, int]]:
    """Whom and what a text points to."""
    if OPENS not in text:
        return []
    return [(BY_WORD[word], int(number)) for word, number in _MARK.findall(text) if word in BY_WORD]


def with_names(text: str, name: Callable[[Thing, int], str]) -> str:
    """A text with the names put in."""
    if OPENS not in text:
        return text
    return _MARK.sub(lambda found: _named(found, name), text)


def _named(found: re.Match[str], name: Callable[[Thing, int], str]) -> str:
    word = found[1]
    return name(BY_WORD[word], int(found[2])) if word in BY_WORD else CUT
