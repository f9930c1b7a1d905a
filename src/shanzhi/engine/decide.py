"""The one function that decides what a command comes to. Pure: no database, no clock, no framework.

Pages, API, import, simulation, dry run and the answer to «why not» all call the same `decide`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from shanzhi.engine import acting, firing
from shanzhi.engine.asking import answers, require
from shanzhi.engine.barring import barred
from shanzhi.engine.blocks import logic
from shanzhi.engine.conditions import holds
from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.facts import facts_of, record, set_facts
from shanzhi.engine.foreseeing import foresee
from shanzhi.engine.forms import check_form
from shanzhi.engine.landing import land, tell
from shanzhi.engine.moves import enter, first_way
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import Actor, Command, Decision, Matter, Refusal
from shanzhi.engine.where import lift
from shanzhi.engine.who import as_clerk, role_in, who_text
from shanzhi.method.model import Act, Method, Opening
from shanzhi.method.rules import Rule
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence

CLOCK_ACTS: Final = {"due": firing.due, "joined": firing.joined, "released": firing.released}
"""Commands that no person gives."""


def decide(method: Method, matter: Matter, command: Command, ctx: Context) -> Decision | Refusal:
    """What `command` comes to for `matter`: the next state with its history and effects, or why not.

    `method` must be the version and inputs the matter is pinned to. Never raises for any input a person, a
    program or the clock may send. A decision has at least one entry. Nothing happens before the matter came to its
    stage: an earlier `command.at` counts as that moment.
    """
    try:
        d = Draft(method, matter, command, ctx, command.at)
        stage, seen, since = method.stages.get(d.stage), command.seq, d.entered or d.opened
        usable(method, stage.at if stage is not None else method.opening.at)
        if stage is None:
            raise refuse("unknown_stage", stage=d.stage, method=method.title)
        if seen is not None and seen != d.seq:
            raise refuse("stale", stage.at, count=max(d.seq - seen, 1))
        if d.closed is not None:
            raise refuse("closed", stage.at, end=ENDS.get(d.end or "done", ENDS["done"]))
        if d.at < since:
            d.at = since
        if d.person is None and d.asked in CLOCK_ACTS:
            return CLOCK_ACTS[d.asked](d)
        acting.act(d, stage)
        return d.finish()
    except Refuse as refused:
        return refused.refusal


def open_matter(
    method: Method,
    command: Command,
    place: int,
    ctx: Context,
    *,
    matter: int = 0,
    parent: tuple[int, int] | None = None,
    opening: str = "",
) -> Decision | Refusal:
    """Open a matter at a place: checks who may and the answers, fills in what is known, enters the first stage.

    `place` is where it happened, however deep; it lands at the method's own level. `matter` is its number, if
    the store gave one already; `parent` the matter (and its visit) that asked for it; `opening` by which way in, the first
    that is open to whoever acts where it is not said.
    """
    try:
        way = _way_in(method, command, place, ctx, parent, opening)
        method = method.through(way.name)
        asker, visit = parent or (None, None)
        start = lift(ctx, place, way.level)
        empty = Matter(
            matter, method.hash, 0, 0, way.stage, start, place, command.actor.person, command.at,
            parent=asker, parent_visit=visit, opening=way.name,
        )  # fmt: skip
        d = Draft(method, empty, command, ctx, command.at)
        d.role = role_in(d, way.who) or ("system" if parent is not None else None)
        if d.role is None:
            raise refuse("not_yours", way.at, act=way.label or method.title, who=who_text(d, way.who))
        if way.upon is not None and way.upon.when is not None and not holds(d, way.upon.when, way.at):
            raise refuse("not_upon", way.at)
        given = d.given
        if way.on_behalf is not None and (given.__class__ is dict or isinstance(given, Mapping)):
            _speak_for(d, way.on_behalf, given.get(way.on_behalf))
        answers(d, way.form, given, way.at)
        record(d, d.values)
        require(d, way.requires)
        said = {**d.values, **set_facts(d, way.sets)} if way.sets else d.values
        raised = land(d, place)
        if method.appoints:
            foresee(d, d.values)
        route = first_way(d, way.routes, way.at)
        sealed = (
            tuple([name for name in said if method.fields[name].sensitive]) if way.sets else method.sealed
        )
        d.note("open", said, to=route.stage, sealed=sealed)
        enter(d, route.stage)
        if raised is not None:
            tell(d, raised)
        if d.opener != d.person:
            d.effect("told", act="open")
        return d.finish()
    except Refuse as refused:
        return refused.refusal


def way_in(
    method: Method,
    command: Command,
    place: int,
    ctx: Context,
    *,
    parent: tuple[int, int] | None = None,
    opening: str = "",
) -> Opening | Refusal:
    """By which of its openings a matter would be opened."""
    try:
        return _way_in(method, command, place, ctx, parent, opening)
    except Refuse as refused:
        return refused.refusal


def _way_in(
    method: Method,
    command: Command,
    place: int,
    ctx: Context,
    parent: tuple[int, int] | None,
    opening: str,
) -> Opening:
    """The opening named; where none is, the first that is open to whoever acts, or the first of all."""
    usable(method, method.opening.at)
    if not ctx.path(place):
        raise refuse("no_such_place", method.opening.at)
    if opening:
        if opening not in method.openings:
            labels = [one.label or method.title for one in method.openings.values()]
            said = Sentence("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))
            raise refuse("no_such_opening", method.opening.at, name=opening, openings=said)
        return method.openings[opening]
    if len(method.openings) == 1 or parent is not None:
        return method.opening
    for one in method.openings.values():
        empty = Matter(
            0, method.hash, 0, 0, one.stage, lift(ctx, place, one.level), place, command.actor.person,
            command.at, opening=one.name,
        )  # fmt: skip
        if role_in(Draft(method, empty, command, ctx, command.at), one.who) is not None:
            return one
    return method.opening


def usable(method: Method, at: Rule) -> None:
    """Refuse what a method that can only be read would do."""
    if method.outdated is not None:
        raise refuse("outdated", at, why=method.outdated)


def _speak_for(d: Draft, name: str, person: Any) -> None:
    """The person named in the form is the opener; known first, since other answers may be held about them."""
    if person is not None:
        form = tuple(field for field in d.method.form if field.name == name)
        d.opener = check_form(form, {name: person})[0].get(name, d.opener)


def why_not(method: Method, matter: Matter, command: Command, ctx: Context) -> Refusal | None:
    """Why a command would be refused, or None if it would be allowed. Nothing changes."""
    answer = decide(method, matter, command, ctx)
    return answer if isinstance(answer, Refusal) else None


def clerk_of(method: Method, matter: Matter, command: Command, ctx: Context) -> bool:
    """Whether who commands an act of the present stage is one who does it in others' stead."""
    stage = method.stages.get(matter.stage)
    act = stage.acts.get(command.act) if stage is not None else None
    return act is not None and as_clerk(Draft(method, matter, command, ctx, command.at), act.who)


def available(method: Method, matter: Matter, actor: Actor, ctx: Context, at: datetime) -> list[Act]:
    """The acts an actor may choose from now: those open to their role, with nothing in the way already.

    Requirements that speak of the act's own answers are left for when it is done.
    """
    stage = method.stages.get(matter.stage)
    if stage is None or matter.closed is not None or method.outdated is not None:
        return []
    d = Draft(method, matter, Command("", "", at, actor), ctx, max(at, matter.entered or matter.opened))
    found = []
    for act in stage.acts.values():
        d.role = role_in(d, act.who)
        if d.role is None:
            continue
        if act.barred is not None and actor.person in barred(d, act.barred):
            continue
        answered = facts_of(d.method, act)
        try:
            if act.origin == "block" and stage.block is not None:
                logic(stage.block).ready(d, stage.block, act)
            require(d, tuple(r for r in act.requires if not answered & r.that.names))
        except Refuse:
            continue
        found.append(act)
    return found
