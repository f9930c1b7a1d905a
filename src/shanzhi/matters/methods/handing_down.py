"""What a level above sets holds below: adoptions there follow when it is changed.

A place that adopted a method itself took over what is for others to set. When they change it, the places below that
had it as it was get an adoption with the new value; one that was given a value of its own from above keeps it. As with any
adoption, running matters stay with what they began with.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.compiled import method_of, pin_of, with_inputs
from shanzhi.matters.models import Adoption
from shanzhi.method.answer_schema import as_json
from shanzhi.method.check import InputError
from shanzhi.method.model import Method as Compiled
from shanzhi.method.who_sets import is_reserved


def hand_down(made: Adoption, was: Compiled, *, by: Actor, at: datetime) -> list[tuple[Adoption, list[str]]]:
    """Have the adoptions below follow what is set at a place; `was` is what held there before. The new ones, with the names
    of the inputs that changed."""
    new = method_of(made)
    changed = {name for name, value in new.values.items() if name in was.values and was.values[name] != value}
    found = []
    for one in _below(made) if any(new.inputs[name].set_by for name in changed) else ():
        held = method_of(one)
        names = [
            name
            for name in sorted(changed & held.inputs.keys())
            if is_reserved(held, name, one.place.level) and held.values[name] == was.values[name]
        ]
        inputs = {**one.inputs, **{name: as_json(new.values[name]) for name in names}}
        if names and _fits(one, inputs):
            found.append((_follow(one, inputs, by, at), names))
    return found


def _below(made: Adoption) -> list[Adoption]:
    rows = Adoption.objects.filter(slug=made.slug, until=None, place__path__begins=made.place.path)
    return list(rows.exclude(pk=made.pk).select_related("method", "place").order_by("place__depth", "pk"))


def _fits(one: Adoption, inputs: dict[str, Any]) -> bool:
    """Whether the version that a place uses takes the values: another version may have other bounds."""
    try:
        with_inputs(one.method, inputs)
    except InputError:
        return False
    return True


def _follow(one: Adoption, inputs: dict[str, Any], by: Actor, at: datetime) -> Adoption:
    Adoption.objects.filter(pk=one.pk).update(until=max(at, one.since))
    return Adoption.objects.create(
        method=one.method,
        slug=one.slug,
        place=one.place,
        inputs=inputs,
        pin=pin_of(one.method.hash, inputs),
        since=at,
        by=by.person,
        replaces=one,
    )
