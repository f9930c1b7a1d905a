"""The course of a matter: who did what, in which role, when, and where it led."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message
from shanzhi.api.refs import PersonRef, people_by_number, person_ref
from shanzhi.api.subjects import matters
from shanzhi.matters import store
from shanzhi.matters.access import PRIVATE_ACTS, may_see
from shanzhi.matters.models import Entry
from shanzhi.matters.wording import act_label
from shanzhi.method.model import Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed

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
    """Entries, the latest first; `next` is what to send as `before` for the earlier ones (null: none are left)."""

    entries: list[EntryView]
    next: int | None


def entries_of(
    call: Call, method: Method, matter: int, *, whole: bool, limit: int, before: int | None = None
) -> tuple[list[EntryView], int | None]:
    """A page of a matter's history for one who sees the `whole` or only looks on, and where earlier ones begin."""
    found = Entry.objects.filter(matter=matter).defer("sealed", "hash", "seal", "after")
    if before is not None:
        found = found.filter(seq__lt=before)
    if not whole:
        found = found.exclude(act__in=PRIVATE_ACTS)
    rows = list(found.order_by("-seq")[: limit + 1])
    people = people_by_number(row.person_id for row in rows) if whole else {}
    shown = [_view(call, method, row, people, whole) for row in rows[:limit]]
    return shown, rows[limit - 1].seq if len(rows) > limit else None


def _view(call: Call, method: Method, row: Entry, people: dict[int, Any], whole: bool) -> EntryView:
    person = people.get(row.person_id) if row.person_id is not None else None
    stage = method.stages.get(row.to)
    return EntryView(
        row.seq,
        row.at,
        row.act,
        act_label(method, row.stage, row.act).text(call.language),
        row.role,
        role_name(row.role).text(call.language) if row.role is not None else None,
        person_ref(person, whole=True) if person is not None else None,
        row.stage,
        row.to,
        stage.label.text(call.language) if stage is not None else row.to,
        row.values if whole else {},
        row.note if whole else None,
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
    loaded = store.read(number, timezone.now())
    if loaded is None or loaded.void or not may_see(call.actor, number):
        raise not_found()
    whole = allowed(call.actor, "matter.see_whole", number)
    found, earlier = entries_of(
        call, loaded.method, number, whole=whole, limit=call.query.limit, before=call.query.before
    )
    return EntryPage(found, earlier)
