"""What belongs to a matter: its answers, files, documents, and the matters around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import translation
from msgspec import Struct

from shanzhi.api.lists import lines
from shanzhi.api.operation import Call
from shanzhi.method.answer_schema import as_json
from shanzhi.reading.around import DocumentSeen, around
from shanzhi.reading.facts import answered
from shanzhi.reading.matter import Seen
from shanzhi.reading.merged import went_on

if TYPE_CHECKING:
    from shanzhi.matters.models import File


class Answer(Struct):
    """One fact of a matter. `text` words a choice, what a vote or a meeting came to, and what a number stands for. A sensitive
    value is masked. Who only looks on is told no person and no household by number (null), and of a place its building."""

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
    values = it.facts()
    fields = {field.name: field for field in it.as_now(it.loaded.method.fields.values())}
    names = it.names([(fields[name], value) for name, value in values.items() if name in fields])
    with speaking(call):
        return [
            Answer(
                one.field.name,
                one.field.label.text(call.language),
                one.field.type,
                as_json(one.value),
                one.words,
                one.field.sensitive,
            )
            for one in answered(fields.values(), values, names)
        ]


def speaking(call: Call) -> translation.override:
    """The language of the caller, for what is put into words."""
    return translation.override("en" if call.language == "en" else "zh-hans")


def around_it(call: Call, it: Seen) -> dict[str, Any]:
    """What belongs to a matter, as far as the caller may see it."""
    with speaking(call):
        found = around(it)
    return {
        "parent": next(iter(lines([found.parent] if found.parent is not None else [], call)), None),
        "children": lines(found.children, call),
        "linked": lines(found.linked, call),
        "files": file_views(found.files),
        "documents": [_document(one) for one in found.documents],
    }


def file_views(files: Iterable[File]) -> list[FileView]:
    """Files as lists show them."""
    return [FileView(str(file.pk), file.name, file.type, file.size, file.at, file.cleaned) for file in files]


def _document(one: DocumentSeen) -> DocumentView:
    return DocumentView(one.title, one.text, one.at)
