"""What desks say among themselves of a matter, over the API: read and written by the present desk and the posts above."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.refs import PersonRef, PlaceRef, person_ref, place_ref
from shanzhi.api.subjects import matters
from shanzhi.matters.desks.desk_notes import LONGEST, NOTES, add_note, notes_of
from shanzhi.matters.models import DeskNote
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed


class NoteText(Message):
    """A note to the other desks. Sent again with its `command_id` it is left once."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    command_id: Annotated[str, Meta(max_length=64)] | None = None


class NoteView(Struct):
    """One note: what it says, and who wrote it when, in which role at which place."""

    text: str
    person: PersonRef
    role: str
    title: str
    place: PlaceRef
    at: datetime


class NoteList(Struct):
    """The notes of a matter, the oldest first."""

    notes: list[NoteView]


@operation(
    matters,
    "GET",
    "/matters/{int:number}/notes",
    Sentence("内部留言", "Notes between desks"),
    about=Sentence(
        "只有当前经办岗位和上级责任岗位可读；对其他人如同不存在。",
        "For the present desk and the posts above; to all others there are none.",
    ),
    answer=NoteList,
    refuses=[404],
)
def list_notes(call: Call, number: int) -> NoteList:
    """All of them: they are few."""
    _admitted(call, number)
    return NoteList([_view(note, call.language) for note in notes_of(call.actor, number)])


@operation(
    matters,
    "POST",
    "/matters/{int:number}/notes",
    Sentence("写内部留言", "Leave a note to the other desks"),
    body=NoteText,
    answer=NoteView,
    status=201,
    scope="act",
    refuses=[404],
    examples={"note": {"text": "物业说下周三到货，请先别催居民"}},
)
def write_note(call: Call, number: int) -> NoteView:
    """The present desk is told that there is one."""
    _admitted(call, number)
    body: NoteText = call.body
    note = add_note(actor=call.actor, matter=number, text=body.text, command_id=body.command_id)
    return _view(note, call.language)


def _admitted(call: Call, number: int) -> None:
    seen(call, number)
    if not allowed(call.actor, NOTES, number):
        raise not_found()


def _view(note: DeskNote, language: str) -> NoteView:
    title = role_name(note.role).text(language)
    return NoteView(
        note.text, person_ref(note.person, whole=True), note.role, title, place_ref(note.place), note.at
    )
