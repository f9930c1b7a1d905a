"""Forms that no method file asks for, put together from the same questions: posts, persons, households."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from msgspec import Struct

from shanzhi.engine.forms import check_form
from shanzhi.method.model import Field, Option
from shanzhi.method.roles import ROLES, role_name
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.web.forms.sheet import Sheet


def ask(name: str, kind: str, zh: str, en: str, **more: Any) -> Field:
    """One question."""
    return Field(name, kind, Sentence(zh, en), Rule(name, 0), **more)


def role_choices(level: str) -> tuple[Option, ...]:
    """The roles of which a post may stand at a level of the place tree."""
    return tuple(Option(name, role_name(name)) for name, role in ROLES.items() if level in role.levels)


def choices(pairs: Iterable[tuple[object, str]]) -> tuple[Option, ...]:
    """Options of rows: number and name."""
    return tuple(Option(str(value), Sentence(text, text)) for value, text in pairs)


class FormProblems(Struct):
    """What is wrong with a form that was sent: beside each field, and of the whole (`why`)."""

    fields: dict[str, Sentence]
    why: Sentence | None = None


def checked(sheet: Sheet) -> tuple[dict[str, Any], FormProblems | None]:
    """The checked answers, or what is wrong with them."""
    answers: Mapping[str, Any] = sheet.values
    values, faults = check_form(sheet.form, answers)
    return values, FormProblems(faults) if faults else None


def refused(problem: BadInput, form: tuple[Field, ...]) -> FormProblems:
    """What an action refused: beside the field it names, if the form has it; else of the whole."""
    names = {field.name for field in form}
    beside = {name: why for name, why in problem.fields.items() if name in names}
    return FormProblems(beside, None if beside else problem.sentence)


def day_begins(value: Any) -> datetime | None:
    """The first moment of a day typed as a date."""
    day = parse_date(str(value)) if value else None
    return timezone.make_aware(datetime.combine(day, time())) if day is not None else None


def day_ends(value: Any) -> datetime | None:
    """The moment when a day typed as a date is over."""
    began = day_begins(value)
    return began + timedelta(days=1) if began is not None else None
