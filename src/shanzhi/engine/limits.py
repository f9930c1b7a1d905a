"""Time limits: the stage's due date, clocks that span stages, pauses, extensions, reminders."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from shanzhi.engine.asking import faulty
from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.conditions import holds, maybe
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Clock, Deadline
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.rules import OPENED, times_of
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.cel import Program
    from shanzhi.method.model import Act, Field, Stage
    from shanzhi.method.rules import ClockRule, Due, Rule, Span

# The limit of a clock whose date was named outright; what a pause took is given back in plain time.
NAMED: Final = "1 minute"
MOST_AT_ONCE: Final = 20
"""How often a matter may come to a stage whose time is over already."""
PASSED: Final = Sentence("已经过去，请填今天或以后的日子", "this has passed; name today or a later day")


def due_after(d: Draft, at: datetime, limit: Duration, rule: Rule) -> Deadline:
    """When a limit that starts `at` is over; refuses what leaves the calendar."""
    try:
        return d.ctx.calendar.add(at, limit)
    except BadCalendar as bad:
        raise refuse("no_date", rule, why=bad.sentence) from None


def set_due(d: Draft, due: Due, since: datetime | None = None) -> None:
    """The due date of the present stage, whose time runs `since` (default: now): its own time, or else that of its clock;
    never later than it may be.

    A clock whose time ran out in this stage before is late from the start: nobody is told a second time.
    """
    if (
        due.clock is not None
        and due.clock not in d.clocks
        and (rule := d.method.clocks.get(due.clock)) is not None
    ):
        begin_clock(d, rule)  # a matter that came to this version without it
    closes = d.window is not None and d.window == d.due
    found = time_from(d, due, since or d.at, due.clock is None)
    if found is not None:
        d.due, d.provisional = found[1].at, found[1].provisional
    elif due.clock is not None:
        clock = d.clocks[due.clock]
        d.due, d.provisional, d.late = clock.due, clock.provisional, d.stage in clock.overdue
    if (latest := latest_of(d, due)) is not None and d.due is not None and latest < d.due:
        d.due, d.provisional = max(latest, since or d.at), False
    if closes:
        d.window = d.due
    if d.due is not None and d.due <= d.at and d.visits.get(d.stage, 0) > MOST_AT_ONCE:
        raise refuse("turning", due.at)  # times that have passed lead round in a circle
    set_reminder(d, due)


def latest_of(d: Draft, due: Due) -> datetime | None:
    """The time after which it may not be over."""
    return time_of(d, due.not_after)


def time_from(
    d: Draft, due: Due, since: datetime, certain: bool = True
) -> tuple[Duration | None, Deadline] | None:
    """When a time that runs `since` is over, and the limit by which it is so; no limit where the time is named outright.

    None where nothing says so; if it must be `certain` that is refused.
    """
    named = _named_time(d, due)
    if named is not None:
        return None, Deadline(named, False)
    limit = limit_for(d, due)
    if limit is not None:
        return limit, due_after(d, since, limit, due.at)
    if not certain:
        return None
    if due.until is None:
        raise refuse("no_way", due.at)
    if time_of(d, due.until) is not None:
        return None, Deadline(d.at, False)  # it has passed meanwhile: its time is over
    field = next((name for name in due.until.order if name.startswith("data.")), "data.")
    fact = d.method.fields.get(field.removeprefix("data."))
    raise refuse(
        "date_missing", due.at, field=fact.label if fact else Sentence(due.until.source, due.until.source)
    )


def set_reminder(d: Draft, due: Due) -> None:
    """When the desk is reminded of its date, if the rule says so and that is still to come."""
    if due.remind is not None and d.due is not None:
        remind = before(d, d.due, due.remind, due.at)
        d.remind = remind if remind > d.at else None


def limit_for(d: Draft, due: Due) -> Duration | None:
    """The time limit that the facts lead to: that of the first case that applies and says how long."""
    for case in due.cases:
        if case.when is None or holds(d, case.when, due.at):
            limit = length(d, case.limit)
            if limit is not None:
                return limit
    return None


def length(d: Draft, span: Span) -> Duration | None:
    """How long, as the facts now say; None where they say nothing."""
    if isinstance(span, Duration):
        return span
    value = d.data.get(span.field)
    if isinstance(value, str):
        return parse_duration(value)
    return Duration(value, span.unit) if isinstance(value, int) and value > 0 and span.unit else None


def limits_by_option(d: Draft, act: Act, field: Field) -> dict[str, Duration]:
    """For a choice of an act on which the next stage's time limit depends, the limit that each option brings."""
    found: dict[str, Duration] = {}
    name = field.path
    for route in act.routes:
        due = d.method.stages[route.stage].due
        begun = due is not None and due.clock in d.clocks  # then its limit is fixed
        times = times_of(due, d.method.clocks)[: 1 if begun else None]
        cases = [case for one in times for case in one.cases]
        if not any(case.when is not None and name in case.when.names for case in cases):
            continue
        for option in field.options:
            d.data = {**d.matter.data, field.name: option.value}
            limit = next((limit for one in times if (limit := limit_for(d, one)) is not None), None)
            if limit is not None:
                found.setdefault(option.value, limit)
        d.data = d.matter.data
    return found


