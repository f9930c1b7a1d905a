"""Whether the time of day can be trusted: what a sweep does when the clock has leapt stays in the record for good.

The time of day is compared with the machine's clock that only goes forward, which sleep and a setting of the time leave
alone (CLOCK_BOOTTIME), since the sweep last looked, whichever process that was. After a start of the machine there is no
such clock to compare with: then the time must not lie before the last entry or look, nor more than a week after the last
look. Otherwise the sweep stops until the clock is right again, or an operator says that it is.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Max
from msgspec import Struct

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.models import ClockMark, Entry
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.permission import require

LEAP = timedelta(minutes=5)
"""More than any service that keeps clocks right sets a running clock by."""
AWAY = timedelta(days=7)
"""An installation that stood still for longer is asked about after it starts again."""
MARK_EVERY = timedelta(minutes=1)

LEAPT = Sentence(
    "时钟跳了：现在是 {now}，按推算应在 {expected} 前后。到期的事已暂停办理，什么也没有写入。请先校准时钟；如果现在的时间是对的，请运行 "
    "shanzhi clock confirm。",
    "The clock has leapt: it says {now}, and should say about {expected}. Nothing that is due is carried out meanwhile, and "
    "nothing was written. Set the clock right; if this time is right, run shanzhi clock confirm.",
)


class ClockReading(Struct, frozen=True):
    """The clocks of this machine: which run of it, the time of day, seconds that only go forward."""

    run: str
    wall: datetime
    ticks: float


class ClockLeapt(Exception):
    """The time of day cannot be trusted; `sentence` says what to do."""

    def __init__(self, now: datetime, expected: datetime) -> None:
        self.sentence = LEAPT.fill(now=_said(now), expected=_said(expected))
        super().__init__(self.sentence.zh)


def read_clock() -> ClockReading:
    """What the clocks say now."""
    try:
        run = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (
        OSError
    ):  # not Linux: the forward clock begins with the machine, which tells its runs apart well enough
        run = f"since {round((time.time() - time.monotonic()) / 3600)}"
    forward = getattr(time, "CLOCK_BOOTTIME", None)
    ticks = time.clock_gettime(forward) if forward is not None else time.monotonic()
    return ClockReading(run[:64], datetime.now(UTC), ticks)


def check_clock(reading: ClockReading | None = None) -> datetime:
    """The time of day, if it can be trusted; kept as the mark for the next look. Raises `ClockLeapt`."""
    now = reading or read_clock()
    mark = checked_mark(now)
    if mark is None or now.wall - mark.wall >= MARK_EVERY or now.wall < mark.wall:
        ClockMark.objects.update_or_create(run=now.run, defaults={"wall": now.wall, "ticks": now.ticks})
    return now.wall


def checked_mark(reading: ClockReading | None = None) -> ClockMark | None:
    """The mark of this run of the machine, if the time fits it; None if there is none yet. Raises `ClockLeapt`."""
    now = reading or read_clock()
    mark = ClockMark.objects.filter(run=now.run).first()
    if mark is not None:
        expected = mark.wall + timedelta(seconds=now.ticks - mark.ticks)
        if abs(now.wall - expected) > LEAP:
            raise ClockLeapt(now.wall, expected)
        return mark
    seen = ClockMark.objects.aggregate(last=Max("wall"))["last"]
    entry = Entry.objects.order_by("-matter", "-seq").values_list("at", flat=True).first()
    last = max((one for one in (seen, entry) if one is not None), default=None)
    if last is not None and now.wall < last - LEAP:
        raise ClockLeapt(now.wall, last)
    if seen is not None and now.wall > seen + AWAY:
        raise ClockLeapt(now.wall, seen)
    return None


def confirm_clock(reading: ClockReading | None = None, *, by: Actor = SYSTEM) -> datetime:
    """Take the present time for right, by right of `system.keep`. It is in the audit. Returns the time."""
    require(by, "system.keep")
    now = reading or read_clock()
    ClockMark.objects.all().delete()
    ClockMark.objects.create(run=now.run, wall=now.wall, ticks=now.ticks)
    detail: dict[str, Any] = {"now": now.wall.isoformat(timespec="seconds")}
    if by is SYSTEM:
        detail["server"] = True
    audit.record("clock.confirm", by=by, detail=detail)
    return now.wall


def _said(moment: datetime) -> str:
    return moment.astimezone().isoformat(" ", timespec="minutes")
