"""Checks one answer by its type: what a text, a number, a date, a telephone number may be.

Each check gives the answer in its plain form, or the sentence that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from shanzhi.engine.id_numbers import is_id_number
from shanzhi.method.build_forms import outside
from shanzhi.method.duration import BadDuration, parse_duration
from shanzhi.method.field_types import ASKED_TYPES, MOST_LINES
from shanzhi.method.model import Field
from shanzhi.method.money import AMOUNT, amount, read_yuan, says_yuan
from shanzhi.method.people import parts
from shanzhi.method.rooms import for_every
from shanzhi.method.rules import Rule
from shanzhi.method.trees import find_option, is_tree
from shanzhi.method.unseen_signs import unturned
from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


Checked = tuple[Any, Sentence | None]
PHONE: Final = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}", re.ASCII)
MAX_ITEMS: Final = MOST_LINES
MAX_TEXT: Final = 20_000
# So that sums over a whole district stay far within the whole numbers a condition can count with.
MAX_NUMBER: Final = 10**12
MAX_ID: Final = 2**53
YEARS: Final = range(1900, 2200)

TEXT: Final = _s("请填写文字。", "Write text here.")
SHORT: Final = _s("至少 {min} 个字，现在 {now} 个。", "At least {min} characters; there are {now}.")
LONG: Final = _s(
    "最多 {max} 个字，现在 {now} 个；请缩短。", "At most {max} characters; there are {now}. Shorten it."
)
CONTROL: Final = _s(
    "有不能保存的字符，请重新输入。", "It holds characters that cannot be kept; type it again."
)
WHOLE: Final = _s("请填写整数。", "Write a whole number.")
LEAST: Final = _s("不能小于 {min}。", "It must be at least {min}.")
MOST: Final = _s("不能大于 {max}。", "It must be at most {max}.")
BOOL: Final = _s("请选“是”或“否”。", "Choose yes or no.")
OPTION: Final = _s("请从这些里选：{options}。", "Choose one of: {options}.")
NO_SUCH: Final = _s(
    "没有“{given}”这一类。先从这些大类里选，再选下一级：{options}。",
    "There is no “{given}”. Choose one of these first, then what lies below it: {options}.",
)
SEVERAL: Final = _s(
    "“{given}”不止一类，请连上一级一起写。大类：{options}。",
    "“{given}” is several: write what it lies below as well. At the top there are: {options}.",
)
MOST_TOLD: Final = 60
DATE: Final = _s("请填写日期，如 2026-03-02。", "Write a date such as 2026-03-02.")
TIME: Final = _s("请填写时间，如 2026-03-02 09:00。", "Write a time such as 2026-03-02 09:00.")
PHONE_SHAPE: Final = _s(
    "电话号码不对；请填 11 位手机号或带区号的座机。",
    "This is no phone number; write an 11-digit mobile or a landline with its area code.",
)
ID_SHAPE: Final = _s(
    "身份证号不对，请核对 18 位号码。", "This is no valid 18-digit identity number; check it."
)
POINT: Final = _s(
    "位置应为经度和纬度，如 104.06, 30.67。", "A location is longitude and latitude, such as 104.06, 30.67."
)
FILES: Final = _s("请先上传文件。", "Upload the files first.")
SOMEBODY: Final = _s("请选一个人、一户或一个单位。", "Choose a person, a household or an organisation.")
ITEMS: Final = _s("请填写列表。", "Write a list.")
FEW: Final = _s("至少 {min} 项。", "At least {min} items.")
MANY: Final = _s("最多 {max} 项。", "At most {max} items.")


def _text(field: Field, value: Any) -> Checked:
    if not isinstance(value, str):
        return None, TEXT
    value = unturned(value).strip()
    if not value[:1].isalnum() and not _seen(value):
        value = ""
    size = len(value)
    most = MAX_TEXT if field.max is None else field.max
    if size > most:
        return None, LONG.fill(max=most, now=size)
    if field.min is not None and 0 < size < field.min:
        return None, SHORT.fill(min=field.min, now=size)
    if value.isprintable() or not _UNKEPT.search(value):
        return value, None
    return None, CONTROL


def _seen(text: str) -> bool:
    """Whether anything of it can be seen: a text of signs without width is no answer."""
    return any(unicodedata.category(sign) not in ("Cf", "Zs", "Zl", "Zp", "Cc", "Mn") for sign in text)


_UNKEPT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of surrogate pairs."""


