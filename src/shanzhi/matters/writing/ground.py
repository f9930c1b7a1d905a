"""What a decision may ask of the world, answered from the database (`engine.context.Context`).

A process keeps what it learnt of the place tree and of posts for as long as their marks stand still; the marks
come with every matter that is read, so no extra query is spent on them. A mark of 0 means: keep nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from msgspec import Struct

from shanzhi.database.once import once
from shanzhi.database.wire import fetch
from shanzhi.engine.blocks.children import guards
from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.types import Actor, Child, Desk, Elector, Roll
from shanzhi.ledger.vouchers import voucher_code
from shanzhi.matters.clock.workdays import district_calendar
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import BoxOpening, Entry, Matter
from shanzhi.matters.writing.books import StoredBooks
from shanzhi.matters.writing.participation import participants
from shanzhi.matters.writing.record import context_of as sealed_as
from shanzhi.matters.writing.record import entry_context
from shanzhi.matters.writing.rolls import elector_by_key, electors_of, keys_of, roll_now, roll_of_persons
from shanzhi.method.blocks import SUPPORT, SUPPORT_SLOTS
from shanzhi.method.roles import PSEUDO
from shanzhi.people import queries as people
from shanzhi.people.facts import context_of
from shanzhi.people.models import Organization, Post
from shanzhi.people.sealing import unseal
from shanzhi.places.models import Place
from shanzhi.places.queries import full_name
from shanzhi.registers.queries import entry_of

MOST_PLACES = 200_000
PERSON = """SELECT NULLIF(p.name, ''), p.sealed, p.household_id, COALESCE(p.home_id, h.place_id)
 FROM people_person p LEFT JOIN people_household h ON h.id = p.household_id
 WHERE p.id = %s AND p.erased_at IS NULL"""
"""What a form may fill in of the person who opens a matter; asked at each opening, so not by way of the ORM."""
_SEALED = ("phone", "id_number", "address")
MARKS = """SELECT COALESCE((SELECT names FROM places_edition WHERE id = 1), 0),
 COALESCE((SELECT number FROM people_postsversion WHERE id = 1), 0)"""


class Marks(Struct, frozen=True):
    """Which edition of the place tree and of the posts a statement saw."""

    places: int = 0
    posts: int = 0


class _Known(Struct, frozen=True):
    """What is held of a person: plain facts, and the sealed ones."""

    person: int
    name: str | None
    sealed: bytes | None
    household: int | None
    home: int | None


class _Term(Struct, frozen=True):
    """One post: who holds which role in which office (None: none), from when until when."""

    person: int
    role: str
    office: int | None
    since: datetime
    until: datetime | None


class _Kept:
    """What one process knows of one edition."""

    def __init__(self, mark: int) -> None:
        self.mark = mark
        self.ways: dict[int, tuple[int, ...]] = {}
        self.levels: dict[int, str] = {}
        self.posts: dict[tuple[str, int], tuple[_Term, ...]] = {}


_places = _Kept(0)
_posts = _Kept(0)


def _kept(marks: Marks) -> tuple[_Kept, _Kept]:
    """The knowledge for these marks: what there is, or a fresh start. Threads may race; each has a whole one."""
    global _places, _posts
    places, posts = _places, _posts
    if marks.places == 0 or places.mark != marks.places or len(places.levels) > MOST_PLACES:
        places = _Kept(marks.places)
        if marks.places:
            _places = places
    if marks.posts == 0 or posts.mark != marks.posts:
        posts = _Kept(marks.posts)
        if marks.posts:
            _posts = posts
    return places, posts


class Ground:
    """The Context of one command: the world as it is at `now`."""

    def __init__(self, marks: Marks, now: datetime, calendar: WorkCalendar | None = None) -> None:
        self.calendar = calendar or district_calendar()
        self.now = now
        self.books = StoredBooks(now)
        self.marks = marks
        self._places, self._posts = _kept(marks)
        self._people: dict[int, _Known | None] = {}
        self._electors: dict[tuple[int, int, int], tuple[Elector, ...]] = {}
        self._taken: dict[tuple[int, int, str], bool] = {}

    def path(self, place: int) -> tuple[int, ...]:
        way = self._places.ways.get(place)
        if way is None:
            self._learn_place(place)
            way = self._places.ways[place]
        return way

    def level(self, place: int) -> str:
        if place not in self._places.levels:
            self._learn_place(place)
        return self._places.levels[place]

    def _learn_place(self, place: int) -> None:
        path = Place.objects.filter(pk=place).values_list("path", flat=True).first()
        self.learn_path(place, path)

    def learn_path(self, place: int, path: str | None) -> None:
        """Take in the path of a place that was read anyway; all on its way are learnt in one query."""
        ways, levels = self._places.ways, self._places.levels
        if place in ways:
            return
        way = tuple(int(part) for part in path.split("/") if part) if path else ()
        if not all(above in levels for above in way):
            levels.update(Place.objects.filter(pk__in=way).values_list("pk", "level"))
        for n, above in enumerate(way, 1):
            ways[above] = way[:n]
        ways.setdefault(place, way)

    def holders(
        self, role: str, place: int, office: int | None = None, but: frozenset[int] = frozenset()
    ) -> bool:
        serving = self.serving(role, place, office)
        return any(person not in but for person in serving) if but else bool(serving)

    def serving(self, role: str, place: int, office: int | None = None) -> list[int]:
        """The persons who hold a role now: at exactly this place, or in this office wherever its posts stand."""
        key = ("place", place) if office is None else ("office", office)
        terms = self._posts.posts.get(key)
        if terms is None:
            terms = self._posts.posts[key] = self._learn_posts(place, office)
        now = self.now
        return [
            t.person
            for t in terms
            if t.role == role and t.since <= now and (t.until is None or t.until > now)
        ]

    def _learn_posts(self, place: int, office: int | None) -> tuple[_Term, ...]:
        posts = (
            Post.objects.filter(organization=office)
            if office is not None
            else Post.objects.filter(place=place)
        )
        fields = posts.values_list("person", "role", "organization", "since", "until", "ended_at")
        return tuple(
            _Term(
                person,
                role,
                at_office,
                since,
                min((t for t in (until, ended) if t is not None), default=None),
            )
            for person, role, at_office, since, until, ended in fields
        )

    def acting_for(self, office: int) -> list[int]:
        """Whoever holds a post in an organisation now, in whatever role, each once."""
        key = ("office", office)
        terms = self._posts.posts.get(key)
        if terms is None:
            terms = self._posts.posts[key] = self._learn_posts(0, office)
        running = [t for t in terms if t.since <= self.now and (t.until is None or t.until > self.now)]
        return list(dict.fromkeys(t.person for t in running))

    def at_desk(self, desk: Desk) -> list[int]:
        """The persons on whose desk something lies: the one who has it, or all who hold the post.

        One who had it last but holds the post no longer does not count.
        """
        if desk.role in PSEUDO:
            return [desk.person] if desk.person is not None else []
        if desk.office is not None:
            serving = self.acting_for(desk.office)
        else:
            serving = self.serving(desk.role, desk.place)
        return [desk.person] if desk.person in serving else serving

    def office(self, office: int) -> int | None:
        return people.office_place(office)

    def owns(self, person: int, place: int) -> bool:
        return people.owns_in(person, self.path(place))

    def members(self, kind: str, number: int) -> tuple[int, ...]:
        return people.members_of(kind, number, self.now)

    def fact(self, path: str, actor: Actor, place: int) -> Any:
        whose, _, what = path.partition(".")
        if whose == "place":
            return _PLACE_FACTS[what](self, place) if what in _PLACE_FACTS else None
        person = self._person(actor.person)
        if person is None:
            return None
        if what in _SEALED:
            return unseal(person.sealed, context_of(person.person)).get(what)
        if what in _OF_UNIT:
            served = Organization.objects.filter(posts__person=person.person).order_by("posts__since")
            return served.values_list(_OF_UNIT[what], flat=True).first()
        return getattr(person, what, None)

    def _person(self, number: int | None) -> _Known | None:
        if number is None:
            return None
        if number not in self._people:
            rows = fetch(PERSON, (number,))
            self._people[number] = _Known(number, *rows[0]) if rows else None
        return self._people[number]

    def registered(self, keeper: str, register: str, whose: str) -> Mapping[str, Any] | None:
        return entry_of(keeper, register, whose, self.now)

    def taken(self, matter: int, visit: int, slot: str) -> bool:
        asked = (matter, visit, slot)
        if asked not in self._taken:
            self._taken[asked] = Entry.objects.filter(matter=matter, visit=visit, slot=slot).exists()
        return self._taken[asked]

    def answered(self, matter: int, visit: int, slot: str) -> Mapping[str, Any]:
        entry = Entry.objects.filter(matter=matter, visit=visit, slot=slot).first()
        if entry is None:
            return {}
        sealed = unseal(bytes(entry.sealed), entry_context(matter, entry.seq)) if entry.sealed else {}
        return {**entry.values, **sealed.get("values", {})}

    def who(self, matter: int, visit: int, slot: str) -> int | None:
        entries = Entry.objects.filter(matter=matter, visit=visit, slot=slot)
        return entries.values_list("person", flat=True).first()

    def elector(self, matter: int, visit: int, key: str) -> Elector | None:
        return elector_by_key(matter, visit, key)

    def supporting(self, matter: int) -> frozenset[int]:
        return frozenset(participants(matter, SUPPORT))

    def supporters(self, matter: int, per: str) -> frozenset[str]:
        begins = reduce(or_, (Q(slot__startswith=f"{slot}:{per}:") for slot in SUPPORT_SLOTS))
        given = Entry.objects.filter(begins, matter=matter)
        slots = set(given.values_list("slot", flat=True)) - self._taken_back(matter)
        return frozenset(slot.partition(":")[2] for slot in slots if slot is not None)

    def due(self, matter: int) -> datetime | None:
        found = Matter.objects.filter(pk=matter, closed_at=None).values_list("due_at", flat=True)
        return found.first()

    def supports(self, matter: int, slot: str) -> bool:
        given = Entry.objects.filter(matter=matter, slot=slot).exists()
        return given and slot not in self._taken_back(matter)

    def _taken_back(self, matter: int) -> set[str]:
        """Whose support of a matter was taken back and not given again."""
        turns = Entry.objects.filter(matter=matter).filter(
            Q(act__in=SUPPORT.values()) | Q(act__in=SUPPORT, slot__isnull=True)
        )
        back: set[str] = set()
        for act, values in turns.order_by("seq").values_list("act", "values"):
            (back.discard if act in SUPPORT else back.add)(values.get("slot", ""))
        return back

    def roll(self, electors: str, place: int) -> Roll:
        return roll_now(electors, place, self.now, (self.marks.places, self.marks.posts))

    def roll_of(self, persons: tuple[int, ...], place: int) -> Roll:
        return roll_of_persons(persons, place)

    def electors(self, matter: int, visit: int, person: int) -> tuple[Elector, ...]:
        asked = (matter, visit, person)
        if asked not in self._electors:
            self._electors[asked] = electors_of(*asked)
        return self._electors[asked]

    def keys(self, roll: Roll) -> frozenset[str]:
        return keys_of(roll)

    def voucher(self, matter: int) -> str:
        return voucher_code(matter)

    def children(self, matter: int) -> tuple[Child, ...]:
        rows = Matter.objects.filter(parent=matter, parent_index__isnull=False, void=False).order_by("pk")
        return tuple(
            Child(
                row.pk,
                row.parent_visit or 0,
                row.parent_index or 0,
                row.method,
                row.opener_id,
                row.opened_at,
                row.stage,
                row.end or None,
                row.data | (unseal(bytes(row.sealed), sealed_as(row.pk)) if row.sealed else {}),
                *guards(compiled(bytes(row.pin), row.adoption_id)),
            )
            for row in rows.defer("state", "head")
        )

    def opened_before(self, matter: int) -> bool:
        return BoxOpening.objects.filter(matter=matter).exists()

    def key_cards(self, place: int) -> tuple[int, int]:
        from shanzhi.matters.ballots.cards import cards_for

        at, cards = cards_for(self.path(place), self.now)
        return at, len(cards)


def ground(now: datetime | None = None) -> Ground:
    """The world as it is now, for questions outside a command (which acts are open to whom)."""
    return Ground(once("marks", lambda: Marks(*fetch(MARKS, ())[0])), now or timezone.now())


def _name_at(level: str) -> Callable[[Ground, int], str | None]:
    def name(ground: Ground, place: int) -> str | None:
        way = [p for p in ground.path(place) if ground.level(p) == level]
        return Place.objects.filter(pk=way[0]).values_list("name", flat=True).first() if way else None

    return name


_OF_UNIT = {"unit": "name", "organisation": "pk"}
"""What is known of the organisation somebody serves: its column by the name of the fact."""
_PLACE_FACTS: dict[str, Callable[[Ground, int], Any]] = {
    "name": lambda ground, place: Place.objects.filter(pk=place).values_list("name", flat=True).first(),
    "address": lambda ground, place: full_name(Place.objects.get(pk=place)),
    "community": _name_at("community"),
    "street": _name_at("street"),
}
