"""Whether the installation is in order, for who administers the system: clock, sweep, faults, backup, calendar, channels."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.clock.leaps import ClockLeapt, checked_mark
from shanzhi.matters.clock.workdays import district_calendar
from shanzhi.matters.lists import queries
from shanzhi.matters.models import ClockMark, Fault
from shanzhi.matters.notices.channels import BadChannels, Channels, channels
from shanzhi.method.words import Sentence
from shanzhi.people.models import AuditRecord
from shanzhi.people.permission import require

SILENT = timedelta(minutes=10)
"""A sweep that runs leaves its mark every minute; after so long there is none."""
OLD = timedelta(days=7)
"""A backup older than this is told."""
FAULTS = 50

LEAPT = Sentence("时钟跳了，到期的事已暂停办理", "the clock has leapt: nothing that is due is carried out")
NO_SWEEP = Sentence(
    "到期的事没有人办：请在服务器上运行 shanzhi serve 或 shanzhi worker",
    "nobody carries out what is due: run shanzhi serve or shanzhi worker on the server",
)
HELD_UP = Sentence("{count} 件事项办不下去", "{count} matters cannot be moved on")
NO_BACKUP = Sentence("还没有备份过", "there is no backup yet")
OLD_BACKUP = Sentence("上次备份已是 {days} 天前", "the last backup is {days} days old")
YEAR_UNKNOWN = Sentence("{year} 年的放假安排还没有录入", "the holidays of {year} have not been taken in yet")


class Condition(Struct, frozen=True):
    """How things stand. `leapt` says what to do where the clock did; `faults` are the first of `held_up` matters."""

    now: datetime
    leapt: Sentence | None
    swept_at: datetime | None
    held_up: int
    faults: tuple[Fault, ...]
    backup_at: datetime | None
    first_year: int
    last_year: int
    channels: Channels | None
    bad_channels: Sentence | None

    @property
    def silent(self) -> bool:
        """Whether no sweep has run of late."""
        return self.swept_at is None or self.now - self.swept_at > SILENT

    @property
    def troubles(self) -> list[Sentence]:
        """What should be seen to, the gravest first."""
        found = []
        if self.leapt is not None:
            found.append(LEAPT)
        elif self.silent:
            found.append(NO_SWEEP)
        if self.held_up:
            found.append(HELD_UP.fill(count=self.held_up))
        if self.backup_at is None:
            found.append(NO_BACKUP)
        elif self.now - self.backup_at > OLD:
            found.append(OLD_BACKUP.fill(days=(self.now - self.backup_at).days))
        if self.bad_channels is not None:
            found.append(self.bad_channels)
        local = timezone.localtime(self.now)
        due = local.year + 1 if local.month == 12 else local.year
        if self.last_year < due:
            found.append(YEAR_UNKNOWN.fill(year=due))
        return found


def condition(actor: Actor, at: datetime | None = None) -> Condition:
    """How things stand now. By right of `system.see`."""
    require(actor, "system.see")
    leapt: Sentence | None = None
    try:
        checked_mark()
    except ClockLeapt as problem:
        leapt = problem.sentence
    set_up: Channels | None = None
    bad: Sentence | None = None
    try:
        set_up = channels()
    except BadChannels as wrong:
        bad = wrong.sentence
    faults, years = queries.faults(), district_calendar().known_years
    backup = AuditRecord.objects.filter(kind="backup.make").order_by("-seq").values_list("at", flat=True)
    return Condition(
        now=at or timezone.now(),
        leapt=leapt,
        swept_at=ClockMark.objects.aggregate(last=Max("wall"))["last"],
        held_up=faults.count(),
        faults=tuple(faults[:FAULTS]),
        backup_at=backup.first(),
        first_year=min(years),
        last_year=max(years),
        channels=set_up,
        bad_channels=bad,
    )
