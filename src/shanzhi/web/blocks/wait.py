"""Wait (等候) on screen: nothing of its own; the page says until when."""

from __future__ import annotations

from shanzhi.web.blocks.base import BlockFace, counts_nothing, needs_nothing

FACE = BlockFace(
    kind="wait",
    template=None,
    running=None,
    own=frozenset(),
    leads=False,
    screen=None,
    pages={},
    offers=None,
    finished=None,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counts_nothing,
)
