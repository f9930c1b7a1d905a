"""Leaving one stage and entering the next: desk, date, clocks, block, effects, or the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shanzhi.engine.barring import barred, given_to_barred
from shanzhi.engine.blocks import logic
from shanzhi.engine.blocks.children import left_open
from shanzhi.engine.conditions import holds
from shanzhi.engine.effects import carry, say, short_of
from shanzhi.engine.facts import record, set_facts
from shanzhi.engine.ledger import let_go_at_the_end
from shanzhi.engine.limits import end_clocks, set_due, turn_clocks
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Effect
from shanzhi.engine.urging import comes_back
from shanzhi.engine.where import desk_for, may_stand
from shanzhi.method.blocks import kind_of
from shanzhi.method.outcome_words import kept_result
from shanzhi.method.results import WORDS, in_words

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Desk
    from shanzhi.method.model import Block, Field
    from shanzhi.method.rules import DeskRule, Route, Rule

MAX_HOPS: Final = 20
ARRIVED: Final = Effect("arrived")


def first_way(d: Draft, routes: tuple[Route, ...], at: Rule) -> Route:
    """The first route that applies."""
    for route in routes:
        if route.when is None or holds(d, route.when, route.at):
            d.ways += (route.at.path,)
            return route
    raise refuse("no_way", at)


def enter(d: Draft, name: str) -> None:
    """Enter a stage. A block that is over at once leads on; the number of such hops is bounded."""
    d.hops += 1
    stage = d.method.stages[name]
    if d.hops > MAX_HOPS:
        raise refuse("turning", stage.at)
    end, desk, due, block, says = stage.end, stage.desk, stage.due, stage.block, stage.says
    before, left, clocks = d.desk, d.stage, d.clocks
    release(d)
    d.visit += 1
    d.stage = name
    d.visits = {**d.visits, name: d.visits.get(name, 0) + 1}
    d.entered = d.at
    d.tally = {}
    d.returned = False
    d.forget_dates()
    if d.method.clocks:
        turn_clocks(d, stage)
    if end is None:
        if desk is not None:
            lies = d.desk = to_others(d, desk)
            if d.urged is not None and lies.role == "opener":
                d.urged = None
            d.returned = comes_back(d, stage, left, clocks)
        if due is not None:
            set_due(d, due)
            if block is not None and kind_of(block).closes:
                d.window = d.due
    else:
        close(d, end)
    outcome = logic(block).enter(d, block) if block is not None else None
    if d.desk is not None and d.desk != before:
        d.effects += (ARRIVED,)
    if says is not None:
        say(d, says)
    effects = stage.effects
    short = short_of(d, effects) if effects else None
    if short is not None:
        d.note("short", to=short)
        enter(d, short)
        return
    if effects:
        carry(d, effects)
    if end is not None:
        if d.method.ledger:
            let_go_at_the_end(d)
        if d.method.gathers:
            d.effect("release_children", visit=None)
        tell_parent(d)
    if outcome is not None:
        follow(d, outcome)


def to_others(d: Draft, rule: DeskRule) -> Desk:
    """The desk of a stage; where those barred alone hold its post, the next above, and history says so."""
    bars = rule.barred
    but = barred(d, bars)
    refusal = given_to_barred(d, rule) if but else None
    if refusal is not None:
        raise refusal
    handlers = d.handlers
    plain = desk_for(d, rule)
    if not but or may_stand(d, rule, plain, but):
        return plain
    d.handlers = handlers  # who would have had it is no holder
    desk = desk_for(d, rule, but)
    if bars is not None and (plain.role, plain.place, plain.person) != (desk.role, desk.place, desk.person):
        d.note("recuse", {"not": list(bars.names), "from": plain.role, "to": desk.role, "at": desk.place})
    return desk


def settle(d: Draft, visit: int) -> None:
    """After an act that stays: the desk moves on where the act named others for it, or barred whoever has it."""
    rule = d.method.stages[d.stage].desk if d.visit == visit and d.closed is None else None
    desk = d.desk
    if rule is None or desk is None or not (rule.named or rule.barred is not None):
        return
    before = d.matter.data
    out = rule.barred.fields if rule.barred is not None else ()
    renamed = any(d.data.get(name) != before.get(name) for name in (*rule.named, *out))
    if renamed or _is_barred(d, rule, desk):
        d.desk = to_others(d, rule)
        if d.desk != desk:
            d.effects += (ARRIVED,)


def _is_barred(d: Draft, rule: DeskRule, desk: Desk) -> bool:
    """Whether those alone hold a desk who may not have it."""
    but = barred(d, rule.barred)
    if not but or desk.person is not None:
        return desk.person in but
    held = d.ctx.holders(desk.role, desk.place, desk.office)
    return held and not d.ctx.holders(desk.role, desk.place, desk.office, but)


def follow(d: Draft, outcome: str) -> None:
    """Carry out a block's outcome: note it, and enter where it leads."""
    stage = d.method.stages[d.stage]
    routes = stage.outcomes.get(outcome)
    if stage.block is None or routes is None:
        raise refuse("no_way", stage.at)
    kept = stage.block.settings.get("result")
    if kept:
        _keep(d, stage.block, outcome, kept)
    follows = stage.follows.get(outcome)
    recorded = set_facts(d, follows.sets) if follows is not None else {}
    sealed = tuple([name for name in recorded if d.method.fields[name].sensitive])
    effects = follows.effects if follows is not None else ()
    short = short_of(d, effects)
    to = first_way(d, routes, stage.at).stage if short is None else short
    d.note(
        outcome,
        {"tally": logic(stage.block).public(d.tally), **recorded},
        to=to,
        sealed=sealed,
        note="outcome",
    )
    if short is None:
        carry(d, effects)
    enter(d, to)


def _keep(d: Draft, block: Block, outcome: str, kept: dict[str, str]) -> None:
    """Record what a block came to, each fact what of it the method says. What there is nothing of is left empty."""
    found: dict[str, Any] = {}
    for name, what in kept.items():
        if what == WORDS:
            said = kept_result(block.kind, outcome, logic(block).result(d, block))
            found[name] = said if d.method.fields[name].kind.told else in_words(said)
        else:
            found[name] = _named_parts(d.method.fields[name], logic(block).yields(d, what))
    record(d, {name: value for name, value in found.items() if value is not None})


def _named_parts(fact: Field, value: Any) -> Any:
    """Of lines what the form of the list that keeps them names and may keep; anything else as it is."""
    if not fact.kind.rows or value is None:
        return value
    return [{name: line[name] for name in left_open(fact, line)} for line in value]


def release(d: Draft) -> None:
    """Let go what the block waited for."""
    left = d.method.stages.get(d.stage) if d.visit else None  # an upgrade may leave a stage the version lacks
    block = left.block if left is not None else None
    if block is not None:
        logic(block).leave(d, block)


def close(d: Draft, end: str) -> None:
    """Close the matter: nothing is waited for any more, and no clock runs."""
    d.closed = d.at
    d.end = end
    d.desk = d.due = d.window = d.remind = d.urged = None
    d.returned = False
    end_clocks(d)


def tell_parent(d: Draft) -> None:
    """The matter that asked for this one learns how it ended."""
    if d.parent is not None:
        d.effect("parent", matter=d.parent, visit=d.parent_visit, end=d.end)
