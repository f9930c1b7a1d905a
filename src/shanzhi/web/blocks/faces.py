"""The face of the present block on its matter's page, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shanzhi.method.model import Act, Block
from shanzhi.web.blocks import ballot, endorse, publicity, session, survey, tasks
from shanzhi.web.blocks.reading import Face, block_of

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen

_KINDS: dict[str, Callable[[Seen, Block, dict[str, Act]], Face]] = {
    "endorse": endorse.face,
    "ballot": ballot.face,
    "session": session.face,
    "publicity": publicity.face,
    "checklist": tasks.checklist,
    "split": tasks.split,
    "survey": survey.face,
}


def face_of(it: Seen, acts: list[Act]) -> Face | None:
    """What the present block shows this reader, who may do `acts`; None where it has nothing of its own."""
    block = block_of(it)
    if block is None or block.kind not in _KINDS or not it.loaded.record.matter.tally:
        return None
    return _KINDS[block.kind](it, block, {act.name: act for act in acts})
