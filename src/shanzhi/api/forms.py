"""A method's questions as data: what to ask, what is known already, and the schema of the answers.

A face that shows these shows any method's any act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.api.operation import Call
from shanzhi.method.answer_schema import as_json, values_schema
from shanzhi.method.model import Act, Field, Option


class Choice(Struct):
    """One option of a question: its code and its name, with what stands above it; `above` is that one's code, none at the
    top."""

    value: str
    label: str
    above: str | None = None


class Question(Struct):
    """One question of a form.

    `known` says that the system holds the answer, so that it need not be given; `held` shows it in words, masked where
    it is sensitive. `when` is the condition under which the question is asked, where it is not always. `items` are the
    questions of each item of a list.
    """

    name: str
    type: str
    label: str
    help: str | None
    optional: bool
    sensitive: bool
    known: bool
    held: str | None
    min: int | None
    max: int | None
    default: Any
    options: list[Choice]
    when: str | None
    items: list[Question]


class ActView(Struct):
    """Something that can be done now: its name for `act`, its questions, and the schema of `values`.

    `confirm` is what a person should be asked before. `origin` says whether the method wrote it, the stage's block
    brought it, or it is built in.
    """

    act: str
    label: str
    help: str | None
    confirm: str | None
    origin: str
    questions: list[Question]
    values: dict[str, Any]


def act_view(act: Act, call: Call, known: Mapping[str, str] | None = None) -> ActView:
    """One act for its caller."""
    return ActView(
        act.name,
        act.label.text(call.language),
        call.say(act.help),
        call.say(act.confirm),
        act.origin,
        questions(act.form, call, known),
        values_schema(act.form),
    )


def questions(form: tuple[Field, ...], call: Call, known: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a form in the caller's language."""
    return [_question(field, call, known or {}) for field in form]


def _question(field: Field, call: Call, known: Mapping[str, str]) -> Question:
    return Question(
        field.name,
        field.type,
        field.label.text(call.language),
        call.say(field.help),
        field.optional,
        field.sensitive,
        field.name in known,
        known.get(field.name),
        field.min,
        field.max,
        as_json(field.default),
        choices(field.options, call),
        field.asked.source if field.asked is not None else None,
        questions(field.form, call),
    )


def choices(options: tuple[Option, ...], call: Call) -> list[Choice]:
    """The options of a question in the caller's language."""
    return [
        Choice(option.value, option.label.text(call.language), option.above or None) for option in options
    ]
