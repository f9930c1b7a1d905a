"""Matters that other matters open: children of a split (协办), and matters of another method; and their return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import SYSTEM, Command, Refusal
from shanzhi.matters.models import Matter
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import EffectContext, Refused, carry_out, effects_left
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.openable import not_openable
from shanzhi.matters.writing.publishing import by_itself
from shanzhi.method.words import Sentence

DEEPEST = 8
"""How far matters may open matters in one act."""
TRIES = 20
RELEASED = Sentence(
    "“{title}”不再需要您办理，主办一方不再等待。",
    "“{title}” is needed no longer: whoever asked for it waits no more.",
)


def open_from(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Open a matter for another: a child (with an `index`) or one that stands by itself.

    Whoever acted is its opener, and is told of it. Raises `Refused` if it cannot be opened: then the act that
    wanted it is undone as a whole.
    """
    if carrier.depth >= DEEPEST:
        raise Refused(refusal("busy"))
    opening = store.read_for_opening(values["method"], values["place"], carrier.now)
    wrong = not_openable(opening, values["method"])
    if wrong is not None:
        raise Refused(wrong)
    assert opening is not None
    assert opening.method is not None
    parent = (carrier.matter, carrier.decision.matter.visit)
    command = Command("", "open", carrier.at, carrier.actor, values=values["values"])
    answer = open_matter(
        opening.method, command, values["place"], opening.ground, matter=opening.number, parent=parent
    )
    if isinstance(answer, Refusal):
        raise Refused(answer)
    answer = by_itself(answer, opening.method)
    title = store.write_new(opening, answer, command, store.Origin(index=values.get("index")))
    child = EffectContext(
        answer, opening.method, title, carrier.actor, carrier.now, values.get("index"), carrier.depth + 1
    )
    carry_out(child, effects_left(answer, opening.method))


def release_children(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Children that are waited for no longer are closed, as an act in each one's history; their desks are told."""
    if carrier.depth >= DEEPEST:
        raise Refused(refusal("busy"))
    asked = Matter.objects.filter(
        parent=carrier.matter,
        parent_visit=values["visit"],
        parent_index__isnull=False,
        closed_at=None,
        void=False,
    )
    for number in list(asked.order_by("pk").values_list("pk", flat=True)):
        _release(carrier, number)


def _release(carrier: EffectContext, number: int) -> None:
    def tell_desk(loaded: store.Loaded, title: str) -> None:
        desk = loaded.record.matter.desk
        if desk is not None:
            at_desk = [p for p in loaded.ground.at_desk(desk) if p != carrier.actor.person]
            tell(at_desk, RELEASED.fill(title=title), kind="told", matter=number, at=carrier.at)

    _change(carrier, number, Command("", "released", carrier.at, SYSTEM), tell_desk)


def join_parent(carrier: EffectContext, values: dict[str, Any]) -> None:
    """A child closed: its parent learns of it, unless it waits no longer."""
    if carrier.depth >= DEEPEST:
        raise Refused(refusal("busy"))
    told = {"child": carrier.index, "end": values["end"], "visit": values["visit"]}
    _change(carrier, values["matter"], Command("", "joined", carrier.at, SYSTEM, values=told))


def _change(
    carrier: EffectContext,
    number: int,
    command: Command,
    then: Callable[[store.Loaded, str], None] | None = None,
) -> None:
    """Decide another matter in the same transaction, again if others were quicker; what is refused is left as it is.

    `then` hears how the matter stood before and what it is called. Raises `Refused` if others always were quicker.
    """
    for _ in range(TRIES):
        loaded = store.read(number, carrier.now)
        if loaded is None or loaded.void:
            return
        answer = decide(loaded.method, loaded.record.matter, command, loaded.ground)
        if isinstance(answer, Refusal):
            return
        answer = by_itself(answer, loaded.method)
        try:
            title = store.write(loaded, answer, command)
        except store.Lost:
            continue
        if then is not None:
            then(loaded, title)
        other = EffectContext(
            answer, loaded.method, title, SYSTEM, carrier.now, loaded.record.index, carrier.depth + 1
        )
        carry_out(other, effects_left(answer, loaded.method))
        return
    raise Refused(refusal("busy"))
