"""What became of a form that was sent later, out of a queue: the same as the page would say, as JSON.

`done`: carried out, now or (`repeated`) the first time it arrived. `conflict`: others acted after what the writer
saw; nothing was written, `news` is what happened. `refused`: not possible, and why, or the fields at fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from msgspec import Struct

from shanzhi.engine.types import Refusal
from shanzhi.matters.writing.actions import Done
from shanzhi.method.words import Sentence
from shanzhi.reading.timeline import TimelineEntry
from shanzhi.web.forms.questions import Question
from shanzhi.web.words import say

JSON = "application/json"
_encode = msgspec.json.Encoder().encode


class SentLater(Struct):
    """See above. `seq` is the history position to send next time; `possible` whether sending again can succeed. `taken`: its command
    was carried out before with other content, so that to be sent again it needs an id of its own."""

    state: str
    number: int | None = None
    stage: str = ""
    seq: int | None = None
    repeated: bool = False
    why: str = ""
    fields: list[tuple[str, str]] = []
    news: str = ""
    possible: bool = True
    taken: bool = False


def wanted(request: HttpRequest) -> bool:
    """Whether a program of the page asks, and not a person."""
    return request.headers.get("Accept", "") == JSON


def carried_out(done: Done, stage: Sentence | str = "") -> HttpResponse:
    """It is done. `seq` is the position of what was done, not of what others may have done since."""
    seq = done.entries[-1].seq if done.entries else done.matter.seq
    return _answer(SentLater("done", done.matter.id, say(stage), seq, done.repeated), 200)


def not_done(
    page: dict[str, Any],
    refusal: Refusal | None,
    *,
    moved_to: int | None = None,
    news: Iterable[TimelineEntry] = (),
) -> HttpResponse:
    """It is not. `page` is what the page would show.

    `moved_to`: others brought the matter there since; then it is a conflict, with their `news`, for a person to decide.
    """
    moved = moved_to is not None
    wrong: list[Question] = page["wrong"]
    out = SentLater("conflict" if moved else "refused", page.get("number"), seq=moved_to)
    out.possible = page.get("sends", True)
    if refusal is not None:
        out.why = say(refusal.why)
        out.taken = refusal.code == "command_taken"
    out.fields = [(say(q.label), say(q.wrong)) for q in wrong]
    if moved:
        # (added to a plain text it is one itself: not marked as safe for templates)
        out.news = render_to_string("web/parts/timeline.html", {"lines": list(news)}) + ""
    return _answer(out, 409 if moved or out.taken else 422)


def _answer(out: SentLater, status: int) -> HttpResponse:
    return HttpResponse(_encode(out), content_type=JSON, status=status)
