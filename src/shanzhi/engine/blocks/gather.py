"""Gather (征集): others open child matters in a window; those that still stand are laid out, ranked and chosen.

Each that is handed in is an act of the gathering, by its own roll and window; that it is withdrawn is told to the
gathering in the same transaction. So whatever comes while the window closes is either before it or after. The facts are
read from the matters themselves, when they are laid out: nothing of an offer lies in the gathering before.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from shanzhi.engine.binding import bound
from shanzhi.engine.blocks.base import (
    Ahead,
    Logic,
    Step,
    circle,
    neighbours,
    of_the_circle,
    setting_number,
    unit_key,
    within_window,
)
from shanzhi.engine.blocks.children import STANDING, line_of
from shanzhi.engine.blocks.simulated import Simulated, many
from shanzhi.engine.conditions import holds, number
from shanzhi.engine.limits import due_after
from shanzhi.engine.refusals import refuse
from shanzhi.engine.rolls import fix, roll_named
from shanzhi.method.results import CHOSEN, LINES, lined
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Child, Matter
    from shanzhi.method.model import Act, Block

BY: Final = "@by"
"""In the tally: which of those handed in stand of each that counts by the roll."""
ENDS: Final = "@ends"
"""In the tally: how those ended that are over."""
LATE: Final = "@late"
"""In the tally: which were handed in late."""
PICKED: Final = "@picked"
"""In the tally: which matters are chosen, by their numbers."""
ENDED: Final = "ended"
"""In the tally: when the window ended, while the desk chooses."""
_SETTLE = {
    "zh": "征集到期，请选定。",
    "en": "The time for handing in is over; please choose.",
}


class Gather(Logic):
    """The tally: how many were `gathered`, the `late` among them, how many were `withdrawn`, are `out` for another
    reason, still stand (`standing`), are `chosen`, are `tied` for the last place.

    A second round keeps those that stand from the first.
    """

    def enter(self, d: Draft, block: Block) -> str | None:
        d.tally = circle(d, block)
        kind = roll_named(d, block, block.settings["roll"])
        roll = fix(d, kind, neighbours(d)).count
        before = len(self._before(d, block))
        d.count(roll=roll, gathered=0, late=0, withdrawn=0, out=0, standing=before, chosen=0, tied=0)
        d.count(**{BY: {}, ENDS: {}, LATE: [], PICKED: []})
        return None

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        if act.name == "submit":
            self._may_submit(d, block, act)
        elif ENDED not in d.tally:
            raise refuse("still_gathering", act.at)

    def _may_submit(self, d: Draft, block: Block, act: Act) -> None:
        ended = d.tally.get(ENDED)
        if not (block.settings.get("late") == "take" and block.settings.get("picks")):
            within_window(d, act.at, datetime.fromisoformat(ended) if ended is not None else None)
        of_the_circle(d, act.at)
        key, most = unit_key(d, act.at), block.settings.get("most", 1)
        there = len(d.tally[BY].get(key, ()))
        if there < most and d.visits.get(d.stage, 0) > 1:
            there += sum(self._same(d, key, one.opener) for one in self._before(d, block))
        if there >= most:
            raise refuse("handed_in", act.at, most=most)

    def _same(self, d: Draft, key: str, opener: int | None) -> bool:
        """Whether somebody counts by the present roll as this one does."""
        return opener is not None and any(one.key == key for one in d.ctx.electors(d.id, d.visit, opener))

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        if act.name == "submit":
            return self._submitted(d, block, act)
        if act.name == "conclude":
            return Step(d.values, outcome="gathered")
        which, picked = d.values["number"], d.tally[PICKED]
        if act.name == "unpick":
            if which not in picked:
                raise refuse("not_among_them", act.at, number=which)
            picked = [one for one in picked if one != which]
        else:
            self._may_pick(d, block, act, which)
            picked = [*picked, which]
        d.count(**{PICKED: picked, "chosen": len(picked)})
        return Step({"number": which})

    def _may_pick(self, d: Draft, block: Block, act: Act, which: int) -> None:
        if which in d.tally[PICKED]:
            raise refuse("already", act.at)
        line = next((one for one in self.laid_out(d, block) if one["matter"] == which), None)
        if line is None or not line["eligible"]:
            raise refuse("not_among_them", act.at, number=which)
        takes = self._takes(d, block)
        if takes is not None and len(d.tally[PICKED]) >= takes:
            raise refuse("full", act.at, most=takes)

    def _submitted(self, d: Draft, block: Block, act: Act) -> Step:
        key, index = unit_key(d, act.at), d.tally["gathered"] + 1
        d.effect(
            "child",
            method=block.settings["method"],
            opening=block.settings.get("opening") or "",
            index=index,
            values={**bound(d, block.settings.get("with", {})), **d.values},
            place=d.origin,
            office=None,
            slot=f"child:{index}",
        )
        by = {**d.tally[BY], key: [*d.tally[BY].get(key, ()), index]}
        d.count(**{BY: by}, gathered=index, standing=d.tally["standing"] + 1)
        if ENDED in d.tally or (d.window is not None and d.at >= d.window):
            d.count(**{LATE: [*d.tally[LATE], index]}, late=d.tally["late"] + 1)
        base = f"gather:{key}"
        slot = base if not d.ctx.taken(d.id, d.visit, base) else f"{base}~{index}"
        return Step({"child": index}, slot=slot)

    def joined(self, d: Draft, block: Block, index: int, end: str) -> str | None:
        """One of the gathered ended before it was settled: withdrawn, or turned down by its own way."""
        ends: dict[str, str] = d.tally[ENDS]
        if not 1 <= index <= d.tally["gathered"]:
            raise refuse("no_such_child", block.at)
        if str(index) in ends:
            raise refuse("already", block.at)
        d.count(**{ENDS: {**ends, str(index): end}})
        if end not in STANDING:
            name = "withdrawn" if end == "withdrawn" else "out"
            by = {key: [one for one in those if one != index] for key, those in d.tally[BY].items()}
            d.count(**{BY: {key: those for key, those in by.items() if those}})
            d.count(**{name: d.tally[name] + 1, "standing": d.tally["standing"] - 1})
            if d.tally[PICKED]:
                here = {
                    one.number for one in d.ctx.children(d.id) if (one.visit, one.index) == (d.visit, index)
                }
                picked = [one for one in d.tally[PICKED] if one not in here]
                d.count(**{PICKED: picked, "chosen": len(picked)})
        return None

    def over(self, d: Draft, block: Block) -> str | None:
        before = len(self._before(d, block))
        standing = before + d.tally["gathered"] - d.tally["withdrawn"] - d.tally["out"]
        d.count(standing=standing)
        if standing < setting_number(d, block, "needs", 0):
            return "few"
        picked, tied = self._chosen(d, block)
        d.count(**{PICKED: picked}, chosen=len(picked), tied=tied)
        settings = block.settings
        if not (settings.get("picks") or (tied and settings.get("ties", "desk") == "desk")):
            return "gathered"
        d.count(**{ENDED: d.at.isoformat()})
        if settings.get("pick_within") is not None:
            deadline = due_after(d, d.at, settings["pick_within"], block.at)
            d.due, d.provisional, d.late = deadline.at, deadline.provisional, False
        d.effect("notify", to=["desk"], text=_SETTLE)
        return None

    def _chosen(self, d: Draft, block: Block) -> tuple[list[int], int]:
        """Whom the rules choose, and how many are tied for a last place that they do not share; nobody where the desk chooses."""
        settings = block.settings
        able = [line for line in self.laid_out(d, block) if line["eligible"]]
        takes = self._takes(d, block)
        if settings.get("picks"):
            return [], 0
        if takes is None or len(able) <= takes:
            return [line["matter"] for line in able], 0
        if settings.get("rank") is None:
            return [line["matter"] for line in able[:takes]], 0
        last = able[takes - 1]["rank"] if takes else 0
        above = [line["matter"] for line in able if line["rank"] < last]
        level = [line["matter"] for line in able if line["rank"] == last]
        if len(above) + len(level) == takes:
            return above + level, 0
        return (above + level if settings.get("ties") == "all" else above), len(level)

    def _takes(self, d: Draft, block: Block) -> int | None:
        return setting_number(d, block, "takes", 0) if block.settings.get("takes") is not None else None

    def _before(self, d: Draft, block: Block) -> list[Child]:
        """Those that stand from earlier rounds of this stage."""
        if d.visits.get(d.stage, 0) < 2:
            return []
        found = d.ctx.children(d.id)
        return [one for one in found if one.visit < d.visit and self._of(one, block)]

    def _of(self, one: Child, block: Block) -> bool:
        return one.end in STANDING and one.method == block.settings["method"]

    def laid_out(self, d: Draft, block: Block) -> list[dict[str, Any]]:
        """Those that stand, in their order: the better rank first, then who came first. Equal ones share a rank."""
        settings, late = block.settings, d.tally[LATE]
        now = [one for one in d.ctx.children(d.id) if one.visit == d.visit and self._of(one, block)]
        found = [
            line_of(one, late=one.visit == d.visit and one.index in late)
            for one in (*self._before(d, block), *now)
        ]
        rank, qualifies, sign = (
            settings.get("rank"),
            settings.get("qualifies"),
            settings.get("order") == "least",
        )
        before = d.line, d.listed
        d.listed = lined(settings.get("result"))
        for line in found:
            d.line = line
            line["eligible"] = qualifies is None or holds(d, qualifies, block.at)
            if rank is not None:
                worth = number(d, rank, block.at)
                line["@worth"] = worth if sign else -worth
        d.line, d.listed = before
        if rank is not None:
            worths = sorted(line["@worth"] for line in found)
            for line in found:
                line["rank"] = 1 + worths.index(line["@worth"])
            found.sort(key=lambda line: line["rank"])
        return found

    def yields(self, d: Draft, what: str) -> Any:
        block = d.method.stages[d.stage].block
        assert block is not None
        picked = d.tally[PICKED]
        lines = [{**line, "chosen": line["matter"] in picked} for line in self.laid_out(d, block)]
        if what == LINES:
            return lines
        assert what == CHOSEN, what
        found = [line["opener"] for line in lines if line["chosen"] and line["opener"] is not None]
        return sorted(set(found)) or None

    def result(self, d: Draft, block: Block) -> dict[str, Any]:
        return {name: d.tally[name] for name in ("gathered", "late", "withdrawn", "out", "chosen", "tied")}

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        if ENDED in tally:
            return None
        return Sentence(
            "正在征集，可以提交。", "Matters are being gathered; anyone on the roll may hand one in."
        )

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        if ENDED in tally:
            return Ahead(acts=("gathered",))
        few = () if block.settings.get("needs") is None else ("few",)
        return Ahead(clock=("gathered", *few), then=Sentence("到期汇总", "they are laid out together"))


def _due(matter: Matter, act: str) -> bool:
    return ENDED in matter.tally


LOGIC = Gather()
SIMULATED = Simulated(doings=many("submit"), desk_acts=frozenset(("conclude",)), together=False, due=_due)
