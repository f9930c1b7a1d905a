"""What an adopted method opens besides, and the place does not use yet: those who act would be refused."""

from __future__ import annotations

from shanzhi.matters.methods.adopting import adoption_at, of_others
from shanzhi.method.linking import opened
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

LACKING = Sentence(
    "“{method}”另发起的这些，{place}还没有采用，到那一步会办不下去，请一并采用：{others}",
    "{place} does not use yet what “{method}” opens besides, so that acts that lead there would be refused; adopt it too: {others}",
)


def lacking(method: Method, place: Place) -> Sentence | None:
    """What to tell whoever has a place adopt a method; None where nothing is lacking."""
    names = [name for name in opened(method) if adoption_at(name, place) is None]
    if not names:
        return None
    titles = [
        other.title if (other := of_others(name)) is not None else Sentence(name, name) for name in names
    ]
    others = Sentence("、".join(one.zh for one in titles), ", ".join(one.en or one.zh for one in titles))
    return LACKING.fill(method=method.title, place=place_name(place), others=others)
