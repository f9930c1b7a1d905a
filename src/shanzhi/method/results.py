"""Which facts of a method keep what a block came to, and what such a result may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.words import Sentence


def results(stages: Mapping[str, Any]) -> dict[str, tuple[Sentence, ...]]:
    """The facts that keep what a block came to, each with the choices and questions that it may name."""
    found: dict[str, tuple[Sentence, ...]] = {}
    for stage in stages.values():
        settings = stage.block.settings if stage.block is not None else {}
        questions = settings.get("questions") or ()
        named = [*(settings.get("options") or ()), *questions, *(o for q in questions for o in q.options)]
        for name in settings.get("result") or ():
            found[name] = (*found.get(name, ()), *(one.label for one in named))
    return found
