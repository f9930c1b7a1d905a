"""One matter: where it stands, with whom, until when, its course, and what the caller can do about it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.api.faults import not_found
from shanzhi.api.forms import ActView, act_view
from shanzhi.api.lists import MatterLine
from shanzhi.api.matter_parts import (
    Answer,
    DocumentView,
    FileView,
    WentOnView,
    answers,
    around_it,
    merged_into,
)
from shanzhi.api.operation import Call, operation
from shanzhi.api.refs import (
    OfficeRef,
    PersonRef,
    PlaceRef,
    people_by_number,
    person_ref,
    place_refs,
)
from shanzhi.api.subjects import matters
from shanzhi.api.timeline import EntryView, entries_of
from shanzhi.engine.types import Desk
from shanzhi.engine.where import PERSONS
from shanzhi.matters.lists.wording import stage_label
from shanzhi.method.model import Field, Method
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization, Person
from shanzhi.places.models import Place
from shanzhi.reading.acts import acts_of
from shanzhi.reading.asking import known_in
from shanzhi.reading.matter import Seen, look
from shanzhi.reading.meanwhile import tally_seen
from shanzhi.reading.places import places_seen
from shanzhi.reading.urging import urging

LATEST = 50
"""How many entries stand in a matter's own answer; the rest follow by `entries`."""


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


class UrgedView(Struct):
    """What a post above asked of the desk (督办) and still waits for: its words, in which role, and until when."""

    text: str
    role: str
    until: datetime


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
    urged: UrgedView | None
    returned: bool
    closed_at: datetime | None
    end: str | None
    answers: list[Answer]
    tally: dict[str, int]
    acts: list[ActView]
    entries: list[EntryView]
    parent: MatterLine | None
    children: list[MatterLine]
    linked: list[MatterLine]
    went_on: WentOnView | None
    files: list[FileView]
    documents: list[DocumentView]


def seen(call: Call, number: int) -> Seen:
    """The matter, for one who may see it; to everyone else it does not exist. Raises the 404 fault."""
    it = look(call.actor, number)
    if it is None:
        raise not_found()
    return it


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
    record, method = it.loaded.record, it.loaded.method
    matter = record.matter
    stage = method.stages[matter.stage]
    where = places_seen(it, [matter.origin, matter.place, matter.desk.place if matter.desk else None])
    places = _places(where) if it.looks_on else {}
    opener = people_by_number([it.opener]).get(it.opener) if it.opener is not None else None
    known = known_in(it, _all_questions(method, matter.stage))
    return MatterView(
        number=number,
        title=it.heading,
        method=MethodRef(method.id, method.title.text(call.language), method.version),
        stage=matter.stage,
        stage_label=stage_label(method, matter.stage, matter.end).text(call.language),
        stage_help=call.say(stage.help),
        seq=matter.seq,
        visible=record.visible,
        whole=it.whole,
        opener=person_ref(opener, whole=True) if opener is not None else None,
        origin=places.get(matter.origin),
        place=places.get(matter.place),
        desk=_who_has_it(call, it, matter.desk, places) if it.looks_on else None,
        opened_at=matter.opened,
        entered_at=matter.entered,
        due_at=matter.due or matter.window,
        provisional=matter.provisional,
        late=matter.late,
        urged=_urged(call, it),
        returned=matter.returned and it.whole,
        closed_at=matter.closed,
        end=matter.end,
        answers=answers(call, it),
        tally=tally_seen(it),
        acts=[act_view(act, call, known) for act in acts_of(it)],
        entries=entries_of(call, it, limit=LATEST)[0],
        went_on=merged_into(call, it),
        **around_it(call, it),
    )


def _places(where: dict[int, Place]) -> dict[int, PlaceRef]:
    """By the number that was asked for; the place told may be the building of it."""
    refs = place_refs(where.values())
    return {number: refs[place.pk] for number, place in where.items()}


def _urged(call: Call, it: Seen) -> UrgedView | None:
    asked = urging(it)
    return UrgedView(asked.text, asked.role.text(call.language), asked.until) if asked is not None else None


def _all_questions(method: Method, stage: str) -> tuple[Field, ...]:
    """Every question of a stage's acts."""
    return tuple(field for act in method.stages[stage].acts.values() for field in act.form)


def _who_has_it(call: Call, it: Seen, desk: Desk | None, places: dict[int, PlaceRef]) -> WhoHasIt | None:
    """Who serves in a post is public; on whom it waits as a person is for those who see the whole."""
    if desk is None:
        return None
    named = it.whole or desk.role not in PERSONS
    there = [one for one in it.loaded.ground.at_desk(desk) if one not in it.unnamed] if named else []
    office = Organization.objects.filter(pk=desk.office).first() if desk.office is not None else None
    return WhoHasIt(
        desk.role,
        called_at(it.loaded.method.stages[it.loaded.record.matter.stage].desk, desk.role).text(call.language),
        places.get(desk.place),
        OfficeRef(office.pk, office.name) if office is not None else None,
        [
            person_ref(person, whole=True)
            for person in Person.objects.filter(pk__in=there[:20]).order_by("pk")
        ],
    )
