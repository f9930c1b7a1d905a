"""Checks the answers to a form: every fault is told, field by field; nothing unknown gets in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shanzhi.method.model import Field
from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


Checked = tuple[Any, Sentence | None]
PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MAX_ITEMS = 500

MISSING = _s("请填写“{label}”。", "Fill in “{label}”.")
UNKNOWN = _s("没有这一项，请删去。", "There is no such question; leave it out.")
TEXT = _s("请填写文字。", "Write text here.")
SHORT = _s("至少 {min} 个字，现在 {now} 个。", "At least {min} characters; there are {now}.")
LONG = _s("最多 {max} 个字，现在 {now} 个；请缩短。", "At most {max} characters; there are {now}. Shorten it.")
CONTROL = _s("有不能保存的字符，请重新输入。", "It holds characters that cannot be kept; type it again.")
WHOLE = _s("请填写整数。", "Write a whole number.")
LEAST = _s("不能小于 {min}。", "It must be at least {min}.")
MOST = _s("不能大于 {max}。", "It must be at most {max}.")
BOOL = _s("请选“是”或“否”。", "Choose yes or no.")
OPTION = _s("请从这些里选：{options}。", "Choose one of: {options}.")
DATE = _s("请填写日期，如 2026-03-02。", "Write a date such as 2026-03-02.")
TIME = _s("请填写时间，如 2026-03-02 09:00。", "Write a time such as 2026-03-02 09:00.")
PHONE_SHAPE = _s("电话号码不对；请填 11 位手机号或带区号的座机。", "This is no phone number; write an 11-digit mobile or a landline with its area code.")
ID_SHAPE = _s("身份证号不对，请核对 18 位号码。", "This is no valid 18-digit identity number; check it.")
POINT = _s("位置应为经度和纬度，如 104.06, 30.67。", "A location is longitude and latitude, such as 104.06, 30.67.")
FILES = _s("请先上传文件。", "Upload the files first.")
ITEMS = _s("请填写列表。", "Write a list.")
FEW = _s("至少 {min} 项。", "At least {min} items.")
MANY = _s("最多 {max} 项。", "At most {max} items.")
IN_ITEM = _s("第 {n} 项“{label}”：{why}", "Item {n}, “{label}”: {why}")


def _text(field: Field, value: Any) -> Checked:
    if not isinstance(value, str):
        return None, TEXT
    value = value.strip()
    size = len(value)
    if field.max is not None and size > field.max:
        return None, LONG.fill(max=field.max, now=size)
    if field.min is not None and size < field.min:
        return None, SHORT.fill(min=field.min, now=size)
    if not value.isprintable() and any(_unprintable(c) for c in value):
        return None, CONTROL
    return value, None


def _unprintable(c: str) -> bool:
    return (c < " " and c not in "\n\r\t") or "\ud800" <= c <= "\udfff" or c == "\x7f"


def _integer(field: Field, value: Any) -> Checked:
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,15}", value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        return None, WHOLE
    if field.min is not None and value < field.min:
        return None, LEAST.fill(min=field.min)
    if field.max is not None and value > field.max:
        return None, MOST.fill(max=field.max)
    return value, None


def _boolean(field: Field, value: Any) -> Checked:
    if isinstance(value, str):
        value = {"true": True, "false": False, "on": True, "是": True, "否": False}.get(value.strip().lower())
    return (value, None) if isinstance(value, bool) else (None, BOOL)


def _choice(field: Field, value: Any) -> Checked:
    for option in field.options:
        if value == option.value:
            return value, None
    return None, _options(field)


def _options(field: Field) -> Sentence:
    return OPTION.fill(
        options=_s("、".join(o.label.zh for o in field.options), ", ".join(o.label.en for o in field.options))
    )


def _choices(field: Field, value: Any) -> Checked:
    values = [value] if isinstance(value, str) else value
    allowed = {o.value for o in field.options}
    if not isinstance(values, Sequence) or any(not isinstance(v, str) or v not in allowed for v in values):
        return None, _options(field)
    return _sized(field, list(dict.fromkeys(values)))


def _sized(field: Field, values: list[Any]) -> Checked:
    most = MAX_ITEMS if field.max is None else min(field.max, MAX_ITEMS)
    if len(values) > most:
        return None, MANY.fill(max=most)
    if field.min is not None and len(values) < field.min:
        return None, FEW.fill(min=field.min)
    return values, None


def _phone(field: Field, value: Any) -> Checked:
    digits = re.sub(r"[\s-]", "", value) if isinstance(value, str) else ""
    return (digits, None) if PHONE.fullmatch(digits) else (None, PHONE_SHAPE)


def _id_number(field: Field, value: Any) -> Checked:
    text = value.strip().upper() if isinstance(value, str) else ""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        return None, ID_SHAPE
    total = sum(int(digit) * weight for digit, weight in zip(text, ID_WEIGHTS, strict=False))
    return (text, None) if text[17] == "10X98765432"[total % 11] else (None, ID_SHAPE)


def _date(field: Field, value: Any) -> Checked:
    if isinstance(value, datetime):
        return value.date().isoformat(), None
    if isinstance(value, date):
        return value.isoformat(), None
    try:
        return date.fromisoformat(str(value).strip()).isoformat(), None
    except ValueError:
        return None, DATE


def _time(field: Field, value: Any) -> Checked:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value).strip().replace("/", "-"))
        except ValueError:
            return None, TIME
    if not 1900 <= moment.year <= 2199:
        return None, TIME
    return moment.isoformat(), None


def _point(field: Field, value: Any) -> Checked:
    if isinstance(value, str):
        value = re.split(r"[,，\s]+", value.strip())
    if isinstance(value, Mapping):
        value = [value.get("lon"), value.get("lat")]
    try:
        lon, lat = (float(part) for part in value)
    except (TypeError, ValueError):
        return None, POINT
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None, POINT
    return [round(lon, 7), round(lat, 7)], None


def _files(field: Field, value: Any) -> Checked:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, Sequence) or any(not isinstance(v, str) or len(v) > 100 for v in values):
        return None, FILES
    return _sized(field, list(values))


def _offices(field: Field, value: Any) -> Checked:
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    checked = [_integer(Field(field.name, "integer", field.label, field.at, min=1), v) for v in values]
    if any(problem is not None for _, problem in checked):
        return None, ITEMS
    return _sized(field, list(dict.fromkeys(v for v, _ in checked)))


def _list(field: Field, value: Any) -> Checked:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None, ITEMS
    items, problem = _sized(field, list(value))
    if problem is not None:
        return None, problem
    built = []
    for n, item in enumerate(items, 1):
        answers, faults = check_form(field.form, item if isinstance(item, Mapping) else {})
        for name, why in faults.items():
            label = next((f.label for f in field.form if f.name == name), _s(name, name))
            return None, IN_ITEM.fill(n=n, label=label, why=why)
        built.append(answers)
    return built, None


_CHECKS: dict[str, Callable[[Field, Any], Checked]] = {
    "text": _text,
    "integer": _integer,
    "money": _integer,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "choice": _choice,
    "choices": _choices,
    "phone": _phone,
    "id_number": _id_number,
    "point": _point,
    "place": _integer,
    "person": _integer,
    "household": _integer,
    "office": _integer,
    "matter": _integer,
    "files": _files,
    "offices": _offices,
    "list": _list,
}
EMPTY = (None, "", [], {})


def check_form(
    form: tuple[Field, ...],
    answers: Mapping[str, Any],
    asked: Callable[[Field, dict[str, Any]], bool] | None = None,
) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """The checked answers, and what is wrong by field name.

    Empty optional answers are left out; defaults stand in for answers not given. `asked` tells whether a
    conditional question applies, given the answers before it; answers to questions that do not apply are
    left out.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Sentence] = {}
    seen = 0
    for field in form:
        name = field.name
        given = answers.get(name)
        if name in answers:
            seen += 1
        if field.asked is not None and asked is not None and not asked(field, values):
            continue
        if given is None or given in EMPTY:
            if field.default is not None and name not in answers:
                given = field.default
            elif field.optional:
                continue
            else:
                faults[name] = MISSING.fill(label=field.label)
                continue
        value, why = _CHECKS[field.type](field, given)
        if why is not None:
            faults[name] = why
        else:
            values[name] = value
    if seen < len(answers):
        known = {field.name for field in form}
        faults.update({str(name)[:60]: UNKNOWN for name in answers if name not in known})
    return values, faults
