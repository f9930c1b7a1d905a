"""From a draft to the answers of a method's forms, so that a long text loses nothing and a short one is not refused.

A text longer than its field goes on in messages; a subject longer than its field stands whole before the details.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Reading
from typing import Any

from msgspec import Struct

from shanzhi.engine.field_checks import PHONE
from shanzhi.matters.imports import messages
from shanzhi.matters.imports.drafts import Draft
from shanzhi.matters.imports.mapping import Acts, Mapping
from shanzhi.matters.imports.meanings import Meanings
from shanzhi.method.input_values import told_options
from shanzhi.method.model import Act, Field, Method
from shanzhi.method.rules import times_of
from shanzhi.method.trees import find_option
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import plain

NO_TEXT = "原系统已办结，没有附上答复文字。"
NO_CONTACT = "在原系统办理，联系情况没有随表附来。"
BEFORE = "before"
"""What a record of contact says that was made elsewhere (`contacts`, how)."""
GRADES = {"5": "best", "4": "good", "3": "fair", "2": "bad", "1": "worst"}
"""Stars as the five grades of 好差评."""
SHORT = "原答复："
MOST_MESSAGE = 2_000


class Said(Struct):
    """Answers to one form, and what of their texts did not fit, in parts."""

    values: dict[str, Any]
    rest: list[str] = []


class Forms:
    """The forms of one method that a row's facts go into."""

    def __init__(self, method: Method, acts: Acts, meanings: Meanings) -> None:
        self.title = method.title
        self.acts = acts
        self.way = method.openings.get(acts.open, method.opening)
        self.opening = {field.name: field for field in self.way.form}
        self.on_behalf = self.way.on_behalf
        self.accepting = _act(method, acts.accept)
        self.contacting = _act(method, acts.contact)
        self.answering = _act(method, acts.answer)
        self.rating = _act(method, acts.rate)
        self.until = _until(method, self.accepting)
        self.until_at_once = _named_until(method, method.stages, self.opening)
        self.reply = _text_field(self.answering)
        if self.accepting is not None and (urgency := _field(self.accepting, "urgency")) is not None:
            meanings.add_choice("urgency", urgency)
        category = self.opening.get("category")
        if category is not None and category.options:
            _check_meant(meanings, category)

    @property
    def dates(self) -> list[str]:
        """The facts that a row's own date goes into: when it is opened, or accepted."""
        return [name for name in (self.until_at_once, self.until) if name is not None]

    def check_used(self, mapping: Mapping) -> None:
        """Raise `BadInput` for what a mapping says of a field that this method asks nowhere: it would do nothing."""
        rated = self.rating is not None
        asked = {
            "urgency": _field(self.accepting, "urgency") is not None,
            **{name: name in self.opening for name in ("category", "address", "phone")},
            **dict.fromkeys(("stars", "rated", "contacted", "solved", "comment"), rated),
        }
        told = {
            **{name: f"fixed.{name}" for name in mapping.fixed},
            **{name: f"values.{name}" for name in mapping.values},
        }
        for name, key in told.items():
            if not asked.get(name, True):
                raise BadInput(messages.KEY_UNUSED.fill(key=key, method=self.title))

    def open(self, draft: Draft, point: list[float] | None, person: int | None) -> Said:
        """The answers to the opening form."""
        subject, detail = draft.texts.get("subject", ""), draft.texts.get("detail", "")
        subject, detail = self._subject(draft, subject, detail)
        texts = {"subject": subject, "detail": detail, "category": draft.category, "address": draft.address}
        values: dict[str, Any] = {}
        rest: list[str] = []
        for name, text in texts.items():
            field = self.opening.get(name)
            if field is None or not text:
                if text and name == "detail":
                    rest = parts(text, MOST_MESSAGE)
                continue
            if name == "detail":
                values[name], rest = self._fitted(draft, text, field)
            elif field.options:
                codes = find_option(field.options, text)
                if len(codes) == 1:
                    values[name] = codes[0]
                else:
                    draft.notes.append("unknown_category")
            else:
                values[name] = cut(text, field.max)
        if point is not None and "where" in self.opening:
            values["where"] = point
        if draft.phone and "phone" in self.opening:
            phone = plain("phone", draft.phone)
            if PHONE.fullmatch(phone):
                values["phone"] = phone
            else:
                draft.notes.append("phone")
                draft.personal["phone"] = draft.phone
        if person is not None and self.on_behalf is not None:
            values[self.on_behalf] = person
        if draft.external and (number := self.opening.get("order_no")) is not None:
            values["order_no"] = cut(draft.external, number.max)
        if "target" in draft.times and self.until_at_once is not None:
            values[self.until_at_once] = draft.times["target"].isoformat()
        return Said(values, rest)

    def accept(self, draft: Draft) -> dict[str, Any]:
        """The answers with which the row was accepted: its class, and the date it was to be done by."""
        values: dict[str, Any] = {}
        if "urgency" in draft.words and _field(self.accepting, "urgency") is not None:
            values["urgency"] = draft.words["urgency"]
        target = draft.times.get("target")
        if target is not None and self.until is not None:
            values[self.until] = target.isoformat()
        return values

    def contact(self) -> dict[str, Any] | None:
        """The answers to a record of contact, which the row does not tell of; None where the method keeps none."""
        how = (
            next((field for field in self.contacting.form if field.options), None)
            if self.contacting
            else None
        )
        if how is None or BEFORE not in [option.value for option in how.options]:
            return None
        said = _text_field(self.contacting)
        return {how.name: BEFORE, **({said.name: NO_CONTACT} if said is not None else {})}

    def answer(self, draft: Draft) -> Said:
        """The answers to the form of the act that answers."""
        text = draft.texts.get("answer") or NO_TEXT
        if self.reply is None:
            return Said({}, parts(text, MOST_MESSAGE))
        if self.reply.min and len(text) < self.reply.min:
            draft.notes.append("short_answer")
            text = SHORT + text
        fitted, rest = self._fitted(draft, text, self.reply)
        return Said({self.reply.name: fitted}, rest)

    def rate(self, draft: Draft) -> dict[str, Any] | None:
        """The answers to the form of rating; None where the row does not tell them all."""
        if self.rating is None or "stars" not in draft.words:
            return None
        grade = GRADES.get(draft.words["stars"], "")
        given = {**draft.words, "grade": grade, "comment": draft.texts.get("comment", "")}
        values: dict[str, Any] = {}
        for field in self.rating.form:
            told = given.get(field.name) or given.get(
                field.name.rpartition("_")[2]
            )  # a fragment's: rating_solved
            if told:
                values[field.name] = told
            elif not field.optional and field.default is None:
                draft.notes.append("no_rating")
                return None
        return values

    def _subject(self, draft: Draft, subject: str, detail: str) -> tuple[str, str]:
        field = self.opening.get("subject")
        if field is None:
            return subject, detail
        most, least = field.max or 80, field.min or 1
        if len(subject) < least:
            if subject and subject not in detail:
                detail = f"{subject}\n{detail}".strip()
            draft.notes.append("subject_made")
            return cut(" ".join(detail.split()), min(most, 40)).ljust(least, "。"), detail
        if len(subject) > most:
            draft.notes.append("subject_cut")
            return cut(subject, most), f"{subject}\n{detail}".strip()
        return subject, detail

    def _fitted(self, draft: Draft, text: str, field: Field) -> tuple[str, list[str]]:
        if field.max is None or len(text) <= field.max:
            return text, []
        draft.notes.append("split")
        first = parts(text, field.max)[0]
        return first, parts(text[len(first) :].lstrip(), MOST_MESSAGE)


