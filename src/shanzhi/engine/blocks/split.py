"""Split and join (协办): one child matter for each office or item; the parent goes on when they are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.binding import bound
from shanzhi.engine.blocks.base import Ahead, Logic, Step
from shanzhi.engine.blocks.children import line_of
from shanzhi.engine.blocks.simulated import Simulated, nobody
from shanzhi.engine.refusals import refuse
from shanzhi.method.linking import names_parts
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block


class Split(Logic):
    """The tally: `children`, how many are back (`done`), how many of those did not end well (`undone`), and how each ended."""

    def enter(self, d: Draft, block: Block) -> str | None:
        name = block.settings.get("of")
        each = d.method.fields[name] if name is not None else None
        items = [None] if each is None else d.data.get(each.name) or []
        if each is not None and not items:
            raise refuse("nothing_to_do", block.at, field=each.label)
        d.tally = {"children": len(items), "done": 0, "undone": 0, "ends": {}}
        sources = block.settings.get("with", {})
        by_name, before = names_parts(sources), d.line
        offices = each is not None and not each.kind.rows
        shared = {} if by_name else bound(d, sources)
        for index, item in enumerate(items, 1):
            d.line = item if by_name else d.line
            values = bound(d, sources) if by_name else {**shared, **(item if isinstance(item, dict) else {})}
            self._child(d, block, index, item, values, item if offices else None)
        d.line = before
        return None

    def _child(
        self, d: Draft, block: Block, index: int, item: Any, values: dict[str, Any], office: int | None
    ) -> None:
        into = block.settings.get("as")
        if into is not None and item is not None:
            values = {**values, into: item}
        place = d.origin
        if office is not None:
            at = d.ctx.office(office)
            if at is None:
                raise refuse("no_such_office", block.at)
            place = at
        d.effect(
            "child",
            method=block.settings["method"],
            opening=block.settings.get("opening") or "",
            index=index,
            values=values,
            place=place,
            office=office,
            slot=f"child:{index}",
        )

    def ready(self, d: Draft, block: Block, act: Act) -> None:
        if "recalled" not in d.method.stages[d.stage].outcomes:
            raise refuse("no_recall", act.at)

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        return Step(d.values, outcome="recalled")

    def joined(self, d: Draft, block: Block, index: int, end: str) -> str | None:
        ends: dict[str, str] = d.tally["ends"]
        if not 1 <= index <= d.tally["children"]:
            raise refuse("no_such_child", block.at)
        if str(index) in ends:
            raise refuse("already", block.at)
        ends = {**ends, str(index): end}
        d.count(ends=ends, done=len(ends), undone=sum(e != "done" for e in ends.values()))
        return self.over(d, block)

    def yields(self, d: Draft, what: str) -> Any:
        return [line_of(one) for one in d.ctx.children(d.id) if one.visit == d.visit]

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return None  # the offices asked have matters of their own

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(acts=("joined", "recalled"))

    def leave(self, d: Draft, block: Block) -> None:
        """Children that are not waited for any more are closed with it, unless the method leaves them to themselves."""
        waits = d.tally and d.tally["done"] < d.tally["children"]
        if waits and block.settings.get("left") != "leave":
            d.effect("release_children", visit=d.visit)

    def over(self, d: Draft, block: Block) -> str | None:
        children: int = d.tally["children"]
        needed = block.settings.get("needs", "all")
        wanted = children if needed == "all" else 1 if needed == "any" else min(needed, children)
        return "joined" if d.tally["done"] >= wanted else None


LOGIC = Split()
SIMULATED = Simulated(doings=nobody, desk_acts=frozenset(), together=False)
