"""Paper votes by name (纸质表决票): handed out with evidence, entered, and taken back by a second person.

One numbered paper is one elector's. A paper that was not registered when it was handed out is registered with the vote.
A wrong entry is taken back by somebody other than who entered it: the vote counts no more, and the elector may vote anew.
In a secret ballot papers go their own way (`secret_ballot`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Step, setting_number
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import done_already, electors_of, free_slot, standing_slot
from shanzhi.method.blocks.paper_acts import WITH_THE_VOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block

OWN = ("hand_out", "void_paper")
LETTERS = "@letters"
"""In the tally: by paper, who signed it by written authority (授权委托书). Nobody's name: a digest, so that it can be counted."""


Uncount = Callable[["Draft", str, "Mapping[str, Any]"], None]
"""What it means that a vote is taken back: whose it was (the key on the roll), and what was entered."""


def act_on(d: Draft, act: Act, uncount: Uncount) -> Step:
    """Hand out a paper, or take one back."""
    return _hand_out(d, act) if act.name == "hand_out" else _void(d, act, uncount)


def _hand_out(d: Draft, act: Act) -> Step:
    theirs = electors_of(d, d.values["elector"], act.at)
    if all(free_slot(d, f"vote:{voter.key}") is None for voter in theirs):
        raise done_already(theirs[0], act.at)
    slot = free_slot(d, _slot(d))
    if slot is None:
        raise refuse("paper_taken", act.at, number=d.values["number"])
    return Step({**d.values, "keys": [voter.key for voter in theirs]}, slot)


def arrives(d: Draft, act: Act, voters: list[Elector]) -> None:
    """Check that a paper that came back is its elector's; register it where that was not done before."""
    slot = _slot(d)
    standing = standing_slot(d, slot)
    if standing is None:
        values = {"elector": d.values["elector"], "number": d.values["number"], "way": WITH_THE_VOTE}
        keys = [voter.key for voter in voters]
        d.note("hand_out", {**values, "keys": keys}, slot=free_slot(d, slot))
        return
    given = d.ctx.answered(d.id, d.visit, standing)
    if not set(given.get("keys", ())).intersection(voter.key for voter in voters):
        raise refuse("paper_of_another", act.at, number=d.values["number"])


def signed_for(d: Draft, block: Block, act: Act) -> None:
    """Note who signed a paper for its elector, who may be somebody outside the roll; refuses one who signed for as many as may be.

    Owners' proxies follow their own rules and need not own anything; what is needed is a written authority.
    """
    name, letter = plain_number(d.values.get("proxy") or ""), d.values.get("letter")
    if not name and not letter:
        return
    if not (name and letter):
        raise refuse("letter_missing", act.at)
    most = setting_number(d, block, "outside_proxies", 0)
    if not most:
        raise refuse("no_letters", act.at)
    whose = sha256(f"{d.id}:{name}".encode()).hexdigest()[:16]
    letters: dict[str, str] = d.tally.get(LETTERS, {})
    if list(letters.values()).count(whose) >= most:
        raise refuse("too_many_letters", act.at, count=most)
    d.count(**{LETTERS: {**letters, plain_number(d.values["number"]): whose}})


def _void(d: Draft, act: Act, uncount: Uncount) -> Step:
    paper = standing_slot(d, _slot(d))
    if paper is None:
        raise refuse("no_such_paper", act.at, number=d.values["number"])
    given = d.ctx.answered(d.id, d.visit, paper)
    votes = votes_on(d, given, d.values["number"])
    slots = [slot for _key, slot, _vote in votes]
    undone = [*slots, *([paper] if not votes or given.get("way") == WITH_THE_VOTE else [])]
    if d.person is not None and d.person == d.ctx.who(d.id, d.visit, (slots or [paper])[0]):
        raise refuse("own_entry", act.at)
    for key, _, vote in votes:
        uncount(d, key, vote)
    letters: dict[str, str] = d.tally.get(LETTERS, {})
    if (number := plain_number(d.values["number"])) in letters:
        d.count(**{LETTERS: {paper: whose for paper, whose in letters.items() if paper != number}})
    values = {**d.values, "elector": given.get("elector")}
    return Step(values, f"back:{undone[0]}", more=tuple([f"back:{slot}" for slot in undone[1:]]))


def votes_on(d: Draft, given: Mapping[str, Any], number: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The votes that stand by this paper: elector, slot, and what was entered."""
    found = []
    for key in given.get("keys", ()):
        slot = standing_slot(d, f"vote:{key}")
        vote = d.ctx.answered(d.id, d.visit, slot) if slot is not None else {}
        if slot is not None and plain_number(vote.get("number", "")) == plain_number(number):
            found.append((key, slot, vote))
    return found


def _slot(d: Draft) -> str:
    return f"paper:{plain_number(d.values['number'])}"


def plain_number(number: str) -> str:
    """A paper's number without what people write differently: full width, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())
