"""Time limits: the stage's due date, clocks that span stages, pauses, extensions, reminders."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from shanzhi.engine.asking import faulty
from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.conditions import holds
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Clock, Deadline
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Field, Stage
    from shanzhi.method.rules import Due, Rule

# The limit of a clock whose date was named outright; what a pause took is given back in plain time.
NAMED = "1 minute"
PASSED = Sentence("已经过去，请填今天或以后的日子", "this has passed; name today or a later day")


def due_after(d: Draft, at: datetime, limit: Duration, rule: Rule) -> Deadline:
    """When a limit that starts `at` is over; refuses what leaves the calendar."""
    try:
        return d.ctx.calendar.add(at, limit)
    except BadCalendar as bad:
        raise refuse("no_date", rule, why=bad.sentence) from None


def set_due(d: Draft, due: Due, restart: tuple[str, ...] = ()) -> None:
    """The due date of the present stage: its own limit, or what is left on its clock.

    A date that the order itself names goes before the limit. A clock whose time ran out in this stage before is
    late from the start: nobody is told a second time.
    """
    name = due.clock
    clock = d.clocks.get(name) if name is not None else None
    if clock is None or name in restart:
        limit = None
        named = _named_date(d, due)
        if named is not None:
            deadline = Deadline(named, False)
        else:
            limit = limit_for(d, due)
            if limit is None:
                raise refuse("no_way", due.at)
            try:
                deadline = d.ctx.calendar.add(d.at, limit)
            except BadCalendar as bad:
                raise refuse("no_date", due.at, why=bad.sentence) from None
        d.due, d.provisional = deadline.at, deadline.provisional
        if name is not None:
            clock = Clock(str(limit) if limit else NAMED, d.at, deadline.at, deadline.provisional)
            d.clocks = {**d.clocks, name: clock}
    else:
        if clock.stopped is not None and name is not None:
            clock = replace(clock, stopped=None)
            d.clocks = {**d.clocks, name: clock}
        d.due, d.provisional, d.late = clock.due, clock.provisional, d.stage in clock.overdue
    set_reminder(d, due)


def set_reminder(d: Draft, due: Due) -> None:
    """When the desk is reminded of its date, if the rule says so and that is still to come."""
    if due.remind is not None and d.due is not None:
        remind = before(d, d.due, due.remind, due.at)
        d.remind = remind if remind > d.at else None


def limit_for(d: Draft, due: Due) -> Duration | None:
    """The time limit that the facts lead to: that of the first case that applies."""
    for case in due.cases:
        if case.when is None or holds(d, case.when, due.at):
            return case.limit
    return None


def limits_by_option(d: Draft, act: Act, field: Field) -> dict[str, Duration]:
    """For a choice of an act on which the next stage's time limit depends, the limit that each option brings."""
    found: dict[str, Duration] = {}
    name = field.path
    for route in act.routes:
        due = d.method.stages[route.stage].due
        if due is None or not any(case.when is not None and name in case.when.names for case in due.cases):
            continue
        for option in field.options:
            d.data = {**d.matter.data, field.name: option.value}
            limit = limit_for(d, due)
            if limit is not None:
                found.setdefault(option.value, limit)
        d.data = d.matter.data
    return found


def _named_date(d: Draft, due: Due) -> datetime | None:
    """The date that the order names, if it has not passed. One that has passed meanwhile leaves it to the limit.

    Refuses one that is named only now and has passed: nothing is given out that is late from the start.
    """
    if due.until is None or (value := d.data.get(due.until)) is None:
        return None
    at = moment(d, value)
    if at >= d.at:
        return at
    not_named_late(d, due.until, due.at)
    return None


def not_named_late(d: Draft, field: str, rule: Rule) -> None:
    """Refuse a date that has passed and is named only now; one named before may have passed meanwhile."""
    if d.values.get(field) is not None:
        raise faulty((d.method.fields[field],), {field: PASSED}, rule)


