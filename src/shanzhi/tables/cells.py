"""Cells of a table made fit to keep, and made safe to hand back."""

from __future__ import annotations

import re

from shanzhi.method.unseen_signs import unturned
from shanzhi.tables.report import ACTIVE, safe, safe_row

__all__ = ["Row", "clean", "one_line", "readable", "safe", "safe_row", "unsafe"]

Row = tuple[int, tuple[str, ...]]
"""A row's number in the file (from 1), and its cells."""

_BREAKS = re.compile(r"<br\s*/?>|</p>|\r\n?|\u2028|\u2029|\u3000{2,}|\x0b|\x0c", re.IGNORECASE)
_NOTHING = re.compile(
    r"[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2060\ufeff\u00ad]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]|<p[^<>]{0,80}>"
)
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+|&nbsp;")


def clean(text: str) -> str:
    """A text without what a web form or an export left in it: indents, empty lines, unseen characters, `<br>`."""
    if text.isalnum():
        return text
    broken = _BREAKS.sub("\n", text)
    lines = (_BLANKS.sub(" ", _NOTHING.sub("", line)).strip() for line in broken.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """A cleaned text on one line."""
    return " ".join(clean(text).split())


def unsafe(cell: str) -> str:
    """A cell as it was before `safe`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(ACTIVE) else cell


def readable(text: str) -> str:
    """Text without what no database and no hash takes (lone surrogates and NUL), nor what turns it round."""
    return unturned(text.encode("utf-8", "replace").decode().replace("\0", ""))
