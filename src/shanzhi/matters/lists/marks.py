"""Texts of matters as their readers have them: the marks in them (`method.marks`) are the names that each may know."""

from __future__ import annotations

from collections.abc import Sequence

from shanzhi.engine.types import Actor
from shanzhi.matters.lists.naming import Names
from shanzhi.matters.rights.access import parties_among
from shanzhi.method.marks import OPENS, marked, with_names


def as_read(texts: Sequence[str], *, whole: bool = True) -> list[str]:
    """Some texts with the names in them, for who sees a matter whole or for who looks on. No query where nobody is named."""
    things = [one for text in texts for one in marked(text)]
    if not things and not any(OPENS in text for text in texts):
        return list(texts)
    names = Names((), things=things, whole=whole)
    return [with_names(text, names.name) for text in texts]


def as_told(reader: Actor, texts: Sequence[tuple[str, int | None]]) -> list[str]:
    """What somebody was told of matters: full names where they are a party to the matter, as onlookers know them elsewhere."""
    about = {matter for text, matter in texts if matter is not None and OPENS in text}
    whole = parties_among(reader, about) if about else set()
    found = {
        seen: iter(as_read([text for text, matter in texts if (matter in whole) is seen], whole=seen))
        for seen in (True, False)
    }
    return [next(found[matter in whole]) for _text, matter in texts]
