"""What happens without a person: the clock looks at a matter, or a child matter closed.

Each firing is decided as of the moment it was due, so that a sweep that comes late writes the same history. A
matter never stops here: what cannot be led on is noted, everyone concerned is told, and it is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from shanzhi.engine.acting import carry_out
from shanzhi.engine.asking import answers, require
from shanzhi.engine.blocks import logic
from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.draft import Draft
from shanzhi.engine.ledger import let_go_at_the_end
from shanzhi.engine.limits import mark_overdue
from shanzhi.engine.moves import close, follow, release
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.types import Decision
from shanzhi.method.vocabulary import ENDS

LONGEST_PAUSE: Final = 32
"""Days between two tries to lead a matter on; the first waits one day, each next twice as long."""


def due(d: Draft) -> Decision:
    """One firing of the clock: a reminder, a window's end, or the time limit."""
    wakes = d.matter.wakes
    if wakes is None or wakes > d.command.at:
        raise refuse("nothing_due", d.method.stages[d.stage].at)
    d.role = "system"
    d.at = max(wakes, d.matter.entered or d.opened)
    if d.remind == wakes:
        d.remind = None
        d.note("due_soon")
        d.effect("remind")
        return d.finish()
    block = d.method.stages[d.stage].block
    if d.window == wakes and block is not None:
        return _window_over(d).finish()
    if d.window == wakes:
        d.window = None  # it only waited, under an earlier release
    return _overdue(d).finish()


def joined(d: Draft) -> Decision:
    """A child matter closed: folded into the parent's split, which may now go on.

    A child that comes back when its split is over is noted, so that its answer is found, and changes nothing.
    """
    stage, told = d.method.stages[d.stage], d.given
    if not isinstance(told, Mapping):
        raise refuse("no_such_child", stage.at)
    index, end, visit = told.get("child"), told.get("end"), told.get("visit", d.visit)
    if not isinstance(index, int) or not isinstance(end, str) or end not in ENDS:
        raise refuse("no_such_child", stage.at)
    values = {"child": index, "end": end}
    d.role = "system"
    d.effect("told", act="joined")
    if stage.block is None or visit != d.visit:
        d.note("joined", values, note="late")
        return d.finish()
    outcome = logic(stage.block).joined(d, stage.block, index, end)
    d.note("joined", values, slot=f"joined:{index}")
    return (d if outcome is None else _led_on(d, outcome)).finish()


def released(d: Draft) -> Decision:
    """The matter that asked for this one waits no longer: it is closed, and who opened it is told."""
    d.role = "system"
    d.note("released")
    release(d)
    close(d, "withdrawn")
    if d.method.ledger:
        let_go_at_the_end(d)
    d.effect("told", act="released")
    return d.finish()


def _window_over(d: Draft) -> Draft:
    """The block's window has ended: its outcome leads on, or it goes on without a window."""
    block = d.method.stages[d.stage].block
    d.window = None
    trial = d.fork()
    try:
        outcome = logic(block).over(trial, block) if block is not None else None
    except Refuse as refused:
        return _blocked(d, refused)
    if outcome is not None:
        return _led_on(trial, outcome)
    trial.note("window_over")
    return trial


def _led_on(d: Draft, outcome: str) -> Draft:
    """The draft with the outcome followed; if that is refused, with the matter blocked where it stands."""
    trial = d.fork()
    try:
        follow(trial, outcome)
    except Refuse as refused:
        return _blocked(d, refused)
    trial.effect("told", act=outcome)
    return trial


def _blocked(d: Draft, refused: Refuse) -> Draft:
    """Nothing more is collected, everyone concerned is told why, and the clock tries again."""
    tries = d.tally.get(BLOCKED, 0)
    d.count(**{BLOCKED: tries + 1})
    d.window = d.at + timedelta(days=min(2**tries, LONGEST_PAUSE))
    d.late = True
    d.note("blocked", note=refused.refusal.code)
    d.effect("overdue")
    return d


def taken_by_the_clock(d: Draft) -> Draft | Refuse | None:
    """The draft with the method's own act for a time that is over, or why it is refused; None where it has none."""
    stage = d.method.stages[d.stage]
    if stage.due is None or stage.due.then is None:
        return None
    trial, act = d.fork(), stage.acts[stage.due.then]
    try:
        answers(trial, act.form, {}, act.at)
        require(trial, act.requires)
        carry_out(trial, stage, act, note="due")
    except Refuse as refused:
        return refused
    trial.effect("told", act=act.name)
    return trial


def _overdue(d: Draft) -> Draft:
    """The time limit is over: the method's own act for it, or else everyone concerned is told."""
    mark_overdue(d, d.method.stages[d.stage].due)
    taken = taken_by_the_clock(d)
    if isinstance(taken, Draft):
        return taken
    d.note("overdue", note=taken.refusal.code if taken is not None else None)
    d.effect("overdue")
    return d
