"""Ballot (表决): by person, household or owner's area; open or secret; paper and proxies merged with it.

Each elector counts once, however the vote comes: one slot for each elector and visit. What a secret ballot does
otherwise stands in `secret_ballot` and `secret_acts`. A ballot in which nobody voted passes nothing, whatever its condition says of zero.
Sources: 民法典 278 (double thresholds by area and heads), 居委会组织法 (proxies, household representatives).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks import (
    casting,
    counting,
    paper_votes,
    secret_acts,
    secret_ballot,
    secret_words,
    totals,
)
from shanzhi.engine.blocks.base import (
    Ahead,
    Logic,
    Step,
    circle,
    setting_holds,
    whose,
    within_window,
)
from shanzhi.engine.blocks.simulated import Doing, Simulated, many
from shanzhi.engine.former import choice
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import PERSONS, ROLL, fix, roll_named
from shanzhi.method.blocks.casting import TOTALS_ACTS, in_totals
from shanzhi.method.blocks.options import options_of
from shanzhi.method.secret_limits import share_of
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Elector, Matter
    from shanzhi.method.model import Act, Block, Stage


READY: dict[str, Callable[[Draft, Act], object]] = {
    "vote": casting.own,
    "entrust": casting.own,
    "revoke": casting.entrusted_by,
    "vote_for": casting.may_vote_for,
}
HEAVIEST = "@heaviest"
"""In the tally of an open ballot: the largest area that voted as one."""


def options(block: Block) -> tuple[str, ...]:
    """The values a vote may have."""
    return tuple(o.value for o in options_of(block.settings))


def roll_of(tally: dict[str, Any]) -> str:
    """By which roll this ballot is held: `person`, `household` or `owner`."""
    roll: str = tally[ROLL]
    return roll


def uncount(d: Draft, key: str, vote: Mapping[str, Any]) -> None:
    """A vote that was entered from a paper counts no more."""
    elector = d.ctx.elector(d.id, d.visit, key)
    chosen = choice(vote["choice"])
    area, of_it = elector.area if elector is not None else 0, f"{chosen}_area"
    d.count(voted=d.tally["voted"] - 1, voted_area=d.tally["voted_area"] - area)
    d.count(**{chosen: d.tally[chosen] - 1, of_it: d.tally[of_it] - area})


def is_secret(tally: dict[str, Any]) -> bool:
    """Whether this ballot is secret."""
    return bool(tally["secret"])


def _unsigned(d: Draft, block: Block, held_by: str) -> bool:
    """Whether it begins as a secret ballot: never of owners, who sign, nor of totals, which hold nobody's vote."""
    if held_by == "owner" or in_totals(block.settings):
        return False
    return not setting_holds(d, block, "signed", True)


def tells_areas(d: Draft, block: Block) -> bool:
    """Whether the shares of an open ballot's areas may be told to everybody: the votes stand in the history for those alone
    who see the whole, and exact areas would tell each of them to all."""
    tally, heaviest = d.tally, d.tally.get(HEAVIEST, 0)
    heads = [tally[option] for option in options(block)]
    return roll_of(tally) == "owner" and counting.limits_of(d, block).tells_shares(
        voted=tally["voted"], area=tally["voted_area"], heaviest=heaviest, heads=heads
    )


def _count_of(tally: dict[str, Any], option: str, shown: bool) -> dict[str, int]:
    """Of an open ballot: the heads for an option, and what share of the areas, where areas may be told."""
    heads = {"heads": tally[option]}
    return {**heads, "share": share_of(tally[f"{option}_area"], tally["voted_area"])} if shown else heads


