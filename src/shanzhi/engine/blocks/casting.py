"""For whom a vote is cast, and who stands in for whom: one rule for a ballot (表决) and an election (选举).

Each elector has one slot, `vote:` and the key on the roll, whichever way the vote comes: on screen, by a proxy, on paper. A
mark in the room so blocks the vote on screen, and the other way round. Sources: 城市居民委员会组织法 (at most three proxies).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import done_already, electors_of, free_slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block


def slot_of(voter: Elector) -> str:
    """The slot of what counts once, taken or not."""
    return f"vote:{voter.key}"


def free_slots(d: Draft, voters: Iterable[Elector]) -> list[str]:
    """The slots under which these may be counted now, who were found not to be counted yet."""
    return [free_slot(d, slot_of(voter)) or "" for voter in voters]


def own(d: Draft, act: Act) -> list[Elector]:
    """What whoever acts may still vote for or entrust; refuses where nothing is left."""
    proxies = d.tally["proxies"]
    held = [voter for voter in electors_of(d, d.person, act.at) if voter.key not in proxies]
    if not held:
        raise refuse("entrusted", act.at)
    return not_yet(d, held, act)


def entrusted_by(d: Draft, act: Act) -> list[Elector]:
    """What whoever acts has let another vote for, and may take back; refuses where nothing is left."""
    proxies = d.tally["proxies"]
    held = [voter for voter in electors_of(d, d.person, act.at) if voter.key in proxies]
    if not held:
        raise refuse("not_entrusted", act.at)
    return not_yet(d, held, act)


def may_vote_for(d: Draft, act: Act) -> None:
    """Refuses where nobody's vote is in the hands of whoever acts, or all of them are cast."""
    held = [key for key, holder in d.tally["proxies"].items() if holder == d.person]
    if not held:
        raise refuse("no_proxy", act.at)
    if all(free_slot(d, f"vote:{key}") is None for key in held):
        elector = d.ctx.elector(d.id, d.visit, held[0])
        raise done_already(elector, act.at) if elector is not None else refuse("already", act.at)


def voters(d: Draft, act: Act) -> list[Elector]:
    """For whom a vote is cast: oneself, whom one holds the proxy of, or whose paper it is."""
    if act.name == "vote":
        return own(d, act)
    theirs = electors_of(d, d.values["elector"], act.at)
    if act.name == "vote_for":
        electors_of(d, d.person, act.at)  # a proxy ends when either is on the roll no more
        holder = d.person
        theirs = tuple([voter for voter in theirs if d.tally["proxies"].get(voter.key) == holder])
        if not theirs:
            raise refuse("no_proxy", act.at)
    return not_yet(d, theirs, act)


def not_yet(d: Draft, those: Iterable[Elector], act: Act) -> list[Elector]:
    """Those of these whose vote is not cast; refuses where all are."""
    asked = list(those)
    free = [voter for voter in asked if free_slot(d, slot_of(voter)) is not None]
    if not free:
        raise done_already(asked[0], act.at)
    return free


def entrust(d: Draft, block: Block, act: Act) -> None:
    """Let another vote, who is on the roll and holds no more than may be."""
    give(d, block, act, own(d, act), d.values["proxy"])


def give(d: Draft, block: Block, act: Act, whose: list[Elector], holder: int) -> None:
    """Put these votes into somebody's hands."""
    theirs = {voter.key for voter in electors_of(d, holder, act.at)}
    if any(voter.key in theirs for voter in whose):
        raise refuse("own_proxy", act.at)
    proxies: dict[str, int] = d.tally["proxies"]
    most = setting_number(d, block, "proxies", 0)
    if sum(one == holder for one in proxies.values()) + len(whose) > most:
        raise refuse("too_many_proxies", act.at, count=most)
    d.count(proxies={**proxies, **dict.fromkeys([voter.key for voter in whose], holder)})


def revoke(d: Draft, act: Act) -> None:
    """Take back what one let another vote for."""
    theirs = {voter.key for voter in entrusted_by(d, act)}
    d.count(proxies={key: held for key, held in d.tally["proxies"].items() if key not in theirs})
