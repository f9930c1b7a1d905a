"""Checklist (清单): every item done, each with its proof, before the matter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Logic, Step
from shanzhi.engine.refusals import refuse
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

_PROOFS = {"text": Sentence("文字说明", "a written account"), "files": Sentence("附件", "a file")}


class Checklist(Logic):
    def enter(self, d: Draft, block: Block) -> str | None:
        items = self._items(d, block)
        if not items:
            field = d.method.fields.get(block.settings.get("from") or "")
            raise refuse("nothing_to_do", block.at, field=field.label if field else "items")
        d.tally = {"items": len(items), "done": 0, "ticked": []}
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        items = self._items(d, block)
        item = d.values["item"]
        if item not in items:
            raise refuse("no_such_item", act.at, item=item, items="、".join(items))
        ticked: list[str] = d.tally["ticked"]
        if act.name == "untick":
            if item not in ticked:
                raise refuse("item_open", act.at)
            ticked = [t for t in ticked if t != item]
        else:
            if item in ticked:
                raise refuse("item_done", act.at)
            proof = items[item]["proof"]
            missing = (proof == "text" and not d.values.get("proof")) or (proof == "files" and not d.values.get("files"))
            if missing:
                raise refuse("proof_missing", act.at, proof=_PROOFS[proof])
            ticked = [*ticked, item]
        d.count(ticked=ticked, done=len(ticked))
        needed = {name for name, spec in items.items() if not spec["optional"]}
        return Step(d.values, outcome="complete" if needed <= set(ticked) else None)

    def _items(self, d: Draft, block: Block) -> dict[str, dict[str, Any]]:
        """The items by name: those the method fixes, and one for each line of its list field."""
        items = dict(block.settings.get("items") or {})
        source = block.settings.get("from")
        for number in range(1, len(d.data.get(source) or ()) + 1 if source else 1):
            items[str(number)] = {"proof": "none", "optional": False}
        return items


LOGIC = Checklist()
