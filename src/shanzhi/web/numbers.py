"""Numbers as they come in an address or a form."""

from __future__ import annotations


def is_number(text: str, digits: int = 17) -> bool:
    """Whether a text is a whole number of at most so many digits: one that a database can hold, and `int` can read."""
    return text.isascii() and text.isdecimal() and len(text) <= digits
