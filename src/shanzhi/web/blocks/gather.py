"""Gathering (征集) on screen: how many were handed in while it runs; then all of them in one table, ranked, to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.engine.blocks.gather import ENDED
from shanzhi.method.model import Act, Block
from shanzhi.reading.gathered import gathered
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import BlockFace, Finished
from shanzhi.web.blocks.present import roll_said, stated, until_besides
from shanzhi.web.words import say


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """Until the window ends nothing but numbers: nobody sees another's. Then the desk has them side by side."""
    matter = it.loaded.record.matter
    tally, conclude = matter.tally, acts.get("conclude")
    return {
        "stage": say(it.loaded.method.stages[matter.stage].label),
        "gathered": tally["gathered"],
        "late": tally["late"],
        "withdrawn": tally["withdrawn"],
        "standing": tally["standing"],
        "chosen": tally["chosen"],
        "tied": tally["tied"],
        "until": until_besides(matter),
        "ended": ENDED in tally,
        "who": roll_said(block, tally),
        "submit": acts.get("submit"),
        "conclude": conclude,
        "pick": acts.get("pick"),
        "unpick": acts.get("unpick"),
        "table": gathered(it, block) if conclude is not None else None,
    }


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """How many were handed in, and how many of them were chosen."""
    count = tally.get("gathered", 0)
    bars = [Bar(_("收到"), count, count), Bar(_("选定"), tally.get("chosen", 0), count)]
    return Finished(bars, exact=True)


def counted(block: Block) -> dict[str, str]:
    """Words for what its conditions speak of."""
    return {
        "gathered": _("提交的件数"),
        "standing": _("仍然算数的件数"),
        "late": _("迟交的件数"),
        "withdrawn": _("撤回的件数"),
        "chosen": _("选定的件数"),
        "roll": _("名册上的总数"),
    }


def needs(block: Block) -> list[str]:
    """So many that stand."""
    enough = block.settings.get("needs")
    least = [] if enough is None else [f"standing >= ({enough.source})"]
    return [*least, *stated(block)[len(least) :]]


FACE = BlockFace(
    kind="gather",
    template="web/blocks/gather.html",
    running=running,
    own=frozenset({"submit", "pick", "unpick", "conclude"}),
    leads=True,
    comes_for=("submit",),
    screen=None,
    pages={},
    offers=None,
    finished=finished,
    page=None,
    minuted=False,
    needs=needs,
    counted=counted,
)
