"""Nobody checks their own work (回避): who by their part in a matter may not have a desk or do an act.

A stage or an act says `not`; whom it bars is known when it matters, from the state alone. Where nobody else holds
the desk's post, the desk goes a level up, and history says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shanzhi.engine.named import is_barred_office, named, named_in, persons
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import NOBODY, Desk
from shanzhi.method.people import parts
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Stage
    from shanzhi.method.rules import Barred, DeskRule

DID: Final = "@did."
"""Before a stage's name and a person's number: a handler that only says that they acted there."""

OPENER: Final = Sentence("发起人", "the one who opened it")
HOLDER: Final = Sentence("承办人", "the one who holds it")
ACTED: Final = Sentence("在“{stage}”办过的人", "one who acted in “{stage}”")
NAMED: Final = Sentence("“{field}”写明的人", "named in “{field}”")


def barred(d: Draft, rule: Barred | None) -> frozenset[int]:
    """The persons a `not` bars, as the matter stands."""
    out = _parts(d, rule) if rule is not None else None
    return frozenset([person for person, _, _ in out]) if out else NOBODY


def _parts(d: Draft, rule: Barred) -> list[tuple[int, Sentence, str]]:
    """Whom it bars, by which part of theirs, and which field or stage tells it; a person may be there twice."""
    found: list[tuple[int, Sentence, str]] = []
    if rule.fields:
        for person, name in named_in(d, rule.fields).items():
            found.append((person, NAMED, name))
    handlers = d.handlers
    if handlers:
        for stage in rule.stages:
            begins = f"{DID}{stage}."
            for key, desk in handlers.items():
                if key.startswith(begins) and desk.person is not None:
                    found.append((desk.person, ACTED, stage))
        if rule.holder and (holder := handlers.get("@holder")) is not None and holder.person is not None:
            found.append((holder.person, HOLDER, ""))
    if rule.opener and d.opener is not None:
        found.append((d.opener, OPENER, ""))
    return found


def remember(d: Draft, stage: Stage) -> None:
    """Keep that the actor acted in a stage of which a `not` speaks."""
    person = d.person
    if person is not None and stage.name in d.method.remembers:
        key = f"{DID}{stage.name}.{person}"
        d.handlers = {**d.handlers, key: Desk(d.role or "", d.place, None, person)}


def own_work(d: Draft, rule: Barred | None, act: Act, who: Sentence) -> Refuse | None:
    """The refusal for one whom a `not` bars, with the part that bars them; None for everybody else."""
    if rule is None or d.person is None:
        return None
    theirs = [(part, name) for person, part, name in _parts(d, rule) if person == d.person]
    if not theirs:
        return None
    part, name = theirs[-1]
    if part is NAMED:
        part = part.fill(field=d.method.fields[name].label)
    elif part is ACTED:
        part = part.fill(stage=d.method.stages[name].label)
    return refuse("own_work", rule.at, act=act.label, part=part, who=who)


def given_to_barred(d: Draft, rule: DeskRule) -> Refuse | None:
    """The refusal where an act would hand a desk to somebody whom a fact bars from it, or to their office; None where not."""
    out = named_in(d, rule.barred.fields) if rule.named and rule.barred is not None else {}
    for name in rule.named if out else ():
        for tag in named(d.method, d.values, name) if name in d.values else ():
            kind, number = parts(tag)
            theirs = kind == "organisation" and is_barred_office(d, rule, number)
            if theirs or not out.keys().isdisjoint(persons(d.ctx, [tag])):
                fields = d.method.fields
                by = next(iter(out.values()))
                return refuse("not_to_them", rule.at, asked=fields[name].label, field=fields[by].label)
    return None
