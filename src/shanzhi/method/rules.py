"""What a rule of a method says once compiled: whose desk it is, who may not, how long it may take, what must hold, where it leads.

Each keeps where it stands, for the answer to «why not».
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from shanzhi.method.cel import Program
from shanzhi.method.duration import Duration
from shanzhi.method.roles import LEVELS, ROLES
from shanzhi.method.words import Sentence


class Rule(Struct, frozen=True):
    """Where a rule stands: its path in the method (`stages.handling.acts.resolve`) and its line."""

    path: str
    line: int


class Barred(Struct, frozen=True):
    """Who may not, by their part in the matter: its opener, its holder, who acted in a stage, whom a field names."""

    at: Rule
    opener: bool = False
    holder: bool = False
    stages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class DeskRule(Struct, frozen=True):
    """Whose desk a stage lies on. `roles` from the lowest level up; `("opener",)` and `("holder",)` are pseudo.

    `posts` are those that are posts; `serving` tells for each level of the place tree which may stand there.
    """

    roles: tuple[str, ...]
    at: Rule
    level: str | None = None
    up: int = 0
    office: str | None = None
    last: str | None = None
    person: str | None = None
    barred: Barred | None = None
    serving: dict[str, tuple[str, ...]] = {}
    posts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        force_setattr(self, "posts", frozenset(role for role in self.roles if role in ROLES))
        levels = {level: serving(self.roles, level) for level in LEVELS}
        force_setattr(self, "serving", levels)


def serving(roles: tuple[str, ...], level: str) -> tuple[str, ...]:
    """Those of `roles` of which a post may stand at `level`."""
    return tuple(role for role in roles if role in ROLES and level in ROLES[role].levels)


class DueCase(Struct, frozen=True):
    """One time limit and when it applies (always, if `when` is None)."""

    when: Program | None
    limit: Duration


class Due(Struct, frozen=True):
    """A stage's time limit: the date in field `until` if there is one, else the first case that applies.

    `then` is the act the system takes when it is over.
    """

    cases: tuple[DueCase, ...]
    at: Rule
    until: str | None = None
    clock: str | None = None
    then: str | None = None
    remind: Duration | None = None


class Requirement(Struct, frozen=True):
    """What must hold, and what the person is told if it does not."""

    that: Program
    otherwise: Sentence
    at: Rule


class Route(Struct, frozen=True):
    """Where an act or outcome leads, and when (always, if `when` is None)."""

    stage: str
    when: Program | None
    at: Rule
    label: Sentence | None = None


class Setting(Struct, frozen=True):
    """A fact recorded without asking: the value written out, or the expression that gives it."""

    field: str
    value: Any
    at: Rule
    program: Program | None = None


class Extend(Struct, frozen=True):
    """More time for a clock: by the number in field `by`, in `unit`."""

    clock: str
    by: str
    unit: str
