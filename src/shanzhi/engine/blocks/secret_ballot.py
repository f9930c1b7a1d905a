"""A secret ballot (无记名表决), as far as it is no cryptography: what is counted meanwhile, when the box closes, who opens.

No choice ever comes here. Whoever acts has sealed it before: a vote is a fingerprint, the elector's code and weight;
an opening is what may be published of it. In the tally stand public numbers alone. Three phases: `voting`; `counting`,
while papers that were handed out wait for the tellers; `sealed` (封箱待开), on the key holders' desk. The form of the
result follows from public numbers (`shanzhi.secrecy.publishing`), and what the result must show is linear in the counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from shanzhi.engine.blocks.base import Ahead, Step, once, setting_holds, setting_number, whose
from shanzhi.engine.limits import due_after
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import electors_of
from shanzhi.engine.types import Desk
from shanzhi.method.blocks.linear import NotLinear, inequalities
from shanzhi.method.blocks.options import DEFAULT_OPTIONS
from shanzhi.method.duration import Duration
from shanzhi.method.secret_limits import KEPT_DAYS, SETTINGS, UNSOUND, Limits
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector, Roll
    from shanzhi.method.model import Act, Block

VOTING, COUNTING, SEALED = "voting", "counting", "sealed"
NEEDS = 2
COUNT_WITHIN, GIVE_UP_AFTER = Duration(3, "workdays"), Duration(15, "workdays")
HOLDER = "key_holder"
CASTS = frozenset(("vote", "vote_for", "seal_paper"))
"""Acts whose choice is sealed before they are decided."""
OWN = frozenset(("give_paper", "seal_paper", "count_papers", "strike", "open_box", "void_box"))
"""Acts that only a secret ballot has."""


class SealedVote(Struct, forbid_unknown_fields=True):
    """One vote as it comes here: whose (`key` on the roll), the fingerprint of the sealed ballot, the elector's code
    (hex both) and the weight."""

    key: str
    fingerprint: str
    e: str
    weight: int


class Sealed(Struct, forbid_unknown_fields=True):
    """What an act of casting comes with; more than one vote where somebody is on the roll for several. `elector` is
    the person for whom a proxy votes."""

    votes: tuple[SealedVote, ...]
    elector: int | None = None


class Opened(Struct, forbid_unknown_fields=True):
    """What an opened box may tell: whether it passed, else the first condition that was not met; sums and shares (per
    cent) by option only in the forms that publish them; which holders opened it (from 1)."""

    passed: bool
    holders: tuple[int, ...]
    failed: str | None = None
    heads: dict[str, int] | None = None
    shares: dict[str, int] | None = None


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
    if held_by == "owner" and not setting_holds(d, block, "secret_owners", False):
        raise refuse("owners_sign", block.at)
    place, cards = d.ctx.key_cards(whose(d))
    if not cards:
        raise refuse("no_cards", block.at)
    needs = max(1, min(cards, setting_number(d, block, "needs", NEEDS)))
    d.count(electors=roll.count, electors_area=roll.area, voted=0, voted_area=0, drawn=0, struck=0)
    d.count(proxies={})
    again = d.ctx.opened_before(d.matter.id)
    d.tally |= {
        "@limits": msgspec.structs.asdict(limits),
        "@again": again,
        "@phase": VOTING,
        "@needs": needs,
        "@cards": cards,
        "@keys_at": place,
        "@drawn": [],
    }
    field = block.settings.get("on")
    options = block.settings.get("options") or DEFAULT_OPTIONS
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


def limits_of(d: Draft, block: Block) -> Limits:
    """What may be told from how many votes on: while a ballot runs those with which it began, else as the method sets them."""
    kept = d.tally.get("@limits")
    if kept is not None:
        return msgspec.convert(kept, Limits)
    usual = Limits()
    return Limits(
        **{name: setting_number(d, block, key, getattr(usual, name)) for key, name in SETTINGS.items()}
    )


def _conditions(d: Draft, block: Block, held_by: str) -> tuple[str, ...]:
    """What must hold for the ballot to pass, with everything settled that facts and inputs settle."""
    known = {f"data.{name}": value for name, value in d.data.items()}
    known |= {f"inputs.{name}": value for name, value in d.method.values.items()}
    options = [o.value for o in block.settings.get("options") or DEFAULT_OPTIONS]
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


# -- the acts ----------------------------------------------------------------------------------------
def cast(d: Draft, block: Block, act: Act, voters: list[Elector]) -> Step:
    """Votes that were sealed: that they came is counted, and in the history stands the fingerprint of each alone."""
    sealed = {vote.key: vote for vote in _sealed(d, act).votes}
    if set(sealed) != {voter.key for voter in voters}:
        raise refuse("unsealed", act.at)
    slots = [once(d, f"vote:{voter.key}", act.at) for voter in voters]
    _not_struck(d, act, voters)
    told = [_take(d, sealed[voter.key]) for voter in voters]
    _end_early(d, block)
    return Step(told[0], slots[0], more=tuple(slots[1:]), each=tuple(told[1:]))


def proxied(d: Draft) -> dict[str, Any]:
    """For whom a sealed vote is cast, as an open one names them."""
    elector = d.command.values.get("elector")
    return {"elector": elector if isinstance(elector, int) else None}


def _not_struck(d: Draft, act: Act, voters: Iterable[Elector]) -> None:
    if any(d.ctx.taken(d.matter.id, d.visit, f"strike:{voter.key}") for voter in voters):
        raise refuse("not_elector", act.at)


def _sealed(d: Draft, act: Act) -> Sealed:
    try:
        return msgspec.convert(dict(d.command.values), Sealed)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise refuse("unsealed", act.at) from None


def _take(d: Draft, sealed: SealedVote) -> dict[str, Any]:
    area = sealed.weight if d.tally["roll"] == "owner" else 0
    d.count(voted=d.tally["voted"] + 1, voted_area=d.tally["voted_area"] + area)
    d.effect("box", fingerprint=sealed.fingerprint, e=sealed.e, weight=sealed.weight)
    return {"fingerprint": sealed.fingerprint}


def _end_early(d: Draft, block: Block) -> None:
    """Early only when all have voted, or drawn a paper: no condition on choices can end a ballot, none is known."""
    if (
        phase_of(d.tally) == VOTING
        and block.settings.get("early")
        and d.tally["voted"] + d.tally["drawn"] >= d.tally["electors"]
    ):
        d.window = d.at


def act_on(d: Draft, block: Block, act: Act) -> Step:
    """One of the acts that only a secret ballot has."""
    return _ACTS[act.name](d, block, act)


def _give_paper(d: Draft, block: Block, act: Act) -> Step:
    """Who draws a paper uses up the slot; what is written on it nobody registers. One paper for each place on the roll."""
    voters = electors_of(d, d.values["elector"], act.at)
    if any(voter.key in d.tally["proxies"] for voter in voters):
        raise refuse("entrusted", act.at)
    slots = [once(d, f"vote:{voter.key}", act.at) for voter in voters]
    _not_struck(d, act, voters)
    keys = [voter.key for voter in voters]
    d.count(**{"drawn": d.tally["drawn"] + len(keys), "@drawn": [*d.tally["@drawn"], *keys]})
    for key in keys:
        d.effect("draw", key=key)
    _end_early(d, block)
    return Step(d.values, slots[0], more=tuple(slots[1:]))


def _seal_paper(d: Draft, block: Block, act: Act) -> Step:
    sealed = _sealed(d, act).votes
    if len(sealed) != 1:
        raise refuse("unsealed", act.at)
    slot = once(d, f"paper:{sealed[0].e}", act.at)
    told = _take(d, sealed[0])
    d.count(papers=d.tally.get("papers", 0) + 1)
    return Step(told, slot)


def _count_papers(d: Draft, block: Block, act: Act) -> Step:
    """Two tellers enter the same totals, each alone; before that nothing is closed."""
    options = [o.value for o in block.settings.get("options") or DEFAULT_OPTIONS]
    heads = {name: d.values.get(f"papers_{name}", 0) for name in options}
    spoilt, valid, left = d.values["spoilt"], sum(heads.values()), remaining(d.tally)
    if valid + spoilt > left:
        raise refuse("too_many_papers", act.at, count=valid + spoilt, left=left)
    if valid and not plain(d.tally, valid):
        raise refuse("papers_tell", act.at, least=limits_of(d, block).papers)
    counted = {"heads": heads, "spoilt": spoilt}
    first = d.tally.get("@counted")
    if first is None or first["by"] == d.actor.person:
        d.count(**{"@counted": {"by": d.actor.person, **counted}})
        return Step({})
    if {name: first[name] for name in counted} != counted:
        raise refuse("counts_differ", act.at)
    d.count(voted=d.tally["voted"] + valid, papers=d.tally.get("papers", 0) + valid)
    paper = {**counted, "tellers": [first["by"], d.actor.person]}
    d.tally = {name: value for name, value in d.tally.items() if name != "@counted"}
    return Step({"papers": valid, "spoilt": spoilt}, outcome=_close(d, block, paper))


def plain(tally: dict[str, Any], papers: int) -> bool:
    """Whether the box's totals may be entered plainly: nothing weighted, counted for the first time, and enough papers and
    ballots, or no ballots."""
    many = plain_from(tally)
    if tally["@again"]:
        return False
    return tally["roll"] != "owner" and papers >= many and (tally["voted"] >= many or not tally["voted"])


def plain_from(tally: dict[str, Any]) -> int:
    """From how many papers on, and as many ballots beside them, the box's totals hide whose they are."""
    papers: int = tally["@limits"]["papers"]
    return papers


