"""Wait: until a date recorded in the matter, or for a span of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Ahead, Logic, open_window
from shanzhi.engine.blocks.simulated import Simulated, nobody
from shanzhi.engine.limits import moment, not_named_late
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Block
    from shanzhi.method.words import Sentence


class Wait(Logic):
    """Nothing is counted; a day that has passed since it was named leads on at once."""

    def enter(self, d: Draft, block: Block) -> str | None:
        field = block.settings.get("until")
        if field is None:
            open_window(d, block.settings.get("for"), block.at)
            return None
        value = d.data.get(field)
        if value is None:
            raise refuse("date_missing", block.at, field=d.method.fields[field].label)
        d.window = moment(d, value)
        if d.window > d.at:
            return None
        not_named_late(d, field, block.at)
        return "elapsed"

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return None  # nobody is asked

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(clock=("elapsed",))

    def over(self, d: Draft, block: Block) -> str | None:
        return "elapsed"


LOGIC = Wait()
SIMULATED = Simulated(doings=nobody, desk_acts=frozenset(), together=False)
