"""Requests for inputs that wait for the reader's answer, as the first page and the desk show them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.adopting import newest
from shanzhi.matters.methods.input_requests import to_answer
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place


class ToAnswer(Struct, frozen=True):
    """One request: from which place, for which method, why and since when."""

    place: Place
    named: Sentence
    reason: str
    asked_at: datetime


def asked_for_inputs(who: Actor) -> list[ToAnswer]:
    """Those that this reader may answer, first asked first."""
    found = []
    for one in to_answer(who):
        method = newest(one.slug)
        title = Sentence(method.title_zh, method.title_en)
        found.append(ToAnswer(one.place, title, one.reason, one.asked_at))
    return found
