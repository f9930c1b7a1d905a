"""The rules of a block that must not change while it is open: who counts, what is asked, how many are needed, what passes.

What has its effect when the block opens and no more (its window, its agenda), and what a thing is called, may differ.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from shanzhi.method.blocks import BLOCKS, BlockKind
from shanzhi.method.cel import Program
from shanzhi.method.field_types import FieldType
from shanzhi.method.model import Block, Method
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence


def changed_rules(before: Method, old: Block | None, after: Method, new: Block | None) -> list[Sentence]:
    """What another version, or other inputs, would change of an open block, in words; nothing if it may go on."""
    kind = BLOCKS[old.kind] if old is not None else None
    if old is None or kind is None or not kind.collects:
        return []
    if new is None or new.kind != old.kind:
        return [kind.name]
    keys = sorted({*old.settings, *new.settings} - kind.passing)
    return [
        _named(kind, key)
        for key in keys
        if plain(old.settings.get(key), before) != plain(new.settings.get(key), after)
    ]


def _named(kind: BlockKind, key: str) -> Sentence:
    doc = kind.shape.keys[key].doc
    return Sentence(f"{key}（{doc.zh}）", f"{key} ({doc.en})")


def plain(value: Any, method: Method) -> Any:
    """A setting without where it stands in the file, and without what its type says of a field; a condition with the inputs it speaks of."""
    if isinstance(value, Program):
        inputs = {name: method.values.get(name.removeprefix("inputs.")) for name in value.order}
        return " ".join(value.source.split()), {name: plain(given, method) for name, given in inputs.items()}
    if is_dataclass(value):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        told = {name: part for name, part in parts.items() if not isinstance(part, Rule | FieldType)}
        return {name: plain(part, method) for name, part in told.items()}
    if isinstance(value, dict):
        return {name: plain(part, method) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part, method) for part in value]
    return value
