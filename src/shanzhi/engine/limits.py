"""Time limits: the stage's due date, clocks that span stages, pauses, extensions, reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from shanzhi.engine.calendar import Deadline
from shanzhi.engine.conditions import holds
from shanzhi.engine.types import Clock
from shanzhi.method.duration import Duration, parse_duration

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Due, Stage

# The limit of a clock whose date was named outright; what a pause took is given back in plain time.
NAMED = "1 minute"


def set_due(d: Draft, due: Due, restart: tuple[str, ...]) -> None:
    """The due date of the stage just entered: its own limit, or what is left on its clock."""
    if due.clock is None:
        if (found := _deadline(d, due)) is not None:
            _, deadline = found
            d.due, d.provisional = deadline.at, deadline.provisional
    else:
        clock = d.clocks.get(due.clock)
        if clock is None or due.clock in restart:
            if (found := _deadline(d, due)) is None:
                return
            limit, deadline = found
            clock = Clock(limit, d.at, deadline.at, deadline.provisional)
        elif clock.stopped is not None:
            clock = replace(clock, stopped=None)
        d.clocks = {**d.clocks, due.clock: clock}
        d.due, d.provisional = clock.due, clock.provisional
    if due.remind is not None and d.due is not None:
        remind = d.due - timedelta(minutes=due.remind.rough_minutes)
        d.remind = remind if remind > d.at else None


def _deadline(d: Draft, due: Due) -> tuple[str, Deadline] | None:
    """The limit as written and its date: a named date if the order gave one, else the case that applies."""
    if due.until is not None and (value := d.data.get(due.until)) is not None:
        return NAMED, Deadline(moment(d, value), False)
    limit = next((c.limit for c in due.cases if c.when is None or holds(d, c.when, due.at)), None)
    return None if limit is None else (str(limit), d.ctx.calendar.add(d.at, limit))


def stop_clocks(d: Draft, names: tuple[str, ...]) -> None:
    """The promise of these clocks is kept (or not) as of now."""
    if names:
        stopped = {n: replace(d.clocks[n], stopped=d.at) for n in names if n in d.clocks and d.clocks[n].stopped is None}
        if stopped:
            d.clocks = {**d.clocks, **stopped}


def pause_clocks(d: Draft, stage: Stage) -> None:
    """Clocks the stage pauses stand still; those it does not go on with what was left."""
    changed: dict[str, Clock] = {}
    for name, clock in d.clocks.items():
        if name in stage.pauses:
            if clock.paused is None and clock.stopped is None:
                changed[name] = replace(clock, paused=d.at)
        elif clock.paused is not None:
            moved = d.ctx.calendar.shift(clock.due, clock.paused, d.at, parse_duration(clock.limit))
            changed[name] = replace(clock, paused=None, due=moved.at, provisional=moved.provisional)
    if changed:
        d.clocks = {**d.clocks, **changed}


def extend_clock(d: Draft, act: Act) -> None:
    """Give a clock more time, counted from its due date."""
    extend = act.extend
    if extend is None or (clock := d.clocks.get(extend.clock)) is None:
        return
    amount = d.values.get(extend.by, d.data.get(extend.by))
    if not isinstance(amount, int) or amount <= 0:
        return
    deadline = d.ctx.calendar.add(clock.due, Duration(amount, extend.unit))
    longer = replace(clock, due=deadline.at, provisional=deadline.provisional, extended=clock.extended + 1)
    d.clocks = {**d.clocks, extend.clock: longer}


def moment(d: Draft, value: str) -> datetime:
    """A date or time as recorded in a form, as a moment: a date means the end of that day, local time."""
    zone = d.ctx.calendar.zone
    if len(value) <= 10:
        day = date.fromisoformat(value)
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) + timedelta(days=1)
    at = datetime.fromisoformat(value)
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)
