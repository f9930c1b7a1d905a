"""Endorse (联名): a threshold of supporters within a window, each counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Logic, Step, once, open_window, setting_number, unit_key, within_window

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Endorse(Logic):
    """The tally: `supporters` of the `threshold` needed."""

    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["open_for"], block.at)
        d.tally = {"supporters": 0, "threshold": max(1, setting_number(d, block, "threshold", 1))}
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        once(d, self._slot(d, block, act), act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        supporters = d.tally["supporters"] + 1
        d.count(supporters=supporters)
        reached = supporters >= d.tally["threshold"]
        return Step(slot=self._slot(d, block, act), outcome="reached" if reached else None)

    def _slot(self, d: Draft, block: Block, act: Act) -> str:
        return f"endorse:{unit_key(d, block.settings.get('per', 'person'), act.at)}"

    def over(self, d: Draft, block: Block) -> str | None:
        return "expired"


LOGIC = Endorse()
