"""What an act comes to: those a method writes, those of a stage's block, and the built-in ones."""

from __future__ import annotations

from shanzhi.engine.asking import answers, require
from shanzhi.engine.barring import own_work, remember
from shanzhi.engine.blocks import logic
from shanzhi.engine.blocks.base import once
from shanzhi.engine.builtins import built_in
from shanzhi.engine.draft import Draft
from shanzhi.engine.effects import award_slot, carry
from shanzhi.engine.facts import forget, set_facts, take_answers
from shanzhi.engine.foreseeing import foresee
from shanzhi.engine.frozen import frozen_facts
from shanzhi.engine.landing import move, tell
from shanzhi.engine.limits import extend_clock, set_due
from shanzhi.engine.moves import choose, enter, follow, settle
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Desk, Effect
from shanzhi.engine.urging import answered
from shanzhi.engine.who import desk_role, role_in, who_text
from shanzhi.method.acts import TAKING_PART
from shanzhi.method.model import Act, Stage
from shanzhi.method.words import Sentence


def act(d: Draft, stage: Stage) -> None:
    """Check and carry out the act that the command names. Refuses with the rule that stands in the way."""
    chosen = stage.acts.get(d.command.act)
    if chosen is None:
        shown = [one.label for one in stage.acts.values() if one.who.names != ("system",)]
        acts = Sentence("、".join(s.zh for s in shown), ", ".join(s.en for s in shown))
        raise refuse("no_such_act", stage.at, stage=stage.label, acts=acts)
    d.role = role_in(d, chosen.who)
    desk_rule = stage.desk if chosen.who.desk and stage.desk is not None else None
    if d.role is None and desk_rule is not None and desk_rule.barred is not None:
        own = own_work(d, desk_rule.barred, chosen, who_text(d, chosen.who))
        if own is not None:
            raise own
    if d.role is None:
        raise refuse("not_yours", chosen.at, act=chosen.label, who=who_text(d, chosen.who))
    if chosen.barred is not None:
        own = own_work(d, chosen.barred, chosen, who_text(d, chosen.who))
        if own is not None:
            raise own
    sealed = False
    if chosen.origin == "block" and stage.block is not None:
        logic(stage.block).ready(d, stage.block, chosen)
        sealed = logic(stage.block).sealed(d, stage.block, chosen)
    if (chosen.form or d.command.values) and not sealed:
        answers(d, chosen.form, d.command.values, chosen.at, facts=_asks_facts(stage, chosen))
    if chosen.origin == "method":
        take_answers(d, chosen)
    if chosen.requires:
        require(d, chosen.requires)
    if d.method.appoints and d.values and chosen.origin == "method":
        foresee(d, {*d.values, chosen.adds.name if chosen.adds is not None else ""})
    if chosen.name not in TAKING_PART and d.method.remembers:
        remember(d, stage)
    if d.urged is not None and answered(d, chosen, desk_role(d)):
        d.urged = None
    if chosen.origin == "method":
        visit = d.visit
        carry_out(d, stage, chosen)
        settle(d, visit)
        d.effects += (Effect("told", {"act": chosen.name}),)
    elif chosen.origin == "block":
        _block(d, stage, chosen)
    else:
        built_in(d, chosen)


def _asks_facts(stage: Stage, act: Act) -> bool:
    """Whether what an act asks are facts of the matter; most blocks ask for an entry of their own."""
    return act.origin != "block" or (stage.block is not None and logic(stage.block).asks_facts)


def carry_out(d: Draft, stage: Stage, act: Act, note: str | None = None) -> None:
    """An act written in the method: facts, clocks, effects, then the way on."""
    slot = award_slot(d, act) if act.effects else None
    if slot is not None:
        once(d, slot, act.at)
    if act.sets:
        d.values = {**d.values, **set_facts(d, act.sets)}
    route = choose(d, act.routes, act.at) if act.routes else None
    if route is None and (d.values or act.clear):
        _leave_frozen(d, act)
    d.note(act.name, d.values, route.stage if route else None, slot, act.sealed, note)
    desk = d.desk
    if act.who.desk and desk is not None and stage.desk is not None and d.role in stage.desk.posts:
        # Who acted last from this stage's desk, so that it can come back to them.
        d.handlers = {**d.handlers, stage.name: Desk(desk.role, desk.place, desk.office, d.actor.person)}
    if act.extend is not None:
        extend_clock(d, act)
    # Texts that say where it lies now and until when are filled once that is known, from the facts of this moment.
    before = d.fork() if act.foretells else None
    if act.effects and before is None:
        carry(d, act.effects)
    if act.clear:
        forget(d, act.clear)
    if route is None:
        if act.extend is not None and stage.due is not None and stage.due.speaks_of(act.extend.clock):
            set_due(d, stage.due, d.entered)
        if before is not None:
            _carry_afterwards(d, before, act)
        return
    raised = move(d, act.move, route.stage, act.at) if act.move is not None else None
    enter(d, route.stage)
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
