"""What a block came to: kept as numbers, told in the reader's language by the kind of block (`BlockKind.told_as`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shanzhi.method.blocks import BLOCKS, OUTCOME_NAMES
from shanzhi.method.blocks.options import DEFAULT_OPTIONS
from shanzhi.method.results import WORDS
from shanzhi.method.words import Sentence


def kept_result(kind: str, outcome: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What the record keeps of a block that came to an outcome, the Chinese sentence with it as it was said that day."""
    kept = {"block": kind, "ended": outcome, **numbers}
    return {WORDS: told_result(kept, ()).zh, **kept}


def told_result(kept: Mapping[str, Any], named: Iterable[Sentence]) -> Sentence:
    """A kept result in both languages; `named` are the choices and questions of the method that it may speak of."""
    told_as = BLOCKS[kept["block"]].told_as
    labels = {one.zh: one.en for one in (*(option.label for option in DEFAULT_OPTIONS), *named)}
    said = told_as(kept, lambda label: labels.get(label, label)) if told_as is not None else Sentence("", "")
    ended = OUTCOME_NAMES[kept["ended"]]
    return Sentence(f"{said.zh}。{ended.zh}。", f"{said.en}: {ended.en}.")
