"""The built-in acts of every open stage: message, attach, correct, watch, withdraw. None of them moves a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.forms import check_form
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act


def built_in(d: Draft, act: Act) -> None:
    """Carry out a built-in act whose answers are in `d.values`."""
    _ACTS[act.name](d, act)


def _message(d: Draft, act: Act) -> None:
    d.note("message", d.values)
    d.effect("message", text=d.values["text"])


def _attach(d: Draft, act: Act) -> None:
    d.note("attach", d.values)


def _correct(d: Draft, act: Act) -> None:
    """A fact is corrected: the old value stays in the history beside the new one."""
    name = d.values["field"]
    field = d.method.fields.get(name)
    if field is None or name not in d.data or field.type == "list":
        raise refuse("no_such_field", act.at, field=name)
    checked, faults = check_form((field,), {name: d.values["value"]})
    if faults:
        raise refuse("form", act.at, fields=faults, count=1, detail=faults[name])
    if checked.get(name) is None:
        raise refuse("no_such_field", act.at, field=name)
    sealed = ("before", "after") if field.sensitive else ()
    values = {"field": name, "before": d.data[name], "after": checked[name], "reason": d.values["reason"]}
    d.note("correct", values, sealed=sealed)
    d.keep(checked)


def _watch(d: Draft, act: Act) -> None:
    d.note("watch")
    d.effect("watch", person=d.actor.person)


def _withdraw(d: Draft, act: Act) -> None:
    d.note("withdraw", d.values)
    d.closed = d.at
    d.end = "withdrawn"
    d.desk = None
    d.due = d.window = d.remind = None
    if d.matter.parent is not None:
        d.effect("parent", matter=d.matter.parent, visit=d.matter.parent_visit, end=d.end)


_ACTS = {
    "message": _message,
    "attach": _attach,
    "correct": _correct,
    "watch": _watch,
    "withdraw": _withdraw,
}
