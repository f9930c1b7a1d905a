"""Requests for inputs that wait for the reader's answer, as the first page and the desk show them."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.matters.adopting import newest
from shanzhi.matters.input_requests import to_answer
from shanzhi.matters.models import InputRequest
from shanzhi.method.words import Sentence


def asked_for_inputs(who: Actor) -> list[InputRequest]:
    """Each with the title of its method as `named`."""
    found = to_answer(who)
    for one in found:
        method = newest(one.slug)
        one.named = Sentence(method.title_zh, method.title_en)
    return found
