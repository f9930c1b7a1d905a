"""Recorded answers as people read them: names for numbers, words for choices, masks over what is sensitive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.former import choice
from shanzhi.matters.lists.naming import NAMED, Attached, Names
from shanzhi.method.duration import BadDuration, parse_duration
from shanzhi.method.field_types import ASKED_TYPES, FieldType, Thing
from shanzhi.method.model import Field
from shanzhi.method.money import amount
from shanzhi.method.results import in_words
from shanzhi.method.words import Sentence
from shanzhi.people.masks import mask
from shanzhi.reading.results import both
from shanzhi.reading.spot import Spot
from shanzhi.reading.words import say

LEAST_DIGITS = 3


class Fact(Struct):
    """One answer: its label and its text, or its files, or the lines of its list. `hidden` ones are masked; `spot` is a position, with a
    small map;
    a hidden `phone` can be called once it is looked at."""

    name: str
    label: Sentence | str
    text: str = ""
    files: list[Attached] = []
    lines: list[list[Fact]] = []
    hidden: bool = False
    spot: Spot | None = None
    phone: bool = False

    @property
    def geo(self) -> str:
        """What a phone's own map opens; empty for what is no position."""
        return self.spot.geo if self.spot is not None else ""


def facts(form: Iterable[Field], values: dict[str, Any], names: Names, *, masked: bool = True) -> list[Fact]:
    """The answers given to the questions of a form, in its order; empty ones left out."""
    return [
        fact(field, values[field.name], names, masked=masked)
        for field in form
        if values.get(field.name) not in (None, "", [])
    ]


def fact(field: Field, value: Any, names: Names, *, masked: bool = True) -> Fact:
    """One answer."""
    if field.sensitive and masked:
        return Fact(
            field.name, field.label, mask(field.type, str(value)), hidden=True, phone=field.kind.telephone
        )
    if field.kind.points_to is Thing.FILE:
        return Fact(field.name, field.label, files=[f for f in map(names.file, value) if f is not None])
    if field.kind.rows:
        return Fact(
            field.name, field.label, lines=[facts(field.form, item, names, masked=masked) for item in value]
        )
    spot = Spot(*value) if field.kind.spot and _is_point(value) else None
    return Fact(
        field.name, field.label, spot.words if spot is not None else text(field, value, names), spot=spot
    )


def tel(number: str) -> str:
    """A telephone number as a phone dials it (RFC 3966), blanks and dashes left out; empty where it is none."""
    dialled = "".join(c for c in number if c in "+0123456789")
    return f"tel:{dialled}" if len(dialled.strip("+")) >= LEAST_DIGITS else ""


def text(field: Field, value: Any, names: Names) -> str:
    """A plain answer in words."""
    kind = field.kind
    if isinstance(value, Mapping) or (field.result is not None and isinstance(value, str)):
        return say(both(value, field.result or ()))
    if kind.options:
        labels = {o.value: say(o.label) for o in field.options}
        chosen = value if isinstance(value, list) else [value]
        return _("、").join(labels.get(one) or labels.get(choice(one), str(one)) for one in chosen)
    thing = kind.points_to
    if thing in NAMED:
        several = value if kind.several else [value]
        return _("、").join(names.name(thing, one) for one in several)
    write = _WRITTEN.get(field.type)
    return write(value) if write is not None else str(value)


class Answered(Struct):
    """One answer as data: what a program is told of it, and its words where the value alone says too little (else None)."""

    field: Field
    value: Any
    words: str | None


def answered(form: Iterable[Field], values: dict[str, Any], names: Names) -> list[Answered]:
    """The answers given to the questions of a form as data, as far as their reader knows them; empty ones left out."""
    return [
        Answered(field, told(field, values[field.name], names), words(field, values[field.name], names))
        for field in form
        if values.get(field.name) not in (None, "", [])
    ]


def told(field: Field, value: Any, names: Names) -> Any:
    """The value of an answer as data: sensitive ones masked, numbers as their reader knows them (None: not at all)."""
    if value in (None, "", []):
        return value
    if field.sensitive:
        return mask(field.type, str(value))
    if field.kind.rows:
        return [
            {f.name: told(f, item[f.name], names) for f in field.form if f.name in item} for item in value
        ]
    thing = field.kind.points_to
    if thing not in NAMED:
        return in_words(value)
    return [names.number(thing, one) for one in value] if field.kind.several else names.number(thing, value)


def words(field: Field, value: Any, names: Names) -> str | None:
    """The words of a choice, of what a block came to, and of what a number stands for; None for what needs none."""
    if field.sensitive or not (
        field.kind.options or field.kind.points_to in NAMED or field.result is not None
    ):
        return None
    return text(field, value, names)


def _boolean(value: Any) -> str:
    return _("是") if value else _("否")


def _date(value: Any) -> str:
    try:
        return date_format(date.fromisoformat(value), "Y-m-d", use_l10n=False)
    except ValueError:
        return str(value)


def _time(value: Any) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return str(value)
    return (timezone.localtime(at) if at.tzinfo else at).strftime("%Y-%m-%d %H:%M")


def _money(value: Any) -> str:
    return say(amount(value)) if isinstance(value, int) else str(value)


def _point(value: Any) -> str:
    """The place at a point, never its bare numbers."""
    if not _is_point(value):
        return str(value)
    return Spot(*value).words


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, int | float) for one in value)


def _length(value: Any) -> str:
    """A length of time in words."""
    try:
        return parse_duration(str(value)).label(get_language() or "zh-hans")
    except BadDuration:
        return str(value)


def _writing(kind: FieldType) -> Callable[[Any], str] | None:
    """How the answers of a type are written; None for those that are as they are."""
    if kind.yes_no:
        return _boolean
    if kind.day or kind.moment:
        return _date if kind.day else _time
    if kind.spot:
        return _point
    if kind.lasting:
        return _length
    return _money if kind.amount else None


_WRITTEN = {name: write for name, kind in ASKED_TYPES.items() if (write := _writing(kind)) is not None}
