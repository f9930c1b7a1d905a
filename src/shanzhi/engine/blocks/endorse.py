"""Endorse (联名): a threshold of supporters within a window, each counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import (
    MOST_NAMED,
    Ahead,
    Logic,
    Step,
    circle,
    neighbours,
    of_the_circle,
    once,
    setting_number,
    unit_key,
    within_window,
)
from shanzhi.engine.blocks.simulated import Simulated, many
from shanzhi.engine.blocks.support import slot_of
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL, fix, roll_named
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Roll
    from shanzhi.method.model import Act, Block


FOR_OTHERS = "endorse_for"
"""What a clerk enters for somebody without a phone."""


LAST = "@last"
"""In the tally: who was the last that it needed, whose support the store holds only after the decision."""


class Endorse(Logic):
    """The tally: `supporters` of those on the `roll`, how many it `needs`, and whose support was taken `back` (who may give it again).

    Where the method says so, those count too who supported the matter that this one came from (`carried`); nobody
    is counted twice, and they may take their support back as any other.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        d.tally = circle(d, block)
        kind = roll_named(d, block, block.settings["roll"])
        roll = fix(d, kind, neighbours(d))
        d.count(roll=roll.count, supporters=0)
        d.count(needs=max(1, setting_number(d, block, "needs", 1)))
        if block.settings.get("carried"):
            carried = self._carried_over(d, kind, roll)
            d.count(supporters=carried, carried=carried)
        return "reached" if d.tally["supporters"] >= d.tally["needs"] else None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        if act.name == FOR_OTHERS:
            return
        of_the_circle(d, act.at)
        self._may(d, self._slot(d, act), act)

    def _may(self, d: Draft, slot: str, act: Act) -> None:
        """Refuse support that stands already, and to take back what does not."""
        back = slot in d.tally.get("back", ())
        carried = self._carried(d, slot)
        if act.name != "unendorse":
            if carried and not back:
                raise refuse("already", act.at)
            if not back:
                once(d, slot, act.at)
        elif back or not (carried or d.ctx.taken(d.id, d.visit, slot)):
            raise refuse("not_supporting", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        slot = self._slot(d, act)
        if act.name == FOR_OTHERS:
            self._may(d, slot, act)
        told = {"person": d.values["person"]} if act.name == FOR_OTHERS else {}
        back: list[str] = d.tally.get("back", [])
        if act.name == "unendorse":
            d.count(supporters=d.tally["supporters"] - 1, back=[*back, slot])
            return Step({"slot": slot})
        again = slot in back
        if again:
            d.count(back=[one for one in back if one != slot])
        supporters = d.tally["supporters"] + 1
        d.count(supporters=supporters)
        reached = supporters >= d.tally["needs"]
        outcome = "reached" if reached else None
        if reached:
            d.count(**{LAST: told.get("person", d.person)})
        if again:
            return Step({**told, "slot": slot}, outcome=outcome)
        return Step(told, slot=slot, outcome=outcome)

    def _carried_over(self, d: Draft, per: str, roll: Roll) -> int:
        """How many supported the matter that this one came from and count here, by the roll."""
        source = d.parent
        supporters = d.ctx.supporters(source, per) if source is not None else frozenset()
        return len(supporters & d.ctx.keys(roll)) if supporters else 0

    def _carried(self, d: Draft, slot: str) -> bool:
        """Whether somebody counts already for having supported the matter that this one came from."""
        source = d.parent
        return "carried" in d.tally and source is not None and d.ctx.supports(source, slot)

    def _slot(self, d: Draft, act: Act) -> str:
        return slot_of(unit_key(d, act.at, d.values.get("person") if act.name == FOR_OTHERS else None))

    def yields(self, d: Draft, what: str) -> Any:
        if what == "percent":
            return d.tally["supporters"] * 100 // max(1, d.tally["roll"])
        last = d.tally.get(LAST)
        standing = d.ctx.supporting(d.id) | ({last} if last is not None else frozenset())
        return sorted(standing)[:MOST_NAMED] or None

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return Sentence("正在请大家联名。", "Everybody is asked to support it.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(acts=("reached",), clock=("expired",))

    def over(self, d: Draft, block: Block) -> str | None:
        return "expired"

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        return {
            "roll": d.tally.get(ROLL, "person"),
            "supporters": d.tally["supporters"],
            "needs": d.tally["needs"],
        }


LOGIC = Endorse()
SIMULATED = Simulated(doings=many("endorse"), desk_acts=frozenset(), together=False)
