"""What is done in a secret ballot (无记名表决): sealed votes are taken in, papers handed out, sealed and counted, the box opened.

Whoever acts has sealed every choice before, and opened the box before: what comes here is what may be known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from shanzhi.engine.blocks.base import Step, once
from shanzhi.engine.blocks.counting import VOTING, limits_of
from shanzhi.engine.blocks.secret_ballot import (
    SEALED,
    close,
    fall_short,
    phase_of,
    plain,
    remaining,
    unopened,
)
from shanzhi.engine.former import choice
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL, electors_of
from shanzhi.method.blocks.options import options_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block


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
    elector = d.given.get("elector")
    return {"elector": elector if isinstance(elector, int) else None}


def _not_struck(d: Draft, act: Act, voters: Iterable[Elector]) -> None:
    if any(d.ctx.taken(d.id, d.visit, f"strike:{voter.key}") for voter in voters):
        raise refuse("not_elector", act.at)


def _sealed(d: Draft, act: Act) -> Sealed:
    try:
        return msgspec.convert(dict(d.given), Sealed)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise refuse("unsealed", act.at) from None


def _take(d: Draft, sealed: SealedVote) -> dict[str, Any]:
    area = sealed.weight if d.tally[ROLL] == "owner" else 0
    d.count(voted=d.tally["voted"] + 1, voted_area=d.tally["voted_area"] + area)
    d.effect("box", fingerprint=sealed.fingerprint, e=sealed.e, weight=sealed.weight)
    return {"fingerprint": sealed.fingerprint}


def _end_early(d: Draft, block: Block) -> None:
    """Early only when all have voted, or drawn a paper: no condition on choices can end a ballot, none is known."""
    if (
        phase_of(d.tally) == VOTING
        and block.settings.get("early")
        and d.tally["voted"] + d.tally["drawn"] >= d.tally["roll"]
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
    options = [o.value for o in options_of(block.settings)]
    heads = {name: d.values.get(f"papers_{name}", 0) for name in options}
    spoilt, valid, left = d.values["spoilt"], sum(heads.values()), remaining(d.tally)
    if valid + spoilt > left:
        raise refuse("too_many_papers", act.at, count=valid + spoilt, left=left)
    if valid and not plain(d.tally, valid):
        raise refuse("papers_tell", act.at, least=limits_of(d, block).papers)
    counted = {"heads": heads, "spoilt": spoilt}
    first = d.tally.get("@counted")
    if first is None or first["by"] == d.person:
        d.count(**{"@counted": {"by": d.person, **counted}})
        return Step({})
    if {name: first[name] for name in counted} != counted:
        raise refuse("counts_differ", act.at)
    d.count(voted=d.tally["voted"] + valid, papers=d.tally.get("papers", 0) + valid)
    paper = {**counted, "tellers": [first["by"], d.person]}
    d.tally = {name: value for name, value in d.tally.items() if name != "@counted"}
    return Step({"papers": valid, "spoilt": spoilt}, outcome=close(d, block, paper))


def _strike(d: Draft, block: Block, act: Act) -> Step:
    """Found not entitled: the sealed ballot stays in the chain and leaves the sum. A paper cannot be picked out."""
    voters = electors_of(d, d.values["elector"], act.at)
    if any(voter.key in d.tally["@drawn"] for voter in voters):
        raise refuse("paper_in_box", act.at)
    slots = [once(d, f"strike:{voter.key}", act.at) for voter in voters]
    for voter in voters:
        tally = d.tally
        if d.ctx.taken(d.id, d.visit, f"vote:{voter.key}"):
            d.count(voted=tally["voted"] - 1, voted_area=tally["voted_area"] - voter.area)
        d.count(roll=tally["roll"] - 1, roll_area=tally["roll_area"] - voter.area)
        d.count(struck=tally["struck"] + 1)
        d.effect("strike", key=voter.key, reason=d.values["reason"])
    more = tuple(slots[1:])
    if phase_of(d.tally) == SEALED:
        return Step(d.values, slots[0], fall_short(d, block), more)
    _end_early(d, block)
    return Step(d.values, slots[0], more=more)


def _open(d: Draft, block: Block, act: Act) -> Step:
    """The box was opened by enough holders; what comes here is what may be published."""
    try:
        opened = msgspec.convert(dict(d.given), Opened)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise refuse("not_counted", act.at) from None
    d.count(**{choice(name): heads for name, heads in (opened.heads or {}).items()})
    d.count(**{f"{choice(name)}_share": share for name, share in (opened.shares or {}).items()})
    if opened.failed is not None:
        d.count(**{"@failed": opened.failed})
    d.effect("open_box")
    return Step({"holders": list(opened.holders)}, outcome="passed" if opened.passed else "failed")


def _void(d: Draft, block: Block, act: Act) -> Step:
    """Chain, receipt or proof do not hold: nothing is opened, and the reasons stand in the history."""
    return Step(d.values, outcome=unopened(d, "not_opened"))


_ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    "give_paper": _give_paper,
    "seal_paper": _seal_paper,
    "count_papers": _count_papers,
    "strike": _strike,
    "open_box": _open,
    "void_box": _void,
}
