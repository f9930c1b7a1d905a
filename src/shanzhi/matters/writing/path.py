"""The one way by which anything of a matter is written: read, decide, write, carry on with what follows.

Acts and openings of people, timers, children, upgrades, a year's calendar, posts that change hands, matters made void:
all are a `Change` or a `MatterToOpen`, and differ only in how they decide. One of them with its effects, and with all that
follows from them for other matters, is one transaction. `writing.unit` says when it is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.types import Decision, Refusal
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import carry_out, effects_left
from shanzhi.matters.writing.follow_ups import (
    Call,
    Change,
    EffectContext,
    Effects,
    FollowUps,
    MatterToOpen,
    Request,
    Written,
)
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.openable import not_openable
from shanzhi.matters.writing.publishing import by_itself
from shanzhi.matters.writing.unit import Busy, Refused, again, again_inside, unit


class _Plan(Struct):
    """What was decided, not yet written: how it is written, what belongs to it, and its effects."""

    write: Callable[[], str]
    context: EffectContext
    effects: Effects
    adoption: int
    before: store.Loaded | None = None
    then: Callable[[Written], object] | None = None

    def carry_out(self) -> Written:
        """Write it with what is its own; what it asks of other matters is left in its context."""
        self.context.title = self.write()
        written = Written(self.before, self.context.decision, self.context.title, self.adoption)
        if self.then is not None:
            self.then(written)
        carry_out(self.context, self.effects)
        return written


def settle(asked: Change, now: datetime) -> Written | Refusal | None:
    """Decide a matter and write it, whoever is at it meanwhile: in a transaction of its own, or the caller's.

    None where there is no such matter or nothing to do; a refusal where it, or what follows from it, is refused.
    """
    try:
        return again(lambda: attempt(asked, now), within=transaction.atomic if asked.claim else unit)
    except Refused as refused:
        return refused.answer
    except Busy:
        return refusal("busy")


def attempt(
    asked: Change | MatterToOpen, now: datetime, known: store.Loaded | None = None
) -> Written | Refusal | None:
    """One attempt. Raises `Lost` or IntegrityError when somebody was faster, `Refused` for what follows.

    `known` is the matter where it was read already.
    """
    plan = _planned(asked, now, known=known)
    if not isinstance(plan, _Plan):
        return plan
    if not plan.effects and plan.then is None:
        return plan.carry_out()
    with transaction.atomic():
        written = plan.carry_out()
        _follow(plan.context)
    return written


def carry_on(decisions: Iterable[tuple[EffectContext, Effects]]) -> None:
    """Carry out the effects of decisions written by others, and all that follows, in their transaction. Raises `Refused`."""
    contexts = []
    for context, effects in decisions:
        carry_out(context, effects)
        contexts.append(context)
    _follow(*contexts)


def _follow(*contexts: EffectContext) -> None:
    queue = FollowUps()
    for context in contexts:
        queue.take(context)
    while (one := queue.next()) is not None:
        queue.take(_done(*one))


def _done(request: Request, cause: EffectContext) -> EffectContext:
    """Do one thing that follows. Returns the context that holds what follows from it in turn."""
    if isinstance(request, Call):
        turn = replace(cause, asked=[])
        request.do(turn)
        return turn
    try:
        return again_inside(lambda: _attempt_inside(request, cause))
    except Busy:
        raise Refused(refusal("busy")) from None


def _attempt_inside(request: Change | MatterToOpen, cause: EffectContext) -> EffectContext:
    """A matter that cannot be opened refuses the whole; one that takes no notice is left as it is."""
    plan = _planned(request, cause.now, cause)
    if isinstance(plan, Refusal) and isinstance(request, MatterToOpen):
        raise Refused(plan)
    if not isinstance(plan, _Plan):
        return replace(cause, asked=[])
    plan.carry_out()
    return plan.context


def _planned(
    asked: Change | MatterToOpen,
    now: datetime,
    cause: EffectContext | None = None,
    known: store.Loaded | None = None,
) -> _Plan | Refusal | None:
    """Read and decide."""
    depth = 0 if cause is None else cause.depth + 1
    if isinstance(asked, Change):
        return _planned_change(asked, now, depth, known)
    return _planned_opening(asked, now, depth, () if cause is None else cause.opened)


def _planned_change(
    asked: Change, now: datetime, depth: int, known: store.Loaded | None
) -> _Plan | Refusal | None:
    loaded = known or store.read(asked.number, now, claim=asked.claim)
    if loaded is None or loaded.void:
        return absent(loaded, asked.number) if asked.own else None
    decision = asked.decide(loaded)
    if decision is None or isinstance(decision, Refusal):
        return decision
    method, record = loaded.method, loaded.record
    decision = decision if asked.own else by_itself(decision, method)
    effects = asked.filled(effects_left(decision, method, own=asked.own))
    context = EffectContext(decision, method, "", asked.command.actor, now, record.index, depth=depth)
    return _Plan(
        lambda: store.write(loaded, decision, asked.command), context, effects, record.adoption, loaded, asked.then
    )  # fmt: skip


def absent(loaded: store.Loaded | None, number: int) -> Refusal:
    """Why nothing can be done with a matter that is void, or not there."""
    return refusal("void") if loaded is not None else refusal("no_such_matter", number=number)


def _planned_opening(
    asked: MatterToOpen, now: datetime, depth: int, before: tuple[Any, ...]
) -> _Plan | Refusal:
    opening = store.read_for_opening(asked.method, asked.place, now)
    wrong = not_openable(opening, asked.method)
    if wrong is not None:
        return wrong
    assert opening is not None
    method = opening.method
    assert method is not None
    decision = asked.decide(opening, method)
    if isinstance(decision, Refusal):
        return decision
    made: Decision = decision if asked.own else by_itself(decision, method)
    opened = (*before, (method.id, asked.place, method.title))
    context = EffectContext(
        made, method, "", asked.command.actor, now, asked.origin.index, depth=depth, opened=opened
    )
    effects = effects_left(made, method, own=asked.own)
    return _Plan(
        lambda: store.write_new(opening, made, asked.command, asked.origin), context, effects, opening.adoption or 0
    )  # fmt: skip
