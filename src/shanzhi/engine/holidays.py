"""Published holidays and make-up workdays, as plain dated data.

The years at hand come from `chinesecalendar`'s constant tables. A later year is a notice: a small data file
that a district adds when the State Council has published it, with its date and source.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from chinese_calendar import constants  # type: ignore[import-untyped]
from msgspec import Struct

from shanzhi.method.words import Sentence

# China has kept one offset since 1992; within these years every day and hour is exact.
FIRST_YEAR, LAST_YEAR = 1992, 2100


class BadCalendar(Exception):
    """A calendar, a notice or a date that cannot be used; `sentence` says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class Notice(Struct, frozen=True):
    """One year's days off (`holidays`, weekends may be among them) and weekend days worked (`workdays`)."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    published: date | None = None
    source: str = ""


class CalendarData(Struct, frozen=True):
    """The notices of the published years, by year."""

    notices: Mapping[int, Notice]

    @property
    def years(self) -> frozenset[int]:
        """The years whose notice is known."""
        return frozenset(self.notices)

    def with_notice(self, notice: Notice) -> CalendarData:
        """The same data with a year added, or its earlier notice replaced."""
        return CalendarData({**self.notices, notice.year: notice})

    def exceptions(self) -> tuple[frozenset[date], frozenset[date]]:
        """Days off, and days worked, that differ or may differ from Monday to Friday.

        A notice may also move the last days of the December before it; the later notice wins.
        """
        rest: set[date] = set()
        work: set[date] = set()
        for year in sorted(self.notices):
            notice = self.notices[year]
            rest = (rest - notice.workdays) | notice.holidays
            work = (work - notice.holidays) | notice.workdays
        return frozenset(rest), frozenset(work)


@lru_cache(maxsize=1)
def published_data() -> CalendarData:
    """The years in `chinesecalendar` (2004 to 2026 in the pinned version)."""
    off: dict[int, set[date]] = {}
    for day in constants.holidays:
        off.setdefault(day.year, set()).add(day)
    worked: dict[int, set[date]] = {}
    for day in constants.workdays:
        worked.setdefault(day.year, set()).add(day)
    return CalendarData(
        {
            year: Notice(
                year, frozenset(off[year]), frozenset(worked.get(year, ())), source="chinesecalendar"
            )
            for year in sorted(off)
        }
    )


def read_notice(data: Mapping[str, Any]) -> Notice:
    """Check one year's data file and return it.

    Shape: `{"year": 2027, "holidays": ["2027-01-01", …], "workdays": [… weekend days worked …],
    "published": "2026-11-…", "source": "…"}`. Days may be texts or dates; they lie in the year or in the
    December before it. Raises `BadCalendar` with the first thing that is wrong.
    """
    if not isinstance(data, Mapping):
        raise BadCalendar(_SHAPE)
    unknown = sorted(str(key) for key in set(data) - _KEYS)
    if unknown:
        raise BadCalendar(_UNKNOWN.fill(key=unknown[0]))
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCalendar(_YEAR.fill(value=_shown(year)))
    holidays = _days(data, "holidays", year)
    workdays = _days(data, "workdays", year)
    if date(year, 1, 1) not in holidays:
        raise BadCalendar(_NEW_YEAR.fill(year=year))
    both = sorted(holidays & workdays)
    if both:
        raise BadCalendar(_BOTH.fill(day=both[0]))
    plain = sorted(day for day in workdays if day.weekday() < 5)
    if plain:
        raise BadCalendar(_PLAIN.fill(day=plain[0]))
    source = data.get("source")
    if not isinstance(source, str) or not source.strip():
        raise BadCalendar(_SOURCE)
    published = _day(data.get("published"), "published")
    return Notice(year, holidays, workdays, published, source.strip())


def _days(data: Mapping[str, Any], key: str, year: int) -> frozenset[date]:
    listed = data.get(key)
    if not isinstance(listed, list | tuple) or len(listed) > 366:
        raise BadCalendar(_LIST.fill(key=key))
    days = frozenset(_day(value, key) for value in listed)
    for day in sorted(days):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise BadCalendar(_OTHER_YEAR.fill(day=day, key=key, year=year))
    return days


def _day(value: object, key: str) -> date:
    if type(value) is date:
        return value
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadCalendar(_DATE.fill(value=_shown(value), key=key))


def _shown(value: object) -> str:
    return str(value)[:40]


_KEYS = {"year", "holidays", "workdays", "published", "source"}
_SHAPE = Sentence(
    "节假日数据应是一个对象，含 year、holidays、workdays、published、source 五项。",
    "Holiday data is one object with year, holidays, workdays, published and source.",
)
_UNKNOWN = Sentence(
    "节假日数据里有不认识的项“{key}”。请删去或改正拼写；只用 year、holidays、workdays、published、source。",
    'Holiday data has an unknown key "{key}". Remove it or correct the spelling; only year, holidays, workdays, '
    "published and source are used.",
)
_YEAR = Sentence(
    "节假日数据的 year“{value}”不对。请写 1992 至 2100 之间的年份，例如 2027。",
    'The year "{value}" of the holiday data is not right. Write a year from 1992 to 2100, such as 2027.',
)
_LIST = Sentence(
    '节假日数据的 {key} 应是日期的清单，最多 366 个，例如 ["2027-01-01"]；没有就写 []。',
    'The {key} of the holiday data is a list of at most 366 dates, such as ["2027-01-01"]; write [] for none.',
)
_DATE = Sentence(
    "节假日数据 {key} 中的“{value}”不是日期。请写成 2027-01-01 的样子。",
    '"{value}" in {key} of the holiday data is not a date. Write it like 2027-01-01.',
)
_OTHER_YEAR = Sentence(
    "{key} 中的 {day} 不在 {year} 年（或上一年十二月）。请改正日期，或放进那一年的数据。",
    "{day} in {key} is not in {year} (or the December before). Correct it, or put it in that year's data.",
)
_NEW_YEAR = Sentence(
    "{year} 年的 holidays 里没有元旦。请按国务院办公厅通知补全放假日期。",
    "The holidays of {year} lack New Year's Day. Complete them from the State Council's notice.",
)
_BOTH = Sentence(
    "{day} 同时写在放假和上班两处。请只留一处。",
    "{day} stands both under holidays and under workdays. Keep only one.",
)
_PLAIN = Sentence(
    "workdays 中的 {day} 不是周末，本来就上班。这里只写调休上班的周六、周日；请核对日期。",
    "{day} in workdays is not at a weekend and is worked anyway. List only the weekend days worked; check the date.",
)
_SOURCE = Sentence(
    "请在 source 写明出处，例如通知的名称和文号。",
    "State the source: the title and number of the notice.",
)
