"""Days as people type them: one a line or between commas, a run of days from the first to the last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

BAD = Sentence(
    "“{text}”不是日期。请写成 2027-01-01，几天连着的写成 2027-01-01 至 2027-01-03",
    "“{text}” is no day. Write 2027-01-01, and a run of days as 2027-01-01 to 2027-01-03",
)
_APART = re.compile(r"[\n,，、;；]+")
_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_RUN = re.compile(rf"{_DAY}(?:\s*(?:至|到|to|~|～|—|–|-)+\s*{_DAY})?")
LONGEST = timedelta(days=31)


def days_in(text: str) -> list[date]:
    """The days of a text, in their order. Raises `BadInput` for what is none."""
    found: list[date] = []
    for part in filter(None, (one.strip() for one in _APART.split(text))):
        match = _RUN.fullmatch(part)
        if match is None:
            raise BadInput(BAD.fill(text=part[:40]))
        numbers = [int(one) for one in match.groups() if one is not None]
        try:
            first = date(*numbers[:3])
            last = date(*numbers[3:]) if len(numbers) > 3 else first
        except ValueError:
            raise BadInput(BAD.fill(text=part[:40])) from None
        if not timedelta(0) <= last - first <= LONGEST:
            raise BadInput(BAD.fill(text=part[:40]))
        found += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return found
