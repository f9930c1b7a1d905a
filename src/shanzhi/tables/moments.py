"""Dates and times as offices write them, as moments: `2019/2/28 11:25:05`, `2019年2月28日 下午3点`, Excel's 43524.4757.

What names no zone is of the file's own zone. What names only a day is its beginning, or its end where a limit or
an answer is meant: on that day it was still in time.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from shanzhi.method.words import Sentence
from shanzhi.tables.problems import BadInput

YEARS = range(1990, 2101)
ORDERS = ("ymd", "mdy", "dmy")
"""In which order a date writes year, month and day when the year does not come first."""

_DAY = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
_SHORT = r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})"
_CLOCK = (
    r"(?:(?P<half>上午|下午|中午|晚上|凌晨|早上|傍晚|[ap]\.?m\.?)\s*)?(?P<h>\d{1,2})"
    r"(?:\s*[:时点]\s*(?:(?P<i>\d{1,2})(?:\s*[:分]\s*(?:(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)"
    r"\s*(?P<after>[ap]\.?m\.?)?"
)
_ZONE = r"\s*(?P<z>z|utc|[+-]\d{1,2}:?\d{2})?"
_REST = rf"(?:\s*(?:星期|周)[一二三四五六日天])?(?:[t\s,，]*{_CLOCK}{_ZONE})?"
_LONG_FORM = re.compile(_DAY + _REST)
_SHORT_FORM = re.compile(_SHORT + _REST)
_DIGITS = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:(?P<h>\d\d)(?P<i>\d\d)(?P<s>\d\d)?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (the day from which Excel counts; of the file's zone)

UNCLEAR = Sentence(
    "时间“{text}”认不出来，请写成 2026-01-31 09:30",
    "the time “{text}” is unclear, write it like 2026-01-31 09:30",
)


def moment_of(text: str, zone: tzinfo, *, order: str = "ymd", end_of_day: bool = False) -> datetime:
    """The moment a cell means (UTC). Raises `BadInput` for what is no time, or none between 1990 and 2100.

    `order` tells how dates with the year last are written; `end_of_day` that a mere day means its end.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        local, dated = _read(plain, order)
        at = local if local.tzinfo is not None else local.replace(tzinfo=zone)
        if dated and end_of_day:
            at += timedelta(days=1, seconds=-1)
        moment = at.astimezone(UTC)
    except (ValueError, OverflowError, ArithmeticError):
        raise BadInput(UNCLEAR.fill(text=_short(text))) from None
    if moment.year not in YEARS:
        raise BadInput(UNCLEAR.fill(text=_short(text)))
    return moment


def _read(text: str, order: str) -> tuple[datetime, bool]:
    """The time in the file's own zone (or with the zone it names), and whether it names only a day."""
    if len(text) > 60:
        raise ValueError
    if found := _LONG_FORM.fullmatch(text):
        return _built(found, int(found["m"]), int(found["d"]))
    if order != "ymd" and (found := _SHORT_FORM.fullmatch(text)):
        first, second = int(found["a"]), int(found["b"])
        return _built(found, *((first, second) if order == "mdy" else (second, first)))
    if _SERIAL.fullmatch(text):
        days, _, part = text.partition(".")
        seconds = round(float(f"0.{part or 0}") * 86_400)
        return _SERIAL_ZERO + timedelta(days=int(days), seconds=seconds), not part
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC), False
    if (found := _DIGITS.fullmatch(text)) and len(text) in (8, 12, 14):
        y, m, d, h, i, s = (int(found[name] or 0) for name in "ymdhis")
        return datetime(y, m, d, h, i, s), found["h"] is None  # noqa: DTZ001
    raise ValueError


def _built(found: re.Match[str], month: int, day: int) -> tuple[datetime, bool]:
    midnight = datetime(int(found["y"]), month, day)  # noqa: DTZ001 (its zone comes after)
    if found["h"] is None:
        return midnight, True
    hour = _hour(int(found["h"]), (found["half"] or found["after"] or "").replace(".", ""))
    at = midnight + timedelta(hours=hour, minutes=int(found["i"] or 0), seconds=int(found["s"] or 0))
    if hour > 24 or int(found["i"] or 0) > 59 or int(found["s"] or 0) > 59:
        raise ValueError
    return (at.replace(tzinfo=_zone(found["z"])) if found["z"] else at), False


def _hour(hour: int, half: str) -> int:
    """The hour of 24 that an hour of a half day is: 下午3点 is 15, 12 am is 0."""
    if half in ("下午", "晚上", "傍晚", "pm"):
        return hour + 12 if hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 6 else hour
    return 0 if half in ("am", "凌晨") and hour == 12 else hour


def _zone(text: str) -> tzinfo:
    if text in ("z", "utc"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").zfill(4)
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
