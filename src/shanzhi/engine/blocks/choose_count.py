"""Papers and totals of an election (发票、唱票、计票、监票、废票): what comes back balances with what went out.

Signed papers are read by two tellers, each alone: the first reading uses up the elector's vote, the second counts it. Of secret
papers, boxes and shows of hands two tellers enter the whole count. Nothing counts before both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks import casting, paper_votes
from shanzhi.engine.blocks.base import Step
from shanzhi.engine.blocks.choose_ranking import Candidate, plain_name
from shanzhi.engine.blocks.totals import FIRST
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL, electors_of, free_slot, standing_slot
from shanzhi.method.blocks.casting import cast_by

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Elector
    from shanzhi.method.model import Act, Block

VOTES, AREAS, WRITTEN = "@votes", "@areas", "@written"
"""In the tally: the votes of each candidate, their areas, and those of each name that was written."""
UNREAD = "@unread"
"""In the tally: of how many electors the paper was read once."""
HEAVIEST = "@heaviest"
"""In the tally: the largest area that voted as one."""
MOST = "@most"
"""In the tally: the most names on a paper."""


# -- what is chosen ----------------------------------------------------------------------------------
def marks_in(d: Draft, block: Block, act: Act, them: list[Candidate]) -> list[dict[str, Any]]:
    """Whom a paper chooses, in its plain form; refuses what no paper may hold."""
    found: list[dict[str, Any]] = []
    for line in d.values.get("marks") or ():
        name, number = line.get("name"), line.get("candidate")
        if (name is None) == (number is None):
            raise refuse("one_or_the_other", act.at)
        if number is not None and number > len(them):
            raise refuse("no_such_candidate", act.at, number=number, most=len(them))
        mark = {"candidate": number} if name is None else {"name": written(block, act, name, them)}
        if mark in found:
            raise refuse("marked_twice", act.at, name=name or number)
        found.append(mark)
    most = d.tally[MOST]
    if len(found) > most:
        raise refuse("too_many_marks", act.at, most=most, count=len(found), over=len(found) - most)
    return sorted(found, key=lambda one: (one.get("candidate", 0), one.get("name", "")))


def written(block: Block, act: Act, name: str, them: Iterable[Candidate]) -> str:
    """A name as it is counted; refuses one where none may be written, or of somebody who stands on the paper."""
    if not block.settings.get("write_ins"):
        raise refuse("no_write_ins", act.at)
    plain = plain_name(name)
    for one in them:
        if plain and plain == plain_name(one.name):
            raise refuse("is_candidate", act.at, name=one.name, number=one.number)
    return plain


def add(d: Draft, marks: list[dict[str, Any]], spoilt: bool, heads: int, area: int) -> None:
    """Count a paper or a vote for so many electors; take it back where `heads` and `area` are negative."""
    state = "spoilt" if spoilt else "valid" if marks else "blank"
    d.count(**{state: d.tally[state] + heads})
    if spoilt or not marks:
        return
    votes, areas = [*d.tally[VOTES]], [*d.tally[AREAS]]
    names: dict[str, list[int]] = {**d.tally[WRITTEN]}
    for mark in marks:
        if "name" in mark:
            had = names.get(mark["name"], [0, 0])
            names[mark["name"]] = [had[0] + heads, had[1] + area]
        else:
            votes[mark["candidate"] - 1] += heads
            areas[mark["candidate"] - 1] += area
    d.count(**{VOTES: votes, AREAS: areas, WRITTEN: {name: had for name, had in names.items() if had[0]}})


def cast(d: Draft, voters: list[Elector]) -> None:
    """These took part."""
    d.count(voted=d.tally["voted"] + len(voters), voted_area=d.tally["voted_area"] + _area(voters))
    heaviest = max(voter.area for voter in voters)
    if heaviest > d.tally[HEAVIEST]:
        d.count(**{HEAVIEST: heaviest})


# -- signed papers -----------------------------------------------------------------------------------
def read_paper(d: Draft, block: Block, act: Act, them: list[Candidate]) -> Step:
    """A signed paper: read for the first time it is its elector's vote; for the second time, by another teller, it counts."""
    values = {**d.values, "marks": [] if d.values.get("spoilt") else marks_in(d, block, act, them)}
    number = d.values["number"]
    slot = standing_slot(d, f"paper:{paper_votes.plain_number(number)}")
    given = d.ctx.answered(d.id, d.visit, slot) if slot is not None else {}
    votes = paper_votes.votes_on(d, given, number)
    if votes:
        return _read_again(d, act, values, votes)
    voters = casting.voters(d, act)
    paper_votes.signed_for(d, block, act)
    paper_votes.arrives(d, act, voters)
    slots = casting.free_slots(d, voters)
    cast(d, voters)
    d.count(**{UNREAD: d.tally[UNREAD] + len(voters)})
    return Step(values, slots[0], more=tuple(slots[1:]))


