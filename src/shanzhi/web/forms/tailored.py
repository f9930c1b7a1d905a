"""The form of an act as one fills it in: where the engine wants a key or a number, the page offers what there is."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from shanzhi.engine.types import Matter
from shanzhi.method.model import Act, Field, Method, Option
from shanzhi.method.words import Sentence
from shanzhi.web.forms.answers import with_unit
from shanzhi.web.tallies import items

OBJECTION = Sentence("第 {n} 条", "no. {n}")
IN_YUAN = Sentence("{label}（元）", "{label} (yuan)")


def tailored(method: Method, matter: Matter, act: Act) -> tuple[Field, ...]:
    """The questions of an act, with choices for: an item of a checklist, an objection, a fact to correct."""
    if act.origin == "builtin" and act.name == "correct":
        return _choosing(act.form, "field", _correctable(method, matter))
    block = method.stages[matter.stage].block
    if act.origin == "block" and block is not None:
        if act.name in ("tick", "untick"):
            ticked = set(matter.tally.get("ticked", ()))
            wanted = act.name == "untick"
            options = tuple(
                Option(key, Sentence(label, label))
                for key, label in items(method, matter, block)
                if (key in ticked) is wanted
            )
            return _choosing(act.form, "item", options)
        if act.name == "answer":
            answered = matter.tally.get("answers", {})
            numbers = (str(n) for n in range(1, matter.tally.get("objections", 0) + 1))
            return _choosing(
                act.form,
                "objection",
                tuple(Option(n, OBJECTION.fill(n=n)) for n in numbers if n not in answered),
            )
    return act.form


def meant(method: Method, act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """The answers as the engine takes them: an amount typed as a correction is in yuan, as all are on a page."""
    if act.origin != "builtin" or act.name != "correct":
        return values
    field = method.fields.get(str(values.get("field", "")))
    money = field is not None and field.type == "money"
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
        if name in method.fields and method.fields[name].type not in ("list", "files", "offices", "choices")
    )


def _in_its_unit(field: Field) -> Sentence:
    return IN_YUAN.fill(label=field.label) if field.type == "money" else field.label
