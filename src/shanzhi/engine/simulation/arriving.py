"""When matters come in: at random through the hours in which people write or call (a Poisson process)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.desks import after_work
from shanzhi.engine.simulation.load import Load

WAKING = (7, 22)
"""The hours of the day in which people who work in the day see to such things."""


class Arrivals:
    """The arrivals of one place, one after the other."""

    def __init__(self, load: Load, calendar: WorkCalendar, start: datetime, chance: Chance) -> None:
        self.calendar, self.start, self.chance = calendar, start, chance
        self.working = load.hours == "working"
        self.day = _working_minutes(calendar) if self.working else (WAKING[1] - WAKING[0]) * 60
        self.rate = load.arrivals / self.day
        self.first = datetime.combine(load.starts, time(WAKING[0]), calendar.zone).astimezone(UTC)
        self.passed = 0.0

    def next(self) -> datetime:
        """The moment of the next one."""
        self.passed += self.chance.gap(self.rate)
        if self.working:
            return after_work(self.calendar, self.start, self.passed)
        days, minutes = divmod(self.passed, self.day)
        return self.first + timedelta(days=days, minutes=minutes)


def _working_minutes(calendar: WorkCalendar) -> int:
    """Minutes of work on a working day."""
    total = 0
    for pair in calendar.hours:
        opens, closes = (time.fromisoformat(text) for text in pair)
        total += (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return total
