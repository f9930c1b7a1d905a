"""Gives a condition the values it speaks of, and no others."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.engine.where import is_top
from shanzhi.method.cel import CelFault, Program
from shanzhi.method.model import Rule


@lru_cache(maxsize=4096)
def _split(name: str) -> tuple[str, str]:
    head, dot, rest = name.partition(".")
    return (head, rest) if dot else ("", name)


def lookup(d: Draft, name: str) -> Any:
    """The value of one name of a condition's scope; None where there is none yet."""
    head, rest = _split(name)
    if head == "":
        if rest == "now":
            return d.at
        if rest == "opened":
            return d.matter.opened
        return d.values[rest] if rest in d.values else d.tally.get(rest, d.data.get(rest))
    if head == "inputs":
        return d.method.values.get(rest)
    if head == "data":
        return d.data.get(rest)
    if head == "visits":
        return d.visits.get(rest, 0)
    if head == "extended":
        clock = d.clocks.get(rest)
        return clock.extended if clock else 0
    if head == "actor":
        return d.actor.person is not None and d.actor.person == d.opener
    if rest == "level":
        return d.ctx.level(d.place)
    if rest == "top":
        return is_top(d)
    return d.late


def holds(d: Draft, program: Program, at: Rule) -> bool:
    """Whether a condition holds now; a condition that gives no result refuses the command."""
    return evaluate(d, program, at) is True


def number(d: Draft, program: Program, at: Rule) -> int:
    """The whole number an expression gives now."""
    return int(evaluate(d, program, at))


def evaluate(d: Draft, program: Program, at: Rule) -> Any:
    try:
        return program.evaluate({name: lookup(d, name) for name in program.names})
    except CelFault as fault:
        raise refuse("fault", at, detail=fault.sentence) from None
