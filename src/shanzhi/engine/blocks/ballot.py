"""Ballot (表决): by person, household or owner's area; open or secret; paper and proxies merged with it.

Each elector counts once, however the vote comes: one slot for each elector and visit. In a secret ballot the
history tells who voted, the box what was voted, and neither tells the other: the choices are counted only
when the ballot is over. Sources: 民法典 278 (double thresholds by area and heads), 居委会组织法 (proxies,
household representatives).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import (
    Logic,
    Step,
    elector,
    once,
    open_window,
    setting_holds,
    setting_number,
    within_window,
)
from shanzhi.engine.refusals import refuse
from shanzhi.method.blocks import DEFAULT_OPTIONS

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block


def options(block: Block) -> tuple[str, ...]:
    """The values a vote may have."""
    return tuple(o.value for o in block.settings.get("options") or DEFAULT_OPTIONS)


class Ballot(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["open_for"])
        roll = d.ctx.roll(block.settings["electors"], d.matter.origin)
        tally: dict[str, Any] = {"electors": roll.count, "electors_area": roll.area, "voted": 0, "voted_area": 0}
        for option in options(block):
            tally[option] = tally[f"{option}_area"] = 0
        d.tally = {**tally, "proxies": {}}
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        within_window(d, act.at)
        if act.name == "entrust":
            return self._entrust(d, block, act)
        person = d.actor.person if act.name == "vote" else d.values["elector"]
        voter = elector(d, block.settings["electors"], person, act.at)
        entrusted: dict[str, int] = d.tally["proxies"]
        if act.name == "vote_for" and entrusted.get(voter.key) != d.actor.person:
            raise refuse("no_proxy", act.at)
        if act.name == "vote" and voter.key in entrusted:
            raise refuse("entrusted", act.at)
        return self._vote(d, block, act, voter)

    def _vote(self, d: Draft, block: Block, act: Act, voter: Elector) -> Step:
        slot = once(d, f"vote:{voter.key}", act.at)
        choice = d.values["choice"]
        d.count(voted=d.tally["voted"] + 1, voted_area=d.tally["voted_area"] + voter.area)
        values = {name: value for name, value in d.values.items() if name != "choice"}
        if block.settings.get("secret"):
            d.effect("box", choice=choice, area=voter.area)
        else:
            area = f"{choice}_area"
            d.count(**{choice: d.tally[choice] + 1, area: d.tally[area] + voter.area})
            values["choice"] = choice
        if block.settings.get("secret"):
            d.values = values
        done = block.settings.get("early") and d.tally["voted"] >= d.tally["electors"]
        if done and block.settings.get("secret"):
            # The last paper is in the box only after this decision: the clock counts it a moment later.
            d.window = d.at
            done = False
        return Step(values, slot, self._count(d, block) if done else None)

    def _entrust(self, d: Draft, block: Block, act: Act) -> Step:
        voter = elector(d, block.settings["electors"], d.actor.person, act.at)
        proxy = d.values["proxy"]
        if proxy == d.actor.person:
            raise refuse("own_proxy", act.at)
        if d.ctx.taken(d.matter.id, d.visit, f"vote:{voter.key}"):
            raise refuse("already", act.at)
        held = sum(1 for key, holder in d.tally["proxies"].items() if holder == proxy and key != voter.key)
        most = setting_number(d, block, "proxies", 0)
        if held >= most:
            raise refuse("too_many_proxies", act.at, count=most)
        elector(d, block.settings["electors"], proxy, act.at)
        d.count(proxies={**d.tally["proxies"], voter.key: proxy})
        return Step(d.values, f"entrust:{voter.key}")

    def over(self, d: Draft, block: Block) -> str | None:
        return self._count(d, block)

    def _count(self, d: Draft, block: Block) -> str:
        if block.settings.get("secret"):
            for choice, (papers, area) in d.ctx.box(d.matter.id, d.visit).items():
                d.count(**{choice: papers, f"{choice}_area": area})
        if not setting_holds(d, block, "quorum", True):
            return "no_quorum"
        return "passed" if setting_holds(d, block, "pass", False) else "failed"


LOGIC = Ballot()
