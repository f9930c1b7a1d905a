"""Ballot (表决): by person, household or owner's area; open or secret; paper and proxies merged with it.

Each elector counts once, however the vote comes: one slot for each elector and visit. In a secret ballot the
history tells who voted, the box what was voted, and neither tells the other: the choices are counted only
when the ballot is over. A ballot in which nobody voted passes nothing, whatever its condition says of zero.
Sources: 民法典 278 (double thresholds by area and heads), 居委会组织法 (proxies, household representatives).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import (
    Logic,
    Step,
    circle,
    elector,
    once,
    open_window,
    setting_holds,
    setting_number,
    whose,
    within_window,
)
from shanzhi.engine.refusals import refuse
from shanzhi.method.blocks import DEFAULT_OPTIONS
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block

# What would tie a paper, and so a choice, to a person.
TELLING = ("choice", "number")


def options(block: Block) -> tuple[str, ...]:
    """The values a vote may have."""
    return tuple(o.value for o in block.settings.get("options") or DEFAULT_OPTIONS)


def roll_of(tally: dict[str, Any]) -> str:
    """By which roll this ballot is held: `person`, `household` or `owner`."""
    roll: str = tally["roll"]
    return roll


def is_secret(tally: dict[str, Any]) -> bool:
    """Whether this ballot is secret."""
    return bool(tally["secret"])


class Ballot(Logic):
    """The tally: `electors`, `voted`, each option, all of them with their area, and who holds whose proxy.

    By which `roll` it is held and whether it is `secret` may follow from the matter's facts; it is settled when the
    ballot begins, and no correction of those facts changes it.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        open_window(d, block.settings["open_for"], block.at)
        held_by = _held_by(d, block)
        d.tally = {"roll": held_by, "secret": setting_holds(d, block, "secret", False), **circle(d, block)}
        roll = d.ctx.roll(held_by, whose(d))
        tally: dict[str, Any] = {
            "electors": roll.count,
            "electors_area": roll.area,
            "voted": 0,
            "voted_area": 0,
        }
        for option in options(block):
            tally[option] = tally[f"{option}_area"] = 0
        d.tally = {**d.tally, **tally, "proxies": {}}
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        within_window(d, act.at)
        if act.name in ("vote", "entrust"):
            voter = self._voter(d, block, act, d.actor.person)
            if voter.key in d.tally["proxies"]:
                raise refuse("entrusted", act.at)
            once(d, f"vote:{voter.key}", act.at)
        elif act.name == "revoke":
            voter = self._voter(d, block, act, d.actor.person)
            if voter.key not in d.tally["proxies"]:
                raise refuse("not_entrusted", act.at)
            once(d, f"vote:{voter.key}", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "entrust":
            return self._entrust(d, block, act)
        if act.name == "revoke":
            voter = self._voter(d, block, act, d.actor.person)
            d.count(proxies={key: held for key, held in d.tally["proxies"].items() if key != voter.key})
            return Step()
        voter = self._voter(d, block, act, d.actor.person if act.name == "vote" else d.values["elector"])
        if act.name == "vote_for" and d.tally["proxies"].get(voter.key) != d.actor.person:
            raise refuse("no_proxy", act.at)
        return self._vote(d, block, act, voter)

    def _voter(self, d: Draft, block: Block, act: Act, person: int | None) -> Elector:
        return elector(d, roll_of(d.tally), whose(d), person, act.at)

    def _vote(self, d: Draft, block: Block, act: Act, voter: Elector) -> Step:
        slot = once(d, f"vote:{voter.key}", act.at)
        choice = d.values["choice"]
        d.count(voted=d.tally["voted"] + 1, voted_area=d.tally["voted_area"] + voter.area)
        done = bool(block.settings.get("early")) and d.tally["voted"] >= d.tally["electors"]
        if is_secret(d.tally):
            d.effect("box", choice=choice, area=voter.area)
            d.values = {name: value for name, value in d.values.items() if name not in TELLING}
            if done:
                # The last paper is in the box only after this decision: the clock counts it a moment later.
                d.window = d.at
            return Step(d.values, slot)
        area = f"{choice}_area"
        d.count(**{choice: d.tally[choice] + 1, area: d.tally[area] + voter.area})
        return Step(d.values, slot, self._count(d, block) if done else None)

    def _entrust(self, d: Draft, block: Block, act: Act) -> Step:
        voter = self._voter(d, block, act, d.actor.person)
        proxy = self._voter(d, block, act, d.values["proxy"])
        if proxy.key == voter.key:
            raise refuse("own_proxy", act.at)
        proxies: dict[str, int] = d.tally["proxies"]
        most = setting_number(d, block, "proxies", 0)
        if sum(holder == d.values["proxy"] for holder in proxies.values()) >= most:
            raise refuse("too_many_proxies", act.at, count=most)
        d.count(proxies={**proxies, voter.key: d.values["proxy"]})
        return Step(d.values)

    def over(self, d: Draft, block: Block) -> str | None:
        return self._count(d, block)

    def _count(self, d: Draft, block: Block) -> str:
        if is_secret(d.tally):
            for choice, (papers, area) in d.ctx.box(d.matter.id, d.visit).items():
                d.count(**{choice: papers, f"{choice}_area": area})
        outcomes = d.method.stages[d.stage].outcomes
        if not d.tally["voted"]:
            return "no_quorum" if "no_quorum" in outcomes else "failed"
        if not setting_holds(d, block, "quorum", True):
            return "no_quorum"
        return "passed" if setting_holds(d, block, "pass", False) else "failed"

    def words(self, d: Draft, block: Block) -> Sentence:
        """The count, by heads and, where there is one, by area."""
        tally, zh, en = d.tally, [], []
        by_area = roll_of(tally) == "owner"
        unit, units = UNITS[roll_of(tally)]
        for option in block.settings.get("options") or DEFAULT_OPTIONS:
            area = f"{tally[f'{option.value}_area'] / 100:.2f}"
            zh.append(
                f"{option.label.zh} {tally[option.value]} 票" + (f"（{area} 平方米）" if by_area else "")
            )
            en.append(f"{option.label.en} {tally[option.value]}" + (f" ({area} m²)" if by_area else ""))
        shares = [f"{tally[name] / 100:.2f}" for name in ("electors_area", "voted_area")]
        area_zh = f"；应投面积 {shares[0]} 平方米，已投 {shares[1]} 平方米" if by_area else ""
        area_en = f"; {shares[1]} of {shares[0]} m²" if by_area else ""
        return Sentence(
            f"应投票 {tally['electors']} {unit}，已投票 {tally['voted']} {unit}{area_zh}；{'，'.join(zh)}",
            f"{tally['voted']} of {tally['electors']} {units} voted{area_en}; {', '.join(en)}",
        )


UNITS = {"person": ("人", "people"), "household": ("户", "households"), "owner": ("位业主", "owners")}


def _held_by(d: Draft, block: Block) -> str:
    """The roll the method names, or the one that the matter's field chose."""
    roll: str = block.settings["electors"]
    if not roll.startswith("@"):
        return roll
    chosen = d.data.get(roll[1:])
    if chosen is None:
        raise refuse("roll_missing", block.at, field=d.method.fields[roll[1:]].label)
    return str(chosen)


LOGIC = Ballot()
