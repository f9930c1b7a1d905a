"""Taking in the notice of a year's working days: provisional dates of open matters are counted again.

Each new date is an act in the matter's history, and its author is told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.draft import Draft
from shanzhi.engine.holidays import read_notice
from shanzhi.engine.restating import restate
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision
from shanzhi.matters.clock.workdays import district_calendar, folder
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change, Written
from shanzhi.matters.writing.path import settle
from shanzhi.people import audit
from shanzhi.people.permission import require

PROVISIONAL = '"provisional":true'
"""How the state of a matter says that one of its clocks has a provisional date (`record.State`)."""


def take_notice(
    notice: Mapping[str, Any],
    *,
    by: Actor = SYSTEM,
    at: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Take in one year's notice and count provisional dates again; how many matters got another date or certainty.

    By right of `system.keep`. Raises `BadCalendar` with what is wrong, and then nothing is kept. Can be run again: a matter is counted once.
    """
    require(by, "system.keep")
    year = read_notice(notice).year
    earlier = district_calendar()
    folder().mkdir(mode=0o700, exist_ok=True)
    draft = folder() / f".{year}.{os.getpid()}"
    draft.write_text(json.dumps(notice, ensure_ascii=False, default=str), "utf-8")
    draft.replace(folder() / f"{year}.json")
    detail: dict[str, Any] = {"year": year}
    if by is SYSTEM:
        detail["server"] = True
    audit.record("calendar.take", by=by, detail=detail)
    return count_again(earlier, at=at, progress=progress)


def count_again(
    earlier: WorkCalendar, *, at: datetime | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
    """Restate the provisional dates of every open matter, one transaction each.

    The present stage's date may be certain, or there may be none, while a clock that stands still goes on from a
    provisional one.
    """
    now = at or timezone.now()
    open_ones = list(
        Matter.objects.filter(closed_at=None, void=False)
        .annotate(kept=Cast("state", TextField()))
        .filter(Q(provisional=True) | Q(kept__contains=PROVISIONAL))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    moved = 0
    for number, matter in enumerate(open_ones, 1):
        moved += _one(matter, earlier, now)
        if progress is not None:
            progress(number, len(open_ones))
    return moved


def _one(number: int, earlier: WorkCalendar, now: datetime) -> bool:
    command = Command("", "calendar", now, SYSTEM)

    def restated(loaded: store.Loaded) -> Decision | None:
        matter = loaded.record.matter
        if matter.closed is not None:
            return None
        loaded.ground.calendar = district_calendar()
        at = max(now, matter.entered or matter.opened)
        return restate(Draft(loaded.method, matter, command, loaded.ground, at), earlier)

    return isinstance(settle(Change(number, command, restated), now), Written)
