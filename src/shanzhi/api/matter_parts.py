"""What belongs to a matter: its answers, files, documents, and the matters around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from shanzhi.api.lists import lines
from shanzhi.api.operation import Call
from shanzhi.engine.types import Matter
from shanzhi.matters.models import Document, File, Link
from shanzhi.matters.rights.access import seen_by
from shanzhi.matters.rights.unmasking import masked
from shanzhi.method.answer_schema import as_json
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field, Method
from shanzhi.places.buildings import lifted
from shanzhi.places.models import Place
from shanzhi.reading.lists import lean
from shanzhi.reading.matter import Seen
from shanzhi.reading.merged import went_on
from shanzhi.reading.results import both


class Answer(Struct):
    """One fact of a matter. `text` words a choice, and what a vote or a meeting came to; a sensitive value is masked."""

    name: str
    label: str
    type: str
    value: Any
    text: str | None
    masked: bool


class FileView(Struct):
    """An attached file; its content is at `/files/{id}`."""

    id: str
    name: str
    type: str
    size: int
    at: datetime
    cleaned: bool
    """Whether nothing but its content is in it; otherwise it may say who made it, when and where."""


class DocumentView(Struct):
    """A document a matter gave out, as it was then."""

    title: str
    text: str
    at: datetime


class WentOnView(Struct):
    """Where the matter stands that this one was merged into, for its own people, who may not look inside it."""

    stage_label: str
    due_at: datetime | None
    closed_at: datetime | None


def merged_into(call: Call, it: Seen) -> WentOnView | None:
    """Where a merged matter went on; None for any other, and for those who are not of it."""
    found = went_on(it)
    return WentOnView(found.stage.text(call.language), found.due, found.closed) if found is not None else None


def answers(call: Call, it: Seen) -> list[Answer]:
    """The facts that the caller sees, in the order of the method's questions."""
    method = it.loaded.method
    values = masked(method, it.facts())
    doors = {} if it.whole else _buildings(method, values)
    return [
        Answer(
            name,
            field.label.text(call.language),
            field.type,
            as_json(doors.get(name, values[name])),
            worded(field, values[name], call),
            field.sensitive,
        )
        for name, field in method.fields.items()
        if values.get(name) not in (None, "", [])
    ]


def _buildings(method: Method, values: dict[str, Any]) -> dict[str, int]:
    """For answers that are places within a building, that building: as near as onlookers know them."""
    places = {
        name: value for name, value in values.items() if method.fields[name].kind.points_to is Thing.PLACE
    }
    known = lifted(Place.objects.filter(pk__in=places.values()).defer("geometry"))
    return {name: known[number].pk for name, number in places.items() if number in known}


def worded(field: Field, value: Any, call: Call) -> str | None:
    """A choice by its names, and what a block came to, in the language asked for; None for what needs no words."""
    if field.result is not None and isinstance(value, str):
        return both(value, field.result).text(call.language)
    if not field.kind.options:
        return None
    labels = {option.value: option.label.text(call.language) for option in field.options}
    chosen = value if isinstance(value, list) else [value]
    return ("、" if call.language == "zh" else ", ").join(labels.get(one, str(one)) for one in chosen)


def around(call: Call, matter: Matter, *, whole: bool) -> dict[str, Any]:
    """What belongs to a matter, as far as the caller may see it."""
    others = lean(seen_by(call.actor))
    to = list(Link.objects.filter(matter=matter.id).values_list("to", flat=True))
    back = list(Link.objects.filter(to=matter.id).values_list("matter", flat=True))
    above = others.filter(pk=matter.parent) if matter.parent is not None else ()
    return {
        "parent": next(iter(lines(above, call)), None),
        "children": lines(others.filter(parent=matter.id).order_by("pk")[:100], call),
        "linked": lines(others.filter(pk__in=[*to, *back]).order_by("pk")[:100], call),
        "files": file_views(File.objects.filter(matter=matter.id).order_by("at")) if whole else [],
        "documents": _documents(call, matter.id) if whole else [],
    }


def file_views(files: Iterable[File]) -> list[FileView]:
    """Files as lists show them."""
    return [FileView(str(file.pk), file.name, file.type, file.size, file.at, file.cleaned) for file in files]


def _documents(call: Call, number: int) -> list[DocumentView]:
    english = call.language == "en"
    return [
        DocumentView(d.title_en if english else d.title_zh, d.text_en if english else d.text_zh, d.at)
        for d in Document.objects.filter(matter=number).order_by("at", "n")
    ]