def _strike(d: Draft, block: Block, act: Act) -> Step:
    """Found not entitled: the sealed ballot stays in the chain and leaves the sum. A paper cannot be picked out."""
    voters = electors_of(d, d.values["elector"], act.at)
    if any(voter.key in d.tally["@drawn"] for voter in voters):
        raise refuse("paper_in_box", act.at)
    slots = [once(d, f"strike:{voter.key}", act.at) for voter in voters]
    for voter in voters:
        tally = d.tally
        if d.ctx.taken(d.matter.id, d.visit, f"vote:{voter.key}"):
            d.count(voted=tally["voted"] - 1, voted_area=tally["voted_area"] - voter.area)
        d.count(electors=tally["electors"] - 1, electors_area=tally["electors_area"] - voter.area)
        d.count(struck=tally["struck"] + 1)
        d.effect("strike", key=voter.key, reason=d.values["reason"])
    more = tuple(slots[1:])
    if phase_of(d.tally) == SEALED:
        return Step(d.values, slots[0], _fall_short(d, block), more)
    _end_early(d, block)
    return Step(d.values, slots[0], more=more)


def _open(d: Draft, block: Block, act: Act) -> Step:
    """The box was opened by enough holders; what comes here is what may be published."""
    try:
        opened = msgspec.convert(dict(d.command.values), Opened)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise refuse("not_counted", act.at) from None
    d.count(**(opened.heads or {}))
    d.count(**{f"{name}_share": share for name, share in (opened.shares or {}).items()})
    if opened.failed is not None:
        d.count(**{"@failed": opened.failed})
    d.effect("open_box")
    return Step({"holders": list(opened.holders)}, outcome="passed" if opened.passed else "failed")


