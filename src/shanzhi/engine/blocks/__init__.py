"""The blocks: stage kinds that collect something and end in an outcome. One module for each.

A block reads its settings (compiled by `shanzhi.method`), folds what it collects into the matter's tally, and
says when it is over. It never reads history: what must happen once has a slot. All are loaded when this is imported,
and a kind that lacks its part here is no kind: the program does not start with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step
from shanzhi.method.blocks import KINDS, Incomplete
from shanzhi.method.model import Block, Stage

__all__ = ["Ahead", "Logic", "Step", "ahead", "load", "logic"]


def load(kinds: Iterable[str]) -> dict[str, Logic]:
    """How each kind decides; raises `Incomplete` where a module or its logic is missing."""
    return {kind: _loaded(kind) for kind in kinds}


def _loaded(kind: str) -> Logic:
    module, file = f"{__name__}.{kind}", f"shanzhi/engine/blocks/{kind}.py"
    try:
        found = getattr(import_module(module), "LOGIC", None)
    except ModuleNotFoundError as fault:
        if fault.name != module:
            raise
        raise Incomplete(f"{file} is missing") from fault
    if not isinstance(found, Logic):
        raise Incomplete(f"{file}: LOGIC is missing")
    return found


_LOGICS: dict[str, Logic] = load(KINDS)


def logic(block: Block) -> Logic:
    """How this kind of block decides."""
    return _LOGICS[block.kind]


def ahead(stage: Stage, tally: dict[str, Any]) -> Ahead:
    """What may come of a stage's block as it stands; only what leads somewhere."""
    if stage.block is None:
        return Ahead()
    known = stage.outcomes
    found = logic(stage.block).ahead(stage.block, tally, known)
    acts, clock = (tuple(one for one in ways if one in known) for ways in (found.acts, found.clock))
    return Ahead(acts, clock, found.then)
