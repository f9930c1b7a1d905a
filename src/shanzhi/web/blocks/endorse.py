"""Endorsement (联名) on screen: how far it is, who may, until when; one tap to support, one to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.model import Act, Block
from shanzhi.web.blocks.reading import Face, until_besides, who_may

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen


def face(it: Seen, block: Block, acts: dict[str, Act]) -> Face:
    """The face of an endorsement."""
    matter = it.loaded.record.matter
    stage = it.loaded.method.stages[matter.stage]
    supporters, threshold = matter.tally["supporters"], matter.tally["threshold"]
    shown = {
        "supporters": supporters,
        "threshold": threshold,
        "missing": max(threshold - supporters, 0),
        "until": until_besides(matter),
        "who": who_may(stage.acts.get("endorse")),
        "by_household": block.settings.get("per") == "household",
        "support": acts.get("endorse"),
        "back": acts.get("unendorse"),
    }
    return Face("web/blocks/endorse.html", shown, frozenset({"endorse", "unendorse"}))
