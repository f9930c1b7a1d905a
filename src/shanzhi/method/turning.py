"""Signs that turn a text round (bidirectional controls): none belongs into what people enter.

U+202E before a title shows the rest of the line backwards, and lets one thing be read for another. They are taken out
wherever a text comes in, by every face. Unicode UAX 9; the explicit embeddings, overrides, isolates and marks.
"""

from __future__ import annotations

import re

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def unturned(text: str) -> str:
    """The text without signs that turn it round."""
    return text if text.isascii() else _TURNING.sub("", text)
