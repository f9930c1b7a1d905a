"""What an election came to, on a page of its own: places, votes, and what became of each paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.matters.models import Entry
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.blocks.choose_words import STATES
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.choose import FACE
from shanzhi.web.words import say


class Row(Struct):
    """One candidate: the number on the paper, the name, the votes, what became of them."""

    number: int
    name: str
    votes: int
    state: str
    elected: bool


class Result(Struct):
    """One election that is over. `papers` are lines of what they are called and how many."""

    stage: str
    outcome: str
    at: datetime
    visit: int
    places: int
    elected: int
    rows: list[Row]
    papers: list[tuple[str, int]]


def results(it: Seen) -> list[Result]:
    """The elections of a matter that are over, the latest first."""
    rows = Entry.objects.filter(matter=it.number, note="outcome").order_by("-seq")[:12]
    stages, found = it.loaded.method.stages, []
    for row in rows:
        stage = stages.get(row.stage or "")
        if stage is not None and stage.block is not None and stage.block.kind == FACE.kind:
            found.append(_result(row, say(stage.label)))
    return found


def _result(row: Entry, stage: str) -> Result:
    tally: dict[str, Any] = row.values.get("tally") or {}
    counts = sorted(tally.get("counts") or (), key=lambda one: -one["heads"])
    return Result(
        stage,
        say(OUTCOME_NAMES.get(row.act)) or row.act,
        row.at,
        row.visit,
        tally.get("places", 0),
        tally.get("elected", 0),
        [
            Row(
                one["n"],
                one["label"] or _("%(n)d 号") % {"n": one["n"]},
                one["heads"],
                say(STATES[one["state"]]),
                one["state"] == "elected",
            )
            for one in counts
        ],
        _papers(tally) if counts else [],
    )


def _papers(tally: dict[str, Any]) -> list[tuple[str, int]]:
    """What became of the papers: out, back, and of those that came back valid, blank, spoilt; votes on screen count as valid."""
    given, voted = tally.get("given", 0), tally.get("voted", 0)
    lines = [(_("名册"), tally.get("roll", 0))]
    if given:
        lines += [(_("发出"), given), (_("没有收回"), max(0, given - voted))]
    lines += [(_("参加投票"), voted), (_("有效"), tally.get("valid", 0))]
    return [*lines, (_("空白"), tally.get("blank", 0)), (_("废票"), tally.get("spoilt", 0))]
