"""The form of an act as one fills it in: where the engine wants a key or a number, the page offers what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.limits import limits_by_option
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import Actor, Command, Matter
from shanzhi.method.duration import Duration
from shanzhi.method.model import Act, Field, Method, Option
from shanzhi.method.words import Sentence
from shanzhi.web.blocks import FACES
from shanzhi.web.forms.correcting import as_asked, corrections
from shanzhi.web.forms.inputs import with_unit

IN_YUAN = Sentence("{label}（元）", "{label} (yuan)")


def tailored(
    method: Method,
    matter: Matter,
    act: Act,
    actor: Actor,
    world: Context,
    at: datetime,
    corrects: str = "",
) -> tuple[Field, ...]:
    """The questions of an act, with choices for: an item of a checklist, an objection, a fact to correct.

    A choice on which the next time limit depends tells of each option how long it gives (紧急 · 2 小时). What is right
    of the fact that one `corrects` is asked as that fact was: from the same choices, places or dates.
    """
    if corrections(act):
        options = _correctable(method, matter)
        form = _choosing(act.form, "field", options)
        if all(option.value != corrects for option in options):
            return form
        return tuple(as_asked(method.fields[corrects], f) if f.name == "value" else f for f in form)
    block = method.stages[matter.stage].block
    if act.origin == "block" and block is not None:
        offers = FACES[block.kind].offers
        choices = offers(method, matter, block, act) if offers is not None else {}
        form = act.form
        for name, options in choices.items():
            form = _choosing(form, name, options)
        if choices:
            return form
    draft = Draft(method, matter, Command("", act.name, at, actor), world, at)
    return tuple(_with_limits(draft, act, field) if field.kind.picks_one else field for field in act.form)


def _with_limits(draft: Draft, act: Act, field: Field) -> Field:
    try:
        limits = limits_by_option(draft, act, field)
    except Refuse:  # a condition that cannot be told yet
        return field
    if not limits:
        return field
    options = [
        replace(option, label=_and_limit(option.label, limits[option.value]))
        if option.value in limits
        else option
        for option in field.options
    ]
    return replace(field, options=tuple(options))


def _and_limit(label: Sentence, limit: Duration) -> Sentence:
    return Sentence(f"{label.zh} · {limit.label('zh')}", f"{label.en} · {limit.label('en')}")


def meant(method: Method, act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """The answers as the engine takes them: an amount typed as a correction is in yuan, as all are on a page."""
    if not corrections(act):
        return values
    field = method.fields.get(str(values.get("field", "")))
    money = field is not None and field.kind.amount
    return {**values, "value": with_unit(str(values.get("value", "")))} if money else values


def _choosing(form: tuple[Field, ...], name: str, options: tuple[Option, ...]) -> tuple[Field, ...]:
    return tuple(
        replace(f, type="choice", options=options, default=None) if f.name == name else f for f in form
    )


def _correctable(method: Method, matter: Matter) -> tuple[Option, ...]:
    """The facts recorded that a correction can be typed for."""
    return tuple(
        Option(name, _in_its_unit(method.fields[name]))
        for name in matter.data
        if name in method.fields
        and not method.fields[name].kind.listed
        and method.fields[name].computed is None
    )


def _in_its_unit(field: Field) -> Sentence:
    return IN_YUAN.fill(label=field.label) if field.kind.amount else field.label
