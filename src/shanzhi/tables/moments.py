"""Dates and times as offices write them, as moments: `2019/2/28 11:25:05`, `2019年2月28日 下午3点`, Excel's 43524.4757.

What names no zone is of the file's own zone. What names only a day is its beginning, or its end where a limit or
an answer is meant: on that day it was still in time. What would have to be guessed is refused, with what is open.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.tables.clock_words import CLOCK, ZONE, UnclearTime, time_of_day, unclear
from shanzhi.tables.problems import BadInput

YEARS = range(1990, 2101)
ORDERS = ("ymd", "mdy", "dmy")
"""In which order a date writes year, month and day when the year does not come first."""
LATER_BY_1904 = 1_462
"""Days between 1899-12-30 and 1904-01-01, from which the numbers of some workbooks count."""

_DAY = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
_SHORT = r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})"
_REST = rf"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?(?:\s*(?P<iso>t)?[\s,，]*{CLOCK}{ZONE}?)?"
_LONG_FORM = re.compile(_DAY + _REST)
_SHORT_FORM = re.compile(_SHORT + _REST)
_SHORT_BEGIN = re.compile(_SHORT + r"(?!\d)")
_DIGITS = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:(?P<h>\d\d)(?P<i>\d\d)(?P<s>\d\d)?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (the day from which Excel counts; of the file's zone)

UNCLEAR = Sentence(
    "时间“{text}”认不出来，请写成 2026-01-31 09:30",
    "the time “{text}” is unclear, write it like 2026-01-31 09:30",
)
WHICH_ORDER = Sentence(
    "日期“{text}”的年份在最后，看不出先写月还是先写日：月在前请加 --dates mdy（映射文件里写 dates: mdy），日在前用 dmy",
    "the date “{text}” has its year last, and does not tell whether the month or the day comes first: add --dates mdy "
    "(in a mapping, dates: mdy) if it is the month, dmy if it is the day",
)
OTHER_ORDER = Sentence(
    "日期“{text}”按 {order} 读不通：月份不能是 {month}，请核对 --dates（映射里的 dates）",
    "the date “{text}” cannot be read as {order}: there is no month {month}; check --dates (dates in the mapping)",
)


class Moment(Struct, frozen=True):
    """What a cell means: the moment (UTC), whether it names only a day, and whether 晚上12点 made it the next day's."""

    at: datetime
    day_only: bool = False
    ends_day: bool = False


def moment_of(
    text: str,
    zone: tzinfo,
    *,
    order: str = "ymd",
    end_of_day: bool = False,
    since_1904: bool = False,
    years: range = YEARS,
) -> datetime:
    """The moment a cell means (UTC). Raises `BadInput` for what is no time, or in none of the `years` (UTC).

    `order` tells how dates with the year last are written; `end_of_day` that a mere day means its end;
    `since_1904` that plain numbers count from 1904.
    """
    return read_moment(text, zone, order=order, end_of_day=end_of_day, since_1904=since_1904, years=years).at


def read_moment(
    text: str,
    zone: tzinfo,
    *,
    order: str = "ymd",
    end_of_day: bool = False,
    since_1904: bool = False,
    years: range = YEARS,
) -> Moment:
    """As `moment_of`, with what the cell said of itself."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    why = UNCLEAR
    values: dict[str, object] = {"text": text if len(text) <= 40 else f"{text[:40]}…"}
    try:
        told = _read(plain, order, LATER_BY_1904 if since_1904 else 0)
        at = told.at if told.at.tzinfo is not None else told.at.replace(tzinfo=zone)
        if told.day_only and end_of_day:
            at += timedelta(days=1, seconds=-1)
        moment = at.astimezone(UTC)
        if moment.year in years:
            return Moment(moment, told.day_only, told.ends_day)
    except UnclearTime as open_question:
        why, values = open_question.why or UNCLEAR, values | open_question.values
    except (ValueError, OverflowError, ArithmeticError):
        pass
    raise BadInput(why.fill(**values))


def _read(text: str, order: str, later: int) -> Moment:
    """The time in the file's own zone (or with the zone it names)."""
    if len(text) > 60:
        raise UnclearTime
    if found := _LONG_FORM.fullmatch(text):
        return _built(found, int(found["m"]), int(found["d"]))
    if found := _SHORT_FORM.fullmatch(text):
        return _year_last(found, order)
    if _SERIAL.fullmatch(text):
        days, _, part = text.partition(".")
        seconds = round(float(f"0.{part or 0}") * 86_400)
        return Moment(_SERIAL_ZERO + timedelta(days=int(days) + later, seconds=seconds), not part)
    if _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(text[:10]), UTC))
    if (found := _DIGITS.fullmatch(text)) and len(text) in (8, 12, 14):
        y, m, d, h, i, s = (int(found[name] or 0) for name in "ymdhis")
        return Moment(datetime(y, m, d, h, i, s), found["h"] is None)  # noqa: DTZ001
    if order == "ymd" and _SHORT_BEGIN.match(text):
        raise UnclearTime(WHICH_ORDER)
    raise unclear(text)


def _year_last(found: re.Match[str], order: str) -> Moment:
    if order == "ymd":
        raise UnclearTime(WHICH_ORDER)
    first, second = int(found["a"]), int(found["b"])
    month, day = (first, second) if order == "mdy" else (second, first)
    if month > 12 >= day:
        raise UnclearTime(OTHER_ORDER, order=order, month=month)
    return _built(found, month, day)


def _built(found: re.Match[str], month: int, day: int) -> Moment:
    midnight = datetime(int(found["y"]), month, day)  # noqa: DTZ001 (its zone comes after)
    time = time_of_day(found)
    if time is None:
        return Moment(midnight, True)
    at = midnight + time.after
    return Moment(at.replace(tzinfo=time.zone) if time.zone else at, ends_day=time.ends_day)
