"""Nobody checks their own work (回避): who by their part in a matter may not have a desk or do an act.

A stage or an act says `not`; whom it bars is known when it matters, from the state alone. Where nobody else holds
the desk's post, the desk goes a level up, and history says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.named import is_barred_office, named, named_in, persons
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import Desk
from shanzhi.method.people import parts
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Stage
    from shanzhi.method.rules import Barred, DeskRule

DID = "@did."
"""Before a stage's name and a person's number: a handler that only says that they acted there."""
NOBODY: frozenset[int] = frozenset()

OPENER = Sentence("发起人", "the one who opened it")
HOLDER = Sentence("承办人", "the one who holds it")
ACTED = Sentence("在“{stage}”办过的人", "one who acted in “{stage}”")
NAMED = Sentence("“{field}”写明的人", "named in “{field}”")


def barred(d: Draft, rule: Barred | None) -> frozenset[int]:
    """The persons a `not` bars, as the matter stands."""
    if rule is None:
        return NOBODY
    return frozenset(_parts(d, rule))


def _parts(d: Draft, rule: Barred) -> dict[int, Sentence]:
    """Whom it bars, and by which part of theirs."""
    found: dict[int, Sentence] = {}
    for person, name in named_in(d, rule.fields).items():
        found[person] = NAMED.fill(field=d.method.fields[name].label)
    for stage in rule.stages:
        begins = f"{DID}{stage}."
        for key, desk in d.handlers.items():
            if key.startswith(begins) and desk.person is not None:
                found[desk.person] = ACTED.fill(stage=d.method.stages[stage].label)
    if rule.holder and (holder := d.handlers.get("@holder")) is not None and holder.person is not None:
        found[holder.person] = HOLDER
    if rule.opener and d.opener is not None:
        found[d.opener] = OPENER
    return found


def remember(d: Draft, stage: Stage) -> None:
    """Keep that the actor acted in a stage of which a `not` speaks."""
    person = d.actor.person
    if person is not None and stage.name in d.method.remembers:
        key = f"{DID}{stage.name}.{person}"
        d.handlers = {**d.handlers, key: Desk(d.role or "", d.place, None, person)}


def own_work(d: Draft, rule: Barred | None, act: Act, who: Sentence) -> Refuse | None:
    """The refusal for one whom a `not` bars, with the part that bars them; None for everybody else."""
    if rule is None or d.actor.person is None:
        return None
    part = _parts(d, rule).get(d.actor.person)
    return None if part is None else refuse("own_work", rule.at, act=act.label, part=part, who=who)


def chosen(d: Draft, rule: DeskRule) -> Refuse | None:
    """The refusal where an act would hand a desk to somebody whom a fact bars from it, or to their office; None where not."""
    out = named_in(d, rule.barred.fields) if rule.barred is not None else {}
    for name in rule.named if out else ():
        for tag in named(d.method, d.values, name) if name in d.values else ():
            kind, number = parts(tag)
            theirs = kind == "organisation" and is_barred_office(d, rule, number)
            if theirs or not out.keys().isdisjoint(persons(d.ctx, [tag])):
                fields = d.method.fields
                by = next(iter(out.values()))
                return refuse("not_to_them", rule.at, asked=fields[name].label, field=fields[by].label)
    return None
