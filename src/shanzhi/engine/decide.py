"""The one function that decides what a command comes to. Pure: no database, no clock, no framework.

Pages, API, import, simulation, dry run and the answer to «why not» all call the same `decide`.
"""

from __future__ import annotations

from datetime import datetime

from shanzhi.engine.blocks import logic
from shanzhi.engine.builtins import built_in
from shanzhi.engine.conditions import holds
from shanzhi.engine.context import Context
from shanzhi.engine.draft import Draft
from shanzhi.engine.effects import carry
from shanzhi.engine.forms import check_form
from shanzhi.engine.limits import extend_clock, stop_clocks
from shanzhi.engine.moves import choose, enter, follow
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import Actor, Command, Decision, Desk, Matter, Refusal
from shanzhi.engine.where import lift, move
from shanzhi.engine.who import must_be, role_in, who_text
from shanzhi.method.model import Act, Field, Method, Requirement
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence


def decide(method: Method, matter: Matter, command: Command, ctx: Context) -> Decision | Refusal:
    """What `command` comes to for `matter`: the next state with its history and effects, or why not.

    `method` must be the version and inputs the matter is pinned to. Never raises for any input a person, a
    program or the clock may send.
    """
    try:
        if command.seq is not None and command.seq != matter.seq:
            raise refuse("stale", count=matter.seq - command.seq)
        if matter.closed is not None:
            raise refuse("closed", end=ENDS.get(matter.end or "done", ENDS["done"]))
        if command.act == "due":
            return _due(method, matter, command, ctx)
        at = command.at if command.at > matter.opened else matter.opened
        if matter.entered is not None and at < matter.entered:
            at = matter.entered
        d = Draft(method, matter, command, ctx, at)
        if command.act == "joined":
            _joined(d)
        else:
            _act(d)
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
) -> Decision | Refusal:
    """Open a matter at a place: checks who may and the answers, fills in what is known, enters the first stage.

    `place` is where it happened, however deep; it lands at the method's own level. `matter` is its number, if
    the store gave one already; `parent` the matter (and its visit) that asked for it.
    """
    opening = method.opening
    at = command.at
    try:
        if not ctx.path(place):
            raise refuse("no_such_place", opening.at)
        start = lift(ctx, place, opening.level)
        person = command.actor.person
        empty = Matter(
            matter, method.hash, 0, 0, opening.stage, start, place, person, at,
            parent=parent[0] if parent else None, parent_visit=parent[1] if parent else None,
        )  # fmt: skip
        d = Draft(method, empty, command, ctx, at)
        d.role = role_in(d, opening.who) or ("system" if parent is not None else None)
        if d.role is None:
            raise refuse("not_yours", opening.at, act=method.title, who=who_text(d, opening.who))
        given = dict(command.values)
        for field in method.form:
            if field.known is not None and given.get(field.name) in (None, ""):
                held = ctx.fact(field.known, command.actor, place)
                if held is not None:
                    given[field.name] = held
        _answers(d, method.form, given, opening.at)
        _require(d, opening.requires)
        if opening.on_behalf is not None:
            d.opener = d.values.get(opening.on_behalf, d.opener)
        d.keep(d.values)
        d.note("open", d.values, to=opening.stage, sealed=_sealed(method.form, d.values))
        enter(d, opening.stage)
        return d.finish()
    except Refuse as refused:
        return refused.refusal


def why_not(method: Method, matter: Matter, command: Command, ctx: Context) -> Refusal | None:
    """Why a command would be refused, or None if it would be allowed. Nothing changes."""
    answer = decide(method, matter, command, ctx)
    return answer if isinstance(answer, Refusal) else None


def available(method: Method, matter: Matter, actor: Actor, ctx: Context, at: datetime) -> list[Act]:
    """The acts an actor may choose from now: those open to their role whose requirements do not already fail.

    Requirements that speak of the act's own answers are left for when it is done.
    """
    if matter.closed is not None:
        return []
    found = []
    for act in method.stages[matter.stage].acts.values():
        d = Draft(method, matter, Command("", act.name, at, actor), ctx, at)
        if role_in(d, act.who) is None or (act.name == "recall" and "recalled" not in method.stages[d.stage].outcomes):
            continue
        names = {field.name for field in act.form}
        standing = tuple(r for r in act.requires if not names & r.that.names)
        try:
            _require(d, standing)
        except Refuse:
            continue
        found.append(act)
    return found


def _act(d: Draft) -> None:
    stage = d.method.stages[d.stage]
    name = d.command.act
    act = stage.acts.get(name)
    if act is None or (name == "recall" and "recalled" not in stage.outcomes):
        labels = [a.label for a in stage.acts.values()]
        shown = Sentence("、".join(x.zh for x in labels), ", ".join(x.en for x in labels))
        raise refuse("no_such_act", stage.at, stage=stage.label, acts=shown)
    d.role = must_be(d, act)
    _answers(d, act.form, d.command.values, act)
    if act.requires:
        _require(d, act.requires)
    if act.origin == "builtin":
        built_in(d, act)
    elif act.origin == "block":
        _block(d, act)
    else:
        _carry_out(d, act)
    if d.actor.person != d.opener:
        d.effect("told", act=name)