def _void(d: Draft, block: Block, act: Act) -> Step:
    """Chain, receipt or proof do not hold: nothing is opened, and the reasons stand in the history."""
    return Step(d.values, outcome=_unopened(d, "not_opened"))


_ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    "give_paper": _give_paper,
    "seal_paper": _seal_paper,
    "count_papers": _count_papers,
    "strike": _strike,
    "open_box": _open,
    "void_box": _void,
}


# -- the clock ---------------------------------------------------------------------------------------
def over(d: Draft, block: Block) -> str | None:
    """The window has ended: papers are waited for, the box is closed, or nobody opened it to the last."""
    if phase_of(d.tally) != VOTING:
        return _unopened(d, "not_opened")
    if remaining(d.tally):
        d.tally = {**d.tally, "@phase": COUNTING}
        _set_last_day(d, block)
        return None
    return _close(d, block, None)


def ahead(tally: dict[str, Any], known: Collection[str]) -> Ahead:
    """What may come of it: the box is sealed when voting is over, and opened by its holders, or given up."""
    opened, short = ("passed", "failed"), _best_known("no_quorum", known)
    given_up = _best_known("not_opened", known)
    if phase_of(tally) == VOTING:
        then = Sentence("封箱，由持钥人一起开票", "the box is sealed, and the key holders open it together")
        return Ahead(clock=tuple(dict.fromkeys((*opened, short, given_up))), then=then)
    then = Sentence("还没有开票的，就不再开", "a box that is still closed is not opened any more")
    return Ahead(acts=tuple(dict.fromkeys((*opened, short))), clock=(given_up,), then=then)


def _close(d: Draft, block: Block, paper: dict[str, Any] | None) -> str | None:
    """Seal the box: with enough in it, it waits for its holders; else it is never opened."""
    d.effect("close_box", paper=paper)
    short = _fall_short(d, block)
    if short is not None:
        return short
    d.tally = {**d.tally, "@phase": SEALED}
    d.desk = Desk(HOLDER, d.tally["@keys_at"])
    d.effect("arrived")
    _set_last_day(d, block)
    return None


def _fall_short(d: Draft, block: Block) -> str | None:
    """The outcome where too few took part, which public numbers tell."""
    if d.tally["voted"] < limits_of(d, block).least or not setting_holds(d, block, "quorum", True):
        return _unopened(d, "no_quorum")
    return None


def _set_last_day(d: Draft, block: Block) -> None:
    """The desk's time begins: due, and the last date after which the box is given up."""
    due = due_after(d, d.at, block.settings.get("count_within") or COUNT_WITHIN, block.at)
    last = due_after(d, d.at, block.settings.get("give_up_after") or GIVE_UP_AFTER, block.at)
    d.due, d.window, d.late = due.at, max(due.at, last.at), False
    d.provisional = due.provisional


def _unopened(d: Draft, outcome: str) -> str:
    """How a ballot ends whose box stays closed: as the method says, else for want of a quorum, else as not passed."""
    d.tally = {**d.tally, "@unopened": outcome}
    return _best_known(outcome, d.method.stages[d.stage].outcomes)


def _best_known(outcome: str, known: Collection[str]) -> str:
    """As what a box ends that stays closed, of the outcomes that lead somewhere."""
    return next((name for name in (outcome, "no_quorum") if name in known), "failed")
