"""Choose (选举): so many of several; who is elected is a fact of the matter, and nobody types it again.

Each elector counts once, by the slot of a ballot's vote (`casting`), on screen, by proxy or on paper. Three phases: `voting`;
`counting`, while papers are read and counts entered; `naming`, while the desk says who was written on the papers. No count is
told before it is over. Candidates neither count nor hand out papers, and hold nobody's proxy.
Sources: 城市居民委员会组织法 (double majority, run-off, proxies); 民法典 278 (owners).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks import casting, choose_count
from shanzhi.engine.blocks.base import (
    Ahead,
    Logic,
    Step,
    circle,
    setting_number,
    whose,
    within_window,
)
from shanzhi.engine.blocks.choose_count import AREAS, HEAVIEST, MOST, UNREAD, VOTES, WRITTEN
from shanzhi.engine.blocks.choose_ranking import Candidate, plain_name
from shanzhi.engine.blocks.choose_result import (
    NAMED,
    NAMING,
    PHASE,
    already,
    candidates,
    count,
    in_sums,
    known,
    persons_of,
    those,
    told,
    unnamed,
    waits_for_tellers,
)
from shanzhi.engine.blocks.counting import COUNTING, VOTING, set_last_day
from shanzhi.engine.blocks.simulated import Doing, Simulated, many
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.rolls import fix, roll_named
from shanzhi.method.blocks.casting import cast_by
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.simulation.crowd import Crowd
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage

WHILE_VOTING = ("vote", "vote_for", "entrust", "revoke", "hand_out", "give_paper")
TELLING = ("paper", "hand_out", "void_paper", "finish_count", "give_paper", "enter_count")
"""What no candidate does."""
OPEN = {
    "vote": casting.own,
    "entrust": casting.own,
    "revoke": casting.entrusted_by,
    "vote_for": casting.may_vote_for,
}


class Choose(Logic):
    """The tally: the `roll`, who took part (`voted`), what became of the papers, the votes of each candidate, and whom that elects."""

    def enter(self, d: Draft, block: Block) -> str | None:
        d.tally = circle(d, block)
        roll = fix(d, roll_named(d, block, block.settings["roll"]), whose(d))
        them, before = candidates(d, block), already(d, block)
        d.count(roll=roll.count, roll_area=roll.area, voted=0, voted_area=0)
        d.count(given=0, valid=0, blank=0, spoilt=0, elected=0, left=0, votes=0, votes_area=0)
        places = setting_number(d, block, "places", 1) - len(before)
        d.count(candidates=len(them), places=max(0, places), proxies={})
        most = max(1, setting_number(d, block, "most", places))
        margin = max(0, setting_number(d, block, "margin", 0))
        d.tally = {
            **d.tally,
            PHASE: VOTING, MOST: most, HEAVIEST: 0, UNREAD: 0,
            VOTES: [0] * len(them), AREAS: [0] * len(them), WRITTEN: {}, NAMED: {},
            "@margin": margin, "@reserves": max(0, setting_number(d, block, "reserves", 0)),
        }  # fmt: skip
        return self._sound(d, block, them, before, margin)

    def _sound(
        self, d: Draft, block: Block, them: list[Candidate], before: list[Candidate], margin: int
    ) -> str | None:
        """Refuse an election that cannot be held; where the clock begins it, it is over with places unfilled."""
        wrong = self._unsound(d, block, them, before, margin)
        if wrong is None:
            return None
        if d.person is None:
            return "unfilled"
        raise wrong

    def _unsound(
        self, d: Draft, block: Block, them: list[Candidate], before: list[Candidate], margin: int
    ) -> Refuse | None:
        places, known = d.tally["places"], [one.person for one in (*them, *before) if one.person is not None]
        if places < 1:
            return refuse("no_places", block.at)
        if len(known) != len(set(known)):
            return refuse("candidate_twice", block.at)
        if block.settings.get("write_ins") and not margin:
            least = 0
        else:
            least = 1 if block.settings.get("already") is not None else places + margin
        if len(them) >= least:
            return None
        return refuse("candidates_few", block.at, count=len(them), least=least, places=places)

    # -- what stands in the way ------------------------------------------------------------------
    def ready(self, d: Draft, block: Block, act: Act) -> None:
        name, phase = act.name, d.tally[PHASE]
        if name == "annul":
            if "void" not in d.method.stages[d.stage].outcomes:
                raise refuse("no_void", act.at)
            return
        if name in TELLING and d.person in persons_of(candidates(d, block)):
            raise refuse("candidate_counts", act.at)
        if name == "identify" and phase != NAMING:
            raise refuse("nobody_to_name", act.at)
        if name != "identify" and phase == NAMING:
            raise refuse("count_is_done", act.at)
        if name in WHILE_VOTING and phase == COUNTING:
            raise refuse("vote_is_over", act.at)
        waits = name == "finish_count" or (name == "enter_count" and "paper" in cast_by(block.settings))
        if waits and phase == VOTING:
            raise refuse("still_voting", act.at)
        within_window(d, act.at)
        if name in OPEN:
            OPEN[name](d, act)

    # -- what is done ----------------------------------------------------------------------------
    def act(self, d: Draft, block: Block, act: Act) -> Step:
        them = candidates(d, block)
        match act.name:
            case "vote" | "vote_for":
                return self._vote(d, block, act, them)
            case "entrust":
                if d.values["proxy"] in persons_of(them):
                    raise refuse("candidate_holds", act.at)
                casting.entrust(d, block, act)
                return Step(d.values)
            case "revoke":
                casting.revoke(d, act)
                return Step()
            case "hand_out":
                return choose_count.hand_out(d, act)
            case "give_paper":
                return self._early(d, block, choose_count.give_paper(d, block, act, persons_of(them)))
            case "paper":
                return self._early(d, block, choose_count.read_paper(d, block, act, them))
            case "void_paper":
                return choose_count.take_back(d, act)
            case "finish_count":
                if d.tally[UNREAD]:
                    raise refuse("unread", act.at, count=d.tally[UNREAD])
                return Step(outcome=count(d, block))
            case "enter_count":
                agreed = choose_count.enter_count(d, block, act, them)
                return Step(d.values, outcome=count(d, block) if agreed else None)
            case "identify":
                return self._identify(d, block, act, them)
        return Step(d.values, outcome="void")

    def _vote(self, d: Draft, block: Block, act: Act, them: list[Candidate]) -> Step:
        voters = casting.voters(d, act)
        marks = choose_count.marks_in(d, block, act, them)
        slots = casting.free_slots(d, voters)
        choose_count.cast(d, voters)
        choose_count.add(d, marks, False, len(voters), sum(voter.area for voter in voters))
        return self._early(d, block, Step({**d.values, "marks": marks}, slots[0], more=tuple(slots[1:])))

    def _early(self, d: Draft, block: Block, step: Step) -> Step:
        """Once all have voted or drawn their paper, it is counted at once, or the tellers begin."""
        done = d.tally["given"] if may_be_secret(block.settings) else d.tally["voted"]
        if not block.settings.get("early") or done < d.tally["roll"] or d.tally[PHASE] != VOTING:
            return step
        if not in_sums(block) and not d.tally[UNREAD]:
            return Step(step.values, step.slot, count(d, block), step.more)
        self._begin_counting(d, block)
        return step

    def _identify(self, d: Draft, block: Block, act: Act, them: list[Candidate]) -> Step:
        name, person = plain_name(d.values["name"]), d.values["person"]
        if name not in unnamed(d, block):
            raise refuse("not_written", act.at, name=d.values["name"])
        taken = persons_of([*them, *already(d, block)]) | frozenset(d.tally[NAMED].values())
        if person in taken:
            raise refuse("person_counted", act.at)
        d.count(**{NAMED: {**d.tally[NAMED], name: person}})
        return Step(d.values, outcome=count(d, block))

    # -- the clock, and the count ----------------------------------------------------------------
    def over(self, d: Draft, block: Block) -> str | None:
        phase = d.tally[PHASE]
        if phase == NAMING:
            return count(d, block, waits=False)
        if phase == VOTING and waits_for_tellers(block):
            self._begin_counting(d, block)
            return None
        if phase == COUNTING and (in_sums(block) or d.tally[UNREAD]):
            return known(d, "not_counted", "no_quorum")
        return count(d, block)

    def _begin_counting(self, d: Draft, block: Block) -> None:
        d.tally = {**d.tally, PHASE: COUNTING}
        set_last_day(d, block)

    # -- what it came to -------------------------------------------------------------------------
    def yields(self, d: Draft, what: str) -> Any:
        block = d.method.stages[d.stage].block
        assert block is not None
        return those(d, block, what)

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        return told(d, block)

    def public(self, tally: dict[str, Any]) -> dict[str, Any]:
        """With the votes of each candidate, by number and the name printed on the paper: never who voted."""
        counts = {"counts": tally["counts"]} if "counts" in tally else {}
        return super().public(tally) | counts

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        if tally[PHASE] == VOTING:
            return Sentence("正在选举。", "An election is being held.")
        return Sentence("投票已截止，正在计票。", "Voting is over; the votes are being counted.")

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        ends = ("elected", "unfilled", "tied", "no_quorum")
        if tally[PHASE] == NAMING:
            return Ahead(acts=ends, clock=ends)
        if not waits_for_tellers(block):
            return Ahead(acts=("void",), clock=ends, then=Sentence("自动计票", "the votes are counted"))
        acts = (*ends, "not_counted", "void")
        if tally[PHASE] == VOTING:
            return Ahead(
                acts=("void",),
                clock=(*ends, "not_counted"),
                then=Sentence("开始计票", "the tellers begin to count"),
            )
        clock = (*ends, "not_counted") if not in_sums(block) else ("not_counted", "no_quorum")
        return Ahead(
            acts=acts,
            clock=clock,
            then=Sentence("还没有计完的，不再等", "a count that is not there is waited for no longer"),
        )


def _votes(crowd: Crowd, stage: Stage, matter: Matter, ground: int, now: datetime) -> Iterator[Doing]:
    """As many as turn out, where each votes on screen."""
    return many("vote")(crowd, stage, matter, ground, now) if "vote" in stage.acts else iter(())


def _answers(stage: Stage, act: str, matter: Matter, made: dict[str, Any]) -> dict[str, Any]:
    """Marks that a paper may hold: as many as may be, of neighbours on the list, some more often than others."""
    if act not in ("vote", "vote_for", "paper"):
        return made
    tally = matter.tally
    there, first = tally["candidates"], tally["voted"] ** 2
    numbers = [1 + (first + one) % there for one in range(min(tally[MOST], there))]
    return {**made, "marks": [{"candidate": number} for number in numbers]}


LOGIC = Choose()
SIMULATED = Simulated(doings=_votes, desk_acts=frozenset(), together=True, answers=_answers)
