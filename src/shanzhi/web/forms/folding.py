"""A short form: what most people leave empty waits behind one line, so that a report takes a minute."""

from __future__ import annotations

from shanzhi.web.forms.questions import Question

SHORT = frozenset({"text", "choice", "choices", "person", "household", "office", "phone", "date", "integer"})
"""Types of which an optional question can wait; what shows or places a thing stands in the open."""


def fold(questions: list[Question], *, serves: bool) -> None:
    """Mark the questions that wait folded: optional, short, not answered yet, and asked whatever the others say.

    Those who serve are asked openly for whom they report.
    """
    for question in questions:
        kind = question.field.type
        waits = question.optional and kind in SHORT and question.template != LONG
        shown = question.value or question.wrong or question.find or question.decides or question.field.asked
        question.folded = waits and not shown and not (serves and kind == "person")


LONG = "web/fields/long.html"
