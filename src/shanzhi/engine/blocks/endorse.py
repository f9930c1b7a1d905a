"""Endorse (联名): a threshold of supporters within a window, each counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Logic, Step, once, open_window, setting_number, unit_key, within_window
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Endorse(Logic):
    """The tally: `supporters` of the `threshold` needed, and whose support was taken `back` (who may give it again)."""

    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["open_for"], block.at)
        d.tally = {"supporters": 0, "threshold": max(1, setting_number(d, block, "threshold", 1))}
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        slot = self._slot(d, block, act)
        if act.name == "endorse":
            if slot not in d.tally.get("back", ()):
                once(d, slot, act.at)
        elif slot in d.tally.get("back", ()) or not d.ctx.taken(d.matter.id, d.visit, slot):
            raise refuse("not_supporting", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        slot = self._slot(d, block, act)
        back: list[str] = d.tally.get("back", [])
        if act.name == "unendorse":
            d.count(supporters=d.tally["supporters"] - 1, back=[*back, slot])
            return Step()
        again = slot in back
        if again:
            d.count(back=[one for one in back if one != slot])
        supporters = d.tally["supporters"] + 1
        d.count(supporters=supporters)
        reached = supporters >= d.tally["threshold"]
        return Step(slot=None if again else slot, outcome="reached" if reached else None)

    def _slot(self, d: Draft, block: Block, act: Act) -> str:
        return f"endorse:{unit_key(d, block.settings.get('per', 'person'), act.at)}"

    def over(self, d: Draft, block: Block) -> str | None:
        return "expired"


LOGIC = Endorse()
