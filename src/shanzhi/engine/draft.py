"""A decision in the making: the matter's next state, written once and then frozen.

The dictionaries of the matter are shared until they are written to, so that a step costs what it changes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shanzhi.engine.context import Context
from shanzhi.engine.types import Clock, Command, Decision, Desk, Effect, Entry, Matter
from shanzhi.method.model import Method

CHANGING = (
    "actor", "clocks", "closed", "data", "desk", "due", "effects", "end", "entered", "entries", "handlers", "hops",
    "late", "line", "listed", "once", "opener", "place", "provisional", "remind", "returned", "role", "seq", "stage", "tally", "urged", "values", "visit",
    "visits", "ways", "window",
)  # fmt: skip
"""What a step may change in a draft; the rest stands as it was given."""


class Draft:
    """What `decide` works on. `at` is the time of the event, which for a timer is when it was due."""

    __slots__ = ("at", "command", "ctx", "matter", "method", *CHANGING)

    def __init__(self, method: Method, matter: Matter, command: Command, ctx: Context, at: datetime) -> None:
        self.method = method
        self.matter = matter
        self.command = command
        self.actor = command.actor
        self.ctx = ctx
        self.at = at
        self.seq = matter.seq
        self.visit = matter.visit
        self.stage = matter.stage
        self.place = matter.place
        self.opener = matter.opener
        self.desk = matter.desk
        self.entered = matter.entered
        self.due = matter.due
        self.provisional = matter.provisional
        self.window = matter.window
        self.remind = matter.remind
        self.late = matter.late
        self.data: dict[str, Any] = matter.data
        self.tally: dict[str, Any] = matter.tally
        self.clocks: dict[str, Clock] = matter.clocks
        self.handlers: dict[str, Desk] = matter.handlers
        self.visits: dict[str, int] = matter.visits
        self.closed = matter.closed
        self.end = matter.end
        self.urged = matter.urged
        self.returned = matter.returned
        self.values: dict[str, Any] = {}
        self.line: dict[str, Any] = {}
        self.listed: str | None = None
        self.once = matter.once
        self.role: str | None = None
        self.entries: tuple[Entry, ...] = ()
        self.effects: tuple[Effect, ...] = ()
        self.ways: tuple[str, ...] = ()
        self.hops = 0

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
                self.seq, self.visit, act, self.at, self.actor.person, self.role, self.place,
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
        """The frozen decision."""
        before = self.matter
        matter = Matter(
            before.id, before.method, self.seq, self.visit, self.stage, self.place, before.origin, self.opener,
            before.opened, self.desk, self.entered, self.due, self.provisional, self.window, self.remind,
            self.late, self.data, self.tally, self.clocks, self.handlers, self.visits, before.parent,
            before.parent_visit, self.closed, self.end, self.urged, self.returned, self.once, before.opening,
        )  # fmt: skip
        return Decision(matter, self.entries, self.effects, self.ways)
