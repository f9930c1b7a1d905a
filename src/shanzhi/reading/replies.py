"""Texts for replies, filled in for one matter as its reader sees it: what a desk keeps, with what it stands for.

Each placeholder is filled once: a title that itself holds braces is no placeholder.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.matters.desks.replies import BRACED, PLACEHOLDERS, replies_of
from shanzhi.places.queries import full_name
from shanzhi.press.paper import written
from shanzhi.reading.matter import Seen
from shanzhi.reading.places import places_seen


class Offered(Struct):
    """One text as it would stand in the reply."""

    id: int
    title: str
    text: str


def replies_for(it: Seen) -> list[Offered]:
    """The texts of the reader's desks, filled in; none for who does not see the whole of the matter."""
    if not it.whole:
        return []
    kept = replies_of(it.who)
    values = _values(it) if kept else {}
    return [Offered(one.pk, one.title, fill(one.text, values)) for one in kept]


def fill(text: str, values: dict[str, str]) -> str:
    """A text with its placeholders filled in, once."""

    def value(found: re.Match[str]) -> str:
        return values.get(PLACEHOLDERS.get(found[1].strip(), ""), found[0])

    return BRACED.sub(value, text)


def _values(it: Seen) -> dict[str, str]:
    state = it.loaded.record.matter
    due = state.due or state.window
    names = it.names(people=[it.opener])
    return {
        "title": it.heading,
        "number": f"#{it.number}",
        "place": full_name(places_seen(it, [state.origin])[state.origin]),
        "due": written(due) if due is not None else _("（没有时限）"),
        "resident": names.person(it.opener) if it.opener is not None else _("居民"),
    }
