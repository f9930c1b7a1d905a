"""What the blocks that are over came to: counts, and each threshold in words with whether it was met."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.blocks.survey import FEW
from shanzhi.matters.models import Entry
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.model import Block, Method
from shanzhi.web.blocks.ballot import count_of, turnout
from shanzhi.web.blocks.reading import conditions
from shanzhi.web.blocks.survey import Answers, Bar, answers_of
from shanzhi.web.blocks.thresholds import Threshold
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen

SETTINGS = {"ballot": ("quorum", "pass"), "session": ("quorum",), "survey": ("enough", "pass"), "endorse": ()}
GOOD = frozenset({"reached", "passed", "held", "clear", "complete", "joined"})
MOST = 12


class Result(Struct):
    """One block that is over."""

    stage: str
    outcome: str
    good: bool
    at: datetime
    kind: str
    visit: int
    seq: int
    bars: list[Bar] = []
    answers: list[Answers] = []
    thresholds: list[Threshold] = []


def results_of(it: Seen) -> list[Result]:
    """The blocks of a matter that are over, the latest first."""
    rows = Entry.objects.filter(matter=it.number, note="outcome").order_by("-seq")[:MOST]
    method, data = it.loaded.method, it.loaded.record.matter.data
    return [found for row in rows if (found := _result(method, row, data, whole=it.whole)) is not None]


def _result(method: Method, row: Entry, data: dict[str, Any], *, whole: bool) -> Result | None:
    stage = method.stages.get(row.stage or "")
    block = stage.block if stage is not None else None
    if stage is None or block is None or block.kind not in SETTINGS:
        return None
    tally = row.values.get("tally") or {}
    return Result(
        stage=say(stage.label),
        outcome=say(OUTCOME_NAMES.get(row.act)) or row.act,
        good=row.act in GOOD,
        at=row.at,
        kind=block.kind,
        visit=row.visit,
        seq=row.seq,
        bars=_bars(block, tally, whole=whole),
        answers=answers_of(block, tally, whole=whole) if block.kind == "survey" else [],
        thresholds=_thresholds(method, block, tally, data, whole=whole),
    )


def _thresholds(
    method: Method, block: Block, tally: dict[str, Any], data: dict[str, Any], *, whole: bool
) -> list[Threshold]:
    """What had to be reached. Onlookers are told whether it was, without figures that give single votes away: areas, and what
    few people answered."""
    found = conditions(method, block, SETTINGS[block.kind], tally, data)
    few = block.kind == "survey" and tally.get("answers", 0) < FEW
    return [replace(one, have="") if not whole and (one.area or few) else one for one in found]


def _bars(block: Block, tally: dict[str, Any], *, whole: bool) -> list[Bar]:
    if block.kind == "endorse":
        return [Bar(_("支持"), tally.get("supporters", 0), tally.get("threshold", 0))]
    if block.kind == "ballot" and "voted" in tally:
        return [*turnout(tally), *count_of(block, tally, whole=whole)]
    if block.kind == "session":
        return [Bar(_("到场"), tally.get("attended", 0), tally.get("expected") or tally.get("attended", 0))]
    if block.kind == "survey":
        return [Bar(_("收到"), tally.get("answers", 0), tally.get("answers", 0))]
    return []
