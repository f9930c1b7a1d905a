"""What the sealed part of an imported row is bound to."""

from __future__ import annotations


def row_context(matter: int) -> str:
    """The context of the row that a matter was made from (`people.sealing.seal`)."""
    return f"imported:{matter}"
