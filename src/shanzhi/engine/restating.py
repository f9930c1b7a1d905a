"""A year's working days were published: provisional dates of a matter are counted again, as an act of history."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.draft import Draft
from shanzhi.engine.limits import limit_for
from shanzhi.engine.types import Clock, Deadline, Decision
from shanzhi.method.duration import Duration, parse_duration

OWN = ("answer_within", "lasts")
"""The settings of blocks that give a time of their own its length."""


def restate(d: Draft, earlier: WorkCalendar) -> Decision | None:
    """Every provisional date under the calendar of `d.ctx`, which knows more than `earlier`; None if none moves.

    Dates that were promised for certain stay as they are.
    """
    before = (d.due, d.window, d.provisional, d.clocks)
    clocks = {name: _clock(d, clock, earlier) for name, clock in d.clocks.items()}
    if clocks != d.clocks:
        d.clocks = clocks
    if d.provisional:
        _stage(d, earlier, before[3])
    if (d.due, d.window, d.provisional, d.clocks) == before:
        return None
    d.role = "system"
    d.note(
        "calendar",
        {"due": d.due.isoformat() if d.due else None, "was": before[0].isoformat() if before[0] else None},
    )
    if d.due != before[0]:
        d.effect("told", act="calendar")
    return d.finish()


def _clock(d: Draft, clock: Clock, earlier: WorkCalendar) -> Clock:
    if not clock.provisional or clock.stopped is not None:
        return clock
    moved = _moved(d, clock.due, parse_duration(clock.limit), earlier, clock.paused or d.at)
    return replace(clock, due=moved.at, provisional=moved.provisional)


def _stage(d: Draft, earlier: WorkCalendar, clocks: dict[str, Clock]) -> None:
    stage, same = d.method.stages[d.stage], d.due == d.window
    name = stage.due.clock if stage.due is not None else None
    if name is not None and name in clocks and clocks[name].due == d.due:
        d.due, d.provisional = d.clocks[name].due, d.clocks[name].provisional
        d.window = d.due if same else d.window
        return
    limit: Duration | None = None
    if stage.block is not None and d.window is None:
        limit = next((s for name in OWN if isinstance(s := stage.block.settings.get(name), Duration)), None)
    if limit is None and stage.due is not None:
        limit = limit_for(d, stage.due)
    if limit is None or d.due is None:
        return
    moved = _moved(d, d.due, limit, earlier, d.at)
    d.due, d.provisional = moved.at, moved.provisional
    if same:
        d.window = moved.at


def _moved(d: Draft, due: datetime, limit: Duration, earlier: WorkCalendar, now: datetime) -> Deadline:
    return d.ctx.calendar.restate(due, now, limit, earlier)
