"""Where a report stands that was merged into another (合并办理): its own people may know that, and no more of the other."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shanzhi.engine.effects import MERGED
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Link, Matter
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen

MOST_HOPS = 20


class WentOn(Struct, frozen=True):
    """The stage of the matter that goes on, until when it is due there, when it ended."""

    stage: Sentence
    due: datetime | None
    closed: datetime | None


def went_on(it: Seen) -> WentOn | None:
    """Where the matter stands that this one was merged into, through further mergers; None for one that was not merged,
    and for readers who are not of it."""
    if it.loaded.record.matter.end != "merged" or not it.whole:
        return None
    number: int | None = it.number
    for _ in range(MOST_HOPS):
        links = Link.objects.filter(matter=number, relation=MERGED, follow=True, to__void=False)
        number = links.order_by("-seq").values_list("to", flat=True).first()
        row = Matter.objects.filter(pk=number).first() if number is not None else None
        if row is None:
            return None
        if row.end != "merged":
            method = compiled(bytes(row.pin), row.adoption_id)
            return WentOn(stage_label(method, row.stage, row.end), row.due_at, row.closed_at)
    return None
