"""A secret ballot (无记名表决), as far as it is no cryptography: what is counted meanwhile, when the box closes, who opens.

No choice ever comes here. Whoever acts has sealed it before: a vote is a fingerprint, the elector's code and weight;
an opening is what may be published of it. In the tally stand public numbers alone. Three phases: `voting`; `counting`,
while papers that were handed out wait for the tellers; `sealed` (封箱待开), on the key holders' desk. The form of the
result follows from public numbers (`shanzhi.secrecy.publishing`), and what the result must show is linear in the counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from shanzhi.engine.blocks.base import Ahead, setting_holds, setting_number, whose
from shanzhi.engine.blocks.counting import COUNTING, VOTING, limits_of, set_last_day
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.types import Desk
from shanzhi.method.blocks.linear import NotLinear, inequalities
from shanzhi.method.blocks.options import options_of
from shanzhi.method.blocks.secret_acts import SECRET_ACTS
from shanzhi.method.secret_limits import KEPT_DAYS, UNSOUND
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Roll
    from shanzhi.method.model import Act, Block

SEALED = "sealed"
NEEDS = 2
HOLDER = "key_holder"
CASTS = frozenset(("vote", "vote_for", "seal_paper"))
"""Acts whose choice is sealed before they are decided."""
OWN = frozenset(SECRET_ACTS)
"""Acts that only a secret ballot has."""


def phase_of(tally: dict[str, Any]) -> str:
    """`voting`, `counting` or `sealed`."""
    phase: str = tally["@phase"]
    return phase


def begin(d: Draft, block: Block, held_by: str, roll: Roll) -> None:
    """Count from nothing, and have the box's key dealt; refuses where a secret ballot would hide nobody."""
    limits = limits_of(d, block)
    if not limits.sound():
        raise refuse("fault", block.at, detail=UNSOUND)
    if roll.count < limits.least:
        raise refuse("too_few_for_secret", block.at, count=roll.count, least=limits.least)
    place, cards = d.ctx.key_cards(whose(d))
    if not cards:
        raise refuse("no_cards", block.at)
    needs = max(1, min(cards, setting_number(d, block, "needs", NEEDS)))
    d.count(roll=roll.count, roll_area=roll.area, voted=0, voted_area=0, drawn=0, struck=0)
    d.count(proxies={})
    again = d.ctx.opened_before(d.id)
    d.tally |= {
        "@limits": msgspec.structs.asdict(limits),
        "@again": again,
        "@phase": VOTING,
        "@needs": needs,
        "@cards": cards,
        "@keys_at": place,
        "@drawn": [],
    }
    field = block.settings.get("motion")
    options = options_of(block.settings)
    d.effect(
        "deal_key",
        visit=d.visit,
        roll=held_by,
        place=whose(d),
        keys_at=place,
        needs=needs,
        question=d.data.get(field) if field else None,
        options=[[option.value, option.label.zh] for option in options],
        conditions=list(_conditions(d, block, held_by)),
        limits=msgspec.structs.asdict(limits),
        again=again,
        kept_days=setting_number(d, block, "kept_days", KEPT_DAYS),
        keeps_ballots=setting_holds(d, block, "keeps_ballots", False),
    )


def _conditions(d: Draft, block: Block, held_by: str) -> tuple[str, ...]:
    """What must hold for the ballot to pass, with everything settled that facts and inputs settle."""
    known = {f"data.{name}": value for name, value in d.data.items()}
    known |= {f"inputs.{name}": value for name, value in d.method.values.items()}
    options = [o.value for o in options_of(block.settings)]
    try:
        return inequalities(block.settings["pass"].source, options, known, weighted=held_by == "owner")
    except NotLinear as problem:
        detail = Sentence(f"“{problem.part}”不能证明。", f"“{problem.part}” cannot be proved.")
        raise refuse("fault", block.at, detail=detail) from None