def _plain(text: str) -> str:
    """Digits and letters typed full-width, as Chinese keyboards give them, in their plain form."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _integer(field: Field, value: Any) -> Checked:
    return _whole(field, value, MAX_NUMBER)


def _money(field: Field, value: Any) -> Checked:
    """A whole number of fen, or a text that names yuan; its bounds are told in yuan."""
    if isinstance(value, str) and says_yuan(value):
        value = read_yuan(value)
        if value is None:
            return None, AMOUNT
    return _whole(field, value, MAX_NUMBER, amount)


def _id(field: Field, value: Any) -> Checked:
    return _whole(_POSITIVE, value, MAX_ID)


def number_in(value: Any) -> int | None:
    """The whole number an answer means, a number or one typed in any keyboard's digits; None where it means none.

    Whoever asks beforehand what an answer points to reads it by this too: two readings of one text are a way around.
    """
    if isinstance(value, str):
        text = _plain(value) if len(value) < 40 else ""
        return int(text) if re.fullmatch(r"[+-]?\d{1,16}", text) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(field: Field, value: Any, most: int, told: Callable[[int], object] = int) -> Checked:
    """A whole number within the field's bounds, which are `told` as people read them."""
    value = number_in(value)
    if value is None:
        return None, WHOLE
    low, high = field.min, field.max
    if value < (-most if low is None else low):
        return None, LEAST.fill(min=told(-most if low is None else low))
    if value > (most if high is None else high):
        return None, MOST.fill(max=told(most if high is None else high))
    return value, None


def _boolean(field: Field, value: Any) -> Checked:
    if isinstance(value, str):
        value = {"true": True, "false": False, "on": True, "是": True, "否": False}.get(value.strip().lower())
    return (value, None) if isinstance(value, bool) else (None, BOOL)


def _choice(field: Field, value: Any) -> Checked:
    chosen = _chosen(field, value)
    return (chosen, None) if chosen is not None else (None, _options(field, value))


def _chosen(field: Field, value: Any) -> str | None:
    """The option a value names, by its code or as it is labelled, in either language; None for none, or several."""
    for option in field.options:
        if value == option.value:
            return option.value
    found = find_option(field.options, value) if isinstance(value, str) else []
    return found[0] if len(found) == 1 else None


def _options(field: Field, value: Any = None) -> Sentence:
    """What there is to choose from; of a tree, what stands at its top and what was asked for."""
    tops = [option for option in field.options if not option.above]
    told = _s("、".join(o.label.zh for o in tops), ", ".join(o.label.en for o in tops))
    if not is_tree(field.options):
        return OPTION.fill(options=told)
    given = value if isinstance(value, str) else ""
    if _UNKEPT.search(given):
        return CONTROL
    several = len(find_option(field.options, given)) > 1
    return (SEVERAL if several else NO_SUCH).fill(given=given[:MOST_TOLD], options=told)


def _phone(field: Field, value: Any) -> Checked:
    digits = re.sub(r"[\s-]", "", _plain(value)) if isinstance(value, str) and len(value) < 40 else ""
    if not PHONE.fullmatch(digits):
        return None, PHONE_SHAPE
    return re.sub(r"^\+?86(?=1)", "", digits), None


def _id_number(field: Field, value: Any) -> Checked:
    text = _plain(value).upper() if isinstance(value, str) and len(value) < 40 else ""
    return (text, None) if is_id_number(text) else (None, ID_SHAPE)


def _date(field: Field, value: Any) -> Checked:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str) and len(value) < 40:
        try:
            value = date.fromisoformat(_plain(value).replace("/", "-"))
        except ValueError:
            return None, DATE
    if not isinstance(value, date) or value.year not in YEARS:
        return None, DATE
    return value.isoformat(), None


def _time(field: Field, value: Any) -> Checked:
    if isinstance(value, str) and len(value) < 60:
        try:
            value = datetime.fromisoformat(_plain(value).replace("/", "-"))
        except ValueError:
            return None, TIME
    if not isinstance(value, datetime) or value.year not in YEARS:
        return None, TIME
    return value.isoformat(), None


