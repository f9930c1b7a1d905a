"""Claim (抢单/接单): any one of a pool takes the matter; if nobody does in time it goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step, within_window
from shanzhi.engine.blocks.simulated import Doing, Simulated
from shanzhi.engine.facts import record
from shanzhi.engine.types import Desk
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage


class Claim(Logic):
    """Nothing is counted: the first who takes it is its holder."""

    asks_facts = True

    def enter(self, d: Draft, block: Block) -> str | None:
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        d.handlers = {**d.handlers, "@holder": Desk("holder", d.place, None, d.person)}
        record(d, d.values)
        return Step(d.values, outcome="taken")

    def yields(self, d: Draft, what: str) -> Any:
        return d.person  # who takes it; of what nobody took, the clock, which is nobody

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return Sentence("正在等人接单。", "It waits for somebody to take it.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(acts=("taken",), clock=("unclaimed",))

    def over(self, d: Draft, block: Block) -> str | None:
        return "unclaimed"


def _takes(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """One of the pool takes it, if anybody does."""
    who = crowd.those(stage.acts["take"].who, matter, ground)
    helpers = crowd.load.helpers
    if who and crowd.chance.happens(helpers.chance):
        yield crowd.later(helpers, now), crowd.chance.pick(who), "take"


LOGIC = Claim()
SIMULATED = Simulated(doings=_takes, desk_acts=frozenset(), together=False)
