"""What an election came to: who is elected, who stands in, who is left; and what of it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import setting_holds
from shanzhi.engine.blocks.choose_count import AREAS, HEAVIEST, VOTES, WRITTEN
from shanzhi.engine.blocks.choose_ranking import Candidate, candidates_of, line_of, rank
from shanzhi.engine.blocks.counting import limits_of, set_last_day
from shanzhi.engine.rolls import ROLL
from shanzhi.method.blocks.casting import cast_by, in_totals
from shanzhi.method.blocks.choose import person_part
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.secret_limits import share_of

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Block, Field

NAMING = "naming"
PHASE = "@phase"
NAMED = "@named"
"""In the tally: who a name is that was written on the papers."""
CHOSEN = ("elected", "reserve", "tied", "left")
"""What becomes of a candidate; each stands in the tally behind an @, as places in the count."""


def candidates(d: Draft, block: Block) -> list[Candidate]:
    """The candidates, as the matter names them; nobody changes them while the vote is on."""
    name = block.settings["of"]
    return candidates_of(d.method.fields[name], d.data.get(name))


def persons_of(them: list[Candidate]) -> frozenset[int]:
    """Those of the candidates whom the system knows."""
    return frozenset(one.person for one in them if one.person is not None)


def already(d: Draft, block: Block) -> list[Candidate]:
    """Those who were elected before this vote."""
    name = block.settings.get("already")
    return candidates_of(d.method.fields[name], d.data.get(name)) if name is not None else []


def waits_for_tellers(block: Block) -> bool:
    """Whether there is something to count when voting is over: papers, a box, hands, an official result."""
    return set(cast_by(block.settings)) != {"online"}


def in_sums(block: Block) -> bool:
    """Whether two tellers enter the whole count: of secret papers, and where totals alone come here."""
    return in_totals(block.settings) or may_be_secret(block.settings)


def known(d: Draft, *outcomes: str) -> str:
    """The first of these outcomes that leads somewhere; else the places stay unfilled."""
    led = d.method.stages[d.stage].outcomes
    return next((one for one in outcomes if one in led), "unfilled")


def count(d: Draft, block: Block, *, waits: bool = True) -> str | None:
    """The outcome; None while somebody must still say who was written."""
    if not d.tally["voted"] or not setting_holds(d, block, "quorum", True):
        return known(d, "no_quorum")
    names = sorted(d.tally[WRITTEN])
    votes = [*d.tally[VOTES], *(d.tally[WRITTEN][name][0] for name in names)]
    areas = [*d.tally[AREAS], *(d.tally[WRITTEN][name][1] for name in names)]
    nameless = set() if waits else set(unnamed(d, block))
    passes: list[bool] = []
    for one, heads in enumerate(votes):
        d.count(votes=heads, votes_area=areas[one])
        of = one - len(d.tally[VOTES])
        passes.append(setting_holds(d, block, "pass", True) and not (of >= 0 and names[of] in nameless))
    d.count(votes=0, votes_area=0)
    found = rank(
        votes, passes,
        places=d.tally["places"], reserves=d.tally["@reserves"], margin=d.tally["@margin"],
    )  # fmt: skip
    for what in CHOSEN:
        d.count(**{f"@{what}": list(getattr(found, what))})
    d.count(elected=len(found.elected), left=len(found.left))
    d.count(counts=counts_of(d, block))
    if waits and unnamed(d, block):
        d.tally = {**d.tally, PHASE: NAMING}
        set_last_day(d, block)
        return None
    if found.tied:
        return "tied"
    return "elected" if len(found.elected) == d.tally["places"] else "unfilled"


def unnamed(d: Draft, block: Block) -> list[str]:
    """The names written on papers that are elected, stand in or are left, and of whom it is not said who they are."""
    of = d.method.fields[block.settings["of"]]
    if of.kind.rows and person_part(of) is None:
        return []
    names, first = sorted(d.tally[WRITTEN]), len(d.tally[VOTES])
    chosen = {one for what in CHOSEN for one in d.tally.get(f"@{what}", ())}
    return [name for one, name in enumerate(names, first) if one in chosen and name not in d.tally[NAMED]]


def those(d: Draft, block: Block, what: str) -> Any:
    """Those elected (with those before), standing in, or left: persons, or the lines that name them."""
    of: Field = d.method.fields[block.settings["of"]]
    into = next(name for name, kept in block.settings["result"].items() if kept == what)
    rows = d.method.fields[into].kind.rows
    them, names = candidates(d, block), sorted(d.tally[WRITTEN])
    found = already(d, block) if what == "elected" else []
    for one in d.tally.get(f"@{what}", ()):
        if one < len(them):
            found.append(them[one])
            continue
        name = names[one - len(them)]
        person = d.tally[NAMED].get(name)
        line = line_of(of, name, person) if of.kind.rows else None
        found.append(Candidate(0, name, person, line))
    if rows:
        return [one.line for one in found if one.line is not None]
    return [one.person for one in found if one.person is not None]


def told(d: Draft, block: Block) -> dict[str, Any]:
    """What the record keeps: who took part, what became of the papers, the votes of each candidate."""
    tally = d.tally
    kept: dict[str, Any] = {
        "roll": tally[ROLL],
        "all": tally["roll"],
        "voted": tally["voted"],
        "places": tally["places"],
    }
    if "counts" not in tally:
        return kept
    if waits_for_tellers(block) and set(cast_by(block.settings)) != {"hands"}:
        kept["given"] = tally["given"]
    kept |= {name: tally[name] for name in ("valid", "blank", "spoilt", "elected")}
    kept["others"] = sum(had[0] for had in tally[WRITTEN].values())
    return {**kept, "counts": tally["counts"]}


def counts_of(d: Draft, block: Block) -> list[dict[str, Any]]:
    """Each candidate's votes, and what became of them; of an owners' vote the share of the area where that tells of nobody."""
    tally, them = d.tally, candidates(d, block)
    state = {one: what for what in CHOSEN[:3] for one in tally[f"@{what}"]}
    shown = tally[ROLL] == "owner" and limits_of(d, block).tells_shares(
        voted=tally["voted"], area=tally["voted_area"], heaviest=tally[HEAVIEST], heads=tally[VOTES]
    )
    return [
        {
            "n": one.number, "label": one.name, "heads": tally[VOTES][at], "state": state.get(at, ""),
            **({"share": share_of(tally[AREAS][at], tally["voted_area"])} if shown else {}),
        }
        for at, one in enumerate(them)
    ]  # fmt: skip
