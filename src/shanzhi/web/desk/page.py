"""One page with a form that no method file asks for: filled in, checked, done or told what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from msgspec import Struct

from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput, Denied
from shanzhi.places.refused import PlaceRefused
from shanzhi.web.desk.forms import FormProblems, checked, refused
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import begun, filled

PICKED = frozenset({Thing.PLACE, Thing.HOUSEHOLD, Thing.PERSON})
"""What is chosen from a list that is wider than one's own rights: who opened the page may not do it to every choice."""
NOT_THERE = Sentence(
    "您选的地方、住户或人不归您登记，请另选一个，或请那里的社区办。",
    "You keep no records where you chose; choose another, or ask the community there to do it.",
)
Carry = Callable[[dict[str, Any]], str]
"""Does what was asked with the checked answers; the address to go to afterwards. May raise `BadInput` or `PlaceRefused`."""


class FormPage(Struct):
    """What stands around a form: its title, the page it belongs to, what its button says, and what to know before.

    `notes` may be worked out only when the page is shown.
    """

    title: str
    crumb: str
    back: str
    does: str
    notes: Sequence[str] | Callable[[], Sequence[str]] = ()
    grave: bool = False


def answered(
    request: HttpRequest,
    page: FormPage,
    form: tuple[Field, ...],
    asker: Asker,
    carry: Carry,
    *,
    known: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page as it is found, as it was sent with what is wrong in it, or on to the next once it is done."""
    sheet = begun(request, form, asker, known) if request.method == "GET" else filled(request, form, asker)
    told: FormProblems | None = None
    if request.method == "POST" and not sheet.step:
        values, told = checked(sheet)
        if told is None:
            try:
                return redirect(carry(values))
            except BadInput as problem:
                told = refused(problem, form)
            except PlaceRefused as problem:
                told = FormProblems({}, problem.why)
            except Denied:
                if PICKED.isdisjoint(field.kind.points_to for field in form):
                    raise
                told = FormProblems({}, NOT_THERE)
    questions = sheet.questions(wrong=told.fields if told else None)
    context = {
        "title": page.title,
        "crumb": page.crumb,
        "back": page.back,
        "does": page.does,
        "notes": page.notes() if callable(page.notes) else page.notes,
        "grave": page.grave,
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "why": told.why if told else None,
    }
    return render(request, "web/desk_form.html", context, status=422 if told else 200)
