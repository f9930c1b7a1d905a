"""Builds the time of a stage, and the clocks that span stages: how long, up to when, never later than."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shanzhi.method.build_tables import limits
from shanzhi.method.cel import CelType, Program
from shanzhi.method.cel_tables import ONE_LOOK
from shanzhi.method.read import Node
from shanzhi.method.rules import OPENED, ClockRule, Due, DueCase, Extend, Measured, Span
from shanzhi.method.shape import GIVEN
from shanzhi.method.words import either, hint

if TYPE_CHECKING:
    from shanzhi.method.blocks import BlockKind
    from shanzhi.method.build import Builder
    from shanzhi.method.model import Act

LENGTHS = ("lasts", "cases", "until", "clock")
CLOCK_LENGTHS = ("lasts", "cases", "until")
"""What says when a time is over; one of them must be there."""


def stage_due(
    b: Builder, node: Node | None, stage: str, acts: Mapping[str, Act], kind: BlockKind | None
) -> Due | None:
    """The time of a stage. A block that closes by itself leaves the clock no act to take."""
    if node is None:
        return None
    if kind is not None and kind.dated:
        b.problems.add("SZ571", node, name=stage, block=kind.name)
        return None
    get = node.value.get
    if not any(key in node.keys for key in LENGTHS):
        b.problems.add("SZ208", node, key="due", choices=either(LENGTHS))
    clock = b.clock_names(Node([get("clock")], node.line, node.column)) if "clock" in node.value else ()
    return Due(
        cases=cases(b, node, certain="clock" not in node.keys),
        at=b.rule(node, f"stages.{stage}.due"),
        until=time(b, get("until")),
        not_after=time(b, get("not_after")),
        clock=next(iter(clock), None),
        then=_then(b, get("then"), stage, acts, kind),
        remind=b.duration(get("remind")) if "remind" in node.value else None,
    )


def clock_rules(b: Builder, node: Node | None) -> dict[str, ClockRule]:
    """The limits that span stages."""
    found = {}
    for name, spec in (node.value if node is not None else {}).items():
        label, path = b.text(spec, "label"), f"clocks.{name}"
        if not any(key in spec.keys for key in CLOCK_LENGTHS):
            b.problems.add("SZ208", spec, key=name, choices=either(CLOCK_LENGTHS))
        time_ = Due(
            cases=cases(b, spec),
            at=b.rule(spec, path),
            until=time(b, spec.value.get("until")),
            not_after=time(b, spec.value.get("not_after")),
        )
        starts = _stages(b, spec.value.get("starts"), OPENED)
        ends, pauses = _stages(b, spec.value.get("ends")), _stages(b, spec.value.get("pauses"))
        for double in sorted((pauses | starts) & ends):
            b.problems.add("SZ573", spec, name=name, stage=double)
        if starts and ends:
            found[name] = ClockRule(name, label, time_, starts, ends, pauses)
        else:
            b.broken.add(name)
    return found


def _stages(b: Builder, node: Node | None, *more: str) -> frozenset[str]:
    names = (
        one.value if one.value in more else b.stage_name(one)
        for one in (node.value if node is not None else ())
    )
    return frozenset(name for name in names if name is not None)


def cases(b: Builder, node: Node, *, certain: bool = True) -> tuple[DueCase, ...]:
    """How long, by case; `lasts` is for all others. Without either another time must say it."""
    found = []
    written = [*node.value["cases"].value] if "cases" in node.value else []
    for case in [*written, *([node] if "lasts" in node.value else [])]:
        under = case.value.get("when") if case is not node else None
        if "lasts" not in case.value:
            continue
        written_as = str(case.value["lasts"].value)
        looked = written_as if ONE_LOOK.fullmatch(written_as) else None
        for when, limit in limits(b, case.value["lasts"], under, span):
            found.append(DueCase(b.condition(when) if when is not None else None, limit, looked))
    if certain and found and found[-1].when is not None:
        b.problems.add("SZ402", node.value["cases"])
    return tuple(found)


def span(b: Builder, node: Node) -> Span | None:
    """A length of time: written out, of an input, or of a fact: one of that type, or a number with its unit."""
    given = GIVEN.fullmatch(node.value)
    if given is None:
        return b.duration(node)
    name, unit = given[1], given[2]
    field = b.field_of(Node(name, node.line, node.column), "integer" if unit else "duration")
    return Measured(field, unit) if field is not None else None


def extension(b: Builder, node: Node | None) -> Extend | None:
    """More time for a clock."""
    if node is None or "clock" not in node.value or "more" not in node.value:
        return None
    (clock, *_) = b.clock_names(Node([node.value["clock"]], node.line, node.column)) or (None,)
    more = span(b, node.value["more"])
    return Extend(clock, more) if clock is not None and more is not None else None


def time(b: Builder, node: Node | None) -> Program | None:
    """An expression that gives a time."""
    return b.condition(node, None, CelType.TIME) if node is not None else None


def _then(
    b: Builder, node: Node | None, stage: str, acts: Mapping[str, Act], kind: BlockKind | None
) -> str | None:
    """The act taken when time is over: one of this stage that asks nothing of anyone."""
    if node is None:
        return None
    if kind is not None and kind.closes:
        b.problems.add("SZ570", node, name=stage, block=kind.name)
        return None
    act = acts.get(node.value)
    if act is None or act.origin != "method":
        written = [name for name, act in acts.items() if act.origin == "method"]
        b.problems.add("SZ302", node, name=stage, act=node.value, hint=hint(node.value, written))
        return None
    if any(not f.optional and f.known is None and f.default is None for f in act.form):
        b.problems.add("SZ510", node, act=act.name)
    return act.name