def before(d: Draft, due: datetime, span: Duration, rule: Rule) -> datetime:
    """The moment so long before a due time: working units count working time, the others the clock on the wall."""
    calendar = d.ctx.calendar
    try:
        if span.unit == "workdays":
            return _workdays_before(calendar, due, span.amount)
        if span.unit in ("workhours", "workminutes"):
            return _work_before(calendar, due, span.amount * (60 if span.unit == "workhours" else 1))
    except BadCalendar as bad:
        raise refuse("no_date", rule, why=bad.sentence) from None
    return due - _passing(span)


@lru_cache(maxsize=1024)
def _passing(span: Duration) -> timedelta:
    """About how long a span takes on the clock on the wall."""
    return timedelta(minutes=span.rough_minutes)


def _workdays_before(calendar: WorkCalendar, due: datetime, days: int) -> datetime:
    """The same time of the day, so many working days earlier."""
    local = due.astimezone(calendar.zone)
    while days:
        local -= timedelta(days=1)
        days -= calendar.is_workday(local.date())
    return local.astimezone(UTC)


def _work_before(calendar: WorkCalendar, due: datetime, minutes: int) -> datetime:
    """The latest moment, by the minute, from which so much working time is left until `due`."""

    def enough(back: int) -> bool:
        return calendar.working_minutes(due - timedelta(minutes=back), due) >= minutes

    most = minutes
    while not enough(most):
        most *= 2
    return due - timedelta(minutes=bisect_left(range(most), True, key=enough))


def stop_clocks(d: Draft, names: tuple[str, ...]) -> None:
    """The promise of these clocks is kept (or not) as of now; one that stood still is first given back what it lost."""
    stopped = {}
    for name in names:
        clock = d.clocks.get(name)
        if clock is not None and clock.stopped is None:
            if clock.paused is not None:
                clock = _resumed(d, clock)
            stopped[name] = replace(clock, stopped=d.at)
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
            changed[name] = _resumed(d, clock)
    if changed:
        d.clocks = {**d.clocks, **changed}


def _resumed(d: Draft, clock: Clock) -> Clock:
    """A paused clock going on with what was left."""
    since = clock.paused or d.at
    try:
        moved = d.ctx.calendar.shift(clock.due, since, d.at, parse_duration(clock.limit))
    except BadCalendar as bad:
        raise refuse("no_date", d.method.stages[d.stage].at, why=bad.sentence) from None
    return replace(clock, paused=None, due=moved.at, provisional=clock.provisional or moved.provisional)


def drop_clocks(d: Draft, names: tuple[str, ...], kept: str | None) -> None:
    """Clocks that start afresh forget what they were, even if no stage runs them at once; `kept` is set anew there."""
    if any(name in d.clocks and name != kept for name in names):
        d.clocks = {n: clock for n, clock in d.clocks.items() if n == kept or n not in names}


def extend_clock(d: Draft, act: Act) -> None:
    """Give a clock more time, counted from its due date."""
    extend = act.extend
    if extend is None or (clock := d.clocks.get(extend.clock)) is None:
        return
    amount = d.values.get(extend.by, d.data.get(extend.by))
    if not isinstance(amount, int) or amount <= 0:
        return
    deadline = due_after(d, clock.due, Duration(amount, extend.unit), act.at)
    longer = replace(
        clock,
        due=deadline.at,
        provisional=clock.provisional or deadline.provisional,
        extended=clock.extended + 1,
        overdue=(),
    )
    d.clocks = {**d.clocks, extend.clock: longer}


def mark_overdue(d: Draft, due: Due | None) -> None:
    """The rule for being overdue is carried out: once in this visit, and once in this stage for this run of its clock."""
    d.late = True
    if due is not None and due.clock is not None and (clock := d.clocks.get(due.clock)) is not None:
        d.clocks = {**d.clocks, due.clock: replace(clock, overdue=(*clock.overdue, d.stage))}


def moment(d: Draft, value: str) -> datetime:
    """A date or time as recorded in a form, as a moment: a date means the end of that day, local time."""
    zone = d.ctx.calendar.zone
    if len(value) <= 10:
        day = date.fromisoformat(value)
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) + timedelta(days=1)
    at = datetime.fromisoformat(value)
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)
