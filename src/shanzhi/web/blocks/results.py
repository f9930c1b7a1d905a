"""What the blocks that are over came to: counts, and each threshold in words with whether it was met."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.former import todays
from shanzhi.matters.models import Entry
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.model import Method
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks import FACES
from shanzhi.web.blocks.bars import Answers, Bar
from shanzhi.web.blocks.base import Page
from shanzhi.web.blocks.present import thresholds_of
from shanzhi.web.blocks.thresholds import Threshold
from shanzhi.web.words import say

GOOD = frozenset({"reached", "passed", "held", "clear", "complete", "joined", "elected"})
MOST = 12


class BlockResult(Struct):
    """One block that is over."""

    stage: str
    outcome: str
    good: bool
    at: datetime
    visit: int
    seq: int
    bars: list[Bar] = []
    answers: list[Answers] = []
    thresholds: list[Threshold] = []
    page: Page | None = None
    minuted: bool = False


def results_of(it: Seen) -> list[BlockResult]:
    """The blocks of a matter that are over, the latest first."""
    rows = Entry.objects.filter(matter=it.number, note="outcome").order_by("-seq")[:MOST]
    method, data = it.loaded.method, it.loaded.record.matter.data
    return [found for row in rows if (found := _result(method, row, data, whole=it.whole)) is not None]


def _result(method: Method, row: Entry, data: dict[str, Any], *, whole: bool) -> BlockResult | None:
    stage = method.stages.get(row.stage or "")
    block = stage.block if stage is not None else None
    face = FACES[block.kind] if block is not None else None
    if stage is None or block is None or face is None or face.finished is None:
        return None
    tally = todays(row.values.get("tally") or {})
    found = face.finished(block, tally, whole)
    told = thresholds_of(method, face.needs(block), face.counted(block), tally, data)
    return BlockResult(
        stage=say(stage.label),
        outcome=say(OUTCOME_NAMES.get(row.act)) or row.act,
        good=row.act in GOOD,
        at=row.at,
        visit=row.visit,
        seq=row.seq,
        bars=found.bars,
        answers=found.answers,
        thresholds=[_told(one, exact=whole or (found.exact and not one.area)) for one in told],
        page=face.page,
        minuted=face.minuted,
    )


def _told(threshold: Threshold, *, exact: bool) -> Threshold:
    """Onlookers are told whether it was reached, without figures that give single votes away: areas, and what few people
    answered."""
    return threshold if exact else replace(threshold, have="")
