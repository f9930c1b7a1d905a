"""Where working time lies on the clock: tables from which a calendar counts.

Everything is laid out once per calendar, so that adding a limit is a few look-ups: for each day the working days
before it, for each working day its opening, for each minute of a working day the work done before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from shanzhi.engine.holidays import FIRST_YEAR, LAST_YEAR, BadCalendar, CalendarData
from shanzhi.engine.types import Deadline
from shanzhi.method.words import Sentence

FIRST_DAY: Final = date(FIRST_YEAR, 1, 1)
FIRST_ORDINAL: Final = FIRST_DAY.toordinal()
DAYS: Final = date(LAST_YEAR, 12, 31).toordinal() - FIRST_ORDINAL + 1
_NOTHING: Final = timedelta()
# Looked up instead of made: making a timedelta is the dearest step of an addition.
MINUTES: Final = [timedelta(minutes=minute) for minute in range(24 * 60 + 1)]


class WorkTime:
    """The tables of one calendar; immutable.

    `count[d]` is the working days before day `d` (day 0 is the first of 1992); of the n-th working day, `day[n]`
    is its day and `open[n]` its opening in UTC; `unknown[d]` is the days of unpublished years before day `d`;
    `span` is the time from the opening to the close of work.
    """

    __slots__ = (
        "_base",
        "_breaks",
        "_day_work",
        "_fixed",
        "_opening",
        "_running",
        "_worked",
        "_zone",
        "count",
        "day",
        "open",
        "span",
        "unknown",
    )

    def __init__(self, days: CalendarData, hours: Sequence[tuple[str, str]], zone: ZoneInfo) -> None:
        self._zone = zone
        self._lay_out_day(_read_hours(hours))
        self._lay_out_years(days)

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
        self.span = timedelta(minutes=minutes[-1][1] - minutes[0][0])
        # (working time done when the break begins, length of the break)
        self._breaks = tuple(
            (self._worked[closes], opens - closes) for (_, closes), (opens, _) in pairwise(minutes)
        )

    def _lay_out_years(self, days: CalendarData) -> None:
        """Per day: working days before it, days of unpublished years before it. Per working day: its opening."""
        starts = [
            datetime(y, m, 1, tzinfo=self._zone) for y in range(FIRST_YEAR, LAST_YEAR + 1) for m in (1, 7)
        ]
        self._fixed = len({start.utcoffset() for start in starts}) == 1
        self._base = starts[0].astimezone(UTC)
        rest, work = days.exceptions()
        count, unknown = [0], [0]
        self.day: list[int] = []
        self.open: list[datetime] = []
        first_opening = self._base + MINUTES[self._opening]
        opening_time = time(*divmod(self._opening, 60))
        for index in range(DAYS):
            day = date.fromordinal(FIRST_ORDINAL + index)
            if (index + 2) % 7 < 5 if not (day in rest or day in work) else day in work:
                self.day.append(index)
                if self._fixed:
                    self.open.append(first_opening + timedelta(days=index))
                else:
                    self.open.append(datetime.combine(day, opening_time, self._zone).astimezone(UTC))
            count.append(len(self.day))
            unknown.append(unknown[-1] + (day.year not in days.years))
        self.count, self.unknown = count, unknown

    def since(self, at: datetime) -> timedelta:
        """Local time from the first day to `at`; its `days` is the day's number."""
        if self._fixed:
            return at - self._base
        return at.astimezone(self._zone).replace(tzinfo=None) - datetime.combine(FIRST_DAY, time())

    def close(self, at: datetime, days: int) -> Deadline:
        """The close of work of the n-th working day after the day of `at`."""
        start = (at - self._base if self._fixed else self.since(at)).days
        if start < 0:
            raise outside(at)
        unknown = self.unknown
        try:
            nth = self.count[start + 1] + days - 1
            return Deadline(self.open[nth] + self.span, unknown[self.day[nth] + 1] > unknown[start])
        except IndexError as error:
            raise outside(at) from error

    def run(self, at: datetime, minutes: int, part: timedelta = _NOTHING) -> Deadline:
        """The earliest moment by which so much working time has passed since `at`."""
        done, begun, start = self._position(at)
        if part:
            more, part = divmod(part + begun, MINUTES[1])
            minutes += more
        else:
            part = begun
        whole = done + minutes + 1 if part else done + minutes
        nth = (whole - 1) // self._day_work
        rest = elapsed = whole - nth * self._day_work
        for before, pause in self._breaks:
            if rest > before:
                elapsed += pause
        try:
            due = self.open[nth] + MINUTES[elapsed]
        except IndexError as error:
            raise outside(at) from error
        if part:
            due += part - MINUTES[1]
        unknown = self.unknown
        return Deadline(due, unknown[self.day[nth] + 1] > unknown[start])

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, exactly."""
        first, begun, _ = self._position(start)
        last, ended, _ = self._position(end)
        return timedelta(minutes=last - first) + ended - begun

    def resume(self, at: datetime, left: timedelta) -> datetime:
        """`at` plus working time; `at` itself where nothing is left."""
        if not left:
            return at.astimezone(UTC)
        minutes, part = divmod(left, MINUTES[1])
        return self.run(at, minutes, part).at

    def crosses(self, start: datetime, end: datetime) -> bool:
        """Whether any day from `start` to `end` lies in an unpublished year."""
        first = self.since(start)
        last = self.since(end)
        if first.days < 0 or last.days >= DAYS:
            raise outside(start if first.days < 0 else end)
        return self.unknown[last.days + 1] > self.unknown[first.days]

    def _position(self, at: datetime) -> tuple[int, timedelta, int]:
        """Working time from the first day to `at`, in whole minutes and the part of one begun; and its day."""
        since = at - self._base if self._fixed else self.since(at)
        day = since.days
        if not 0 <= day < DAYS:
            raise outside(at)
        before = self.count[day]
        minutes = before * self._day_work
        if self.count[day + 1] == before:
            return minutes, _NOTHING, day
        minute = since.seconds // 60
        if not self._running[minute]:
            return minutes + self._worked[minute], _NOTHING, day
        return minutes + self._worked[minute], at - self.open[before] - MINUTES[minute - self._opening], day


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


def outside(day: date) -> BadCalendar:
    """What to raise when counting from `day` leaves the years that a calendar covers."""
    return BadCalendar(_OUTSIDE.fill(day=f"{day:%Y-%m-%d}", first=FIRST_YEAR, last=LAST_YEAR))


_HOURS: Final = Sentence(
    "工作时间“{hours}”不对。请按先后写出每段的开始和结束，例如 09:00–12:00、13:00–17:00。",
    'The working hours "{hours}" are not right. Write each stretch from opening to closing, in order, '
    "such as 09:00–12:00 and 13:00–17:00.",
)
_OUTSIDE: Final = Sentence(
    "从 {day} 起算超出了日历的范围（{first} 至 {last} 年）。请改正日期或缩短时限。",
    "Counting from {day} leaves the calendar's range ({first} to {last}). Correct the date or shorten the limit.",
)
