"""Gives a condition the values it speaks of, and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from shanzhi.engine.accounts import looked
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Clock
from shanzhi.engine.where import is_top
from shanzhi.method.cel import CelFault, Program
from shanzhi.method.duration import Duration
from shanzhi.method.ledger import parted
from shanzhi.method.model import PEOPLE, Field
from shanzhi.method.people import in_condition, in_lines, recorded, rows_in_condition, rows_recorded
from shanzhi.method.rules import Rule

Getter = Callable[[Draft], Any]


def holds(d: Draft, program: Program, at: Rule) -> bool:
    """Whether a condition holds now; a condition that gives no result refuses the command."""
    try:
        return program.answer(reader(program.order)(d)) is True
    except CelFault as fault:
        raise refuse("fault", at, detail=fault.sentence) from None


def number(d: Draft, program: Program, at: Rule) -> int:
    """The whole number an expression gives now; one that gives none refuses the command."""
    try:
        return cast(int, program.answer(reader(program.order)(d)))
    except CelFault as fault:
        raise refuse("fault", at, detail=fault.sentence) from None


def maybe(d: Draft, program: Program) -> Any:
    """What an expression gives now; None where it has no answer."""
    try:
        return program.answer(reader(program.order)(d))
    except CelFault:
        return None


def answer(d: Draft, program: Program, field: Field) -> Any:
    """What an expression gives now, as `field` is recorded; None where it has no answer, or an empty one."""
    value = maybe(d, program)
    if isinstance(value, timedelta):
        whole = int(value.total_seconds() // 60)
        return str(Duration(whole, "minutes")) if whole > 0 else None
    if isinstance(value, datetime):
        local = value.astimezone(d.ctx.calendar.zone)
        return local.date().isoformat() if field.kind.day else local.isoformat()
    if value in ("", [], {}):
        return None
    if field.kind.rows:
        return rows_recorded(field, value)
    return recorded(field, value) if field.scope == PEOPLE else value


@lru_cache(maxsize=65536)
def reader(names: tuple[str, ...]) -> Callable[[Draft], tuple[Any, ...]]:
    """Reads the values of a condition's names, in their order; None where there is none yet."""
    if len(names) == 1 and names[0].startswith("data."):
        get = _fact(names[0].removeprefix("data."))
        return lambda d: (get(d),)
    getters = [_getter(name) for name in names]
    if len(getters) == 3:
        one, two, three = getters
        return lambda d: (one(d), two(d), three(d))
    return lambda d: tuple([get(d) for get in getters])


def _getter(name: str) -> Getter:
    head, _, rest = name.partition(".")
    return _UNDER[head](rest)


def _counted(name: str) -> Getter:
    """What the stage's block has counted."""
    return lambda d: d.tally.get(name)


def _entry(name: str) -> Getter:
    """What the answer that is being given says so far."""
    return lambda d: d.values.get(name)


def _line(name: str) -> Getter:
    """What the line of a list that is at hand says, or being filled in says so far; whom it names as `people.x` has it."""

    def get(d: Draft) -> Any:
        value = d.line.get(name)
        if value is None or d.listed is None:
            return value
        parts = d.method.fields[d.listed].form
        return next((in_lines(part, value) for part in parts if part.name == name), value)

    return get


def _before(name: str) -> Getter:
    """A fact as it stood before this command."""
    return lambda d: _in_condition(d, name, d.matter.data.get(name))


def _named(name: str) -> Getter:
    """Who is in the matter under this name."""
    return lambda d: _in_condition(d, name, d.data.get(name))


def _in_condition(d: Draft, name: str, value: Any) -> Any:
    field = d.method.fields[name]
    if field.scope == PEOPLE:
        return in_condition(field, value)
    return rows_in_condition(field, value) if field.kind.rows and value else value


def _of_clock(name: str) -> Getter:
    clock, _, what = name.partition(".")
    ask = _CLOCK[what]
    return lambda d: ask(d.clocks[clock], d.at) if clock in d.clocks else None


def _of_parent(_name: str) -> Getter:
    return lambda d: d.ctx.due(d.parent) if d.parent is not None else None


def _now_getter(_name: str) -> Getter:
    return _now


def _is_late(d: Draft) -> bool:
    """Whether the date of this visit is over, be it that the clock has not yet been looked at.

    A date that is only the end of the block's window is none to be late for.
    """
    return d.late or (d.due is not None and d.at >= d.due and d.due != d.matter.window)


def _fact(name: str) -> Getter:
    def get(d: Draft) -> Any:
        value = d.data.get(name)
        return _in_condition(d, name, value) if type(value) is list else value

    return get


def _balance(name: str) -> Getter:
    """What is free to spend in somebody's account."""
    unit, whose = parted(name)
    return lambda d: looked(d, unit, whose)


def _visits(name: str) -> Getter:
    return lambda d: d.visits.get(name, 0)


def _input(name: str) -> Getter:
    def get(d: Draft) -> Any:
        value = d.method.values.get(name)
        # A list could not be looked up among the answers known before.
        return tuple(value) if type(value) is list else value

    return get


def _of_actor(name: str) -> Getter:
    return _ACTOR[name]


def _of_matter(name: str) -> Getter:
    return _MATTER[name]


def _is_opener(d: Draft) -> bool:
    return d.person is not None and d.person == d.opener


def _level(d: Draft) -> str:
    return d.ctx.level(d.place)


def _now(d: Draft) -> datetime:
    return d.at


def _opened(d: Draft) -> datetime:
    return d.opened


def _voucher(d: Draft) -> str:
    return d.ctx.voucher(d.id)


def _acting_person(d: Draft) -> str | None:
    return None if d.person is None else f"person:{d.person}"


def _acting_household(d: Draft) -> str | None:
    return None if d.actor.household is None else f"household:{d.actor.household}"


def _acting_organisation(d: Draft) -> str | None:
    """The one organisation for which somebody acts; of several none is meant."""
    served = d.actor.organizations
    return f"organisation:{next(iter(served))}" if len(served) == 1 else None


def _place(d: Draft) -> str:
    return f"place:{d.origin}"


def _of_event(name: str) -> Getter:
    """What is known of the event that opens a matter."""
    return lambda d: d.command.event.get(name)


def _register(name: str) -> Getter:
    from shanzhi.engine.registers import look

    return look(name, _getter)


_ACTOR: Final[dict[str, Getter]] = {
    "opener": _is_opener,
    "person": _acting_person,
    "household": _acting_household,
    "organisation": _acting_organisation,
}
_CLOCK: Final[dict[str, Callable[[Clock, datetime], Any]]] = {
    "started": lambda clock, at: True,
    "met": Clock.met,
    "passed": Clock.passed,
    "extended": lambda clock, at: clock.extended,
    "due": lambda clock, at: clock.due,
    "left": Clock.left,
}
_MATTER: Final[dict[str, Getter]] = {
    "level": _level,
    "place": _place,
    "top": is_top,
    "late": _is_late,
    "opened": _opened,
    "voucher": _voucher,
}
_UNDER: Final[dict[str, Callable[[str], Getter]]] = {
    "inputs": _input,
    "data": _fact,
    "people": _named,
    "before": _before,
    "line": _line,
    "entry": _entry,
    "count": _counted,
    "visits": _visits,
    "clocks": _of_clock,
    "parent": _of_parent,
    "now": _now_getter,
    "actor": _of_actor,
    "matter": _of_matter,
    "registers": _register,
    "event": _of_event,
    "ledger": _balance,
}
