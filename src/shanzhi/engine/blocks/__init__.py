"""The blocks: stage kinds that collect something and end in an outcome. One module for each.

A block reads its settings (compiled by `shanzhi.method`), folds what it collects into the matter's tally, and
says when it is over. It never reads history: what must happen once has a slot.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from shanzhi.engine.blocks.base import Logic, Step
from shanzhi.method.model import Block

__all__ = ["Logic", "Step", "logic"]


@cache
def _logic(kind: str) -> Logic:
    found: Logic = import_module(f"shanzhi.engine.blocks.{kind}").LOGIC
    return found


def logic(block: Block) -> Logic:
    """How this kind of block decides."""
    return _logic(block.kind)
