"""The course of a matter: who did what, in which role, when, and where it led."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message
from shanzhi.api.refs import PersonRef, people_by_number, person_ref
from shanzhi.api.subjects import matters
from shanzhi.matters.lists.wording import act_label
from shanzhi.method.model import Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.reading.course import CourseEntry, lines
from shanzhi.reading.matter import Seen, look

MOST = 200


class EntryView(Struct):
    """One line of a matter's history. Onlookers see neither who acted, nor what was answered, nor messages.

    `act` of the clock's and the system's own doings has no `person`. Sensitive answers are not among `values`.
    """

    seq: int
    at: datetime
    act: str
    label: str
    role: str | None
    role_label: str | None
    person: PersonRef | None
    stage: str | None
    to: str
    to_label: str
    values: dict[str, Any]
    note: str | None


class EntryFilter(Message):
    """Entries before a history position, the latest first."""

    before: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 50


class EntryPage(Struct):
    """Every entry, the latest first (the page of a matter folds runs of like ones); `next` is what to send as `before` for the earlier ones (null: none are left)."""

    entries: list[EntryView]
    next: int | None


def entries_of(call: Call, it: Seen, *, limit: int, before: int = 0) -> tuple[list[EntryView], int | None]:
    """A page of a matter's history as its reader sees it, and where earlier ones begin."""
    shown, older = lines(it, limit=limit, before=before)
    people = people_by_number(one.row.person_id for one in shown if one.named)
    return [_view(call, it.loaded.method, one, people) for one in shown], older or None


def _view(call: Call, method: Method, line: CourseEntry, people: dict[int, Any]) -> EntryView:
    row = line.row
    person = people.get(row.person_id) if line.named and row.person_id is not None else None
    stage = method.stages.get(row.to)
    return EntryView(
        row.seq,
        row.at,
        row.act,
        act_label(method, row.stage, row.act).text(call.language),
        line.role,
        role_name(line.role).text(call.language) if line.role is not None else None,
        person_ref(person, whole=True) if person is not None else None,
        row.stage,
        row.to,
        stage.label.text(call.language) if stage is not None else row.to,
        line.values,
        line.note,
    )


@operation(
    matters,
    "GET",
    "/matters/{int:number}/entries",
    Sentence("事项的经过", "Read a matter's history"),
    query=EntryFilter,
    answer=EntryPage,
    refuses=[404],
)
def list_entries(call: Call, number: int) -> EntryPage:
    """One page of it."""
    it = look(call.actor, number)
    if it is None:
        raise not_found()
    return EntryPage(*entries_of(call, it, limit=call.query.limit, before=call.query.before or 0))
