"""What an act comes to: those a method writes, those of a stage's block, and the built-in ones."""

from __future__ import annotations

from shanzhi.engine.asking import answers, require
from shanzhi.engine.barring import own_work, remember
from shanzhi.engine.blocks import logic
from shanzhi.engine.blocks.base import once
from shanzhi.engine.builtins import built_in
from shanzhi.engine.draft import Draft
from shanzhi.engine.effects import award_slot, carry, short_of
from shanzhi.engine.facts import forget, set_facts, take_answers
from shanzhi.engine.foreseeing import foresee
from shanzhi.engine.frozen import frozen_facts
from shanzhi.engine.landing import move, tell
from shanzhi.engine.limits import extend_clock, set_due
from shanzhi.engine.moves import enter, first_way, follow, settle
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Desk, Effect
from shanzhi.engine.urging import answered
from shanzhi.engine.who import desk_role, role_in, who_text
from shanzhi.method.acts import TAKING_PART
from shanzhi.method.model import Act, Stage
from shanzhi.method.words import Sentence

SHORT = "short"
"""What history notes of an act that a balance or a limit forbade, and that led elsewhere."""


def act(d: Draft, stage: Stage) -> None:
    """Check and carry out the act that the command names. Refuses with the rule that stands in the way."""
    chosen = stage.acts.get(d.asked)
    if chosen is None:
        shown = [one.label for one in stage.acts.values() if one.who.names != ("system",)]
        acts = Sentence("、".join(s.zh for s in shown), ", ".join(s.en for s in shown))
        raise refuse("no_such_act", stage.at, stage=stage.label, acts=acts)
    who, origin, form, given = chosen.who, chosen.origin, chosen.form, d.given
    d.role = role_in(d, who)
    if d.role is None:
        desk_rule = stage.desk if who.desk else None
        own = own_work(d, desk_rule.barred, chosen, who_text(d, who)) if desk_rule is not None else None
        raise own or refuse("not_yours", chosen.at, act=chosen.label, who=who_text(d, who))
    bars = chosen.barred
    if bars is not None:
        own = own_work(d, bars, chosen, who_text(d, who))
        if own is not None:
            raise own
    sealed = False
    if origin == "block" and stage.block is not None:
        logic(stage.block).ready(d, stage.block, chosen)
        sealed = logic(stage.block).sealed(d, stage.block, chosen)
    if (form or given) and not sealed:
        answers(d, form, given, chosen.at, facts=origin != "block" or _asks_facts(stage))
    if origin == "method":
        take_answers(d, chosen)
    requires, name = chosen.requires, chosen.name
    if requires:
        require(d, requires)
    if d.method.appoints and d.values and origin == "method":
        foresee(d, {*d.values, chosen.adds.name if chosen.adds is not None else ""})
    if name not in TAKING_PART:
        remember(d, stage)
    if d.urged is not None and answered(d, chosen, desk_role(d)):
        d.urged = None
    if origin == "method":
        visit = d.visit
        carry_out(d, stage, chosen)
        settle(d, visit)
        d.effects += (Effect("told", {"act": name}),)
    elif origin == "block":
        _block(d, stage, chosen)
    else:
        built_in(d, chosen)


def _asks_facts(stage: Stage) -> bool:
    """Whether what an act of the stage's block asks are facts of the matter; most ask for an entry of their own."""
    return stage.block is not None and logic(stage.block).asks_facts


def carry_out(d: Draft, stage: Stage, act: Act, note: str | None = None) -> None:
    """An act written in the method: facts, clocks, effects, then the way on."""
    effects, clears, routes = act.effects, act.clear, act.routes
    slot = award_slot(d, act) if effects else None
    if slot is not None:
        once(d, slot, act.at)
    sets = act.sets
    if sets:
        d.values = {**d.values, **set_facts(d, sets)}
    short = short_of(d, effects) if effects else None
    if short is not None:
        effects, note = (), note or SHORT
    route = first_way(d, routes, act.at) if routes and short is None else None
    to = route.stage if route is not None else short
    if to is None and (d.values or clears):
        _leave_frozen(d, act)
    d.note(act.name, d.values, to, slot, act.sealed, note)
    desk, rule = d.desk, stage.desk
    if desk is not None and rule is not None and act.who.desk and d.role in rule.posts:
        # Who acted last from this stage's desk, so that it can come back to them.
        d.handlers = {**d.handlers, stage.name: Desk(desk.role, desk.place, desk.office, d.person)}
    if act.extend is not None:
        extend_clock(d, act)
    # Texts that say where it lies now and until when are filled once that is known, from the facts of this moment.
    before = d.fork() if effects and act.foretells else None
    if effects and before is None:
        carry(d, effects)
    if clears:
        forget(d, clears)
    if to is None:
        if act.extend is not None and stage.due is not None and stage.due.speaks_of(act.extend.clock):
            set_due(d, stage.due, d.entered)
        if before is not None:
            _carry_afterwards(d, before, act)
        return
    moves = act.move if short is None else None
    raised = move(d, moves, to, act.at) if moves is not None else None
    enter(d, to)
    if before is not None:
        _carry_afterwards(d, before, act)
    if raised is not None:
        tell(d, raised)


def _leave_frozen(d: Draft, act: Act) -> None:
    """Refuse to change, while a block goes on, a fact that it rests on."""
    before = d.matter.data
    changed = [n for n, value in d.values.items() if before.get(n) != value] + [
        n for n in act.clear if n in before
    ]
    for name in frozen_facts(d).intersection(changed) if changed else ():
        raise refuse("shown_now", act.at, field=d.method.fields[name].label)


def _carry_afterwards(d: Draft, before: Draft, act: Act) -> None:
    """The act's effects as of `before` it led on, but for the stage, date and desk that its texts speak of."""
    kept = len(before.effects)
    before.stage, before.due, before.desk, before.once = d.stage, d.due, d.desk, d.once
    carry(before, act.effects)
    d.once = before.once
    d.effects = before.effects + d.effects[kept:]


def _block(d: Draft, stage: Stage, act: Act) -> None:
    """An act of the stage's block: noted with its slot, and the outcome followed if it ends the block."""
    if stage.block is None:
        raise refuse("no_way", act.at)
    step = logic(stage.block).act(d, stage.block, act)
    d.note(act.name, step.values, slot=step.slot, sealed=act.sealed)
    for n, slot in enumerate(step.more):
        d.note(act.name, step.each[n] if step.each else step.values, slot=slot, sealed=act.sealed)
    if step.outcome is not None:
        follow(d, step.outcome)
        d.effect("told", act=step.outcome)
