"""What the engine reads and returns: plain, immutable values.

A `Matter` is the whole state a decision needs; its history is never read. A `Command` asks for one thing.
`decide` answers with a `Decision` (the next state, the entries to append, the effects to carry out) or a
`Refusal` (which rule of the method, on which line, and what to do). All times are aware datetimes; the store
decides how they are kept. None of them can be part of a cycle, so the garbage collector need not look at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from shanzhi.method.words import Sentence


class Actor(Struct, frozen=True, gc=False):
    """Who acts. `person` is None for the clock and for the system itself.

    `posts` holds (role, place id) pairs in force now; `offices` the organisations (department offices) the
    person serves, as (role, office id); `home` the places from the district down to the person's own door.
    Who serves an organisation acts for it (`organizations`).
    `recorded` is for taking over what another system recorded, where it was done by somebody who is not known by
    name: `opener` or `desk`; and `parent` for what a matter does in one that it opened. History then names the role and no person. Nobody who signs in is ever such an actor.
    """

    person: int | None
    posts: frozenset[tuple[str, int]] = frozenset()
    offices: frozenset[tuple[str, int]] = frozenset()
    household: int | None = None
    home: tuple[int, ...] = ()
    recorded: str | None = None

    @property
    def organizations(self) -> frozenset[int]:
        """The organisations for which they act, in whatever role."""
        return frozenset(office for _role, office in self.offices)


SYSTEM = Actor(person=None)
OF_PARENT = Actor(person=None, recorded="parent")
"""The matter that opened or gathered this one, acting in it."""
NOBODY: frozenset[int] = frozenset()
"""No person: whom a rule bars that bars nobody, who holds a post that is vacant."""


class Desk(Struct, frozen=True, gc=False):
    """Where a matter lies (经办): a role at a place, perhaps at one office, perhaps held by one person."""

    role: str
    place: int
    office: int | None = None
    person: int | None = None


class Clock(Struct, frozen=True, gc=False):
    """One promised time limit (时限) that may span several stages.

    `limit` is the duration as written (`5 workdays`). While `paused` is set the clock stands still.
    `provisional` says that the due time crosses a year whose working days are not yet published. `overdue` names
    the stages in which the rule for being overdue was carried out, each once until the clock has a new due time.
    `stopped` is when it was met, or, if the matter ended before that (`unmet`), when it ended.
    """

    limit: str
    started: datetime
    due: datetime
    provisional: bool = False
    paused: datetime | None = None
    stopped: datetime | None = None
    extended: int = 0
    overdue: tuple[str, ...] = ()
    unmet: bool = False

    def met(self, at: datetime) -> bool:
        """Whether it was met no later than it was due, as of a moment."""
        stopped = self.stopped
        return stopped is not None and not self.unmet and stopped <= self.due and stopped <= at

    def passed(self, at: datetime) -> bool:
        """Whether its date is over, met or not; one that stands still waits."""
        return self.due < (at if self.paused is None else min(self.paused, at))

    def left(self, at: datetime) -> timedelta:
        """How much time is left; none where it is over."""
        until = self.stopped or self.paused or at
        return max(self.due - until, timedelta())


class Urged(Struct, frozen=True, gc=False):
    """What a post above asked of the present desk (督办): until when it wants an answer, and in which entry it says so."""

    until: datetime
    seq: int


class Deadline(Struct, frozen=True, gc=False):
    """A due time in UTC; `provisional` when it crosses a year whose working days are not published."""

    at: datetime
    provisional: bool


class Matter(Struct, frozen=True, gc=False):
    """The state of one matter (事项) between two commands.

    `place` is where it stands now (it moves when the matter is escalated), `origin` where it happened.
    `data` holds every fact recorded, by field name; `tally` what the present stage has collected so far;
    `clocks` the named time limits; `handlers` who last acted in each stage. `due` is the date promised on the
    present desk; `window` the end of the present block's window; `remind` the next reminder.
    `urged` is what a post above asked and waits for; `returned` says that it came back to a desk that had finished with it.
    `once` names the effects that came and come no more, `opening` the way by which it came in.
    `late` is true once the rule for being overdue has been carried out in this visit, or before on the same clock.
    """

    id: int
    method: str
    seq: int
    visit: int
    stage: str
    place: int
    origin: int
    opener: int | None
    opened: datetime
    desk: Desk | None = None
    entered: datetime | None = None
    due: datetime | None = None
    provisional: bool = False
    window: datetime | None = None
    remind: datetime | None = None
    late: bool = False
    data: dict[str, Any] = {}
    tally: dict[str, Any] = {}
    clocks: dict[str, Clock] = {}
    handlers: dict[str, Desk] = {}
    visits: dict[str, int] = {}
    parent: int | None = None
    parent_visit: int | None = None
    closed: datetime | None = None
    end: str | None = None
    urged: Urged | None = None
    returned: bool = False
    once: tuple[str, ...] = ()
    opening: str = ""

    @property
    def wakes(self) -> datetime | None:
        """When the clock must next look at this matter; None when closed or nothing is pending.

        A due date that is the end of the block's own window is the window's business.
        """
        if self.closed is not None:
            return None
        soonest = self.window
        if self.due is not None and not self.late and (soonest is None or self.due < soonest):
            soonest = self.due
        if self.remind is not None and (soonest is None or self.remind < soonest):
            soonest = self.remind
        return soonest


class Command(Struct, frozen=True, gc=False):
    """One request to change a matter.

    `id` makes it idempotent; `seq` is the history position the person saw (None: not stated, as from the
    clock). `act` is `open`, an act of the present stage, a built-in act, a block's act, `due` (the clock),
    `joined` (a child matter closed) or `released` (the parent waits no longer). `values` are the answers to the act's form, still unchecked.
    `sent` is a keyed digest of what its sender wrote, by which other words under the same id are known; None for none. `event` is what opens a matter by itself.
    """

    id: str
    act: str
    at: datetime
    actor: Actor
    seq: int | None = None
    values: Mapping[str, Any] = {}
    sent: bytes | None = None
    event: Mapping[str, Any] = {}


class Entry(Struct, frozen=True, gc=False):
    """One line of a matter's history (记录), as the engine wants it appended.

    `slot` is what may happen once per visit (a vote of one household, a signature); the store holds it unique.
    `values` are checked values; those named in `sealed` are sensitive and are stored encrypted.
    """

    seq: int
    visit: int
    act: str
    at: datetime
    person: int | None
    role: str | None
    place: int | None
    stage: str | None
    to: str
    values: dict[str, Any] = {}
    sealed: tuple[str, ...] = ()
    slot: str | None = None
    note: str | None = None


class Effect(Struct, frozen=True, gc=False):
    """One thing the store carries out in the same transaction: `kind` is from the closed list of effects."""

    kind: str
    values: dict[str, Any] = {}


class Decision(Struct, frozen=True, gc=False):
    """What follows from a command that was allowed.

    `ways` are the rules by which the matter was led on, in order (`stages.handling.acts.resolve.to[0]`).
    """

    matter: Matter
    entries: tuple[Entry, ...]
    effects: tuple[Effect, ...] = ()
    ways: tuple[str, ...] = ()


class Refusal(Struct, frozen=True, gc=False):
    """Why a command was not allowed (为什么不行).

    `code` is stable; `why` the sentence for the person, with the next step in it; `rule` the path of the rule
    in the method (`stages.handling.acts.resolve.requires[0]`) and `line` its line in the file; `fields` what
    is wrong with each answer of the form.
    """

    code: str
    why: Sentence
    rule: str | None = None
    line: int | None = None
    fields: dict[str, Sentence] = {}


class Child(Struct, frozen=True, gc=False):
    """A matter that another asked for or gathered, as that one may know it: its number, in which visit and as which of them
    it was opened, by whom and when, where it stands, how it ended (None: it is open), and its facts; of these some are
    `sealed`, for they are sensitive, and some `private`."""

    number: int
    visit: int
    index: int
    method: str
    opener: int | None
    opened: datetime
    stage: str
    end: str | None
    data: Mapping[str, Any]
    sealed: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()


class Elector(Struct, frozen=True, gc=False):
    """One elector: `key` counts once (a person's, a household's, an owner's), `area` in hundredths of a square metre.

    `persons` are those who may vote for it, the first of them counts; with nobody (an unknown owner, flats not yet
    sold) it stays on the roll and nobody votes for it. `flats` are the homes whose area it is.
    """

    key: str
    area: int = 0
    persons: tuple[int, ...] = ()
    flats: tuple[int, ...] = ()


class Roll(Struct, frozen=True, gc=False):
    """Who counts in a block, fixed when it opens: how many, their area together, and each of them.

    `kept` is its number where the store holds this very roll already; then it is not listed again. `digest` is that
    of the whole list, `edition` that of the register it was read from, where the world can tell them.
    """

    count: int
    area: int = 0
    electors: tuple[Elector, ...] = ()
    kept: int | None = None
    digest: str = ""
    edition: tuple[int, int] = (0, 0)


def listed_persons(persons: Iterable[int]) -> Roll:
    """The roll of these persons, each once."""
    return listed([Elector(f"person:{one}", persons=(one,)) for one in sorted(set(persons))])


def listed(electors: list[Elector]) -> Roll:
    """The roll of these electors."""
    return Roll(len(electors), sum(one.area for one in electors), tuple(electors))
