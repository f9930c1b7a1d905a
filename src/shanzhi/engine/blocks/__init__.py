"""The blocks: stage kinds that collect something and end in an outcome. One module for each.

A block reads its settings (compiled by `shanzhi.method`), folds what it collects into the matter's tally, and
says when it is over. It never reads history: what must happen once has a slot. All are loaded when this is imported,
and a kind that lacks its part here is no kind: the program does not start with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from shanzhi.engine.blocks.base import Ahead, Logic, Step
from shanzhi.engine.blocks.simulated import Simulated
from shanzhi.method.blocks import BLOCKS, KINDS, BlockKind
from shanzhi.method.model import Block, Stage
from shanzhi.method.results import WORDS
from shanzhi.method.rooms import Incomplete, part, room

__all__ = ["Ahead", "Logic", "Step", "ahead", "load", "logic", "simulated"]


class Loaded(Struct, frozen=True):
    """What the engine has of a kind: how it decides, and what a simulation does with it."""

    logic: Logic
    simulated: Simulated


def load(kinds: Iterable[str]) -> dict[str, Loaded]:
    """What the engine has of each kind; raises `Incomplete` where a module or a part of it is missing."""
    return {kind: _loaded(kind) for kind in kinds}


def _loaded(kind: str) -> Loaded:
    module, file = room(__name__, kind)
    logic, simulated = part(module, file, "LOGIC", Logic), part(module, file, "SIMULATED", Simulated)
    for name in _parts(BLOCKS[kind]):
        if getattr(type(logic), name) is getattr(Logic, name):
            raise Incomplete(f"{file}: {name} is missing")
    return Loaded(logic, simulated)


def _parts(kind: BlockKind) -> Iterator[str]:
    """What the logic of a kind says for itself: what every kind does, and what follows from what it is."""
    yield from ("enter", "over", "stands", "ahead")
    if kind.act_names:
        yield "act"
    if kind.opens is not None:
        yield "joined"
    if WORDS in kind.yields:
        yield "result"
    if set(kind.yields) - {WORDS}:
        yield "yields"


_LOADED: dict[str, Loaded] = load(KINDS)
_LOGICS: dict[str, Logic] = {kind: loaded.logic for kind, loaded in _LOADED.items()}


def logic(block: Block) -> Logic:
    """How this kind of block decides."""
    return _LOGICS[block.kind]


def simulated(block: Block) -> Simulated:
    """What a simulation does with this kind of block."""
    return _LOADED[block.kind].simulated


def ahead(stage: Stage, tally: dict[str, Any]) -> Ahead:
    """What may come of a stage's block as it stands; only what leads somewhere."""
    if stage.block is None:
        return Ahead()
    known = stage.outcomes
    found = logic(stage.block).ahead(stage.block, tally, known)
    acts, clock = (tuple(one for one in ways if one in known) for ways in (found.acts, found.clock))
    return Ahead(acts, clock, found.then)