def _named_time(d: Draft, due: Due) -> datetime | None:
    """The time that the order names, if it has not passed. One that has passed meanwhile leaves it to the limit.

    Refuses one that is named only now and has passed: nothing is given out that is late from the start.
    """
    at = time_of(d, due.until)
    if at is None or due.until is None:
        return None
    if at >= d.at:
        return at
    for name in due.until.order:
        field = name.removeprefix("data.")
        if name.startswith("data.") and d.values.get(field) is not None:
            raise faulty((d.method.fields[field],), {field: PASSED}, due.at)
    return None


def time_of(d: Draft, program: Program | None) -> datetime | None:
    """What an expression gives as a time, if it gives one; a date that is named by itself means the end of that day."""
    if program is None:
        return None
    if program.fact is not None:
        value = d.data.get(program.fact)
        return None if value is None else moment(d, value)
    found = maybe(d, program)
    return found.astimezone(UTC) if isinstance(found, datetime) else None


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


def begin_clock(d: Draft, rule: ClockRule, since: datetime | None = None) -> None:
    """A clock begins (default: now): once in a matter's life."""
    began = since or d.at
    found = time_from(d, rule.time, began)
    assert found is not None
    limit, deadline = found
    latest = latest_of(d, rule.time)
    if latest is not None and latest < deadline.at:
        limit, deadline = None, Deadline(max(latest, began), False)
    clock = Clock(str(limit) if limit else NAMED, began, deadline.at, deadline.provisional)
    d.clocks = {**d.clocks, rule.name: clock}


def begin_missed(d: Draft, stage: Stage, entered: datetime | None) -> None:
    """The clocks that a matter has not that comes to this version: each from when it would have begun, so that a new version
    gives no more time. `entered` is since when it stands in the stage; None where it is about to enter it."""
    for name, rule in d.method.clocks.items():
        since = d.matter.opened if OPENED in rule.starts else entered if stage.name in rule.starts else None
        if name not in d.clocks and since is not None:
            begin_clock(d, rule, since)
            d.clocks = {**d.clocks, name: _turned(d, rule, d.clocks[name], stage)}


def turn_clocks(d: Draft, stage: Stage) -> None:
    """Clocks as a stage is entered: those that begin, stand still, go on, are met, or run on because it was sent back.

    What is sent back from where a clock was met runs on to its old end: an answer handed in on the last day meets it only
    if it holds.
    """
    for name, rule in d.method.clocks.items():
        clock = d.clocks.get(name)
        if clock is None:
            if stage.end is None and (stage.name in rule.starts or (d.visit == 1 and OPENED in rule.starts)):
                begin_clock(d, rule)
                clock = d.clocks[name]
            else:
                continue
        turned = _turned(d, rule, clock, stage)
        if turned is not clock:
            d.clocks = {**d.clocks, name: turned}


def _turned(d: Draft, rule: ClockRule, clock: Clock, stage: Stage) -> Clock:
    if stage.name in rule.ends:
        return clock if clock.stopped is not None else _stopped(d, clock)
    if stage.end is not None:
        return clock  # the end of the matter stops it
    if clock.stopped is not None:
        clock = replace(clock, stopped=None, unmet=False)
    if stage.name in rule.pauses:
        return clock if clock.paused is not None else replace(clock, paused=d.at)
    return clock if clock.paused is None else _resumed(d, clock)


def end_clocks(d: Draft) -> None:
    """The matter is over: a clock that was not met by then never will be."""
    running = {name: clock for name, clock in d.clocks.items() if clock.stopped is None}
    if running:
        ended = {name: replace(_stopped(d, clock), unmet=True) for name, clock in running.items()}
        d.clocks = {**d.clocks, **ended}


def _stopped(d: Draft, clock: Clock) -> Clock:
    """A clock that runs no more; one that stood still is first given back what it lost."""
    return replace(clock if clock.paused is None else _resumed(d, clock), stopped=d.at)


def _resumed(d: Draft, clock: Clock) -> Clock:
    """A paused clock going on with what was left."""
    since = clock.paused or d.at
    try:
        moved = d.ctx.calendar.shift(clock.due, since, d.at, parse_duration(clock.limit))
    except BadCalendar as bad:
        raise refuse("no_date", d.method.stages[d.stage].at, why=bad.sentence) from None
    return replace(clock, paused=None, due=moved.at, provisional=clock.provisional or moved.provisional)


def extend_clock(d: Draft, act: Act) -> None:
    """Give a clock more time, counted from its due date."""
    extend = act.extend
    if extend is None or (clock := d.clocks.get(extend.clock)) is None:
        return
    more = length(d, extend.more)
    if more is None:
        return
    deadline = due_after(d, clock.due, more, act.at)
    rule = d.method.clocks.get(extend.clock)
    latest = latest_of(d, rule.time) if rule is not None else None
    if latest is not None and latest < deadline.at:
        deadline = Deadline(max(latest, clock.due), False)
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
    if (
        due is not None
        and due.clock is not None
        and (clock := d.clocks.get(due.clock)) is not None
        and d.due == clock.due
    ):
        d.clocks = {**d.clocks, due.clock: replace(clock, overdue=(*clock.overdue, d.stage))}


def moment(d: Draft, value: str) -> datetime:
    """A date or time as recorded in a form, as a moment: a date means the end of that day, local time."""
    zone = d.ctx.calendar.zone
    if len(value) <= 10:
        day = date.fromisoformat(value)
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) + timedelta(days=1)
    at = datetime.fromisoformat(value)
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)
