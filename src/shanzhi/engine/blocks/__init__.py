"""The blocks: stage kinds that collect something and end in an outcome. One module for each.

A block reads its settings (compiled by `shanzhi.method`), folds what it collects into the matter's tally, and
says when it is over. It never reads history: what must happen once has a slot.
"""

from __future__ import annotations

from importlib import import_module
from threading import RLock
from typing import Any

from shanzhi.engine.blocks.base import Ahead, Logic, Step
from shanzhi.method.keys import BLOCKS
from shanzhi.method.model import Block, Stage

__all__ = ["Ahead", "Logic", "Step", "ahead", "logic"]


_LOGICS: dict[str, Logic] = {}
_filling = RLock()


def fill() -> None:
    """Load every block. `shanzhi.engine.decide` does so when it is imported, before any thread can ask."""
    with _filling:
        for kind in BLOCKS:
            if kind not in _LOGICS:
                _LOGICS[kind] = import_module(f"shanzhi.engine.blocks.{kind}").LOGIC


def logic(block: Block) -> Logic:
    """How this kind of block decides."""
    if block.kind not in _LOGICS:
        fill()
    return _LOGICS[block.kind]


def ahead(stage: Stage, tally: dict[str, Any]) -> Ahead:
    """What may come of a stage's block as it stands; only what leads somewhere."""
    if stage.block is None:
        return Ahead()
    known = stage.outcomes
    found = logic(stage.block).ahead(stage.block, tally, known)
    acts, clock = (tuple(one for one in ways if one in known) for ways in (found.acts, found.clock))
    return Ahead(acts, clock, found.then)
