"""Signs that are not seen: those that turn a text round (bidirectional controls) belong into nothing that people enter.

U+202E before a title shows the rest of the line backwards, and lets one thing be read for another. They are taken out
wherever a text comes in, by every face. Unicode UAX 9; the explicit embeddings, overrides, isolates and marks.
"""

from __future__ import annotations

import re

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def unturned(text: str) -> str:
    """The text without signs that turn it round."""
    return text if text.isascii() else _TURNING.sub("", text)


_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0001\U000e0020-\U000e007f]"
)
"""Controls, format signs and halves of pairs; by their numbers, since the Unicode of this Python (14, from 2021) takes
characters encoded later for no characters at all: those of 2023 (extension I) are in people's names, GB 18030-2022."""


def without_unseen(text: str, instead: str = "") -> str:
    """The text without signs that cannot be seen, or with `instead` for each; every character of any age stays."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub(instead, text)
