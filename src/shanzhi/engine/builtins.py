"""The built-in acts of every open stage: message, attach, correct, watch, withdraw, remind.

None of them moves a clock, but for the correction of a fact that a date was promised by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from shanzhi.engine.asking import faulty
from shanzhi.engine.barring import own_work
from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.facts import record
from shanzhi.engine.following import follow_by_date, follow_by_desk
from shanzhi.engine.forms import check_form
from shanzhi.engine.frozen import frozen_facts
from shanzhi.engine.guarding import agrees_for_another, unmasks_another
from shanzhi.engine.ledger import let_go_at_the_end
from shanzhi.engine.moves import close, release, tell_parent
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.steering import steers
from shanzhi.engine.urging import role_above, urge
from shanzhi.engine.where import PERSONS
from shanzhi.engine.who import desk_role, role_in, who_text
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Field


def built_in(d: Draft, act: Act) -> None:
    """Carry out a built-in act whose answers are in `d.values`."""
    _ACTS[act.name](d, act)


def _message(d: Draft, act: Act) -> None:
    d.note("message", d.values)
    d.effect("message", text=d.values["text"])


def _attach(d: Draft, act: Act) -> None:
    d.note("attach", d.values)
    d.effect("told", act="attach")


def _correct(d: Draft, act: Act) -> None:
    """A fact is corrected by those whose answer it is; the old value stays in the history beside the new one."""
    name = d.values["field"]
    field = d.method.fields.get(name)
    opened_with = any(one.name == name for one in d.method.form)
    if (
        field is None
        or field.computed is not None
        or field.kind.rows
        or (name not in d.data and not opened_with)
    ):
        raise refuse("no_such_field", act.at, field=name)
    if name in frozen_facts(d):
        raise refuse("shown_now", act.at, field=field.label)
    above = desk_role(d) is None and role_above(d) is not None
    if above and (own := _barred_here(d, act)) is not None:
        raise own
    if not (opened_with and _theirs(d)) and not above and not _answered(d, name):
        raise refuse("not_your_answer", act.at, field=field.label)
    value = typed(field, d.values["value"])
    checked, faults = check_form((field,), {name: value}, lambda field, values, line: True)
    if faults:  # told of the answer that was given, since no question is called as the corrected fact
        raise faulty(act.form, {"value": next(iter(faults.values()))}, act.at)
    if name not in checked:
        raise refuse("no_such_field", act.at, field=field.label)
    values = {"field": name, "before": d.data.get(name), "after": checked[name], "reason": d.values["reason"]}
    if agrees_for_another(d, field, checked[name]):
        raise refuse("own_consent", act.at, field=field.label)
    due, mine = d.due, desk_role(d) is not None
    record(d, checked)
    if unmasks_another(d):
        raise refuse("unmasks", act.at, field=field.label)
    turned = steers(d)
    if turned is not None:
        raise refuse("own_way", act.at, field=field.label, turned=turned, instead=_acts_that_ask(d, name))
    follow_by_date(d, field, mine, act.at)
    if d.due != due:
        values |= {"was": due.isoformat() if due else None, "due": d.due.isoformat() if d.due else None}
    d.note("correct", values, sealed=("before", "after") if field.sensitive else ())
    follow_by_desk(d, field, mine, act.at)
    d.effect("told", act="correct")
    if BLOCKED in d.tally:
        d.window = d.at  # what stood in the way may be mended: the clock tries again at once


def _barred_here(d: Draft, act: Act) -> Refuse | None:
    """Why a post above does not correct what it may not have on its own desk."""
    rule = d.method.stages[d.stage].desk
    bars = rule.barred if rule is not None else None
    return own_work(d, bars, act, who_text(d, act.who)) if bars is not None else None


def _acts_that_ask(d: Draft, name: str) -> Sentence:
    """The acts of this stage by which the desk may change a fact all the same, to be read before «or»."""
    stage = d.method.stages[d.stage]
    acts = [
        act
        for act in stage.acts.values()
        if any(one.name == name for one in act.form) and role_in(d, act.who)
    ]
    if not acts:
        return Sentence("", "")
    zh, en = "、".join(f"“{act.label.zh}”" for act in acts), ", ".join(f"“{act.label.en}”" for act in acts)
    return Sentence(f"请用{zh}，或", f"use {en}, or ")


def typed(field: Field, text: str) -> Any:
    """What was typed as a fact's right value, as an answer to its field; several stand between commas."""
    return [part for part in re.split(r"[,，、\s]+", text) if part] if field.kind.several else text


def _theirs(d: Draft) -> bool:
    """Whether what a matter was opened with is the actor's to correct: not for one who holds it while it lies with another."""
    holder = d.handlers.get("@holder")
    held = holder is not None and holder.person is not None and holder.person == d.person
    return not held or d.person == d.opener or desk_role(d) is not None


def _answered(d: Draft, name: str) -> bool:
    """Whether a fact is the actor's own answer: given from a desk of theirs, or asked of the opener or holder."""
    person = d.person
    for stage in d.method.stages.values():
        handler = d.handlers.get(stage.name)
        for act in stage.acts.values():
            if act.origin == "builtin" or all(field.name != name for field in act.form):
                continue
            if handler is not None and handler.person == person:
                return True
            desk = stage.desk.by[0] if stage.desk and act.who.desk else ""
            if person in [_person(d, role) for role in PERSONS if getattr(act.who, role) or desk == role]:
                return True
    return False


def _person(d: Draft, role: str) -> int | None:
    holder = d.handlers.get("@holder")
    return d.opener if role == "opener" else holder.person if holder else None


def _watch(d: Draft, act: Act) -> None:
    """Whoever follows already may ask again: it is noted, and they are told of each step once all the same."""
    d.note("watch")
    d.effect("watch", person=d.person)


def _unwatch(d: Draft, act: Act) -> None:
    """Whoever followed is told no more; harmless for one who did not."""
    d.note("unwatch")
    d.effect("unwatch", person=d.person)


def _withdraw(d: Draft, act: Act) -> None:
    """Whoever opened it takes it back, and with it what was made public of it (个人信息保护法 15)."""
    d.note("withdraw", d.values)
    release(d)
    close(d, "withdrawn")
    if d.method.ledger:
        let_go_at_the_end(d)
    if d.method.publishes:
        d.effect("retract", why={"zh": act.label.zh, "en": act.label.en})
    tell_parent(d)
    d.effect("told", act="withdraw")


_ACTS: Final = {
    "message": _message,
    "attach": _attach,
    "correct": _correct,
    "watch": _watch,
    "unwatch": _unwatch,
    "withdraw": _withdraw,
    "remind": urge,
}
