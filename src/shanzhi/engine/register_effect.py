"""What a matter writes into a register, worked out: whose entry, what happens to it, what becomes of its fields, until when.

It is checked against how the entry stands now; the store carries it out in the transaction of the decision, and decides anew
where the entry has moved meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.binding import known
from shanzhi.engine.conditions import answer
from shanzhi.engine.limits import due_after
from shanzhi.engine.refusals import refuse
from shanzhi.engine.registers import EntryFacts
from shanzhi.engine.texts import fill
from shanzhi.method.names import OPENER
from shanzhi.method.people import tags
from shanzhi.method.registers import ENTERED, LEFT, MATTER_PLACE, REFUSED, RENEWED, Register

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import EffectRule, Field


def write(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """What becomes of an entry: checked against how it stands now, with what becomes of its fields and until when it holds."""
    register = d.method.registers[values["name"]]
    event = values["event"]
    for tag in _whose(d, register, values["whose"]):
        entry = _as_it_will_be(d, register, tag)
        if event == ENTERED and entry is not None:
            raise refuse("registered_already", rule.at, register=register.label)
        if event not in (ENTERED, REFUSED) and entry is None:
            raise refuse("not_registered", rule.at, register=register.label)
        put = {
            name: value
            for name, one in values["set"].items()
            if (value := _value(d, register, name, one)) is not None
        }
        why = fill(d, values["why"], names_people=False)["zh"] if "why" in values else ""
        d.effect(
            "register",
            keeper=register.keeper,
            register=register.name,
            whose=tag,
            event=event,
            fields={} if event in (LEFT, REFUSED) else put,
            until=_until(d, register, event, entry, rule),
            why=why,
        )


def _as_it_will_be(d: Draft, register: Register, tag: str) -> EntryFacts | None:
    """The entry as what this decision has written of it so far leaves it."""
    entry = d.ctx.registered(register.keeper, register.name, tag)
    for effect in d.effects:
        given = effect.values
        if effect.kind != "register" or (given["keeper"], given["register"], given["whose"]) != (
            register.keeper,
            register.name,
            tag,
        ):
            continue
        if given["event"] == LEFT:
            entry = None
        elif given["event"] != REFUSED:
            entry = {**(entry or {"since": d.at}), **given["fields"], "until": given["until"]}
    return entry


def _whose(d: Draft, register: Register, word: str) -> list[str]:
    if word == MATTER_PLACE:
        value: Any = d.origin
    elif word == OPENER:
        value = d.opener
    else:
        value = known(d, word)
        field = _field(d, word)
        if field is not None and (field.scope == "people" or field.kind.several):
            found = tags(field, value) if field.kind.points_to is not None else []
            return [tag for tag in dict.fromkeys(found) if register.tag(tag) is not None]
    tag = register.tag(value)
    return [] if tag is None else [tag]


def _field(d: Draft, word: str) -> Field | None:
    if word.startswith("line."):
        form = d.method.fields[d.listed].form if d.listed is not None else ()
        return next((field for field in form if f"line.{field.name}" == word), None)
    return d.method.fields.get(word)


def _value(d: Draft, register: Register, name: str, put: Any) -> Any:
    if put.source is not None:
        return known(d, put.source)
    if put.program is not None:
        return answer(d, put.program, register.fields[name])
    return put.value


def _until(d: Draft, register: Register, event: str, entry: EntryFacts | None, rule: EffectRule) -> Any:
    """Until when it stands: a fresh term from now, a renewed one from the end of the old."""
    if event not in (ENTERED, RENEWED) or register.lasts is None:
        return None
    begins = d.at
    if event == RENEWED and entry is not None and entry.get("until") is not None:
        begins = max(begins, entry["until"])
    return due_after(d, begins, register.lasts, rule.at).at
