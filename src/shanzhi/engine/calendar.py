"""The Chinese working calendar: from a moment and a limit to a due time.

Working days are Monday to Friday, less statutory holidays, plus make-up workdays, as the State Council's
yearly notice sets them (国务院办公厅关于部分节假日安排的通知). The notice for a year comes out in the autumn
before it, so the calendar knows which years are published; a due time that crosses any other year is counted
Monday to Friday and marked provisional. Nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from shanzhi.engine.holidays import BadCalendar, CalendarData, published_data, read_notice
from shanzhi.method.duration import Duration
from shanzhi.method.words import Sentence

# China has kept one offset since 1992; within this span every table below is exact.
FIRST_YEAR, LAST_YEAR = 1992, 2100
OFFICE_HOURS = (("09:00", "12:00"), ("13:00", "17:00"))

_FIRST_DAY = date(FIRST_YEAR, 1, 1)
_FIRST_ORDINAL = _FIRST_DAY.toordinal()
_DAYS = date(LAST_YEAR, 12, 31).toordinal() - _FIRST_ORDINAL + 1
_NOTHING = timedelta()
# Looked up instead of made: making a timedelta is the dearest step of an addition.
_MINUTES = [timedelta(minutes=minute) for minute in range(24 * 60 + 1)]
_WORK_UNITS = {"workhours": 60, "workminutes": 1}
_PLAIN_UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
}


class Deadline(Struct, frozen=True):
    """A due time in UTC; `provisional` when it crosses a year whose working days are not published."""

    at: datetime
    provisional: bool


class WorkCalendar:
    """Working days and hours of one time zone; immutable, and safe to share between threads.

    `hours` are the opening and closing times of a working day, in order. Raises `BadCalendar` for hours that
    overlap, run backwards or are missing.
    """

    __slots__ = (
        "_base",
        "_breaks",
        "_count",
        "_data",
        "_day",
        "_day_work",
        "_fixed",
        "_hours",
        "_open",
        "_opening",
        "_running",
        "_span",
        "_unknown",
        "_worked",
        "_zone",
    )

    def __init__(
        self,
        days: CalendarData,
        hours: Sequence[tuple[str, str]] = OFFICE_HOURS,
        zone: str = "Asia/Shanghai",
    ) -> None:
        self._data = days
        self._hours = tuple(hours)
        self._zone = ZoneInfo(zone)
        minutes = _read_hours(self._hours)
        self._lay_out_day(minutes)
        self._lay_out_years()

    def _lay_out_day(self, minutes: list[tuple[int, int]]) -> None:
        """For each minute of a working day, the working time done before it and whether work runs."""
        self._worked: list[int] = []
        self._running: list[bool] = []
        done = 0
        for minute in range(24 * 60):
            runs = any(opens <= minute < closes for opens, closes in minutes)
            self._worked.append(done)
            self._running.append(runs)
            done += runs
        self._day_work = done
        self._opening = minutes[0][0]
        self._span = timedelta(minutes=minutes[-1][1] - minutes[0][0])
        # (working time done when the break begins, length of the break)
        self._breaks = tuple(
            (self._worked[closes], opens - closes) for (_, closes), (opens, _) in pairwise(minutes)
        )

    def _lay_out_years(self) -> None:
        """Per day: working days before it, days of unpublished years before it. Per working day: its opening."""
        starts = [
            datetime(y, m, 1, tzinfo=self._zone) for y in range(FIRST_YEAR, LAST_YEAR + 1) for m in (1, 7)
        ]
        self._fixed = len({start.utcoffset() for start in starts}) == 1
        self._base = starts[0].astimezone(UTC)
        rest, work = self._data.exceptions()
        known = self._data.years
        count, unknown = [0], [0]
        self._day: list[int] = []
        self._open: list[datetime] = []
        first_opening = self._base + _MINUTES[self._opening]
        opening_time = time(*divmod(self._opening, 60))
        for index in range(_DAYS):
            day = date.fromordinal(_FIRST_ORDINAL + index)
            if (index + 2) % 7 < 5 if not (day in rest or day in work) else day in work:
                self._day.append(index)
                if self._fixed:
                    self._open.append(first_opening + timedelta(days=index))
                else:
                    self._open.append(datetime.combine(day, opening_time, self._zone).astimezone(UTC))
            count.append(len(self._day))
            unknown.append(unknown[-1] + (day.year not in known))
        self._count, self._unknown = count, unknown

    @property
    def known_years(self) -> frozenset[int]:
        """The years whose working days are published."""
        return self._data.years

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days and hours are counted."""
        return self._zone

    @property
    def hours(self) -> tuple[tuple[str, str], ...]:
        """Opening and closing times of a working day."""
        return self._hours

    def with_notice(self, notice: Mapping[str, Any]) -> WorkCalendar:
        """This calendar with one more year, or with a year's later notice in place of the earlier one."""
        return WorkCalendar(self._data.with_notice(read_notice(notice)), self._hours, self._zone.key)

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day (a day of the calendar's zone)."""
        index = day.toordinal() - _FIRST_ORDINAL
        if not 0 <= index < _DAYS:
            raise _outside(day)
        return self._count[index + 1] > self._count[index]

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        index = day.toordinal() - _FIRST_ORDINAL
        if not 0 <= index < _DAYS or self._count[index + 1] == len(self._day):
            raise _outside(day)
        return date.fromordinal(_FIRST_ORDINAL + self._day[self._count[index + 1]])

    def add(self, at: datetime, limit: Duration) -> Deadline:
        """When a limit that starts `at` is due.

        Working days: the day itself does not count, and the limit ends at the close of work of the n-th
        working day after it. Working hours and minutes run only in working time; outside it they start at the
        next opening. Minutes to weeks are plain time; months and years keep the local time of day, and the
        last day of a month where the day does not exist. Raises `BadCalendar` outside 1992–2100.
        """
        unit = limit.unit
        try:
            if unit == "workdays":
                start = (at - self._base if self._fixed else self._local(at)).days
                if start < 0:
                    raise _outside(at)
                nth = self._count[start + 1] + limit.amount - 1
                unknown = self._unknown
                return Deadline(self._open[nth] + self._span, unknown[self._day[nth] + 1] > unknown[start])
            if unit in _WORK_UNITS:
                minutes, part, start = self._position(at)
                return self._moment(minutes + limit.amount * _WORK_UNITS[unit], part, start)
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
            if unit in _PLAIN_UNITS:
                return Deadline(at + limit.amount * _PLAIN_UNITS[unit], False)
            return Deadline(self._add_months(at, limit.amount * (12 if unit == "years" else 1)), False)
        except (IndexError, OverflowError, ValueError) as error:
            raise _outside(at) from error

    def shift(self, due: datetime, paused_from: datetime, paused_to: datetime, limit: Duration) -> Deadline:
        """The due time of a limit that stood still from `paused_from` to `paused_to`.

        What was left when it paused is left when it resumes: working time for working units (so a limit in
        working days may then end within a day), passing time for the others. A limit already overdue when it
        paused stays as it is.
        """
        working = unit_works(limit)
        if paused_to <= paused_from or due <= paused_from:
            return Deadline(due.astimezone(UTC), working and self._crosses(paused_from, due))
        if not working:
            return Deadline((due + (paused_to - paused_from)).astimezone(UTC), False)
        moved = max(due.astimezone(UTC), self._resume(paused_to, self._work_between(paused_from, due)))
        return Deadline(moved, self._crosses(paused_from, moved))

    def restate(self, due: datetime, now: datetime, limit: Duration, earlier: WorkCalendar) -> Deadline:
        """A provisional due time, recomputed under this calendar, which knows more years than `earlier` did.

        Both calendars agree up to `now`; the working time that `earlier` saw between `now` and `due` is kept.
        """
        if not unit_works(limit) or due <= now:
            return Deadline(due.astimezone(UTC), False)
        moved = self._resume(now, earlier._work_between(now, due))
        return Deadline(moved, self._crosses(now, moved))

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from `start` to `end`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        return self._work_between(start, end) // _MINUTES[1]

    def _position(self, at: datetime) -> tuple[int, timedelta, int]:
        """Working time from the calendar's first day to `at`, as whole minutes and the part of one begun;
        and the index of the day."""
        since = at - self._base if self._fixed else self._local(at)
        day = since.days
        if day < 0:
            raise _outside(at)
        before = self._count[day]
        minutes = before * self._day_work
        if self._count[day + 1] == before:
            return minutes, _NOTHING, day
        minute = since.seconds // 60
        part = (
            at - self._open[before] - _MINUTES[minute - self._opening] if self._running[minute] else _NOTHING
        )
        return minutes + self._worked[minute], part, day

    def _moment(self, minutes: int, part: timedelta, start: int) -> Deadline:
        """The earliest moment by which so much working time has passed since the calendar's first day."""
        whole = minutes + 1 if part else minutes
        nth = (whole - 1) // self._day_work
        rest = elapsed = whole - nth * self._day_work
        for done, pause in self._breaks:
            if rest > done:
                elapsed += pause
        due = self._open[nth] + _MINUTES[elapsed]
        if part:
            due += part - _MINUTES[1]
        unknown = self._unknown
        return Deadline(due, unknown[self._day[nth] + 1] > unknown[start])

    def _work_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, exactly."""
        first, begun, _ = self._position(start)
        last, ended, _ = self._position(end)
        return timedelta(minutes=last - first) + ended - begun

    def _resume(self, at: datetime, left: timedelta) -> datetime:
        """`at` plus working time; `at` itself where nothing is left."""
        if not left:
            return at.astimezone(UTC)
        minutes, part, start = self._position(at)
        more, part = divmod(part + left, _MINUTES[1])
        return self._moment(minutes + more, part, start).at

    def _crosses(self, start: datetime, end: datetime) -> bool:
        """Whether any day from `start` to `end` lies in an unpublished year."""
        first = start - self._base if self._fixed else self._local(start)
        last = end - self._base if self._fixed else self._local(end)
        if first.days < 0 or last.days >= _DAYS:
            raise _outside(start if first.days < 0 else end)
        return self._unknown[last.days + 1] > self._unknown[first.days]

    def _local(self, at: datetime) -> timedelta:
        """Local time since the first day, for a zone that changes its offset."""
        return at.astimezone(self._zone).replace(tzinfo=None) - datetime.combine(_FIRST_DAY, time())

    def _add_months(self, at: datetime, months: int) -> datetime:
        local = at.astimezone(self._zone)
        year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return local.replace(year=year, month=month + 1, day=min(local.day, last)).astimezone(UTC)


def unit_works(limit: Duration) -> bool:
    """Whether a limit runs only in working time."""
    return limit.unit.startswith("work")


@lru_cache(maxsize=1)
def default_calendar() -> WorkCalendar:
    """The mainland calendar of the years that `chinesecalendar` knows, with ordinary office hours."""
    return WorkCalendar(published_data())


def calendar_from_data(notice: Mapping[str, Any], base: WorkCalendar | None = None) -> WorkCalendar:
    """`base` (else the default calendar) with one year's published notice added; see `read_notice`."""
    return (base or default_calendar()).with_notice(notice)


def _read_hours(hours: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Opening and closing as minutes of the day, checked to run forward."""
    minutes: list[tuple[int, int]] = []
    earlier = -1
    for opens, closes in hours:
        try:
            pair = tuple(time.fromisoformat(text) for text in (opens, closes))
        except ValueError as error:
            raise BadCalendar(_HOURS.fill(hours=f"{opens}–{closes}")) from error
        first, last = (moment.hour * 60 + moment.minute for moment in pair)
        if not earlier < first < last:
            raise BadCalendar(_HOURS.fill(hours=f"{opens}–{closes}"))
        minutes.append((first, last))
        earlier = last
    if not minutes:
        raise BadCalendar(_HOURS.fill(hours=""))
    return minutes


def _outside(day: date) -> BadCalendar:
    shown = f"{day:%Y-%m-%d}" if isinstance(day, date) else str(day)
    return BadCalendar(_OUTSIDE.fill(day=shown, first=FIRST_YEAR, last=LAST_YEAR))


_HOURS = Sentence(
    "工作时间“{hours}”不对。请按先后写出每段的开始和结束，例如 09:00–12:00、13:00–17:00。",
    'The working hours "{hours}" are not right. Write each stretch from opening to closing, in order, '
    "such as 09:00–12:00 and 13:00–17:00.",
)
_OUTSIDE = Sentence(
    "从 {day} 起算超出了日历的范围（{first} 至 {last} 年）。请改正日期或缩短时限。",
    "Counting from {day} leaves the calendar's range ({first} to {last}). Correct the date or shorten the limit.",
)
