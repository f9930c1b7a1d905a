"""What a matter hands on to another that it opens: facts by name, so that nobody is asked for them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.names import OPENER
from shanzhi.method.results import in_words

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft


def bound(d: Draft, sources: Mapping[str, str]) -> dict[str, Any]:
    """The other matter's answers by name ← what is answered or recorded here; what is not known is left out."""
    found = {name: known(d, source) for name, source in sources.items()}
    return {name: value for name, value in found.items() if value is not None}


def known(d: Draft, source: str) -> Any:
    """A fact of this matter: an answer given now, one recorded before (a result in its words), or who opened it."""
    if source == OPENER:
        return d.opener
    if source.startswith("line."):
        return d.line.get(source.removeprefix("line."))
    # Of the list that a line is added to, all is handed on: the answer is that line alone.
    return in_words(d.values[source] if source in d.values and source != d.listed else d.data.get(source))