def _carry_out(d: Draft, act: Act) -> None:
    """An act written in the method: facts, clocks, effects, then the way on."""
    stage = d.method.stages[d.stage]
    if d.values:
        d.keep(d.values)
    route = choose(d, act.routes, act.at) if act.routes else None
    d.note(
        act.name,
        d.values,
        to=route.stage if route else None,
        sealed=_sealed(act.form, d.values),
        note="due" if d.command.act == "due" else None,
    )
    _remember(d, stage.name)
    if act.extend is not None:
        extend_clock(d, act)
        if route is None:
            _reload_due(d)
    if act.stop:
        stop_clocks(d, act.stop)
    if act.effects:
        carry(d, act.effects)
    if act.clear:
        d.data = {name: value for name, value in d.data.items() if name not in act.clear}
    if act.move is not None:
        move(d, act.move, route.stage if route else d.stage, act.at)
    if route is not None:
        enter(d, route.stage, act.restart)


def _remember(d: Draft, stage: str) -> None:
    """Who acted last from this stage's desk, so that it can come back to them."""
    desk = d.desk
    if desk is None or d.actor.person is None or d.role in ("opener", "resident", "anyone"):
        return
    handler = Desk(desk.role, desk.place, desk.office, d.actor.person)
    if d.handlers.get(stage) != handler:
        d.handlers = {**d.handlers, stage: handler}


def _reload_due(d: Draft) -> None:
    due = d.method.stages[d.stage].due
    if due is not None and due.clock is not None and due.clock in d.clocks:
        d.due, d.late = d.clocks[due.clock].due, False


def _block(d: Draft, act: Act) -> None:
    """An act of the stage's block: noted with its slot, and the outcome followed if it ends the block."""
    block = d.method.stages[d.stage].block
    if block is None:
        raise refuse("no_way", act.at)
    step = logic(block).act(d, block, act)
    sealed = tuple(name for name in _sealed(act.form, d.values) if name in step.values)
    d.note(act.name, step.values, slot=step.slot, sealed=sealed)
    if act.name == "take":
        d.keep(d.values)
    if step.outcome is not None:
        follow(d, step.outcome)


def _joined(d: Draft) -> None:
    """A child matter closed: folded into the parent's split, which may now go on."""
    stage = d.method.stages[d.stage]
    if stage.block is None or stage.block.kind != "split" or d.command.values.get("visit", d.visit) != d.visit:
        raise refuse("no_such_child", stage.at)
    index, end = int(d.command.values["child"]), str(d.command.values["end"])
    d.role = "system"
    outcome = logic(stage.block).joined(d, stage.block, index, end)
    d.note("joined", {"child": index, "end": end}, slot=f"joined:{index}")
    d.effect("told", act="joined")
    if outcome is not None:
        follow(d, outcome)


def _due(method: Method, matter: Matter, command: Command, ctx: Context) -> Decision:
    """One firing of the clock, at the moment when it was due: a reminder, a window's end, or the time limit."""
    wakes = matter.wakes
    if wakes is None or wakes > command.at:
        raise refuse("nothing_due")
    at = max(wakes, matter.entered or matter.opened)
    d = Draft(method, matter, command, ctx, at)
    d.role = "system"
    stage = method.stages[matter.stage]
    if matter.remind == wakes:
        d.remind = None
        d.note("remind")
        d.effect("remind")
    elif matter.window == wakes:
        d.window = None
        outcome = logic(stage.block).over(d, stage.block) if stage.block else None
        if outcome is None:
            d.note("window_over")
        else:
            follow(d, outcome)
            d.effect("told", act=outcome)
    else:
        return _overdue(d)
    return d.finish()


def _overdue(d: Draft) -> Decision:
    """The time limit is over: the method's own act for it, or else everyone concerned is told."""
    stage = d.method.stages[d.stage]
    d.late = True
    if stage.due is not None and stage.due.then is not None:
        act = stage.acts[stage.due.then]
        attempt = Draft(d.method, d.matter, d.command, d.ctx, d.at)
        attempt.role = "system"
        try:
            _answers(attempt, act.form, {}, act)
            _require(attempt, act.requires)
            _carry_out(attempt, act)
            attempt.effect("told", act=act.name)
            return attempt.finish()
        except Refuse as refused:
            d.note("overdue", note=refused.refusal.code)
    else:
        d.note("overdue")
    d.effect("overdue")
    return d.finish()


def _answers(d: Draft, form: tuple[Field, ...], given: object, where: object) -> None:
    """Check the answers to a form into `d.values`; refuses with every fault, field by field."""
    answers = given if isinstance(given, dict) else dict(given)  # type: ignore[call-overload]
    if not form and not answers:
        return
    d.values, faults = check_form(form, answers, lambda field, values: _asked(d, field, values))
    if faults:
        labels = {field.name: field.label for field in form}
        detail = Sentence(
            "；".join(f"{labels[n].zh if n in labels else n}：{why.zh}" for n, why in faults.items()),
            "; ".join(f"{labels[n].en if n in labels else n}: {why.en}" for n, why in faults.items()),
        )
        raise refuse("form", getattr(where, "at", where), fields=faults, count=len(faults), detail=detail)  # type: ignore[arg-type]


def _asked(d: Draft, field: Field, values: dict[str, object]) -> bool:
    if field.asked is None:
        return True
    before, d.values = d.values, values
    try:
        return holds(d, field.asked, field.at)
    finally:
        d.values = before


def _require(d: Draft, requirements: tuple[Requirement, ...]) -> None:
    for requirement in requirements:
        if not holds(d, requirement.that, requirement.at):
            raise refuse("requires", requirement.at, why=requirement.otherwise)


def _sealed(form: tuple[Field, ...], values: dict[str, object]) -> tuple[str, ...]:
    return tuple(field.name for field in form if field.sensitive and field.name in values)
