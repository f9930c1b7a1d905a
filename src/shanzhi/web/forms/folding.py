"""A short form: what most people leave empty waits behind one line, so that a report takes a minute."""

from __future__ import annotations

from shanzhi.method.field_types import Thing
from shanzhi.web.forms.inputs import CONTROLS, is_long
from shanzhi.web.forms.questions import Question


def fold(questions: list[Question], *, serves: bool) -> None:
    """Mark the questions that wait folded: optional, short, not answered yet, and asked whatever the others say. (What stood
    before is settled: a question that depends on that alone is asked like any other.)

    Those who serve are asked openly for whom they report.
    """
    for question in questions:
        field = question.field
        waits = question.optional and CONTROLS[field.type].waits and not is_long(field)
        depends = field.asked is not None and any(
            not name.startswith("before.") for name in field.asked.names
        )
        shown = question.value or question.wrong or question.find or question.decides or depends
        question.folded = waits and not shown and not (serves and field.kind.points_to is Thing.PERSON)