def _duration(field: Field, value: Any) -> Checked:
    """A length of time with its unit, in its canonical words."""
    try:
        length = parse_duration(_plain(value) if isinstance(value, str) and len(value) < 60 else "")
    except BadDuration as bad:
        return None, bad.sentence
    problem = outside(field, str(length))
    return (str(length), None) if problem is None else (None, problem)


def _point(field: Field, value: Any) -> Checked:
    if isinstance(value, str):
        value = re.split(r"[,，\s]+", value.strip()[:60])
    if isinstance(value, Mapping):
        value = [value.get("lon"), value.get("lat")]
    try:
        lon, lat = (float(part) for part in value)
    except (TypeError, ValueError, OverflowError):
        return None, POINT
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None, POINT
    return [round(lon, 7), round(lat, 7)], None


def _listed(value: Any) -> list[Any] | None:
    """Several answers as a list, each once; one answer counts as a list of one."""
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(value)) if all(isinstance(v, str | int) for v in value) else None
    return [value] if isinstance(value, str | int) else None


def overlong(field: Field, value: Any) -> bool:
    """Whether an answer is a list so long that it is refused unread, however often it names the same."""
    most = most_items(field) if field.kind.rows else MAX_ITEMS
    return isinstance(value, list | tuple) and len(value) > most


def most_items(field: Field) -> int:
    """How many items a list may have."""
    return MAX_ITEMS if field.max is None else min(field.max, MAX_ITEMS)


def _choices(field: Field, value: Any) -> Checked:
    if overlong(field, value):
        return None, MANY.fill(max=most_items(field))
    values = _listed(value)
    chosen = [_chosen(field, one) for one in values or ()]
    found = [one for one in chosen if one is not None]
    if values is None or len(found) != len(chosen):
        wrong = next((one for one in values or () if _chosen(field, one) is None), None)
        return None, _options(field, wrong)
    return sized(field, list(dict.fromkeys(found)))


def _files(field: Field, value: Any) -> Checked:
    if overlong(field, value):
        return None, MANY.fill(max=most_items(field))
    values = _listed(value)
    if values is None or any(
        not isinstance(v, str) or not 0 < len(v) <= 100 or not v.isprintable() for v in values
    ):
        return None, FILES
    return sized(field, values)


def _numbers(field: Field, value: Any) -> Checked:
    if overlong(field, value):
        return None, MANY.fill(max=most_items(field))
    values = _listed(value)
    if values is None:
        return None, ITEMS
    checked = [_id(field, v) for v in values]
    if any(problem is not None for _, problem in checked):
        return None, ITEMS
    return sized(field, list(dict.fromkeys(v for v, _ in checked)))


def _one(field: Field, value: Any) -> Checked:
    """Somebody of any kind: `person:5`, `household:7`, `organisation:3`."""
    tag = _plain(value) if isinstance(value, str) and len(value) < 40 else ""
    kind, number = parts(tag)
    if not kind or not 0 < number <= MAX_ID:
        return None, SOMEBODY
    return f"{kind}:{number}", None


def _rows(field: Field, value: Any) -> Checked:
    """The lines of a list; what stands in each is a form of its own."""
    return sized(field, list(value)) if isinstance(value, list | tuple) else (None, ITEMS)


def sized(field: Field, values: list[Any]) -> Checked:
    """A list of as many items as the field allows."""
    most = most_items(field)
    if len(values) > most:
        return None, MANY.fill(max=most)
    if field.min is not None and len(values) < field.min:
        return None, FEW.fill(min=field.min)
    return values, None


_POSITIVE: Final = Field("", "integer", WHOLE, Rule("", 0), min=1)
CHECKS: Final[dict[str, Callable[[Field, Any], Checked]]] = for_every(
    ASKED_TYPES,
    {
        "text": _text,
        "words": _text,
        "integer": _integer,
        "money": _money,
        "boolean": _boolean,
        "date": _date,
        "time": _time,
        "duration": _duration,
        "choice": _choice,
        "choices": _choices,
        "phone": _phone,
        "id_number": _id_number,
        "point": _point,
        "place": _id,
        "person": _id,
        "household": _id,
        "office": _id,
        "organisation": _id,
        "one": _one,
        "people": _numbers,
        "matter": _id,
        "files": _files,
        "offices": _numbers,
        "list": _rows,
    },
    "how an answer is checked",
)