def _check_meant(meanings: Meanings, category: Field) -> None:
    """Raise `BadInput` where a mapping says that a word means a category there is none of."""
    for word, meant in meanings.told("category").items():
        if len(find_option(category.options, meant)) != 1:
            key = f"values.category.{word}"
            raise BadInput(messages.ONE_OF.fill(key=key, value=meant, allowed=told_options(category.options)))


def cut(text: str, most: int | None) -> str:
    """A text of at most so many characters, which says that it was cut."""
    return text if most is None or len(text) <= most else text[: most - 1] + "…"


def parts(text: str, most: int) -> list[str]:
    """A text in parts of at most so many characters, divided between lines where that loses little."""
    found = []
    while len(text) > most:
        at = text.rfind("\n", most * 3 // 4, most)
        at = most if at < 0 else at
        found.append(text[:at])
        text = text[at:].lstrip()
    return [*found, text] if text else found


def _act(method: Method, name: str) -> Act | None:
    for stage in method.stages.values():
        if name in stage.acts and stage.acts[name].origin == "method":
            return stage.acts[name]
    return None


def _field(act: Act | None, name: str) -> Field | None:
    return next((field for field in act.form if field.name == name), None) if act is not None else None


def _text_field(act: Act | None) -> Field | None:
    """The field that holds an answer's text: the first text that must be given."""
    if act is None:
        return None
    return next((f for f in act.form if f.kind.written and not f.optional), None)


def _until(method: Method, act: Act | None) -> str | None:
    """The field of an act that names the date of the stage it leads to, or of the clock that this stage goes by."""
    if act is None:
        return None
    return _named_until(
        method, [route.stage for route in act.routes], {field.name: field for field in act.form}
    )


def _named_until(method: Method, stages: Iterable[str], form: Reading[str, Field]) -> str | None:
    """The field of a form that names the date of one of these stages, or of the clock that it goes by."""
    for stage in stages:
        for time in times_of(method.stages[stage].due, method.clocks):
            fact = time.until.fact if time.until is not None else None
            if fact is not None and fact in form:
                return fact
    return None
