"""Persons: found by those who may, shown masked; seen whole for a purpose, each look recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from django.db import transaction
from msgspec import UNSET, Meta, Struct, UnsetType, field

from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.refs import (
    PlaceRef,
    kept_household,
    person_at,
    place_at,
    place_refs,
)
from shanzhi.api.subjects import people
from shanzhi.matters.writing.deaths import record_death
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.finding import find_people
from shanzhi.people.models import Person
from shanzhi.people.permission import allowed, require
from shanzhi.people.privacy import FACTS, erase_person, masked
from shanzhi.people.queries import people_at
from shanzhi.places.models import Place

Name = Annotated[str, Meta(min_length=1, max_length=60)]
Fact = Annotated[str, Meta(max_length=200)]


class PersonView(Struct):
    """A person, name and facts masked. `minor` marks a child under 14, whose data need an approval."""

    id: int
    name: str
    facts: dict[str, str]
    household: int | None
    home: PlaceRef | None
    guardian: int | None
    minor: bool
    deceased_on: date | None
    erased_at: datetime | None


class PersonPage(Struct):
    """Persons; `next` is what to send as `after`."""

    people: list[PersonView]
    next: int | None


class PersonFilter(Message):
    """Persons who live in a place, or those whom a `text` means: a name, a telephone number, an address with its door.

    `name` and `phone` are the same for one of these alone; with `place`, only those who live or serve there.
    """

    place: Number | None = None
    text: Annotated[str, Meta(max_length=100)] | None = None
    name: Annotated[str, Meta(max_length=60)] | None = None
    phone: Annotated[str, Meta(max_length=30)] | None = None
    after: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Facts(Message):
    """Sensitive facts; null takes one away."""

    phone: Fact | UnsetType | None = UNSET
    id_number: Fact | UnsetType | None = UNSET
    birth: Fact | UnsetType | None = UNSET
    address: Fact | UnsetType | None = UNSET
    email: Fact | UnsetType | None = UNSET

    def given(self) -> dict[str, str | None]:
        """Those that were named."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not UNSET}


class NewPerson(Message):
    """A person to enter: of a `household`, living at `home`, or one who will hold a post at the place `serves`."""

    name: Name
    household: Number | None = None
    home: Number | None = None
    serves: Number | None = None
    guardian: Number | None = None
    facts: Facts = field(default_factory=Facts)


class PersonChange(Message):
    """What to change; the rest stays."""

    name: Name | UnsetType = UNSET
    facts: Facts | UnsetType = UNSET
    household: Number | UnsetType = UNSET
    home: Number | UnsetType = UNSET
    guardian: Number | UnsetType | None = UNSET


class Death(Message):
    """The day of death."""

    on: date


class Done(Struct):
    """Whom it was done for."""

    id: int


class Reason(Message):
    """Why."""

    reason: Annotated[str, Meta(max_length=200)]


@operation(
    people,
    "GET",
    "/people",
    Sentence("找人", "Find people"),
    query=PersonFilter,
    answer=PersonPage,
    refuses=[404],
)
def list_people(call: Call) -> PersonPage:
    """Masked; where the caller's post allows it."""
    query: PersonFilter = call.query
    place = place_at(query.place) if query.place is not None else None
    text = query.text or query.phone or query.name
    if text is not None:
        if place is not None:
            require(call.actor, "person.see", place)
        within = [place] if place is not None else []
        return PersonPage(_views(find_people(call.actor, text, within=within, most=query.limit)), None)
    if place is None:
        me = [person_at(call.actor.person)] if call.actor.person is not None else []
        return PersonPage([_view(person) for person in me], None)
    living = people_at(call.actor, place)
    if query.after is not None:
        living = living.filter(pk__gt=query.after)
    rows = list(living.order_by("pk")[: query.limit + 1])
    shown = _views(rows[: query.limit])
    return PersonPage(shown, shown[-1].id if len(rows) > query.limit else None)


@operation(
    people,
    "POST",
    "/people",
    Sentence("登记人员", "Enter a person"),
    body=NewPerson,
    answer=PersonView,
    status=201,
    makes=lambda number: Person.objects.filter(pk=number, erased_at=None, deceased_on=None).exists(),
    scope="act",
    refuses=[404],
    examples={"resident": {"name": "居民一", "household": 12, "facts": {"phone": "13800000001"}}},
)
def add_person(call: Call) -> PersonView:
    """By those who keep the rolls there."""
    body: NewPerson = call.body
    return _view(
        actions.add_person(
            call.actor,
            name=body.name,
            household=kept_household(call.actor, body.household) if body.household is not None else None,
            home=place_at(body.home) if body.home is not None else None,
            serves=place_at(body.serves) if body.serves is not None else None,
            guardian=seen_person(call, body.guardian) if body.guardian is not None else None,
            facts=body.facts.given(),
        )
    )


