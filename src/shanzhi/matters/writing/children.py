"""Matters that other matters open: children of a split (协办), and matters of another method; and their return.

Nothing is written here: each effect asks for what is to be done with the other matter (`writing.follow_ups`).
"""

from __future__ import annotations

from typing import Any

from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import OF_PARENT, SYSTEM, Command, Decision, Refusal
from shanzhi.matters.models import Matter
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Call, Change, EffectContext, MatterToOpen, Written
from shanzhi.matters.writing.unit import Refused
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

RELEASED = Sentence(
    "“{title}”不再需要您办理，主办一方不再等待。",
    "“{title}” is needed no longer: whoever asked for it waits no more.",
)


def open_from(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Open a matter for another: a child (with an `index`) or one that stands by itself.

    Whoever acted is its opener, and is told of it. If it cannot be opened, the act that wanted it is undone as a whole.
    """
    parent = (carrier.matter, carrier.decision.matter.visit)
    command = Command("", "open", carrier.at, carrier.actor, values=values["values"])

    def opened(opening: store.Unopened, method: Method) -> Decision | Refusal:
        return open_matter(
            method,
            command,
            values["place"],
            opening.ground,
            matter=opening.number,
            parent=parent,
            opening=values.get("opening", ""),
        )

    origin = store.Origin(index=values.get("index"))
    carrier.later(MatterToOpen(values["method"], values["place"], command, opened, origin))


def release_children(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Children that are waited for no longer, of one visit or of all, are closed, as an act in each one's history; their desks are told.

    They are looked for when those have been opened that the same decision asked for before.
    """

    def release(turn: EffectContext) -> None:
        asked = Matter.objects.filter(
            parent=carrier.matter, parent_index__isnull=False, closed_at=None, void=False
        )
        if values["visit"] is not None:
            asked = asked.filter(parent_visit=values["visit"])
        turn.later(*(_release(turn, n) for n in asked.order_by("pk").values_list("pk", flat=True)))

    carrier.later(Call(release))


def _release(carrier: EffectContext, number: int) -> Change:
    def tell_desk(written: Written) -> None:
        assert written.before is not None
        desk = written.before.record.matter.desk
        if desk is not None:
            at_desk = [p for p in written.before.ground.at_desk(desk) if p != carrier.actor.person]
            tell(at_desk, RELEASED.fill(title=written.title), kind="told", matter=number, at=carrier.at)

    return _told(number, Command("", "released", carrier.at, SYSTEM), tell_desk)


def join_parent(carrier: EffectContext, values: dict[str, Any]) -> None:
    """A child closed: its parent learns of it, unless it waits no longer."""
    if carrier.index is None:
        return
    told = {"child": carrier.index, "end": values["end"], "visit": values["visit"]}
    carrier.later(_told(values["matter"], Command("", "joined", carrier.at, SYSTEM, values=told)))


def act_in(carrier: EffectContext, values: dict[str, Any]) -> None:
    """An act in a matter that this one opened or gathered, by the rules of that one; one that is over is left as it is.

    Raises `Refused` where the act is refused there: nobody is left without an answer in silence.
    """
    parent = carrier.matter
    command = Command("", values["act"], carrier.at, OF_PARENT, values=values["values"])

    def decided(loaded: store.Loaded) -> Decision | Refusal | None:
        if loaded.record.matter.parent != parent:
            return None
        answer = decide(loaded.method, loaded.record.matter, command, loaded.ground)
        if isinstance(answer, Refusal) and answer.code != "closed":
            raise Refused(answer)
        return answer

    carrier.later(Change(values["matter"], command, decided))


def _told(number: int, command: Command, then: Any = None) -> Change:
    """That another matter hear of something by the engine's own rules."""
    return Change(
        number,
        command,
        lambda loaded: decide(loaded.method, loaded.record.matter, command, loaded.ground),
        then,
    )
