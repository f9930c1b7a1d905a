"""What a rule of a method says once compiled: whose desk it is, who may not, how long it may take, what must hold, where it leads.

Each keeps where it stands, for the answer to «why not».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from shanzhi.method.cel import Program
from shanzhi.method.duration import Duration
from shanzhi.method.roles import ACTING, LEVELS, ROLES, role_name, who_words
from shanzhi.method.words import Sentence

OPENED: Final = "open"
"""Where a clock begins that runs from the opening."""


@dataclass(frozen=True)
class Rule:
    """Where a rule stands: its path in the method (`stages.handling.acts.resolve`) and its line."""

    path: str
    line: int


@dataclass(frozen=True)
class Barred:
    """Who may not, by their part in the matter: its opener, its holder, who acted in a stage, whom a field names."""

    at: Rule
    opener: bool = False
    holder: bool = False
    stages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeskRule:
    """Whose desk a stage lies on: of `by`, in their order, the first who is there.

    `groups` are its words, roles that stand beside each other together: of these the lowest level goes first. `roles` are
    all but those `named` in the matter (`people.x`), `posts` the roles that are posts; `serving` tells for each level of
    the place tree which may stand there. Outside working hours those of `off` have it.
    """

    by: tuple[str, ...]
    at: Rule
    level: str | None = None
    up: int = 0
    last: str | None = None
    barred: Barred | None = None
    people: dict[str, Sentence] = field(default_factory=dict)
    off: DeskRule | None = None
    roles: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    serving: dict[str, tuple[str, ...]] = field(default_factory=dict)
    posts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        named = tuple([word.removeprefix("people.") for word in self.by if word.startswith("people.")])
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "roles", tuple([word for word in self.by if not word.startswith("people.")]))
        object.__setattr__(self, "groups", _groups(self.by))
        object.__setattr__(self, "posts", frozenset(role for role in self.roles if role in ROLES))
        levels = {level: serving(self.roles, level) for level in LEVELS}
        object.__setattr__(self, "serving", levels)

    def words(self) -> list[Sentence]:
        """Whose desk it is, in words."""
        return who_words(self.by, self.people)


def called_at(desk: DeskRule | None, role: str) -> Sentence:
    """What whoever has a desk in a role is called: who is named in the matter by their part in it (反映人), and never the one
    who took it (接单人) where nobody takes it."""
    if role != "holder" or desk is None or "holder" in desk.by or not desk.named:
        return role_name(role)
    return desk.people[desk.named[0]] if len(desk.named) == 1 else ACTING["named"]


def _groups(by: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words of a desk, posts that follow each other together."""
    found: list[tuple[str, ...]] = []
    for word in by:
        if word in ROLES and found and found[-1][0] in ROLES:
            found[-1] = (*found[-1], word)
        else:
            found.append((word,))
    return tuple(found)


def serving(roles: tuple[str, ...], level: str) -> tuple[str, ...]:
    """Those of `roles` of which a post may stand at `level`."""
    return tuple(role for role in roles if role in ROLES and level in ROLES[role].levels)


@dataclass(frozen=True)
class Measured:
    """A length of time that a fact gives: one of that type, or a number of `unit`."""

    field: str
    unit: str | None = None

    def __str__(self) -> str:
        return f"data.{self.field}" + (f" {self.unit}" if self.unit else "")


Span = Duration | Measured
"""How long: written out, set by an input, or given by a fact."""


@dataclass(frozen=True)
class DueCase:
    """One time limit and when it applies (always, if `when` is None).

    One of those that a table's column holds says what was `looked` up.
    """

    when: Program | None
    limit: Span
    looked: str | None = None


@dataclass(frozen=True)
class Due:
    """A stage's time: up to `until` if that has a value, else by the first case that applies; never later than `not_after`.

    `then` is the act the system takes when it is over.
    """

    cases: tuple[DueCase, ...]
    at: Rule
    until: Program | None = None
    not_after: Program | None = None
    clock: str | None = None
    then: str | None = None
    remind: Duration | None = None

    def rests_on(self, name: str) -> bool:
        """Whether a fact (`data.day`, `people.owner`) has a part in when it is over."""
        times = [time for time in (self.until, self.not_after) if time is not None]
        return any(name in time.names for time in times) or any(
            (case.when is not None and name in case.when.names)
            or (isinstance(case.limit, Measured) and name == f"data.{case.limit.field}")
            for case in self.cases
        )

    def speaks_of(self, clock: str) -> bool:
        """Whether a clock has a part in when it is over."""
        times = [time for time in (self.until, self.not_after) if time is not None]
        return self.clock == clock or any(f"clocks.{clock}.due" in time.names for time in times)


@dataclass(frozen=True)
class ClockRule:
    """A limit that spans stages: it begins on the first entry of one of `starts` (`open`: when the matter is opened),
    stands still in `pauses`, and is met in `ends`. `time` says how long it is."""

    name: str
    label: Sentence
    time: Due
    starts: frozenset[str]
    ends: frozenset[str]
    pauses: frozenset[str] = frozenset()

    @property
    def at(self) -> Rule:
        """Where it stands in the file."""
        return self.time.at


def times_of(due: Due | None, clocks: Mapping[str, ClockRule]) -> tuple[Due, ...]:
    """What says when a stage's time is over, first what goes before: its own rule, then that of the clock it goes by."""
    if due is None:
        return ()
    clock = clocks.get(due.clock) if due.clock is not None else None
    return (due,) if clock is None else (due, clock.time)


@dataclass(frozen=True)
class Requirement:
    """What must hold, and what the person is told if it does not."""

    that: Program
    otherwise: Sentence
    at: Rule


@dataclass(frozen=True)
class Route:
    """Where an act or outcome leads, and when (always, if `when` is None)."""

    stage: str
    when: Program | None
    at: Rule
    label: Sentence | None = None


@dataclass(frozen=True)
class Setting:
    """A fact recorded without asking: the value written out, or the expression that gives it."""

    field: str
    value: Any
    at: Rule
    program: Program | None = None


@dataclass(frozen=True)
class Extend:
    """More time for a clock."""

    clock: str
    more: Span


@dataclass(frozen=True)
class Landing:
    """Matters for which `when` holds land at `level`, and are never sent below it; the opener is told `why`, if it says so."""

    when: Program
    level: str
    why: Sentence | None
    at: Rule
