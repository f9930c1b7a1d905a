"""Checklist (清单): every item done, each with its proof, before the matter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step
from shanzhi.engine.blocks.simulated import Simulated, nobody
from shanzhi.engine.refusals import refuse
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Matter
    from shanzhi.method.model import Act, Block, Stage

# What an item's proof is given in, and what it is called.
_PROOFS = {
    "text": ("proof", Sentence("文字说明", "a written account")),
    "files": ("files", Sentence("附件", "a file")),
}


class Checklist(Logic):
    """The tally: how many `items` there are, how many are `done`, and which."""

    def enter(self, d: Draft, block: Block) -> str | None:
        items = self._items(d, block)
        if not items:
            field = d.method.fields.get(block.settings.get("of") or "")
            raise refuse("nothing_to_do", block.at, field=field.label if field else "items")
        d.tally = {"items": len(items), "done": 0, "ticked": []}
        return None

    def act(self, d: Draft, block: Block, act: Act) -> Step:
        items = self._items(d, block)
        item = d.values["item"]
        if item not in items:
            raise refuse("no_such_item", act.at, item=item, items=_named(items))
        ticked: list[str] = d.tally["ticked"]
        if act.name == "untick":
            if item not in ticked:
                raise refuse("item_open", act.at)
            ticked = [t for t in ticked if t != item]
        else:
            if item in ticked:
                raise refuse("item_done", act.at)
            answer, proof = _PROOFS.get(items[item]["proof"], (None, None))
            if answer is not None and not d.values.get(answer):
                raise refuse("proof_missing", act.at, proof=proof)
            ticked = [*ticked, item]
        d.count(ticked=ticked, done=len(ticked))
        needed = {name for name, spec in items.items() if not spec["optional"]}
        return Step(d.values, outcome="complete" if needed <= set(ticked) else None)

    def stands(self, tally: dict[str, Any]) -> Sentence | None:
        return None  # its desk alone is asked

    def ahead(self, block: Block, tally: dict[str, Any], known: Collection[str]) -> Ahead:
        return Ahead(acts=("complete",))

    def over(self, d: Draft, block: Block) -> str | None:
        return None  # it has no window

    def _items(self, d: Draft, block: Block) -> dict[str, dict[str, Any]]:
        """The items by name: those the method fixes, and one for each line of its list field."""
        items = dict(block.settings.get("items") or {})
        source = block.settings.get("of")
        lines = d.data.get(source) or () if source else ()
        for number in range(1, len(lines) + 1):
            items[str(number)] = {"label": None, "proof": "none", "optional": False}
        return items


def _named(items: dict[str, dict[str, Any]]) -> Sentence:
    """The items, each by its name and what it is called."""
    shown = [(name, spec["label"] or Sentence("", "")) for name, spec in items.items()]
    return Sentence(
        "、".join(f"{name} {label.zh}".strip() for name, label in shown),
        ", ".join(f"{name} {label.en}".strip() for name, label in shown),
    )


def _next_item(stage: Stage, act: str, matter: Matter, made: dict[str, Any]) -> dict[str, Any]:
    """The first open item is done, with every proof."""
    if act != "tick" or stage.block is None:
        return made
    fixed: dict[str, Any] = stage.block.settings.get("items") or {}
    lines = matter.data.get(stage.block.settings.get("of") or "") or ()
    names = [*fixed, *(str(n) for n in range(1, len(lines) + 1))]
    open_items = [name for name in names if name not in matter.tally["ticked"]]
    return {"item": open_items[0] if open_items else "", "proof": "模拟完成", "files": ["simulated.jpg"]}


LOGIC = Checklist()
SIMULATED = Simulated(
    doings=nobody, desk_acts=frozenset(("tick",)), together=False, beside=True, answers=_next_item
)
