"""Which facts of a method keep what a block came to, and what such a result may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.words import Sentence

WORDS = "words"
"""What of a result is told in a sentence."""
LINES = "lines"
"""What of a result is a line for each of several: of the matters that were opened, what the list's form names of them."""
CHOSEN = "chosen"
"""Who of several was chosen."""


def lined(kept: Mapping[str, str] | None) -> str | None:
    """The list fact that keeps a line for each of several."""
    return next((name for name, what in (kept or {}).items() if what == LINES), None)


def in_words(value: Any) -> Any:
    """The sentence of a kept result, in Chinese as it was entered in the record; any other value as it is."""
    return value[WORDS] if isinstance(value, Mapping) and WORDS in value else value


def results(stages: Mapping[str, Any]) -> dict[str, tuple[Sentence, ...]]:
    """The facts that keep in words what a block came to, each with the choices and questions that it may name."""
    found: dict[str, tuple[Sentence, ...]] = {}
    for stage in stages.values():
        kept = stage.block.settings.get("result") or {} if stage.block is not None else {}
        for name in (name for name, what in kept.items() if what == WORDS):
            found[name] = (*found.get(name, ()), *stage.block.named)
    return found
