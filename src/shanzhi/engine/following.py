"""What rests on a fact follows it when the fact is corrected: the dates that were promised by it, and the desk it names.

Facts and promise never contradict each other. Whoever has the matter on the desk gives themselves neither more time nor
less work by it: that is what extensions and reassigning are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from shanzhi.engine.asking import faulty
from shanzhi.engine.limits import (
    NAMED,
    PASSED,
    due_after,
    limit_for,
    set_due,
    set_reminder,
    time_of,
)
from shanzhi.engine.moves import ARRIVED, to_others
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Clock, Deadline
from shanzhi.method.blocks import kind_of
from shanzhi.method.duration import parse_duration

if TYPE_CHECKING:
    from datetime import datetime

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Field
    from shanzhi.method.rules import DeskRule, Due, Rule


def follow_by_date(d: Draft, field: Field, mine: bool, at: Rule) -> None:
    """Bring the dates in step with `d.data`, in which `field` was corrected, by one who has it on the desk (`mine`) or not."""
    stage = d.method.stages[d.stage]
    for name, clock in list(d.clocks.items()):
        rule = d.method.clocks.get(name)
        if clock.stopped is not None or rule is None or not rule.time.rests_on(field.path):
            continue
        moved = _moved(d, rule.time, field, clock, at)
        if moved is None:
            continue
        if mine and moved.due > clock.due:
            raise refuse("own_time", at, field=field.label)
        d.clocks = {**d.clocks, name: moved}
        if stage.due is not None and stage.due.speaks_of(name):
            set_due(d, stage.due, d.entered)
    due = stage.due
    # When an open block closes stays as everybody was told.
    closes = stage.block is not None and kind_of(stage.block).closes
    if (
        due is not None
        and due.clock is None
        and due.rests_on(field.path)
        and d.due is not None
        and not closes
    ):
        _stage_date(d, due, field, mine, at)


def follow_by_desk(d: Draft, field: Field, mine: bool, at: Rule) -> None:
    """Bring the desk in step with the corrected fact: whom it names has it, whom it bars has it no longer."""
    rule = d.method.stages[d.stage].desk
    if rule is None or field.name not in _naming(rule):
        return
    if mine:
        raise refuse("own_desk", at, field=field.label)
    before = d.desk
    d.desk = to_others(d, rule)
    if d.desk != before:
        d.effects += (ARRIVED,)


def _moved(d: Draft, due: Due, field: Field, clock: Clock, at: Rule) -> Clock | None:
    """A clock by the corrected fact; what pauses and extensions gave it stays. None where nothing changes."""
    now = d.at if clock.paused is None else clock.paused
    if due.until is not None and f"data.{field.name}" in due.until.names:
        named = _named(d, due, field, at)
        if named is None:
            return None
        return None if named == clock.due else _with(clock, NAMED, Deadline(named, False))
    limit = limit_for(d, due)
    if clock.limit == NAMED or limit is None or str(limit) == clock.limit:
        return None
    begun = due_after(d, clock.started, limit, at)
    was = due_after(d, clock.started, parse_duration(clock.limit), at)
    over = clock.due + (begun.at - was.at)
    # A shorter limit that is over already counts from the correction: nothing is given out late from the start.
    fresh = due_after(d, now, limit, at) if over <= now else Deadline(over, begun.provisional)
    return _with(clock, str(limit), fresh)


def _with(clock: Clock, limit: str, deadline: Deadline) -> Clock:
    overdue = clock.overdue if deadline.at <= clock.due else ()
    return replace(clock, limit=limit, due=deadline.at, provisional=deadline.provisional, overdue=overdue)


def _stage_date(d: Draft, due: Due, field: Field, mine: bool, at: Rule) -> None:
    """The date of a stage without a clock, as a clock that began when it was entered."""
    data, before = d.data, d.due
    assert before is not None
    d.data = d.matter.data
    old = limit_for(d, due)
    d.data = data
    named = (
        due.until is not None
        and f"data.{field.name}" not in due.until.names
        and time_of(d, due.until) is not None
    )
    limit = NAMED if named or old is None else str(old)
    since: datetime = d.entered or d.at
    moved = _moved(d, due, field, Clock(limit, since, before, d.provisional), at)
    if moved is None:
        return
    if mine and moved.due > before:
        raise refuse("own_time", at, field=field.label)
    d.due, d.provisional = moved.due, moved.provisional
    d.late = d.late and moved.due <= before
    set_reminder(d, due)


def _named(d: Draft, due: Due, field: Field, at: Rule) -> datetime | None:
    named = time_of(d, due.until)
    if named is not None and named <= d.at:
        raise faulty((field,), {field.name: PASSED}, at)
    return named


def _naming(rule: DeskRule) -> set[str]:
    """The facts that say whose desk it is, or whose it is not."""
    named = set(rule.named)
    return named | set(rule.barred.fields) if rule.barred is not None else named
