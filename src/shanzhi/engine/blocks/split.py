"""Split and join (协办): one child matter for each office or item; the parent goes on when they are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Logic, Step
from shanzhi.engine.refusals import refuse

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Split(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        each, into = block.settings["each"], block.settings.get("as")
        items = d.data.get(each) or []
        if not items:
            raise refuse("nothing_to_do", block.at, field=d.method.fields[each].label)
        d.tally = {"children": len(items), "closed_children": 0, "failed_children": 0, "ends": {}}
        shared = {name: d.data[source] for name, source in block.settings.get("with", {}).items() if source in d.data}
        for index, item in enumerate(items, 1):
            values: dict[str, Any] = {**shared, **(item if isinstance(item, dict) else {})}
            if into is not None:
                values[into] = item
            office = item if d.method.fields[each].type == "offices" else None
            place = d.ctx.office(office) if office is not None else None
            d.effect(
                "child",
                method=block.settings["method"],
                index=index,
                values=values,
                place=d.matter.origin if place is None else place,
                office=office,
                slot=f"child:{index}",
            )
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        return Step(d.values, outcome="recalled")

    def joined(self, d: Draft, block: Block, index: int, end: str) -> str | None:
        ends: dict[str, str] = d.tally["ends"]
        if not 1 <= index <= d.tally["children"]:
            raise refuse("no_such_child", block.at)
        if str(index) in ends:
            raise refuse("already", block.at)
        ends = {**ends, str(index): end}
        failed = sum(1 for e in ends.values() if e != "done")
        d.count(ends=ends, closed_children=len(ends), failed_children=failed)
        needed = block.settings.get("join", "all")
        wanted = {"all": d.tally["children"], "any": 1}.get(needed, needed)
        return "joined" if len(ends) >= min(int(wanted), d.tally["children"]) else None


LOGIC = Split()
