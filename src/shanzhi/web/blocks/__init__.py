"""The faces of blocks, each kind in a module of its own: how it looks while it runs, and what it came to.

All are loaded when this is imported, and a kind with a part or a template missing has no face: the program does not start
with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from shanzhi.method.blocks import KINDS
from shanzhi.method.model import Act
from shanzhi.method.rooms import Incomplete, part, room
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.base import BlockFace
from shanzhi.web.blocks.present import block_of

TEMPLATES = Path(__file__).parents[1] / "templates"


def load(kinds: Iterable[str]) -> dict[str, BlockFace]:
    """The faces by kind; raises `Incomplete` where a module, a part or a template is missing."""
    return {kind: _loaded(kind) for kind in kinds}


def _loaded(kind: str) -> BlockFace:
    module, file = room(__name__, kind)
    found = part(module, file, "FACE", BlockFace)
    if found.kind != kind:
        raise Incomplete(f"{file}: kind is “{found.kind}”")
    if (found.running is None) != (found.template is None):
        raise Incomplete(f"{file}: running and template go together")
    screen = found.screen.template if found.screen is not None else None
    for template in (found.template, screen):
        if template is not None and not (TEMPLATES / template).is_file():
            raise Incomplete(f"{file}: templates/{template} is missing")
    return found


FACES: dict[str, BlockFace] = load(KINDS)


class RunningFace(Struct):
    """What the present block shows on its matter's page: a template with what it needs, and the acts that stand there."""

    template: str
    shown: dict[str, Any]
    own: frozenset[str]
    leads: bool
    come: Act | None = None
    """What the reader may have come for, and may do."""


def face_of(it: Seen, acts: list[Act]) -> RunningFace | None:
    """What the present block shows this reader, who may do `acts`; None where it has nothing of its own."""
    block = block_of(it)
    face = FACES[block.kind] if block is not None else None
    if block is None or face is None or face.running is None or not it.loaded.record.matter.tally:
        return None
    shown = face.running(it, block, {act.name: act for act in acts})
    come = next((act for act in acts if act.name in face.comes_for), None)
    return RunningFace(face.template or "", shown, face.own, face.leads, come)
