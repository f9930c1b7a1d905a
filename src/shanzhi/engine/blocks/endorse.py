"""Endorse (联名): a threshold of supporters within a window, each counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Logic, Step, once, open_window, setting_number, unit_key, within_window

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Endorse(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["open_for"])
        d.tally = {"supporters": 0, "threshold": 0}
        d.count(threshold=max(1, setting_number(d, block, "threshold", 1)))
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        within_window(d, act.at)
        slot = once(d, f"endorse:{unit_key(d, block.settings.get('per', 'person'), act.at)}", act.at)
        supporters = d.tally["supporters"] + 1
        d.count(supporters=supporters)
        return Step(slot=slot, outcome="reached" if supporters >= d.tally["threshold"] else None)

    def over(self, d: Draft, block: Block) -> str | None:
        return "expired"


LOGIC = Endorse()