# -- what stands in the way --------------------------------------------------------------------------
def ready(d: Draft, block: Block, act: Act) -> None:
    """Refuse an act that is not for this phase."""
    phase, name = phase_of(d.tally), act.name
    if name in ("open_box", "void_box") and phase != SEALED:
        raise refuse("not_sealed", act.at)
    if name in ("seal_paper", "count_papers") and phase == VOTING:
        raise refuse("still_voting", act.at)
    if name in ("seal_paper", "count_papers") and phase == SEALED:
        raise refuse("box_sealed", act.at)
    if name == "seal_paper" and not remaining(d.tally):
        raise refuse("no_papers", act.at)
    if name in ("vote", "vote_for", "entrust", "revoke", "give_paper") and phase != VOTING:
        raise refuse("box_sealed", act.at)
    if name == "paper":
        raise refuse("paper_is_secret", act.at)


def remaining(tally: dict[str, Any]) -> int:
    """How many of the papers that were handed out are neither sealed nor counted."""
    left: int = tally["drawn"] - tally.get("papers", 0)
    return left


def plain(tally: dict[str, Any], papers: int) -> bool:
    """Whether the box's totals may be entered plainly: nothing weighted, counted for the first time, and enough papers and
    ballots, or no ballots."""
    many = plain_from(tally)
    if tally["@again"]:
        return False
    return tally[ROLL] != "owner" and papers >= many and (tally["voted"] >= many or not tally["voted"])


def plain_from(tally: dict[str, Any]) -> int:
    """From how many papers on, and as many ballots beside them, the box's totals hide whose they are."""
    papers: int = tally["@limits"]["papers"]
    return papers


# -- the clock ---------------------------------------------------------------------------------------
def over(d: Draft, block: Block) -> str | None:
    """The window has ended: papers are waited for, the box is closed, or nobody opened it to the last."""
    if phase_of(d.tally) != VOTING:
        return unopened(d, "not_opened")
    if remaining(d.tally):
        d.tally = {**d.tally, "@phase": COUNTING}
        set_last_day(d, block)
        return None
    return close(d, block, None)


def ahead(tally: dict[str, Any], known: Collection[str]) -> Ahead:
    """What may come of it: the box is sealed when voting is over, and opened by its holders, or given up."""
    opened, short = ("passed", "failed"), _best_known("no_quorum", known)
    given_up = _best_known("not_opened", known)
    if phase_of(tally) == VOTING:
        then = Sentence("封箱，由持钥人一起开票", "the box is sealed, and the key holders open it together")
        return Ahead(clock=tuple(dict.fromkeys((*opened, short, given_up))), then=then)
    then = Sentence("还没有开票的，就不再开", "a box that is still closed is not opened any more")
    return Ahead(acts=tuple(dict.fromkeys((*opened, short))), clock=(given_up,), then=then)


def close(d: Draft, block: Block, paper: dict[str, Any] | None) -> str | None:
    """Seal the box: with enough in it, it waits for its holders; else it is never opened."""
    d.effect("close_box", paper=paper)
    short = fall_short(d, block)
    if short is not None:
        return short
    d.tally = {**d.tally, "@phase": SEALED}
    d.desk = Desk(HOLDER, d.tally["@keys_at"])
    d.effect("arrived")
    set_last_day(d, block)
    return None


def fall_short(d: Draft, block: Block) -> str | None:
    """The outcome where too few took part, which public numbers tell."""
    if d.tally["voted"] < limits_of(d, block).least or not setting_holds(d, block, "quorum", True):
        return unopened(d, "no_quorum")
    return None


def unopened(d: Draft, outcome: str) -> str:
    """How a ballot ends whose box stays closed: as the method says, else for want of a quorum, else as not passed."""
    d.tally = {**d.tally, "@unopened": outcome}
    return _best_known(outcome, d.method.stages[d.stage].outcomes)


def _best_known(outcome: str, known: Collection[str]) -> str:
    """As what a box ends that stays closed, of the outcomes that lead somewhere."""
    return next((name for name in (outcome, "no_quorum") if name in known), "failed")