class Ballot(Logic):
    """The tally: the `roll`, how many `voted`, each option, all of them with their area, and who holds whose proxy.

    By which roll it is held and whether it is `secret` may follow from the matter's facts; it is settled when the
    ballot begins, and no correction of those facts changes it. Whoever is on the roll for several (flats of their
    own, and flats they share) votes for all of them at once, as far as no co-owner did.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        held_by = roll_named(d, block, block.settings["roll"])
        d.tally = {
            "secret": _unsigned(d, block, held_by),
            **circle(d, block),
        }
        roll = fix(d, held_by, whose(d))
        held_by = roll_of(d.tally)
        if is_secret(d.tally):
            secret_ballot.begin(d, block, held_by, roll)
            return None
        tally: dict[str, Any] = {
            "roll": roll.count,
            "roll_area": roll.area,
            "voted": 0,
            "voted_area": 0,
        }
        for option in options(block):
            tally[option] = tally[f"{option}_area"] = 0
        d.tally = {**d.tally, **tally, "proxies": {}, HEAVIEST: 0}
        return self._count(d, block) if held_by == PERSONS and not roll.count else None

    def sealed(self, d: Draft, block: Block, act: Act) -> bool:
        return is_secret(d.tally) and (act.name in secret_ballot.CASTS or act.name == "open_box")

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        if act.name in paper_votes.OWN and is_secret(d.tally):
            raise refuse("by_name_only", act.at)
        if is_secret(d.tally):
            secret_ballot.ready(d, block, act)
        elif act.name in secret_ballot.OWN:
            raise refuse("not_secret", act.at)
        within_window(d, act.at)
        if act.name in TOTALS_ACTS and d.tally["voted"]:
            raise refuse("already", act.at)
        if act.name in READY:
            READY[act.name](d, act)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "entrust":
            casting.entrust(d, block, act)
            return Step(d.values)
        if act.name == "revoke":
            casting.revoke(d, act)
            return Step()
        if act.name in TOTALS_ACTS:
            agreed = totals.enter_totals(d, block, act)
            return Step(d.values, outcome=self._count(d, block) if agreed else None)
        if act.name in paper_votes.OWN:
            return paper_votes.act_on(d, act, uncount)
        if act.name in secret_ballot.OWN:
            return secret_acts.act_on(d, block, act)
        if is_secret(d.tally):
            d.values = secret_acts.proxied(d)
            return secret_acts.cast(d, block, act, self.voters(d, act))
        return self._vote(d, block, act, self.voters(d, act))

    def voters(self, d: Draft, act: Act) -> list[Elector]:
        """For whom a vote is cast: oneself, whom one holds the proxy of, or whose paper it is."""
        return casting.voters(d, act)

    def _vote(self, d: Draft, block: Block, act: Act, voters: list[Elector]) -> Step:
        if act.name == "paper" and not is_secret(d.tally):
            paper_votes.signed_for(d, block, act)
            paper_votes.arrives(d, act, voters)
        slots = casting.free_slots(d, voters)
        choice, heads, area = d.values["choice"], len(voters), sum(voter.area for voter in voters)
        d.count(voted=d.tally["voted"] + heads, voted_area=d.tally["voted_area"] + area)
        done = bool(block.settings.get("early")) and d.tally["voted"] >= d.tally["roll"]
        of_it = f"{choice}_area"
        d.count(**{choice: d.tally[choice] + heads, of_it: d.tally[of_it] + area})
        heaviest = max(voter.area for voter in voters)
        if heaviest > d.tally.get(HEAVIEST, 0):
            d.count(**{HEAVIEST: heaviest})
        return Step(d.values, slots[0], self._count(d, block) if done else None, tuple(slots[1:]))

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        if is_secret(tally) and secret_ballot.phase_of(tally) == secret_ballot.SEALED:
            return Sentence(
                "投票已截止，封箱待开。", "Voting is over; the box is sealed and waits to be opened."
            )
        return Sentence("正在表决。", "A vote is being held.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        if is_secret(tally):
            return secret_ballot.ahead(tally, known)
        ends = ("passed", "failed", "no_quorum")
        if in_totals(block.settings):
            return Ahead(
                acts=ends, clock=ends, then=Sentence("等计票人填报", "the tellers' count is waited for")
            )
        return Ahead(clock=ends, then=Sentence("自动计票", "the votes are counted"))

    def over(self, d: Draft, block: Block) -> str | None:
        if in_totals(block.settings) and totals.waits(d, block):
            return None
        return secret_ballot.over(d, block) if is_secret(d.tally) else self._count(d, block)

    def _count(self, d: Draft, block: Block) -> str:
        outcomes = d.method.stages[d.stage].outcomes
        if not d.tally["voted"]:
            return "no_quorum" if "no_quorum" in outcomes else "failed"
        if not setting_holds(d, block, "quorum", True):
            return "no_quorum"
        return "passed" if setting_holds(d, block, "pass", False) else "failed"

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        """The count by heads; areas in whole per cent where that gives no single vote away, as in a secret ballot."""
        tally, secret = d.tally, is_secret(d.tally)
        kept = {"roll": roll_of(tally), "secret": secret, "all": tally["roll"], "voted": tally["voted"]}
        if secret and "@unopened" in tally:
            short = tally["@unopened"]
            return {**kept, "unopened": short if short == "not_opened" else "no_quorum"}
        if not secret and roll_of(tally) == "owner":
            kept |= {"area": tally["roll_area"], "voted_area": tally["voted_area"]}
        of_each = secret_words.count_of if secret else _count_of
        shown = not secret and tells_areas(d, block)
        counts = [
            {"value": one.value, "label": one.label.zh, **of_each(tally, one.value, shown)}
            for one in options_of(block.settings)
        ]
        return {**kept, "counts": counts}


def _votes(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """As many as turn out, where each votes here."""
    return many("vote")(crowd, stage, matter, ground, now) if "vote" in stage.acts else iter(())


LOGIC = Ballot()
SIMULATED = Simulated(doings=_votes, desk_acts=frozenset(("open_box",)), together=True)
