"""Scripts: matters of the sample whose course is fixed step by step, so that today each stands where it should.

A step says when (days ago and the local clock, or minutes ago), who, and what. Whom `r3` or `staff` means depends on
the script's circle: its yard or its community. A step that is refused is a fault of the script, and is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from shanzhi.cli.sample.ground import COMMUNITIES, DOORS, GRIDS, MICROGRIDS, Tree
from shanzhi.cli.sample.people import SamplePeople
from shanzhi.engine.calendar import default_calendar
from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import keep_file
from shanzhi.people.models import Person
from shanzhi.places.models import Place

YARDS_EACH = GRIDS * MICROGRIDS
"""Yards of one community."""


class When(Struct, frozen=True):
    """A moment: so many days ago (negative: to come) at a clock time, or so many minutes ago."""

    days: int = 0
    clock: str = ""
    minutes: int = 0

    def at(self, now: datetime, zone: ZoneInfo | None = None) -> datetime:
        """The moment, counted from now."""
        local = now.astimezone(zone or default_calendar().zone).replace(second=0, microsecond=0)
        if not self.clock:
            return local - timedelta(days=self.days, minutes=self.minutes)
        hour, minute = map(int, self.clock.split(":"))
        return (local - timedelta(days=self.days)).replace(hour=hour, minute=minute)


class Who(Struct, frozen=True):
    """A person of the circle, to be named in an answer."""

    name: str


class Here(Struct, frozen=True):
    """The place of the circle, to be named in an answer."""


class PlaceAt(Struct, frozen=True):
    """A place of the community by its level and number, to be named in an answer."""

    level: str
    number: int


class Office(Struct, frozen=True):
    """A department office by its number, to be named in an answer."""

    number: int


class Other(Struct, frozen=True):
    """Another script's matter, to be named in an answer."""

    script: str


class SentFile(Struct, frozen=True):
    """A file with these words, sent in by whoever acts."""

    name: str
    words: str


class Step(Struct, frozen=True):
    """One act. `child` is the number of the part it is done to, for a matter that was split."""

    when: When
    who: str
    act: str
    values: dict[str, Any] = {}
    child: int | None = None


class Script(Struct, frozen=True):
    """One matter: how it is opened, and its steps. `yard` is the number of the yard it is about, if it is about one;
    `way` is the way in, left out the first."""

    name: str
    method: str
    community: int
    opened: When
    by: str
    values: dict[str, Any]
    steps: tuple[Step, ...] = ()
    yard: int | None = None
    way: str = ""


class Circle:
    """The people and the place a script is about."""

    def __init__(self, script: Script, tree: Tree, cast: SamplePeople) -> None:
        self.cast, self.tree = cast, tree
        self.community = tree.communities[script.community]
        first, count = script.community * YARDS_EACH, YARDS_EACH
        if script.yard is not None:
            first, count = first + script.yard, 1
        homes = 2 * DOORS  # of one yard
        self.residents = cast.residents[first * homes : (first + count) * homes]
        self.yard = tree.microgrids[first]
        self.place: Place = self.yard if script.yard is not None else self.community
        self.grid = next(p for p in tree.grids if p.pk in self.yard.ancestor_ids)

    def person(self, name: str) -> Person:
        """`r3`: the fourth resident; `office1`: who serves the second office; `grid_chief@2`: the one of the third grid;
        `inspector@district`: the district's; `volunteer` and other roles: whoever holds the post nearest above the yard."""
        if name[0] == "r" and name[1:].isdecimal():
            return self.residents[int(name[1:])]
        if name.startswith("office") and name[6:].isdecimal():
            return self.cast.posts["department_staff", self.cast.offices[int(name[6:])].pk]
        role, at, number = name.partition("@")
        if number == "district":
            return self.cast.posts[role, self.tree.district.pk]
        if at:
            return self.cast.posts[role, self.spots("grid")[int(number)].pk]
        role = {"staff": "community_staff"}.get(name, name)
        for place in reversed(self.grid.ancestor_ids):
            if (role, place) in self.cast.posts:
                return self.cast.posts[role, place]
        raise KeyError(name)

    def spots(self, level: str) -> list[Place]:
        """The community's places of a level, in the order of the tree."""
        every = {"grid": self.tree.grids, "microgrid": self.tree.microgrids, "building": self.tree.buildings}
        return [place for place in every[level] if self.community.pk in place.ancestor_ids]

    def door(self, person: Person) -> int:
        """Where somebody opens a matter: at home; else in the yard it is about, or the community where they serve."""
        return person.household.place_id if person.household is not None else self.place.pk


def filled_in(value: Any, circle: Circle, now: datetime, numbers: dict[str, int], by: Actor) -> Any:
    """An answer with persons, places, moments, matters and files put in; files are those of who acts."""
    match value:
        case SentFile(name, words):
            return str(keep_file(actor=by, name=name, content=words.encode(), at=now).pk)
        case Who(name):
            return circle.person(name).pk
        case Here():
            return circle.place.pk
        case PlaceAt(level, number):
            return circle.spots(level)[number].pk
        case Office(number):
            return circle.cast.offices[number].pk
        case Other(script):
            return numbers[script]
        case When():
            return value.at(now).strftime("%Y-%m-%d %H:%M" if value.clock or value.minutes else "%Y-%m-%d")
        case list():
            return [filled_in(one, circle, now, numbers, by) for one in value]
        case dict():
            return {name: filled_in(one, circle, now, numbers, by) for name, one in value.items()}
    return value


def check(scripts: Iterable[Script]) -> None:
    """Raise ValueError for names that occur twice or communities there are none of."""
    names: set[str] = set()
    for script in scripts:
        if script.name in names or not 0 <= script.community < sum(map(len, COMMUNITIES)):
            raise ValueError(script.name)
        names.add(script.name)
