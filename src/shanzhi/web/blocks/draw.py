"""Draw (抽签) on screen: how many of how many, by which seed and when, the digest of the entries; then the places drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.engine.blocks.draw import BEGINS, FIRST, SEALED, TOLD
from shanzhi.engine.named import is_one_of
from shanzhi.method.blocks.draw import KIND
from shanzhi.method.model import Act, Block
from shanzhi.method.people import tags
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.bars import Answers, Bar
from shanzhi.web.blocks.base import BlockFace, Finished, Page, needs_nothing
from shanzhi.web.words import say


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """What is drawn, by what and when; one's own number; the button for the seed or the sealed words."""
    matter, method = it.loaded.record.matter, it.loaded.method
    tally, field = matter.tally, method.fields[block.settings["of"]]
    whose = [] if field.kind.rows else tags(field, matter.data.get(field.name))
    own = next((n for n, tag in enumerate(whose, 1) if is_one_of(it.who, [tag])), 0)
    return {
        "entries": tally["entries"],
        "places": tally["places"],
        "reserves": tally["reserves"],
        "digest": tally["digest"],
        "begins": datetime.fromisoformat(tally[BEGINS]),
        "named": say(block.settings["named"]),
        "own": own,
        "act": next(iter(acts[name] for name in ("enter_seed", "reveal", "commit") if name in acts), None),
        "first": FIRST in tally,
        "sealed": len(tally.get(SEALED, ())),
        "told": len(tally.get(TOLD, ())),
    }


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """Which numbers were drawn, in order, and which stand in."""
    drawn, places = list(tally.get("drawn", ())), int(tally.get("places", 0))
    bars = [Bar(_("抽出"), len(drawn[:places]), int(tally.get("entries", 0)))]
    told = [Answers(_("抽出的号"), figure=_("、").join(map(str, drawn[:places])))] if drawn else []
    if drawn[places:]:
        told.append(Answers(_("候补，按次序"), figure=_("、").join(map(str, drawn[places:]))))
    return Finished(bars, told)


def counted(block: Block) -> dict[str, str]:
    """Words for the entries and how many are drawn."""
    return {name: say(words) for name, words in KIND.count_words(block.settings).items()}


FACE = BlockFace(
    kind="draw",
    template="web/blocks/draw.html",
    running=running,
    own=frozenset({"enter_seed", "commit", "reveal"}),
    leads=True,
    comes_for=("enter_seed", "commit", "reveal"),
    screen=None,
    pages={},
    offers=None,
    finished=finished,
    page=Page("draw-record", Sentence("记录和复算", "Record and drawing again")),
    minuted=False,
    needs=needs_nothing,
    counted=counted,
)
