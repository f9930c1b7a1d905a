"""Claim (抢单) on screen: nothing of its own; who may take it has a button, and the page says how long it waits."""

from __future__ import annotations

from shanzhi.web.blocks.base import BlockFace, counts_nothing, needs_nothing

FACE = BlockFace(
    kind="claim",
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
