"""Whether a matter can be opened at a place at all: one rule for whoever opens it, a person or an effect."""

from __future__ import annotations

from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Method
from shanzhi.matters.writing import store
from shanzhi.matters.writing.messages import refusal
from shanzhi.method.words import Sentence


def not_openable(opening: store.Unopened | None, method: str) -> Refusal | None:
    """Why nothing is opened there: no such place, a closed one, or one that does not use the method."""
    if opening is None:
        return refusal("no_such_place")
    if opening.place_closed:
        return refusal("place_closed")
    if opening.method is None or opening.adoption is None:
        return refusal("not_adopted", method=_title(method))
    return None


def _title(slug: str) -> str | Sentence:
    """What a method is called here; its id where it was never taken in."""
    found = Method.objects.filter(slug=slug).order_by("-version").values_list("title_zh", "title_en").first()
    return Sentence(*found) if found is not None else slug