def _read_again(
    d: Draft, act: Act, values: dict[str, Any], votes: list[tuple[str, str, Mapping[str, Any]]]
) -> Step:
    _key, slot, first = votes[0]
    number = values["number"]
    theirs = {voter.key for voter in electors_of(d, values["elector"], act.at)}
    if not theirs & {key for key, _, _ in votes}:
        raise refuse("paper_of_another", act.at, number=number)
    free = free_slot(d, f"read:{paper_votes.plain_number(number)}")
    if free is None:
        raise refuse("read_twice", act.at, number=number)
    if d.person == d.ctx.who(d.id, d.visit, slot):
        raise refuse("second_reader", act.at, number=number)
    if any(_told(values, name) != _told(first, name) for name in ("marks", "spoilt", "proxy", "letter")):
        raise refuse("readings_differ", act.at, number=number)
    electors = [d.ctx.elector(d.id, d.visit, key) for key, _, _ in votes]
    area = _area([elector for elector in electors if elector is not None])
    add(d, values["marks"], bool(values.get("spoilt")), len(votes), area)
    d.count(**{UNREAD: d.tally[UNREAD] - len(votes)})
    return Step({"elector": values["elector"], "number": number}, free)


def _told(values: Mapping[str, Any], name: str) -> Any:
    return values.get(name) or None


def take_back(d: Draft, act: Act) -> Step:
    """A paper that was read wrongly, by a second person; it is then read anew, twice."""
    read = standing_slot(d, f"read:{paper_votes.plain_number(d.values['number'])}")

    def uncount(d: Draft, key: str, vote: Mapping[str, Any]) -> None:
        elector = d.ctx.elector(d.id, d.visit, key)
        area = elector.area if elector is not None else 0
        d.count(voted=d.tally["voted"] - 1, voted_area=d.tally["voted_area"] - area)
        if read is None:
            d.count(**{UNREAD: d.tally[UNREAD] - 1})
        else:
            add(d, vote["marks"], bool(vote.get("spoilt")), -1, -area)

    step = paper_votes.act_on(d, act, uncount)
    return step if read is None else Step(step.values, step.slot, more=(*step.more, f"back:{read}"))


def hand_out(d: Draft, act: Act) -> Step:
    """Register a signed paper that went out."""
    step = paper_votes.act_on(d, act, lambda d, key, vote: None)
    d.count(given=d.tally["given"] + 1)
    return step


# -- secret papers, and totals -----------------------------------------------------------------------
def give_paper(d: Draft, block: Block, act: Act, barred: frozenset[int]) -> Step:
    """Who draws a secret paper uses up the vote; what is written on it nobody registers. By a proxy, who holds no more than may be."""
    proxies: dict[str, int] = d.tally["proxies"]
    free = casting.not_yet(d, electors_of(d, d.values["elector"], act.at), act)
    holder = d.values.get("proxy")
    if holder is None and any(voter.key in proxies for voter in free):
        raise refuse("entrusted", act.at)
    if holder is not None:
        if holder in barred:
            raise refuse("candidate_holds", act.at)
        new = [voter for voter in free if proxies.get(voter.key) != holder]
        if new:
            casting.give(d, block, act, new, holder)
    slots = casting.free_slots(d, free)
    d.count(given=d.tally["given"] + len(free))
    return Step(d.values, slots[0], more=tuple(slots[1:]))


