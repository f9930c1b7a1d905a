"""The kinds of blocks, each in a module of its own: what it is, for authors, pages and the checker.

All are loaded when this is imported, and a kind with a part missing is no kind: the program does not start with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.method.blocks.base import BlockKind
from shanzhi.method.keys import Shape
from shanzhi.method.model import Block
from shanzhi.method.results import WORDS
from shanzhi.method.rooms import Incomplete, part, room
from shanzhi.method.words import Sentence

__all__ = [
    "BLOCKS",
    "KINDS",
    "OUTCOME_NAMES",
    "SUPPORT",
    "SUPPORT_SLOTS",
    "BlockKind",
    "kind_of",
    "load",
    "outcome_names",
]

KINDS = (
    "claim",
    "checklist",
    "split",
    "gather",
    "endorse",
    "each",
    "ballot",
    "choose",
    "publicity",
    "session",
    "survey",
    "draw",
)
"""Every kind there is, in the order in which they are told."""


def load(kinds: Iterable[str]) -> dict[str, BlockKind]:
    """The kinds by name; raises `Incomplete` where a module or one of its parts is missing, or says nothing."""
    return {kind: _loaded(kind) for kind in kinds}


def _loaded(kind: str) -> BlockKind:
    module, file = room(__name__, kind)
    found = part(module, file, "KIND", BlockKind)
    for name in BlockKind.__struct_fields__:
        if _empty(getattr(found, name)):
            raise Incomplete(f"{file}: {name} says nothing")
    if not found.outcomes:
        raise Incomplete(f"{file}: outcomes says nothing")
    if WORDS in found.yields and found.told_as is None:
        raise Incomplete(f"{file}: told_as is missing")
    if found.kind != kind:
        raise Incomplete(f"{file}: kind is “{found.kind}”")
    return found


def _empty(value: object) -> bool:
    """Whether a part says nothing: a text left empty, a shape without keys. None, False and “no acts” are answers too."""
    if isinstance(value, Sentence):
        return not (value.zh.strip() and value.en.strip())
    return value == "" or (isinstance(value, Shape) and not value.keys)


def outcome_names(kinds: Iterable[BlockKind]) -> dict[str, Sentence]:
    """What people call the outcomes; one name for one outcome, whichever block comes to it."""
    found: dict[str, Sentence] = {}
    for kind in kinds:
        for outcome, name in kind.outcome_names().items():
            if found.setdefault(outcome, name) != name:
                raise Incomplete(
                    f"shanzhi/method/blocks/{kind.kind}.py: “{outcome}” is called otherwise elsewhere"
                )
    return found


BLOCKS: dict[str, BlockKind] = load(KINDS)
OUTCOME_NAMES: dict[str, Sentence] = outcome_names(BLOCKS.values())

SUPPORT: dict[str, str] = {
    act: kind.taken_back[kind.supported_by[0]] for kind in BLOCKS.values() for act in kind.supported_by
}
"""The acts by which people support a matter, each with the one that takes it back."""
SUPPORT_SLOTS = tuple(kind.slot for kind in BLOCKS.values() if kind.supported_by and kind.slot)
"""What the slots of such support begin with."""


def kind_of(block: Block) -> BlockKind:
    """What kind of block it is."""
    return BLOCKS[block.kind]
