"""Where a block or an effect opens matters of another method: which of its settings say what those take."""

from __future__ import annotations

from msgspec import Struct


class Opens(Struct, frozen=True):
    """The settings that name the method and which of its ways in, and the fields that all matters opened take from this one; of several, the list with
    one line for each, and the field that takes the line; and the form that is asked of whoever opens one here."""

    method: str
    shared: str
    opening: str = ""
    each: str = ""
    into: str = ""
    asked: str = ""
