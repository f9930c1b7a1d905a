"""The Chinese working calendar: from a moment and a limit to a due time.

Working days are Monday to Friday, less statutory holidays, plus make-up workdays, as the State Council's
yearly notice sets them (国务院办公厅关于部分节假日安排的通知). The notice for a year comes out in the autumn
before it, so the calendar knows which years are published; a due time that crosses any other year is counted
Monday to Friday and marked provisional. Nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from shanzhi.engine.holidays import BadCalendar, CalendarData, published_data, read_notice
from shanzhi.engine.types import Deadline
from shanzhi.engine.worktime import DAYS, FIRST_ORDINAL, MINUTES, WorkTime, outside
from shanzhi.method.duration import Duration

__all__ = ["BadCalendar", "Deadline", "WorkCalendar", "calendar_from_data", "default_calendar"]

OFFICE_HOURS: Final = (("09:00", "12:00"), ("13:00", "17:00"))

_WORK_UNITS: Final = {"workhours": 60, "workminutes": 1}
_PLAIN_UNITS: Final = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
}


class WorkCalendar:
    """Working days and hours of one time zone; immutable, and safe to share between threads.

    `hours` are the opening and closing times of a working day, in order. Raises `BadCalendar` for hours that
    overlap, run backwards or are missing.
    """

    __slots__ = ("_data", "_hours", "_time", "_zone")

    def __init__(
        self,
        days: CalendarData,
        hours: Sequence[tuple[str, str]] = OFFICE_HOURS,
        zone: str = "Asia/Shanghai",
    ) -> None:
        self._data = days
        self._hours = tuple(hours)
        self._zone = ZoneInfo(zone)
        self._time = WorkTime(days, self._hours, self._zone)

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
        return self._after(day) > self._time.count[day.toordinal() - FIRST_ORDINAL]

    def is_at_work(self, at: datetime) -> bool:
        """Whether a moment lies between the opening and the closing of a working day; the midday break is no night."""
        local = at.astimezone(self._zone)
        said = f"{local:%H:%M}"
        return self._hours[0][0] <= said < self._hours[-1][1] and self.is_workday(local.date())

    def next_workday(self, day: date) -> date:
        """The first working day after `day`."""
        nth = self._after(day)
        if nth == len(self._time.day):
            raise outside(day)
        return date.fromordinal(FIRST_ORDINAL + self._time.day[nth])

    def _after(self, day: date) -> int:
        """How many working days there are up to the end of `day`."""
        index = day.toordinal() - FIRST_ORDINAL
        if not 0 <= index < DAYS:
            raise outside(day)
        return self._time.count[index + 1]

    def add(self, at: datetime, limit: Duration) -> Deadline:
        """When a limit that starts `at` is due.

        Working days: the day itself does not count, and the limit ends at the close of work of the n-th
        working day after it. Working hours and minutes run only in working time; outside it they start at the
        next opening. Minutes to weeks are plain time; months and years keep the local time of day, and the
        last day of a month where the day does not exist. Raises `BadCalendar` outside 1992–2100.
        """
        unit = limit.unit
        if unit == "workdays":
            return self._time.close(at, limit.amount)
        if unit in _WORK_UNITS:
            return self._time.run(at, limit.amount * _WORK_UNITS[unit])
        try:
            if at.tzinfo is not UTC:
                at = at.astimezone(UTC)
            if unit in _PLAIN_UNITS:
                return Deadline(at + limit.amount * _PLAIN_UNITS[unit], False)
            return Deadline(self._add_months(at, limit.amount * (12 if unit == "years" else 1)), False)
        except (OverflowError, ValueError) as error:
            raise outside(at) from error

    def shift(self, due: datetime, paused_from: datetime, paused_to: datetime, limit: Duration) -> Deadline:
        """The due time of a limit that stood still from `paused_from` to `paused_to`.

        What was left when it paused is left when it resumes: working time for working units (so a limit in
        working days may then end within a day), passing time for the others. A limit already overdue when it
        paused stays as it is.
        """
        working = unit_works(limit)
        if paused_to <= paused_from or due <= paused_from:
            return Deadline(due.astimezone(UTC), working and self._time.crosses(paused_from, due))
        if not working:
            return Deadline((due + (paused_to - paused_from)).astimezone(UTC), False)
        moved = max(due.astimezone(UTC), self._time.resume(paused_to, self._time.between(paused_from, due)))
        return Deadline(moved, self._time.crosses(paused_from, moved))

    def restate(self, due: datetime, now: datetime, limit: Duration, earlier: WorkCalendar) -> Deadline:
        """A provisional due time, recomputed under this calendar, which knows more years than `earlier` did.

        Both calendars agree up to `now`; the working time that `earlier` saw between `now` and `due` is kept.
        """
        if not unit_works(limit) or due <= now:
            return Deadline(due.astimezone(UTC), False)
        moved = self._time.resume(now, earlier._time.between(now, due))
        return Deadline(moved, self._time.crosses(now, moved))

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from `start` to `end`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        return self._time.between(start, end) // MINUTES[1]

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
