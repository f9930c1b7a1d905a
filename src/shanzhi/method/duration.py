"""Durations that name their unit (时限): `5 workdays`, `2 workhours`, `15 minutes`, `3 months`.

The unit is part of the promise: five working days and five days are different promises, so a bare number is
never a duration. Only the working calendar turns a duration into a date (`shanzhi.engine.calendar`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shanzhi.method.words import Sentence

# Canonical unit: (Chinese as it follows the number, English singular, English plural).
_LABELS: Final = {
    "workdays": ("个工作日", "working day", "working days"),
    "workhours": ("个工作小时", "working hour", "working hours"),
    "workminutes": ("个工作分钟", "working minute", "working minutes"),
    "minutes": ("分钟", "minute", "minutes"),
    "hours": ("小时", "hour", "hours"),
    "days": ("天", "day", "days"),
    "weeks": ("周", "week", "weeks"),
    "months": ("个月", "month", "months"),
    "years": ("年", "year", "years"),
}
UNITS: Final = tuple(_LABELS)

# A working week is 5 days of 7 hours, so one unit of working time takes 24/5 of itself in passing time.
_ROUGH_MINUTES: Final = {
    "workdays": 2016.0,
    "workhours": 288.0,
    "workminutes": 4.8,
    "minutes": 1.0,
    "hours": 60.0,
    "days": 1440.0,
    "weeks": 10080.0,
    "months": 43830.0,
    "years": 525960.0,
}
LONGEST_YEARS: Final = 50

_CHINESE: Final = {
    "工作日": "workdays",
    "工作天": "workdays",
    "工作小时": "workhours",
    "工作分钟": "workminutes",
    "分钟": "minutes",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "星期": "weeks",
    "月": "months",
    "年": "years",
}
WORDS: Final = {unit: unit for unit in UNITS} | {unit[:-1]: unit for unit in UNITS} | _CHINESE
_TEXT: Final = re.compile(r"\s*([0-9]{1,9})\s*个?\s*([a-z]+|[工作日天小时分钟周星期月年]+)\s*")


class BadDuration(Exception):
    """A text is not a duration; `sentence` tells the person how to write one."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


@dataclass(frozen=True)
class Duration:
    """A positive whole number of one unit; `unit` is one of `UNITS` (plural)."""

    amount: int
    unit: str

    def __str__(self) -> str:
        """The canonical text, as a method file writes it: `1 workday`, `5 workdays`."""
        return f"{self.amount} {self.unit[:-1] if self.amount == 1 else self.unit}"

    def label(self, language: str) -> str:
        """What a person reads: «5 个工作日» or "5 working days"."""
        chinese, one, many = _LABELS[self.unit]
        if language.lower().startswith("en"):
            return f"{self.amount} {one if self.amount == 1 else many}"
        return f"{self.amount} {chinese}"

    @property
    def rough_minutes(self) -> float:
        """About how many minutes pass on the wall clock in an ordinary week, month or year.

        For comparing durations of different units with each other, as the bounds of an input do; a due
        date never comes from it.
        """
        return self.amount * _ROUGH_MINUTES[self.unit]


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration:
    """Read `5 workdays`, `1 year` or 「5 个工作日」.

    Raises `BadDuration` for anything else: no number, no unit, zero, or more than fifty years.
    """
    found = _TEXT.fullmatch(text) if isinstance(text, str) else None
    unit = WORDS.get(found[2]) if found else None
    if found is None or unit is None:
        raise BadDuration(_HOW.fill(text=_short(text)))
    duration = Duration(int(found[1]), unit)
    if duration.amount == 0:
        raise BadDuration(_ZERO.fill(text=_short(text)))
    if duration.rough_minutes > LONGEST_YEARS * _ROUGH_MINUTES["years"]:
        raise BadDuration(_LONG.fill(text=_short(text), years=LONGEST_YEARS))
    return duration


def _short(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= 40 else shown[:40] + "…"


_HOW: Final = Sentence(
    "“{text}”不是时限。请写整数加单位，例如 5 workdays（工作日）、2 workhours（工作小时）、15 minutes、4 hours、"
    "5 days、2 weeks、3 months、1 year。",
    '"{text}" is not a duration. Write a whole number and a unit, such as 5 workdays, 2 workhours, '
    "30 workminutes, 15 minutes, 4 hours, 5 days, 2 weeks, 3 months or 1 year.",
)
_ZERO: Final = Sentence(
    "时限“{text}”是零。请写至少 1，或删去这项时限。",
    'The duration "{text}" is zero. Write at least 1, or leave the limit out.',
)
_LONG: Final = Sentence(
    "时限“{text}”超过 {years} 年。请写短一些。",
    'The duration "{text}" is longer than {years} years. Write a shorter one.',
)
