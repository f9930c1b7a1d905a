"""Which facts of a method keep what a block came to, and what such a result may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.words import Sentence


def results(stages: Mapping[str, Any]) -> dict[str, tuple[Sentence, ...]]:
    """The facts that keep what a block came to, each with the choices and questions that it may name."""
    found: dict[str, tuple[Sentence, ...]] = {}
    for stage in stages.values():
        for name in stage.block.settings.get("result") or () if stage.block is not None else ():
            found[name] = (*found.get(name, ()), *stage.block.named)
    return found
