"""What an act asks before anything happens: answers to its form, and what its requirements demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shanzhi.engine.conditions import holds
from shanzhi.engine.draft import Draft
from shanzhi.engine.forms import check_form
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.registers import known_fact, listed_in
from shanzhi.engine.types import Actor
from shanzhi.method.model import Field
from shanzhi.method.people import held
from shanzhi.method.registers import PREFIX
from shanzhi.method.rules import Requirement, Rule
from shanzhi.method.words import Sentence

NOT_LISTED: Final = Sentence(
    "不在“{register}”里，请选在册的。", "Not on the register “{register}”; choose one that is."
)
NOT_ANSWERS: Final = Sentence("应为一组“项目：内容”。", "Send answers by the names of the questions.")


def answers(d: Draft, form: tuple[Field, ...], given: object, rule: Rule, facts: bool = True) -> None:
    """Check the answers to a form into `d.values`; refuses with every fault, field by field.

    `facts` says that they are facts of the matter; those given to a block are an entry of its own.
    """
    if given.__class__ is not dict and not isinstance(given, Mapping):
        raise faulty(form, {"": NOT_ANSWERS}, rule)
    d.values, faults = check_form(
        form,
        given,
        lambda field, values, line: applies(d, field, values, line, facts),
        lambda field: _held(d, field),
    )
    for field in form:
        if (
            field.among is not None
            and field.name in d.values
            and not listed_in(d.ctx, d.method, field, d.values[field.name])
        ):
            label = d.method.registers[field.among].label
            faults[field.name] = NOT_LISTED.fill(register=label)
    if faults:
        raise faulty(form, faults, rule)


def faulty(form: tuple[Field, ...], faults: dict[str, Sentence], rule: Rule) -> Refuse:
    """The refusal that tells what is wrong with each answer."""
    labels = {field.name: field.label for field in form}
    parts = [(labels.get(name, Sentence(name, name)), why) for name, why in faults.items()]
    detail = Sentence(
        "；".join(f"{label.zh}：{why.zh}" if label.zh else why.zh for label, why in parts),
        "; ".join(f"{label.en}: {why.en}" if label.en else why.en for label, why in parts),
    )
    return refuse("form", rule, fields=faults, count=len(faults), detail=detail)


def require(d: Draft, requirements: tuple[Requirement, ...]) -> None:
    """Refuse with the first requirement that does not hold."""
    for requirement in requirements:
        if not holds(d, requirement.that, requirement.at):
            raise refuse("requires", requirement.at, why=requirement.otherwise)


def applies(
    d: Draft, field: Field, values: dict[str, Any], line: dict[str, Any] | None, facts: bool = True
) -> bool:
    """Whether a question applies, given the answers before it and those before it in its own line.

    An act that adds a line asks its parts beside its other questions: there the answers are the line.
    """
    assert field.asked is not None
    before = d.data, d.values, d.line, d.listed
    d.values, d.line = values, values if line is None else line
    if any(name.startswith("line.") for name in field.asked.order):
        d.listed = _list_of(d, field)
    if facts:
        d.data = {**d.data, **values}
    try:
        return holds(d, field.asked, field.at)
    finally:
        d.data, d.values, d.line, d.listed = before


def _list_of(d: Draft, part: Field) -> str | None:
    """The list in whose lines a question stands."""
    lists = (field for field in d.method.fields.values() if field.kind.rows)
    return next((one.name for one in lists if any(inner.at == part.at for inner in one.form)), None)


def _held(d: Draft, field: Field) -> Any:
    """What the system holds already, so that it is not asked: of the opener, of who acts, or of the place."""
    assert field.known is not None
    actor = d.actor
    if field.known.startswith(("opener.", PREFIX)) and d.opener != actor.person:
        actor = Actor(d.opener)
    return held(field, known_fact(d.ctx, field.known, actor, d.origin))
