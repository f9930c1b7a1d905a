"""Endorsement (联名) on screen: how far it is, who may, until when; one tap to support, one to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.method.model import Act, Block
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import BlockFace, Finished, needs_nothing
from shanzhi.web.blocks.present import roll_of, roll_said, until_besides


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """How many support it of how many that are needed, and the one tap."""
    matter = it.loaded.record.matter
    supporters, threshold = matter.tally["supporters"], matter.tally["needs"]
    return {
        "supporters": supporters,
        "threshold": threshold,
        "missing": max(threshold - supporters, 0),
        "until": until_besides(matter),
        "who": roll_said(block, matter.tally),
        "by_household": roll_of(block, matter.tally) == "household",
        "support": acts.get("endorse"),
        "back": acts.get("unendorse"),
    }


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """How many supported it."""
    return Finished([Bar(_("支持"), tally.get("supporters", 0), tally.get("needs", 0))])


def counted(block: Block) -> dict[str, str]:
    """Words for the support."""
    return {"supporters": _("支持数"), "needs": _("需要的支持数"), "roll": _("名册上的总数")}


FACE = BlockFace(
    kind="endorse",
    template="web/blocks/endorse.html",
    running=running,
    own=frozenset({"endorse", "unendorse"}),
    leads=True,
    comes_for=("endorse",),
    screen=None,
    pages={},
    offers=None,
    finished=finished,
    page=None,
    minuted=False,
    needs=needs_nothing,
    counted=counted,
)
