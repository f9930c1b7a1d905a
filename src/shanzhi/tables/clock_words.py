"""The time of day as people write it: 下午3点半, 晚上12点, 零点, 3:04 PM. What would have to be guessed is told.

A clock of twelve hours needs its half of the day. 晚上12点 is the midnight that ends the day, 凌晨12点 the one that
begins it; 晚上1点 may be either night's, and 上午12点 noon to some and midnight to a spreadsheet.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo

from msgspec import Struct

from shanzhi.method.words import Sentence

_HALVES: dict[str, str] = {
    "凌晨": "early", "清晨": "morning", "早晨": "morning", "早上": "morning", "早": "morning", "上午": "forenoon",
    "中午": "noon", "正午": "noon", "午间": "noon", "下午": "afternoon", "午后": "afternoon", "傍晚": "evening",
    "晚上": "night", "晚间": "night", "夜晚": "night", "夜间": "night", "夜里": "night", "深夜": "night",
    "半夜": "night", "午夜": "night", "今晚": "night", "当晚": "night", "晚": "night", "夜": "night",
    "am": "am", "pm": "pm",
}  # fmt: skip
_HOURS: dict[str, dict[int, int]] = {
    "early": {12: 0} | {h: h for h in range(7)},
    "morning": {h: h for h in range(4, 12)},
    "forenoon": {h: h for h in range(1, 12)},
    "noon": {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "afternoon": {12: 12} | {h: h + 12 for h in range(1, 12)} | {h: h for h in range(13, 20)},
    "evening": {h: h + 12 for h in range(4, 9)} | {h: h for h in range(16, 21)},
    "night": {12: 24, 24: 24} | {h: h + 12 for h in range(5, 12)} | {h: h for h in range(17, 24)},
    "am": {12: 0} | {h: h for h in range(12)},
    "pm": {12: 12} | {h: h + 12 for h in range(1, 12)} | {h: h for h in range(13, 24)},
}
"""By the half of the day, the hour of 24 that each hour named there is. An hour not named is not clear."""
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_WORDS = "|".join(sorted(_HALVES, key=len, reverse=True)).replace("am|pm", r"[ap]\.?m\.?")
CLOCK = (
    rf"(?:(?P<half>{_WORDS})\s*)?(?P<h>{_NUMBER})(?P<mark>\s*[:时点]\s*(?:[钟整]|(?P<i>{_NUMBER}|半|[一三13]刻)"
    rf"(?:\s*[:分]\s*(?:(?P<s>{_NUMBER})(?:\.\d+)?\s*秒?)?)?)?)?\s*(?P<after>[ap]\.?m\.?)?"
)
ZONE = r"(?P<z>\s*(?:z|utc|gmt)|\s*\+\d{1,2}(?::?\d{2})?|\s*-\d{2}(?::?\d{2})?)"
_SPAN = re.compile(
    rf"[:时点半整].*(?:-|~|—|–|至|到)\s*(?:{_WORDS})?\s*{_NUMBER}\s*[:时点]|(?:至|到|~|—|–|--)\s*\d{{1,4}}"
)
_ONLY_HALF = re.compile(rf"[\d日号]\s*({_WORDS})$")

SPAN = Sentence(
    "“{text}”是一段时间，不是一个时刻，请写成 2026-01-31 09:30",
    "“{text}” is a span of time; write one moment, like 2026-01-31 09:30",
)
WHICH_HALF = Sentence(
    "“{text}”可以有不止一种理解（{half}与 {hour} 点），请用 24 小时制写成 2026-01-31 09:30",
    "“{text}” may be understood in more than one way ({half} with the hour {hour}); use 24 hours, like 2026-01-31 09:30",
)
NO_HOUR = Sentence(
    "“{text}”只写了{half}，没有几点，请写成 2026-01-31 09:30",
    "“{text}” says {half} and no hour; write it like 2026-01-31 09:30",
)


class UnclearTime(Exception):
    """A text that cannot be one moment. `why` says what is open, if that is known; `values` are to be filled in."""

    def __init__(self, why: Sentence | None = None, **values: object) -> None:
        super().__init__()
        self.why, self.values = why, values


class TimeOfDay(Struct, frozen=True):
    """How long after midnight, the zone it names, and whether it was 晚上12点: the midnight that ends the day."""

    after: timedelta
    zone: tzinfo | None = None
    ends_day: bool = False


def time_of_day(found: re.Match[str]) -> TimeOfDay | None:
    """The time of day in a match of `CLOCK` and `ZONE`; None where there is none. Raises `UnclearTime`."""
    if found["h"] is None:
        return None
    half = (found["half"] or found["after"] or "").replace(".", "")
    if not half and found["mark"] is None and found["z"]:
        raise UnclearTime
    hour, minute, second = _number(found["h"]), _minute(found["i"]), _number(found["s"] or "0")
    if minute > 59 or second > 59 or hour > 24:
        raise UnclearTime
    counted = _hour(hour, half)
    if counted == 24 and (minute or second) and not half:
        raise UnclearTime
    after = timedelta(hours=counted, minutes=minute, seconds=second)
    return TimeOfDay(after, _zone(found), half != "" and counted == 24)


def unclear(text: str) -> UnclearTime:
    """What is open in a text that no form fits: a span, or half a day without its hour."""
    if _SPAN.search(text):
        return UnclearTime(SPAN)
    if found := _ONLY_HALF.search(text):
        return UnclearTime(NO_HOUR, half=found[1])
    return UnclearTime()


def _hour(hour: int, half: str) -> int:
    """The hour of 24 that an hour of a half day is: 下午3点 is 15, 12 am is 0, 晚上12点 is 24."""
    if not half:
        return hour
    counted = _HOURS[_HALVES[half]].get(hour)
    if counted is None:
        raise UnclearTime(WHICH_HALF, half=half, hour=hour)
    return counted


def _number(text: str) -> int:
    """A number in digits or in Chinese: 二十三, 十, 两, 零五."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    parts = (tens, ones) if ten else ("", text)
    read = [_read(part) for part in parts]
    return (read[0] if tens else 1) * 10 + read[1] if ten else read[1]


def _read(text: str) -> int:
    value = 0
    for digit in text:
        if digit not in _DIGITS:
            raise UnclearTime
        value = value * 10 + _DIGITS[digit]
    return value


def _minute(text: str | None) -> int:
    if text is None:
        return 0
    if text == "半":
        return 30
    return 15 * _number(text[0]) if text.endswith("刻") else _number(text)


def _zone(found: re.Match[str]) -> tzinfo | None:
    """The offset a time names. After hours and minutes alone, `-10:30` is the end of a span and no offset."""
    text = (found["z"] or "").strip()
    if not text or text in ("z", "utc", "gmt"):
        return UTC if text else None
    digits = text[1:].replace(":", "")
    digits = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    hours, minutes = int(digits[:2]), int(digits[2:])
    if text[0] == "-":
        exact = found["s"] is not None or found["iso"] == "t"
        if not exact or hours > 12 or (minutes and (hours, minutes) not in ((2, 30), (3, 30), (9, 30))):
            raise UnclearTime(SPAN)
    elif hours > 14 or minutes not in (0, 30, 45):
        raise UnclearTime
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
