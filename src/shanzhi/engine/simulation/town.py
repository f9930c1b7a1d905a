"""The town a simulation runs in: so many like places under one district, their staff and their residents.

The levels above the one at which matters open are one place each; from that level down to the building there is
one for each of the load's places. Every role has its staff at each of its levels there is.
"""

from __future__ import annotations

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.simulation.load import Load, roles_of
from shanzhi.engine.types import Actor, Desk, Roll
from shanzhi.engine.world import DEFAULT_AREA, World
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVELS, ROLES

OFFICE_ROLE = "department_staff"
Key = tuple[str, int, int | None]
"""A desk as its staff share it: the role, its place, and its office if it is one."""


class Town(World):
    """A Context like the small world of examples, with many places. Ids count up from 1, people from 10,000."""

    def __init__(self, method: Method, load: Load, calendar: WorkCalendar) -> None:
        super().__init__(calendar=calendar, vacant=frozenset(ROLES), residents=0)
        self.people, self.by_number, self.posts = {}, {}, set()
        self.paths, self.levels = {}, {}
        self.number = 10_000
        self.grounds: list[int] = []
        self.doors: dict[int, int] = {}
        self.settled: dict[int, list[Actor]] = {}
        self.staff: dict[Key, list[Actor]] = {}
        self.listed: dict[tuple[str, int], Roll] = {}
        self._lay_out(LEVELS.index(method.opening.level), load)
        self.offices = {1_000_000 + n: self.district for n in range(1, load.offices + 1)}
        self._appoint_all(method, load)
        self.staffed = frozenset(key[2] for key in self.staff if key[2] is not None)

    def _lay_out(self, opening: int, load: Load) -> None:
        first = min(opening, LEVELS.index("district"))
        own = min(opening, LEVELS.index("building"))
        above: tuple[int, ...] = ()
        for level in LEVELS[first:own]:
            above = self._place(above, level)
        for _ in range(load.places):
            path = above
            for level in LEVELS[own : LEVELS.index("unit")]:
                path = self._place(path, level)
            ground = path[len(above)]
            self.grounds.append(ground)
            self.doors[ground] = path[-1]
            self.settled[ground] = [self._resident(path) for _ in range(load.households)]
        districts = [place for place, level in self.levels.items() if level == "district"]
        self.district = districts[0]

    def _place(self, above: tuple[int, ...], level: str) -> tuple[int, ...]:
        place = len(self.paths) + 1
        self.paths[place] = (*above, place)
        self.levels[place] = level
        return self.paths[place]

    def _resident(self, path: tuple[int, ...]) -> Actor:
        home = self._place(path, "household")
        self.areas[home[-1]] = DEFAULT_AREA
        resident = self._person(Actor(self._next(), household=home[-1], home=home))
        self.owners[home[-1]] = (resident.person or 0,)
        return resident

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _person(self, actor: Actor) -> Actor:
        self.by_number[actor.person] = actor
        return actor

    def _appoint_all(self, method: Method, load: Load) -> None:
        to_offices = any(field.kind.points_to is Thing.OFFICE for field in method.fields.values())
        for role in roles_of(method):
            count = load.staff.get(role, 1)
            if count == 0:
                continue
            if role == OFFICE_ROLE and to_offices:
                for office, place in self.offices.items():
                    held = frozenset({(role, office)})
                    self.staff[role, place, office] = [
                        self._person(Actor(self._next(), offices=held)) for _ in range(count)
                    ]
                continue
            for place, level in list(self.levels.items()):
                if level in ROLES[role].levels:
                    posts, home = frozenset({(role, place)}), self.paths[place]
                    self.posts |= posts
                    self.staff[role, place, None] = [
                        self._person(Actor(self._next(), posts, home=home)) for _ in range(count)
                    ]

    def serving(self, desk: Desk, roles: tuple[str, ...]) -> Key | None:
        """Whose queue a matter on this desk waits in, by the engine's own rule for vacant posts; None: nobody's."""
        if (desk.role, desk.place, desk.office) in self.staff:
            return desk.role, desk.place, desk.office
        path = self.paths[desk.place]
        for place in reversed(path):
            for role in roles:
                if (role, place, None) in self.staff:
                    return role, place, None
        return None

    def holders_near(self, roles: frozenset[str], place: int) -> list[Actor]:
        """Those who hold one of these roles at a place, above it or within it."""
        path = self.paths[place]
        return [
            actor
            for (role, at, office), actors in self.staff.items()
            if role in roles and office is None and (at in path or place in self.paths[at])
            for actor in actors
        ]

    def office(self, office: int) -> int | None:
        return self.offices.get(office)

    def holders(
        self, role: str, place: int, office: int | None = None, but: frozenset[int] = frozenset()
    ) -> bool:
        if but:
            return any(actor.person not in but for actor in self.staff.get((role, place, office), ()))
        return (role, place, office) in self.staff if office is not None else (role, place) in self.posts

    def roll(self, electors: str, place: int) -> Roll:
        """The same for as long as the town stands: nobody moves here."""
        known = self.listed.get((electors, place))
        if known is None:
            known = self.listed[electors, place] = super().roll(electors, place)
        return known
