"""Votes counted elsewhere (举手、投票箱、官方系统): totals that two tellers enter, each alone; they count when both say the same.

Nothing is cast one by one beside them (`method.blocks.casting`), and they never exceed the roll, by heads or by area: so nobody
is counted twice. When voting is over and the totals are not there yet, they are waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.counting import COUNTING, set_last_day
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import ROLL
from shanzhi.method.blocks.options import options_of

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

FIRST = "@totals"
"""In the tally: what the first teller entered, until a second says the same."""


def enter_totals(d: Draft, block: Block, act: Act) -> bool:
    """Take what one teller counted; whether a second has now said the same, and it stands in the tally."""
    names = [option.value for option in options_of(block.settings)]
    heads = {name: d.values.get(f"heads_{name}") or 0 for name in names}
    areas = {name: d.values.get(f"area_{name}") or 0 for name in names}
    spoilt = d.values.get("spoilt") or 0
    _bounded(d, act, sum(heads.values()) + spoilt, areas, heads)
    counted = {
        "heads": heads, "areas": areas, "spoilt": spoilt, "number": d.values.get("number"),
    }  # fmt: skip
    first: dict[str, Any] | None = d.tally.get(FIRST)
    if first is None or first["by"] == d.person:
        d.count(**{FIRST: {"by": d.person, **counted}})
        return False
    if {name: first[name] for name in counted} != counted:
        raise refuse("counts_differ", act.at)
    d.tally = {name: value for name, value in d.tally.items() if name != FIRST}
    d.count(voted=sum(heads.values()), voted_area=sum(areas.values()), spoilt=spoilt, **heads)
    d.count(**{f"{name}_area": area for name, area in areas.items()})
    return True


def _bounded(d: Draft, act: Act, papers: int, areas: dict[str, int], heads: dict[str, int]) -> None:
    if papers > d.tally["roll"]:
        raise refuse("more_than_roll", act.at, count=papers, roll=d.tally["roll"])
    if d.tally[ROLL] != "owner":
        if any(areas.values()):
            raise refuse("no_areas_here", act.at)
        return
    unlike = any(bool(areas[name]) != bool(heads[name]) for name in heads)
    if unlike or sum(areas.values()) > d.tally["roll_area"]:
        raise refuse("areas_unlike", act.at, most=f"{d.tally['roll_area'] / 100:.2f}")


def waits(d: Draft, block: Block) -> bool:
    """Voting is over: whether the totals are waited for, once, until the tellers' last day."""
    if d.tally["voted"] or d.tally.get("@phase") == COUNTING:
        return False
    d.tally = {**d.tally, "@phase": COUNTING}
    set_last_day(d, block)
    return True
