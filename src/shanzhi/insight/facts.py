"""What a measure may ask of one matter, read from as few columns as it needs.

`closed`, `end`, `minutes` (from opening to closing, or until now), `work_minutes`, for each clock `started`, `met`
(in time) and `passed` (its date is over), `data.*`, `visits.*`, `extended.*`, `matter.*`, `inputs.*`,
`opened`, `now`: the scope of `method.scope.measure_scope`. All as of one moment: what came later has not happened yet.
Answers given later than that moment still show; only times are turned back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct, defstruct

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.types import Clock
from shanzhi.matters.writing.record import moment
from shanzhi.method.model import Method

COLUMNS = (
    "pk",
    "adoption",
    "origin",
    "place",
    "opened_at",
    "closed_at",
    "end",
    "late",
    "raw_data",
    "raw_state",
)
"""The columns of a row, in this order (`measures.rows`)."""


class Ran(Struct):
    """What a matter's state tells of its time limits and stages."""

    clocks: dict[str, Clock] = {}
    visits: dict[str, int] = {}


class MatterFacts(Struct):
    """One matter as measures see it, as of the moment asked about."""

    pk: int
    adoption: int
    origin: int
    place: int
    opened: datetime
    closed: datetime | None
    end: str
    late: bool
    data: Any
    ran: Ran


Getter = Callable[[MatterFacts], Any]
_decode_ran = msgspec.json.Decoder(Ran).decode
_NOTHING = Ran()


class World:
    """What lies outside the matters: the moment, the calendar, the places."""

    def __init__(
        self, at: datetime, calendar: WorkCalendar, levels: Callable[[int], str], top: Callable[[int], bool]
    ) -> None:
        self.at, self.calendar, self.levels, self.top = at, calendar, levels, top


class Reader:
    """Turns rows into matters, decoding only what is asked for: these answers, and the state if it matters."""

    def __init__(self, answers: Iterable[str], *, state: bool, at: datetime) -> None:
        names = sorted({*answers})
        shape = defstruct(
            "Answers",
            [(f"a{n}", Any, msgspec.field(name=name, default=None)) for n, name in enumerate(names)],
        )
        self._answers = {name: f"a{n}" for n, name in enumerate(names)}
        self._decode = msgspec.json.Decoder(shape).decode if names else None
        self._state, self._at = state, at

    def read(self, row: Sequence[Any]) -> MatterFacts:
        """The matter of a row of `COLUMNS`."""
        pk, adoption, origin, place, opened, closed, end, late, data, state = row
        shut = moment(closed)
        if shut is not None and shut > self._at:
            shut, end = None, ""
        return MatterFacts(
            pk, adoption, origin, place, moment(opened) or self._at, shut, end, bool(late),
            self._decode(data) if self._decode is not None else None,
            _decode_ran(state) if self._state else _NOTHING,
        )  # fmt: skip

    def answer(self, name: str) -> Getter:
        """How an answer is read from a matter."""
        slot = self._answers[name]
        return lambda m: getattr(m.data, slot)


def wants(names: Iterable[str]) -> tuple[set[str], bool]:
    """Which answers, and whether the state, the names of conditions need."""
    answers, state = set(), False
    for name in names:
        head, _, rest = name.partition(".")
        if head == "data":
            answers.add(rest)
        state = state or head in ("clocks", "visits")
    return answers, state


def getter(name: str, method: Method, reader: Reader, world: World) -> Getter:
    """How a name of a measure's condition gets its value for one matter."""
    head, _, rest = name.partition(".")
    if head == "now":
        return lambda m: world.at
    if head == "data":
        return reader.answer(rest)
    if head == "inputs":
        value = method.values.get(rest)
        return lambda m: value
    if head == "matter":
        return _MATTER[rest](world)
    if head == "parent":
        return lambda m: None
    if head == "clocks":
        clock, _, what = rest.partition(".")
        return _CLOCK[what](clock, world)
    return _visits(rest)


def _minutes(world: World) -> Getter:
    return lambda m: int(((m.closed or world.at) - m.opened).total_seconds() // 60)


def _work_minutes(world: World) -> Getter:
    return lambda m: world.calendar.working_minutes(m.opened, m.closed or world.at)


def _clock(test: Callable[[Clock, datetime], Any]) -> Callable[[str, World], Getter]:
    def of(name: str, world: World) -> Getter:
        def ask(m: MatterFacts) -> Any:
            clock = m.ran.clocks.get(name)
            return test(clock, world.at) if clock is not None and clock.started <= world.at else None

        return ask

    return of


def _visits(name: str) -> Getter:
    return lambda m: m.ran.visits.get(name, 0)


_MATTER: Mapping[str, Callable[[World], Getter]] = {
    "opened": lambda world: lambda m: m.opened,
    "closed": lambda world: lambda m: m.closed is not None,
    "end": lambda world: lambda m: m.end,
    "minutes": _minutes,
    "work_minutes": _work_minutes,
    "level": lambda world: lambda m: world.levels(m.place),
    "top": lambda world: lambda m: world.top(m.place),
    "late": lambda world: lambda m: m.late,
}
_CLOCK: Mapping[str, Callable[[str, World], Getter]] = {
    "started": _clock(lambda clock, at: True),
    "met": _clock(Clock.met),
    "passed": _clock(Clock.passed),
    "extended": _clock(lambda clock, at: clock.extended),
    "due": _clock(lambda clock, at: clock.due),
    "left": _clock(Clock.left),
}
