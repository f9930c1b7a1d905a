"""Many at once: what others do in the same vote or meeting changes nothing for one's own, and is no conflict.

An act carries the history position its form showed. Where all that came since is others taking part in the same
block (or talking beside it), the act is done; anything else, a correction or a step on, is shown first.
"""

from __future__ import annotations

from shanzhi.matters.models import Entry
from shanzhi.method.blocks import BLOCKS
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.present import block_of

BESIDE = ("message", "attach", "watch", "remind", "due_soon", "overdue")
"""What changes nothing that a vote or a support was based on."""


def position(it: Seen, act: str, seq: int | None) -> int | None:
    """The position to hold an act to; None where it need not be held to any."""
    matter, block = it.loaded.record.matter, block_of(it)
    if seq is None or block is None or not 0 < seq < matter.seq or act not in BLOCKS[block.kind].act_names:
        return seq
    since = Entry.objects.filter(matter=matter.id, seq__gt=seq)
    harmless = since.filter(visit=matter.visit, act__in=(*BLOCKS[block.kind].act_names, *BESIDE))
    return None if harmless.count() == since.count() else seq
