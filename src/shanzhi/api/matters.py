"""One matter: where it stands, with whom, until when, its course, and what the caller can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.forms import ActView, act_view, known_answers, plain
from shanzhi.api.lists import MatterLine, lines
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.refs import (
    OfficeRef,
    PersonRef,
    PlaceRef,
    people_by_number,
    person_ref,
    places_by_number,
)
from shanzhi.api.subjects import matters
from shanzhi.api.timeline import EntryView, entries_of
from shanzhi.engine.decide import available
from shanzhi.engine.types import Desk
from shanzhi.matters import store
from shanzhi.matters.access import may_see, seen_by, shown_to_onlookers
from shanzhi.matters.models import Document, File, Link
from shanzhi.matters.seeing import masked, reveal
from shanzhi.matters.store import Loaded
from shanzhi.method.model import Field, Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization, Person
from shanzhi.people.permission import allowed

LATEST = 50
"""How many entries stand in a matter's own answer; the rest follow by `entries`."""


class Answer(Struct):
    """One fact of a matter. `text` words a choice; a sensitive value is masked."""

    name: str
    label: str
    type: str
    value: Any
    text: str | None
    masked: bool


class MethodRef(Struct):
    """The method a matter goes by, in the version it is pinned to."""

    slug: str
    title: str
    version: int


class WhoHasIt(Struct):
    """On whose desk it lies: the role, where, in which office, and who serves there now (none: the post is vacant)."""

    role: str
    title: str
    place: PlaceRef | None
    office: OfficeRef | None
    people: list[PersonRef]


class FileView(Struct):
    """An attached file; its content is at `/files/{id}`."""

    id: str
    name: str
    type: str
    size: int
    at: datetime


class DocumentView(Struct):
    """A document a matter gave out, as it was then."""

    title: str
    text: str
    at: datetime


class MatterView(Struct):
    """A matter as its caller may see it.

    `whole` callers are parties and see names, messages and files; others see its course alone. `tally` is what a
    vote, a list of items or a publicity has come to so far. `acts` is what the caller can do now.
    """

    number: int
    title: str
    method: MethodRef
    stage: str
    stage_label: str
    stage_help: str | None
    seq: int
    visible: str
    whole: bool
    opener: PersonRef | None
    origin: PlaceRef | None
    place: PlaceRef | None
    desk: WhoHasIt | None
    opened_at: datetime
    entered_at: datetime | None
    due_at: datetime | None
    provisional: bool
    late: bool
    closed_at: datetime | None
    end: str | None
    answers: list[Answer]
    tally: dict[str, int]
    acts: list[ActView]
    entries: list[EntryView]
    parent: MatterLine | None
    children: list[MatterLine]
    linked: list[MatterLine]
    files: list[FileView]
    documents: list[DocumentView]


class Seen(Struct):
    """A matter as one caller may see it."""

    loaded: Loaded
    whole: bool


def seen(call: Call, number: int) -> Seen:
    """The matter, for one who may see it; to everyone else it does not exist. Raises the 404 fault."""
    loaded = store.read(number, timezone.now())
    if loaded is None or loaded.void or not may_see(call.actor, number):
        raise not_found()
    return Seen(loaded, allowed(call.actor, "matter.see_whole", number))


@operation(
    matters,
    "GET",
    "/matters/{int:number}",
    Sentence("看一件事项", "Read a matter"),
    about=Sentence(
        "在哪个环节、在谁手上、到什么时候、经过，以及您现在可做的动作和表单。",
        "Its stage, who has it, until when, its course, and what you can do now with the forms for it.",
    ),
    answer=MatterView,
    refuses=[404],
)
def get_matter(call: Call, number: int) -> MatterView:
    """The whole of it in one answer."""
    it = seen(call, number)
    record, method, world = it.loaded.record, it.loaded.method, it.loaded.ground
    matter = record.matter
    stage = method.stages[matter.stage]
    places = places_by_number([matter.origin, matter.place, matter.desk.place if matter.desk else None])
    people = people_by_number([matter.opener])
    opener = people.get(matter.opener) if matter.opener is not None else None
    known = known_answers(_all_questions(method, matter.stage), call.actor, matter.origin, world)
    acts = available(method, matter, call.actor, world, world.now)
    return MatterView(
        number=number,
        title=record.title,
        method=MethodRef(method.id, method.title.text(call.language), method.version),
        stage=matter.stage,
        stage_label=stage.label.text(call.language),
        stage_help=call.say(stage.help),
        seq=matter.seq,
        visible=record.visible,
        whole=it.whole,
        opener=person_ref(opener, whole=it.whole) if opener is not None else None,
        origin=places.get(matter.origin),
        place=places.get(matter.place),
        desk=_who_has_it(call, it, matter.desk, places),
        opened_at=matter.opened,
        entered_at=matter.entered,
        due_at=matter.due or matter.window,
        provisional=matter.provisional,
        late=matter.late,
        closed_at=matter.closed,
        end=matter.end,
        answers=_answers(call, it),
        tally={name: value for name, value in matter.tally.items() if type(value) is int},
        acts=[act_view(act, call, known) for act in acts],
        entries=entries_of(call, method, number, whole=it.whole, limit=LATEST)[0],
        **_around(call, it),
    )


