"""Recording facts: answers, lines of a list, what an act sets, and what follows from them by an expression."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.conditions import answer
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import refuse
from shanzhi.method.attached import files_of
from shanzhi.method.model import Act, Method
from shanzhi.method.rules import Setting


def facts_of(method: Method, act: Act) -> frozenset[str]:
    """What an act's own answers change, as conditions name it: facts asked, added to or computed from these, the line added."""
    if act.origin != "method":
        return frozenset()
    named = {field.path for field in act.form} | {method.fields[one.field].path for one in act.sets}
    if act.adds is not None:
        named |= {f"data.{act.adds.name}", *(f"line.{part.name}" for part in act.adds.form)}
    for field in method.computed:
        if field.computed is not None and named & field.computed.names:
            named.add(f"data.{field.name}")
    return frozenset(named)


def record(d: Draft, values: dict[str, Any]) -> None:
    """Record facts; later answers to the same question replace earlier ones (history keeps both)."""
    if values:
        d.data = {**d.data, **values}
        compute(d)


def forget(d: Draft, names: tuple[str, ...]) -> None:
    """Forget facts; files that were sensitive are destroyed, and with them what they showed."""
    files = [
        file
        for name in names
        if (field := d.method.fields[name]).sensitive
        for file in files_of(field, d.data.get(name))
    ]
    if files:
        d.effect("destroy", files=files)
    d.data = {name: value for name, value in d.data.items() if name not in names}
    compute(d)


def compute(d: Draft) -> None:
    """Work out anew the facts that an expression gives; one that gives nothing yet is not there."""
    for field in d.method.computed:
        assert field.computed is not None
        value = answer(d, field.computed, field)
        if value is None:
            if field.name in d.data:
                d.data = {name: one for name, one in d.data.items() if name != field.name}
        elif d.data.get(field.name) != value:
            d.data = {**d.data, field.name: value}


def take_answers(d: Draft, act: Act) -> None:
    """Record an act's answers: facts by their names, and the line that it adds to a list."""
    if act.adds is not None:
        line = {field.name: d.values[field.name] for field in act.adds.form if field.name in d.values}
        d.line, d.listed = line, act.adds.name
        before = d.data.get(act.adds.name) or []
        if act.adds.max is not None and len(before) >= act.adds.max:
            raise refuse("list_full", act.at, list=act.adds.label, most=act.adds.max)
        d.values = {name: value for name, value in d.values.items() if name not in line} | {
            act.adds.name: [line]
        }
        record(d, {**d.values, act.adds.name: [*before, line]})
    elif d.values:
        record(d, d.values)


def set_facts(d: Draft, sets: tuple[Setting, ...]) -> dict[str, Any]:
    """Record what is set without asking, each by what was recorded before it; what was set, to be noted."""
    found: dict[str, Any] = {}
    for one in sets:
        value = one.value if one.program is None else answer(d, one.program, d.method.fields[one.field])
        if value is not None:
            found[one.field] = value
            record(d, {one.field: value})
    return found