@operation(
    people,
    "GET",
    "/people/{int:number}",
    Sentence("看一个人（脱敏）", "Read a person, masked"),
    answer=PersonView,
    refuses=[404],
)
def get_person(call: Call, number: int) -> PersonView:
    """For those whose post stands there, and for the person."""
    return _view(seen_person(call, number))


@operation(
    people,
    "PATCH",
    "/people/{int:number}",
    Sentence("更正人员信息", "Correct a person"),
    body=PersonChange,
    answer=PersonView,
    scope="act",
    refuses=[404],
)
def change_person(call: Call, number: int) -> PersonView:
    """Each change is an act of its own, and all come or none."""
    body: PersonChange = call.body
    person = seen_person(call, number)
    with transaction.atomic():
        if isinstance(body.name, str):
            actions.rename_person(call.actor, person=person, name=body.name)
        if isinstance(body.facts, Facts):
            actions.set_contact(call.actor, person=person, facts=body.facts.given())
        if isinstance(body.household, int):
            actions.move_person(
                call.actor, person=person, household=kept_household(call.actor, body.household)
            )
        elif isinstance(body.home, int):
            actions.move_person(call.actor, person=person, home=place_at(body.home))
        if not isinstance(body.guardian, UnsetType):
            guardian = seen_person(call, body.guardian) if body.guardian is not None else None
            actions.set_guardian(call.actor, person=person, guardian=guardian)
    return _view(person_at(number))


@operation(
    people,
    "POST",
    "/people/{int:number}/move-out",
    Sentence("迁出本地", "Let a person move away"),
    answer=Done,
    scope="act",
    refuses=[404],
)
def leave(call: Call, number: int) -> Done:
    """By those who keep the rolls where they lived; afterwards nobody there sees them any more."""
    actions.move_out(call.actor, person=seen_person(call, number))
    return Done(number)


@operation(
    people,
    "POST",
    "/people/{int:number}/died",
    Sentence("登记去世", "Record a death"),
    body=Death,
    answer=PersonView,
    scope="act",
    refuses=[404],
)
def died(call: Call, number: int) -> PersonView:
    """Their posts end, what lay with them is handed on, their account is closed, and nothing is sent to them."""
    record_death(call.actor, person=seen_person(call, number), on=call.body.on)
    return _view(person_at(number))


@operation(
    people,
    "POST",
    "/people/{int:number}/alive",
    Sentence("更正误登的去世", "Take back a death recorded by mistake"),
    body=Reason,
    answer=PersonView,
    scope="act",
    refuses=[404],
)
def alive(call: Call, number: int) -> PersonView:
    """With how it was found out. Posts, account, headship and wards that ended with it are given again one by one."""
    actions.correct_death(call.actor, person=seen_person(call, number), reason=call.body.reason)
    return _view(person_at(number))


@operation(
    people,
    "POST",
    "/people/{int:number}/erase",
    Sentence("删除个人信息", "Erase a person's data"),
    body=Reason,
    answer=PersonView,
    scope="act",
    refuses=[404],
)
def erase(call: Call, number: int) -> PersonView:
    """For good; records stay, without the person in them."""
    erase_person(call.actor, person=seen_person(call, number), reason=call.body.reason)
    return _view(person_at(number))


def seen_person(call: Call, number: int) -> Person:
    """The person, for one who may see them; to everyone else there is none. Raises the 404 fault."""
    person = person_at(number)
    if not allowed(call.actor, "person.see", person):
        raise not_found()
    return person


def _views(people: Sequence[Person]) -> list[PersonView]:
    refs = place_refs(home for one in people if (home := _home(one)) is not None)
    return [_view(one, refs) for one in people]


def _home(person: Person) -> Place | None:
    return person.home or (person.household.place if person.household else None)


def _view(person: Person, refs: Mapping[int, PlaceRef] | None = None) -> PersonView:
    shown = masked(person)
    home = _home(person)
    return PersonView(
        person.pk,
        shown.pop("name"),
        shown,
        person.household_id,
        (refs or place_refs([home]))[home.pk] if home is not None else None,
        person.guardian_id,
        person.minor,
        person.deceased_on,
        person.erased_at,
    )
