"""A decision in the making: the matter's next state, written once and then frozen.

The dictionaries of the matter are shared until they are written to, so that a step costs what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec.structs import astuple

from shanzhi.engine.accounts import NOTHING_BOOKED, Account, Booked
from shanzhi.engine.context import Context
from shanzhi.engine.types import Actor, Clock, Command, Decision, Desk, Effect, Entry, Matter, Urged
from shanzhi.method.model import Method

CHANGING: Final = (
    "booked", "clocks", "closed", "data", "desk", "due", "effects", "end", "entered", "entries", "handlers", "hops",
    "late", "line", "listed", "looks", "once", "opener", "place", "provisional", "remind", "returned", "role", "seq", "stage", "tally", "urged", "values", "visit",
    "visits", "ways", "window",
)  # fmt: skip
"""What a step may change in a draft; the rest stands as it was given."""


class Draft:
    """What `decide` works on. `at` is the time of the event, which for a timer is when it was due; `asked` and `given` are
    the act that the command names and its answers, still unchecked."""

    __slots__ = ("actor", "asked", "at", "command", "ctx", "given", "id", "matter", "method", "opened", "opening", "origin", "parent", "parent_visit", "person", "pinned", *CHANGING)  # fmt: skip

    def __init__(self, method: Method, matter: Matter, command: Command, ctx: Context, at: datetime) -> None:
        self.method = method
        self.matter = matter
        self.command = command
        self.asked: str
        self.actor: Actor
        self.given: Mapping[str, Any]
        _, self.asked, _, self.actor, _, self.given, _, _ = astuple(command)
        self.person: int | None = self.actor.person
        self.ctx = ctx
        self.at = at
        # In the order in which `Matter` declares them: all at once is ten times as quick as one by one.
        self.id: int
        self.pinned: str
        self.seq: int
        self.visit: int
        self.stage: str
        self.place: int
        self.origin: int
        self.opener: int | None
        self.opened: datetime
        self.desk: Desk | None
        self.entered: datetime | None
        self.due: datetime | None
        self.provisional: bool
        self.window: datetime | None
        self.remind: datetime | None
        self.late: bool
        self.data: dict[str, Any]
        self.tally: dict[str, Any]
        self.clocks: dict[str, Clock]
        self.handlers: dict[str, Desk]
        self.visits: dict[str, int]
        self.parent: int | None
        self.parent_visit: int | None
        self.closed: datetime | None
        self.end: str | None
        self.urged: Urged | None
        self.returned: bool
        self.once: tuple[str, ...]
        self.opening: str
        (
            self.id, self.pinned, self.seq, self.visit, self.stage, self.place, self.origin, self.opener, self.opened,
            self.desk, self.entered, self.due, self.provisional, self.window, self.remind, self.late, self.data,
            self.tally, self.clocks, self.handlers, self.visits, self.parent, self.parent_visit, self.closed, self.end,
            self.urged, self.returned, self.once, self.opening,
        ) = astuple(matter)  # fmt: skip
        self.values: dict[str, Any] = {}
        self.line: dict[str, Any] = {}
        self.listed: str | None = None
        self.role: str | None = None
        self.entries: tuple[Entry, ...] = ()
        self.effects: tuple[Effect, ...] = ()
        self.ways: tuple[str, ...] = ()
        self.hops = 0
        self.booked: Booked = NOTHING_BOOKED
        self.looks: dict[Account, int] = {}

    def note(
        self,
        act: str,
        values: dict[str, Any] | None = None,
        to: str | None = None,
        slot: str | None = None,
        sealed: tuple[str, ...] = (),
        note: str | None = None,
    ) -> None:
        """Append a line of history: from the present stage, `to` where it leads (default: it stays).

        `sealed` names the values that are sensitive, if there are such.
        """
        self.seq += 1
        if sealed:
            sealed = tuple([name for name in sealed if values and name in values])
        self.entries += (
            Entry(
                self.seq, self.visit, act, self.at, self.person, self.role, self.place,
                self.stage, self.stage if to is None else to, values or {}, sealed, slot,
                note,
            ),
        )  # fmt: skip

    def forget_dates(self) -> None:
        """No date is promised, waited for or reminded of any more."""
        self.due = self.window = self.remind = None
        self.provisional = self.late = False

    def count(self, **changes: Any) -> None:
        """Change the block's tally."""
        self.tally = {**self.tally, **changes}

    def effect(self, kind: str, **values: Any) -> None:
        self.effects += (Effect(kind, values),)

    def fork(self) -> Draft:
        """A second draft that stands where this one does, to try something that may be refused."""
        twin = Draft(self.method, self.matter, self.command, self.ctx, self.at)
        for name in CHANGING:
            setattr(twin, name, getattr(self, name))
        return twin

    def finish(self) -> Decision:
        """The frozen decision; of balances that were read it says first how they stood."""
        if self.looks:
            self.effects = (Effect("balances_read", {"looks": self.looks}), *self.effects)
        matter = Matter(
            self.id, self.pinned, self.seq, self.visit, self.stage, self.place, self.origin, self.opener,
            self.opened, self.desk, self.entered, self.due, self.provisional, self.window, self.remind,
            self.late, self.data, self.tally, self.clocks, self.handlers, self.visits, self.parent,
            self.parent_visit, self.closed, self.end, self.urged, self.returned, self.once, self.opening,
        )  # fmt: skip
        return Decision(matter, self.entries, self.effects, self.ways)
