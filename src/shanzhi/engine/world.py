"""A small world in memory: the Context for examples, simulation and tests.

One district with a street, a community, a grid, a microgrid and a building; one person in every role; as many
residents as are asked for, each with a household of their own. People are called by role (`grid_worker`; a second in the same posts, if there is to be one, `grid_worker2`) or
`resident`, `resident2` …, representatives up to `representative9`; offices are `office1`, `office2` ….
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shanzhi.engine.blocks.memory_box import MemoryBoxes
from shanzhi.engine.blocks.support import Support
from shanzhi.engine.calendar import WorkCalendar, default_calendar
from shanzhi.engine.memory_ledger import MOVES, MemoryLedger
from shanzhi.engine.memory_registers import Registers
from shanzhi.engine.rolls import by_owner
from shanzhi.engine.types import (
    NOBODY,
    OF_PARENT,
    SYSTEM,
    Actor,
    Child,
    Command,
    Elector,
    Matter,
    Refusal,
    Roll,
    listed,
    listed_persons,
)
from shanzhi.method.model import Method
from shanzhi.method.roles import ROLES

PLACES: tuple[tuple[int, str], ...] = (
    (1, "district"),
    (2, "street"),
    (3, "community"),
    (4, "grid"),
    (5, "microgrid"),
    (6, "building"),
)
OFFICES = {"office1": 1, "office2": 2, "office3": 3}
RESIDENTS = 40
REPRESENTATIVES = 9
DEFAULT_AREA = 10_000
Held = dict[tuple[str, int], frozenset[int]]
"""Who holds a post, by its role and its place or office."""
_DIGITS = "0123456789"
HOLDER, CARDS = "key_holder", 3
"""Who opens secret ballots, and how many of them have their card."""


class World:
    """A Context over plain dictionaries. Ids: places 1–6 and households from 100, people from 1,000.

    `owners` says who owns a home (nobody: it is not known, or one of `developers` has it still). A roll fixed before does not follow what changes here.
    """

    def __init__(
        self,
        *,
        calendar: WorkCalendar | None = None,
        vacant: frozenset[str] = frozenset(),
        facts: Mapping[str, Any] | None = None,
        roll: Mapping[str, int] | None = None,
        areas: Mapping[str, int] | None = None,
        residents: int = RESIDENTS,
        more: frozenset[str] = frozenset(),
    ) -> None:
        self.calendar = calendar or default_calendar()
        self.paths = {place: tuple(p for p, _ in PLACES[: n + 1]) for n, (place, _) in enumerate(PLACES)}
        self.levels = dict(PLACES)
        self.facts = dict(facts or {})
        self.posts: set[tuple[str, int]] = set()
        self.people: dict[str, Actor] = {"system": SYSTEM, "parent": OF_PARENT}
        self.doers: dict[tuple[int, int, str], int | None] = {}
        self.slots: set[tuple[int, int, str]] = set()
        self.answers: dict[tuple[int, int, str], dict[str, Any]] = {}
        self.support = Support()
        self.born: dict[int, dict[int, Child]] = {}
        self.dues: dict[int, datetime | None] = {}
        self.boxes = MemoryBoxes(self)
        self.registers = Registers()
        self.books = MemoryLedger()
        self.fixed_roll = dict(roll) if roll else None
        self.areas: dict[int, int] = {}
        self.owners: dict[int, tuple[int, ...]] = {}
        self.developers: dict[int, int] = {}
        self.rolls: dict[tuple[int, int], Roll] = {}
        self.by_roll: dict[int, tuple[Roll, dict[int, tuple[Elector, ...]]]] = {}
        self.staffed = frozenset(OFFICES.values()) if "department_staff" not in vacant else frozenset()
        self._appoint(vacant)
        self._appoint_more(more - self.people.keys(), vacant)
        self._settle(residents, areas or {})
        self.by_number = {actor.person: actor for actor in self.people.values()}
        self.in_post = _holding((actor.person, actor.posts) for actor in self.people.values())
        self.in_office = _holding((actor.person, actor.offices) for actor in self.people.values())

    def _appoint(self, vacant: frozenset[str]) -> None:
        person = 1000
        for name, role in ROLES.items():
            held = (
                [(name, place) for place, level in PLACES if level in role.levels]
                if name not in vacant
                else []
            )
            self.posts.update(held)
            person += 1
            self.people[name] = Actor(person, frozenset(held), home=self.paths[6])
        if "representative" not in vacant:
            seat = frozenset({("representative", 3)})
            for n in range(2, REPRESENTATIVES + 1):
                self.people[f"representative{n}"] = Actor(3000 + n, seat, home=self.paths[6])
        for office, number in OFFICES.items():
            person += 1
            staff = frozenset({("department_staff", number)} if self.staffed else ())
            self.people[f"department_staff@{office}"] = Actor(person, offices=staff)

    def _appoint_more(self, names: frozenset[str], vacant: frozenset[str]) -> None:
        """Others in the same posts, called by role and number (`street_staff2`): there only where somebody speaks of them."""
        for person, name in enumerate(sorted(names), 4001):
            role = name.rstrip(_DIGITS)
            if role in ROLES and role not in vacant:
                posts = frozenset((role, place) for place, level in PLACES if level in ROLES[role].levels)
                self.people[name] = Actor(person, posts, home=self.paths[6])

    def _settle(self, residents: int, areas: Mapping[str, int]) -> None:
        for n in range(1, residents + 1):
            door = 100 + n
            name = "resident" if n == 1 else f"resident{n}"
            self.paths[door] = (*self.paths[6], door)
            self.levels[door] = "household"
            self.areas[door] = int(areas.get(name, DEFAULT_AREA))
            self.people[name] = Actor(2000 + n, household=door, home=self.paths[door])
            self.owners[door] = (2000 + n,)

    def path(self, place: int) -> tuple[int, ...]:
        return self.paths.get(place, ())

    def level(self, place: int) -> str:
        return self.levels[place]

    def holders(self, role: str, place: int, office: int | None = None, but: frozenset[int] = NOBODY) -> bool:
        if office is not None:
            return not self.in_office.get((role, office), NOBODY) <= but
        if but:
            return not self.in_post.get((role, place), NOBODY) <= but
        return (role, place) in self.posts

    def office(self, office: int) -> int | None:
        return 1 if office in OFFICES.values() else None

    def owns(self, person: int, place: int) -> bool:
        return any(person in owners and place in self.path(door) for door, owners in self.owners.items())

    def members(self, kind: str, number: int) -> tuple[int, ...]:
        found = [
            actor.person
            for actor in self.people.values()
            if (
                actor.household == number
                if kind == "household"
                else any(o == number for _r, o in actor.offices)
            )
        ]
        return tuple([person for person in found if person is not None])

    def fact(self, path: str, actor: Actor, place: int) -> Any:
        if path in self.facts:
            return self.facts[path]
        _whose, _, what = path.partition(".")
        known = self.by_number.get(actor.person, actor)
        return {"person": known.person, "household": known.household}.get(what)

    def registered(self, keeper: str, register: str, whose: str) -> Mapping[str, Any] | None:
        return self.registers.standing(keeper, register, whose)

    def taken(self, matter: int, visit: int, slot: str) -> bool:
        return (matter, visit, slot) in self.slots

    def answered(self, matter: int, visit: int, slot: str) -> Mapping[str, Any]:
        return self.answers.get((matter, visit, slot), {})

    def who(self, matter: int, visit: int, slot: str) -> int | None:
        return self.doers.get((matter, visit, slot))

    def elector(self, matter: int, visit: int, key: str) -> Elector | None:
        roll = self.rolls.get((matter, visit))
        return next((one for one in roll.electors if one.key == key), None) if roll is not None else None

    def supporters(self, matter: int, per: str) -> frozenset[str]:
        return self.support.of(matter, per)

    def supporting(self, matter: int) -> frozenset[int]:
        return self.support.by(matter)

    def due(self, matter: int) -> datetime | None:
        return self.dues.get(matter)

    def supports(self, matter: int, slot: str) -> bool:
        return slot in self.support.slots.get(matter, ())

    def roll(self, electors: str, place: int) -> Roll:
        kind, _, whose = electors.partition(":")
        if kind in _SEATS:
            roll = listed(self._seated(_SEATS[kind] or whose, place))
        else:
            roll = listed(_ROLLS[kind](self, [door for door in self.areas if place in self.paths[door]]))
        if self.fixed_roll is None:
            return roll
        count, area = self.fixed_roll.get("count", 0), self.fixed_roll.get("area", 0)
        return Roll(count, area if electors == "owner" else 0, roll.electors)

    def roll_of(self, persons: tuple[int, ...], place: int) -> Roll:
        return listed_persons(persons)

    def _seated(self, role: str, place: int) -> list[Elector]:
        """Those who hold a role in a place or below; of an organisation (its number), those who serve it."""
        found = {
            actor.person
            for actor in self.people.values()
            if any(held == role and place in self.paths[at] for held, at in actor.posts)
            or any(str(office) == role for _role, office in actor.offices)
        }
        return [Elector(f"person:{one}", persons=(one,)) for one in sorted(one for one in found if one)]

    def electors(self, matter: int, visit: int, person: int) -> tuple[Elector, ...]:
        roll = self.rolls.get((matter, visit))
        if roll is None:
            return ()
        known = self.by_roll.get(id(roll))
        if known is None:
            votes: dict[int, tuple[Elector, ...]] = {}
            for one in roll.electors:
                for voter in one.persons:
                    votes[voter] = (*votes.get(voter, ()), one)
            known = self.by_roll[id(roll)] = (roll, votes)
        return known[1].get(person, ())

    def keys(self, roll: Roll) -> frozenset[str]:
        return frozenset(one.key for one in roll.electors)

    def voucher(self, matter: int) -> str:
        return f"code{matter}"

    def children(self, matter: int) -> tuple[Child, ...]:
        return tuple(self.born.get(matter, {}).values())

    def opened_before(self, matter: int) -> bool:
        return matter in self.boxes.opened

    def key_cards(self, place: int) -> tuple[int, int]:
        way = [p for p in reversed(self.path(place)) if self.holders(HOLDER, p)]
        return (way[0], CARDS) if way else (place, 0)

    def sealed(self, method: Method, matter: Matter, command: Command) -> Command | Refusal:
        """The command as it may be decided: votes and cards of a secret ballot are sealed away first."""
        return self.boxes.sealed(method, matter, command)

    def record(self, matter: int, entries: Any, effects: Any, visit: int) -> None:
        """Keep what a decision took: its slots and its sealed votes, as the store does in its transaction."""
        for entry in entries:
            if entry.slot is not None:
                self.slots.add((matter, entry.visit, entry.slot))
                self.doers[matter, entry.visit, entry.slot] = entry.person
                self.answers[matter, entry.visit, entry.slot] = entry.values
            self.support.keep(matter, entry)
        for effect in effects:
            if effect.kind in MOVES:
                self.books.book(matter, effect.kind, effect.values, entries[0].at)
            if effect.kind == "roll":
                self.rolls[matter, effect.values["visit"]] = effect.values["roll"]
            elif effect.kind == "register":
                self.registers.write(effect.values)
        self.boxes.keep(matter, visit, effects)


def _holding(people: Iterable[tuple[int | None, frozenset[tuple[str, int]]]]) -> Held:
    """Who holds each post."""
    found: dict[tuple[str, int], set[int]] = {}
    for person, posts in people:
        if person is not None:
            for post in posts:
                found.setdefault(post, set()).add(person)
    return {post: frozenset(persons) for post, persons in found.items()}


def _persons(world: World, doors: list[int]) -> list[Elector]:
    homes = set(doors)
    living = [number for number, actor in world.by_number.items() if number and actor.household in homes]
    return [Elector(f"person:{number}", persons=(number,)) for number in living if number is not None]


def _households(world: World, doors: list[int]) -> list[Elector]:
    living: dict[int, list[int]] = {door: [] for door in doors}
    for number, actor in world.by_number.items():
        if number is not None and actor.household in living:
            living[actor.household].append(number)
    return [Elector(f"household:{door}", persons=tuple(people)) for door, people in living.items() if people]


def _owners(world: World, doors: list[int]) -> list[Elector]:
    return by_owner(
        [(door, world.areas[door], world.owners.get(door, ()), world.developers.get(door)) for door in doors]
    )


_SEATS = {"representative": "representative", "post": "", "member": ""}
_ROLLS = {"person": _persons, "household": _households, "owner": _owners}