def enter_count(d: Draft, block: Block, act: Act, them: list[Candidate]) -> bool:
    """Take what one teller counted; whether a second has now said the same, and it stands in the tally."""
    counted = _counted(d, block, act, them)
    _balances(d, block, act, counted)
    first: dict[str, Any] | None = d.tally.get(FIRST)
    if first is None or first["by"] == d.person:
        d.count(**{FIRST: {"by": d.person, **counted}})
        return False
    if {name: first[name] for name in counted} != counted:
        raise refuse("counts_differ", act.at)
    d.tally = {name: value for name, value in d.tally.items() if name != FIRST}
    if "given" in d.values:
        d.count(given=counted["given"])
    d.count(**{name: counted[name] for name in ("voted", "voted_area", "valid", "blank", "spoilt")})
    d.count(**{VOTES: counted["votes"], AREAS: counted["areas"], WRITTEN: counted["written"]})
    return True


def _counted(d: Draft, block: Block, act: Act, them: list[Candidate]) -> dict[str, Any]:
    """A teller's count in its plain form."""
    votes, areas, names = [0] * len(them), [0] * len(them), {}
    for line in d.values.get("votes") or ():
        number = line["candidate"]
        if number > len(them):
            raise refuse("no_such_candidate", act.at, number=number, most=len(them))
        if votes[number - 1]:
            raise refuse("marked_twice", act.at, name=number)
        votes[number - 1], areas[number - 1] = line["votes"], line.get("area") or 0
    for line in d.values.get("others") or ():
        name = written(block, act, line["name"], them)
        if name in names:
            raise refuse("marked_twice", act.at, name=line["name"])
        if line["votes"]:
            names[name] = [line["votes"], line.get("area") or 0]
    back, blank, spoilt = (d.values.get(name) or 0 for name in ("returned", "blank", "spoilt"))
    return {
        "given": d.values.get("given") or 0, "voted": back, "voted_area": d.values.get("returned_area") or 0,
        "valid": back - blank - spoilt, "blank": blank, "spoilt": spoilt,
        "votes": votes, "areas": areas, "written": dict(sorted(names.items())), "number": d.values.get("number"),
    }  # fmt: skip


def _balances(d: Draft, block: Block, act: Act, counted: dict[str, Any]) -> None:
    """Refuse a count that cannot be: of papers, of marks on them, of areas."""
    roll, back, valid, given = d.tally["roll"], counted["voted"], counted["valid"], counted["given"]
    ways = cast_by(block.settings)
    if "paper" in ways and given != d.tally["given"]:
        raise refuse("given_differs", act.at, given=given, registered=d.tally["given"])
    papers = "given" in d.values
    if papers and back > given:
        raise refuse("more_than_given", act.at, returned=back, given=given)
    if max(given, back) > roll:
        raise refuse("more_than_roll", act.at, count=max(given, back), roll=roll)
    if valid < 0:
        raise refuse("papers_unbalanced", act.at, returned=back, other=counted["blank"] + counted["spoilt"])
    each = [*counted["votes"], *(had[0] for had in counted["written"].values())]
    if max(each, default=0) > valid:
        raise refuse("more_than_valid", act.at, votes=max(each), valid=valid)
    if sum(each) > valid * d.tally[MOST]:
        raise refuse("too_many_votes", act.at, votes=sum(each), valid=valid, most=d.tally[MOST])
    if papers and sum(each) < valid:
        raise refuse("too_few_votes", act.at, votes=sum(each), valid=valid)
    _areas(d, act, counted)


def _areas(d: Draft, act: Act, counted: dict[str, Any]) -> None:
    pairs = [*zip(counted["votes"], counted["areas"], strict=True), *counted["written"].values()]
    back = counted["voted_area"]
    if d.tally[ROLL] != "owner":
        if back or any(area for _, area in pairs):
            raise refuse("no_areas_here", act.at)
        return
    unlike = any(bool(heads) != bool(area) for heads, area in [*pairs, (counted["voted"], back)])
    if unlike or back > d.tally["roll_area"] or any(area > back for _, area in pairs):
        raise refuse("areas_unlike", act.at, most=f"{d.tally['roll_area'] / 100:.2f}")


def _area(voters: Iterable[Elector]) -> int:
    return sum(voter.area for voter in voters)
