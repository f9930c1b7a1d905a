"""Recorded answers as people read them: names for numbers, words for choices, masks over what is sensitive."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.matters.models import File, Matter
from shanzhi.method.model import Field
from shanzhi.method.money import amount
from shanzhi.method.words import Sentence
from shanzhi.people.masks import mask
from shanzhi.people.models import Household, Organization, Person
from shanzhi.places.models import Place
from shanzhi.web.words import say

Pair = tuple[Field, Any]


class Attached(Struct):
    """One file to open."""

    id: str
    name: str
    picture: bool


class Fact(Struct):
    """One answer: its label and its text, or its files, or the lines of its list. `hidden` ones are masked."""

    name: str
    label: Sentence | str
    text: str = ""
    files: list[Attached] = []
    lines: list[list[Fact]] = []
    hidden: bool = False


class Names:
    """What the numbers in answers stand for; read in one query for each kind. `whole` shows full names of people."""

    def __init__(
        self, pairs: Iterable[Pair], *, people: Iterable[int | None] = (), whole: bool = True
    ) -> None:
        wanted: dict[str, set[Any]] = {kind: set() for kind in (*_MODELS, "files")}
        wanted["person"].update(p for p in people if p is not None)
        for field, value in pairs:
            _collect(field, value, wanted)
        self.whole = whole
        self._found: dict[str, dict[Any, Any]] = {
            kind: {row.pk: row for row in read(wanted[kind])} if wanted[kind] else {}
            for kind, read in _MODELS.items()
        }
        self._files = (
            {f.pk: f for f in File.objects.filter(pk__in=wanted["files"])} if wanted["files"] else {}
        )

    def name(self, kind: str, number: Any) -> str:
        row = self._found["office" if kind == "offices" else kind].get(number)
        if row is None:
            return f"#{number}"
        if kind == "person":
            return self.person(number)
        return (
            f"#{row.pk} {row.title}"
            if kind == "matter"
            else f"{row.place.name} {row.name}"
            if kind == "household"
            else str(row.name)
        )

    def person(self, number: int | None) -> str:
        """A person's name; masked for those who only look on."""
        row = self._found["person"].get(number)
        if row is None or row.erased_at is not None:
            return _("（已删除）") if row is not None else ""
        return str(row.name) if self.whole else mask("name", row.name)

    def file(self, text: str) -> Attached | None:
        number = _uuid(text)
        row = self._files.get(number) if number is not None else None
        return Attached(str(row.pk), row.name, row.type.startswith("image/")) if row is not None else None


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
        return Fact(field.name, field.label, mask(field.type, str(value)), hidden=True)
    if field.type == "files":
        return Fact(field.name, field.label, files=[f for f in map(names.file, value) if f is not None])
    if field.type == "list":
        return Fact(
            field.name, field.label, lines=[facts(field.form, item, names, masked=masked) for item in value]
        )
    return Fact(field.name, field.label, text(field, value, names))


def text(field: Field, value: Any, names: Names) -> str:
    """A plain answer in words."""
    kind = field.type
    if kind in ("choice", "choices"):
        labels = {o.value: say(o.label) for o in field.options}
        chosen = value if isinstance(value, list) else [value]
        return _("、").join(labels.get(one, str(one)) for one in chosen)
    if kind in _MODELS:
        return names.name(kind, value)
    if kind == "offices":
        return _("、").join(names.name(kind, one) for one in value)
    return _WRITTEN[kind](value) if kind in _WRITTEN else str(value)


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
    return f"{value[0]:.6f}, {value[1]:.6f}" if isinstance(value, list) and len(value) == 2 else str(value)


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "point": _point,
    "money": _money,
}
_MODELS: dict[str, Callable[[set[Any]], Iterable[Any]]] = {
    "place": lambda ids: Place.objects.filter(pk__in=ids).defer("geometry"),
    "person": lambda ids: Person.objects.filter(pk__in=ids),
    "household": lambda ids: Household.objects.filter(pk__in=ids).select_related("place"),
    "office": lambda ids: Organization.objects.filter(pk__in=ids),
    "matter": lambda ids: Matter.objects.filter(pk__in=ids).only("title"),
}


def _collect(field: Field, value: Any, wanted: dict[str, set[Any]]) -> None:
    if value in (None, "", []):
        return
    if field.type in _MODELS:
        wanted[field.type].add(value)
    elif field.type == "offices":
        wanted["office"].update(value)
    elif field.type == "files":
        wanted["files"].update(number for number in map(_uuid, value) if number is not None)
    elif field.type == "list":
        for item in value:
            for inner in field.form:
                _collect(inner, item.get(inner.name), wanted)


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