def _all_questions(method: Method, stage: str) -> tuple[Field, ...]:
    """Every question of a stage's acts."""
    return tuple(field for act in method.stages[stage].acts.values() for field in act.form)


def _who_has_it(call: Call, it: Seen, desk: Desk | None, places: dict[int, PlaceRef]) -> WhoHasIt | None:
    """Who serves in a post is public; the name of a resident is for those who see the whole."""
    if desk is None:
        return None
    serving = it.loaded.ground.at_desk(desk)[:20]
    office = Organization.objects.filter(pk=desk.office).first() if desk.office is not None else None
    whole = it.whole or desk.role not in ("opener", "holder")
    return WhoHasIt(
        desk.role,
        role_name(desk.role).text(call.language),
        places.get(desk.place),
        OfficeRef(office.pk, office.name) if office is not None else None,
        [person_ref(person, whole=whole) for person in Person.objects.filter(pk__in=serving).order_by("pk")],
    )


def _answers(call: Call, it: Seen) -> list[Answer]:
    """The facts recorded, in the order of the method's questions."""
    method, data = it.loaded.method, it.loaded.record.matter.data
    values = masked(method, data)
    return [
        Answer(
            name,
            field.label.text(call.language),
            field.type,
            plain(values[name]),
            _worded(field, values[name], call),
            field.sensitive,
        )
        for name, field in method.fields.items()
        if values.get(name) not in (None, "", []) and (it.whole or shown_to_onlookers(field))
    ]


def _worded(field: Field, value: Any, call: Call) -> str | None:
    if field.type not in ("choice", "choices"):
        return None
    labels = {option.value: option.label.text(call.language) for option in field.options}
    chosen = value if isinstance(value, list) else [value]
    return ("、" if call.language == "zh" else ", ").join(labels.get(one, str(one)) for one in chosen)


def _around(call: Call, it: Seen) -> dict[str, Any]:
    """What belongs to a matter, as far as the caller may see it."""
    matter = it.loaded.record.matter
    others = seen_by(call.actor).select_related("place").defer("place__geometry", "data", "state", "sealed")
    to = list(Link.objects.filter(matter=matter.id).values_list("to", flat=True))
    back = list(Link.objects.filter(to=matter.id).values_list("matter", flat=True))
    above = others.filter(pk=matter.parent) if matter.parent is not None else ()
    return {
        "parent": next(iter(lines(above, call.language)), None),
        "children": lines(others.filter(parent=matter.id).order_by("pk")[:100], call.language),
        "linked": lines(others.filter(pk__in=[*to, *back]).order_by("pk")[:100], call.language),
        "files": file_views(File.objects.filter(matter=matter.id).order_by("at")) if it.whole else [],
        "documents": _documents(call, matter.id) if it.whole else [],
    }


def file_views(files: Iterable[File]) -> list[FileView]:
    """Files as lists show them."""
    return [FileView(str(file.pk), file.name, file.type, file.size, file.at) for file in files]


def _documents(call: Call, number: int) -> list[DocumentView]:
    english = call.language == "en"
    return [
        DocumentView(d.title_en if english else d.title_zh, d.text_en if english else d.text_zh, d.at)
        for d in Document.objects.filter(matter=number).order_by("at", "n")
    ]


class Look(Message):
    """Which sensitive answers, and what for; your purpose is recorded with your name."""

    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(min_length=1, max_length=20)]
    purpose: Annotated[str, Meta(max_length=120)] = ""


class Revealed(Struct):
    """Sensitive answers, whole."""

    values: dict[str, Any]


@operation(
    matters,
    "POST",
    "/matters/{int:number}/looks",
    Sentence("查看敏感信息（记录在案）", "See sensitive answers (recorded)"),
    body=Look,
    answer=Revealed,
    scope="act",
    refuses=[404],
    examples={"phone": {"fields": ["phone"], "purpose": "上门前电话联系"}},
)
def look_at_matter(call: Call, number: int) -> Revealed:
    """For those who have it in hand; each look is recorded, refused ones too."""
    seen(call, number)
    return Revealed(
        reveal(actor=call.actor, matter=number, fields=call.body.fields, purpose=call.body.purpose)
    )
