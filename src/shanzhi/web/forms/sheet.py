"""A form being filled in: what was typed, what the system knows already, and which button was pressed.

Besides the button that sends it, a form has *steps*, which change the form and send nothing: look for somebody,
add a line to a list, take one away, ask again which questions apply. So everything works without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from msgspec import Struct

from shanzhi.engine.forms import check_form
from shanzhi.matters.files.keeping import where_taken
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.money import in_yuan
from shanzhi.method.words import Sentence
from shanzhi.reading.asking import Asked
from shanzhi.tables.cells import readable
from shanzhi.web.form_resumed import LEFT_OUT, take
from shanzhi.web.forms.inputs import defaults, read_answers, read_rows, without_unit
from shanzhi.web.forms.picking import MOST, Asker, candidates
from shanzhi.web.forms.questions import Choice, LineRow, Question
from shanzhi.web.forms.uploads import WHERE, kept_files, take_uploads

AGAIN = Sentence(
    "登录超时，照片和文件没有带过来，请再选一次。",
    "The session ran out and files were not taken along: choose them again.",
)


class Sheet(Struct):
    """One form of one person. `values` are the answers so far, for the command; `step` is true if nothing is sent.

    `uploads` tells what was wrong with files, by field name.
    """

    form: tuple[Field, ...]
    asker: Asker
    values: dict[str, Any]
    data: QueryDict
    step: str = ""
    uploads: dict[str, Sentence] = {}

    def questions(
        self,
        *,
        wrong: Mapping[str, Sentence] | None = None,
        asked: Asked | None = None,
        known: Mapping[str, str] | None = None,
    ) -> list[Question]:
        """The questions as the page shows them."""
        wrong = {**(wrong or {}), **self.uploads}
        applies = _applies(self.form, self.values, asked)
        names = {name for field in self.form if field.asked is not None for name in field.asked.names}
        deciding = {name.partition(".")[2] for name in names if not name.startswith("before.")}
        found = []
        for field in self.form:
            question = self.question(field, field.name, self.values.get(field.name), wrong.get(field.name))
            question.applies = applies.get(field.name, True)
            question.decides = field.name in deciding
            question.known = (known or {}).get(field.name, "")
            if not _pointless(question):
                found.append(question)
        return found

    def question(self, field: Field, name: str, value: Any, wrong: Sentence | None = None) -> Question:
        """One question, with its candidates and what was typed."""
        question = Question(field, name, "" if value is None else value, wrong)
        kind = field.kind
        if kind.options:
            chosen = value if isinstance(value, list) else [value]
            question.choices = [Choice(o.value, o.label, "", o.value in chosen) for o in field.options]
        elif kind.yes_no:
            question.value = {True: "true", False: "false"}.get(value, value or "")
        elif kind.spot and isinstance(value, list):
            question.value = ", ".join(str(part) for part in value)
        elif kind.amount:
            question.value = in_yuan(value) if isinstance(value, int) else without_unit(question.value)
        elif kind.points_to is Thing.FILE:
            question.files = kept_files(self.asker.actor, value or [])
            question.where = name + WHERE in self.data
        elif kind.rows or field.form:
            question.rows = self._rows(field, name)
        elif kind.points_to is not None:
            question.find = readable(self.data.get(f"{name}.find", ""))[:60].strip()
            question.searches, question.choices = candidates(field, self.asker, value, question.find)
            question.many = bool(question.find) and len(question.choices) >= MOST
        return question

    def _rows(self, field: Field, name: str) -> list[LineRow]:
        rows = (
            read_rows(field, self.data, name)
            if f"{name}.count" in self.data
            else list(self.values.get(name) or [])
        )
        if self.step == f"add:{name}":
            rows.append({})
        elif self.step.startswith(f"drop:{name}:"):
            number = self.step.rpartition(":")[2]
            rows = [row for n, row in enumerate(rows) if str(n) != number]
        while len(rows) < max(1 if not field.optional else 0, field.min or 0):
            rows.append({})
        return [
            LineRow(
                n, [self.question(f, f"{name}.{n}.{f.name}", row.get(f.name, f.default)) for f in field.form]
            )
            for n, row in enumerate(rows)
        ]


def blank(form: tuple[Field, ...], asker: Asker, given: Mapping[str, Any] | None = None) -> Sheet:
    """A form nobody has touched, with its defaults and what the address already tells."""
    return Sheet(form, asker, {**defaults(form), **(given or {})}, QueryDict())


def filled(request: HttpRequest, form: tuple[Field, ...], asker: Asker, *pickers: str) -> Sheet:
    """The form as it was sent. Files are taken in at once, so that none has to be chosen a second time.

    `pickers` are the names of further places to choose that stand beside the form.
    """
    data = request.POST.copy()
    uploads = take_uploads(asker.actor, form, request.FILES, data)
    step = data.get("step", "") or _searching(form, data, pickers)
    return Sheet(form, asker, read_answers(form, data), data, step, uploads)


def begun(
    request: HttpRequest, form: tuple[Field, ...], asker: Asker, given: Mapping[str, Any] | None = None
) -> Sheet:
    """The form as one finds it: blank but for what is `given`, or as typed before one had to sign in again."""
    data = take(request)
    if data is None:
        return blank(form, asker, given)
    again = {field.name: AGAIN for field in form if field.name in data.getlist(LEFT_OUT)}
    return Sheet(form, asker, read_answers(form, data), data, uploads=again)


def _searching(form: tuple[Field, ...], data: QueryDict, pickers: tuple[str, ...]) -> str:
    """Enter in a search box presses the first button: taken as a search if its text is new."""
    names = [*pickers, *(field.name for field in form if _is_picked(field))]
    for name in names:
        text = data.get(f"{name}.find", "").strip()
        if text and text != data.get(f"{name}.found", "").strip():
            return f"find:{name}"
    return ""


def _applies(form: tuple[Field, ...], values: Mapping[str, Any], asked: Asked | None) -> dict[str, bool]:
    """Which questions apply, given the answers so far."""
    told: dict[str, bool] = {}
    if asked is not None:

        def ask(field: Field, before: dict[str, Any], line: dict[str, Any] | None) -> bool:
            told[field.name] = asked(field, before, line)
            return told[field.name]

        before, _faults = check_form(form, values, ask)
        for field in form:  # what is optional and empty was not asked about
            if field.asked is not None and field.name not in told:
                ask(field, before, None)
    return told


def _pointless(question: Question) -> bool:
    """A question nobody has to answer and this person cannot: there is nothing to choose from."""
    return _is_picked(question.field) and question.optional and not question.choices and not question.searches


def _is_picked(field: Field) -> bool:
    """Whether an answer is looked for among what there is."""
    return field.kind.points_to not in (None, Thing.FILE)


def place_from_photos(sheet: Sheet) -> None:
    """Where a photo was taken answers an empty question for the location, if its sender left the place in it."""
    points = [f for f in sheet.form if f.kind.spot and not sheet.values.get(f.name)]
    for field in sheet.form:
        if points and field.kind.points_to is Thing.FILE and field.name + WHERE in sheet.data:
            found = where_taken(sheet.asker.actor, sheet.values.get(field.name) or []).point
            if found is not None:
                sheet.values[points[0].name] = f"{found[0]:.6f}, {found[1]:.6f}"
                return
