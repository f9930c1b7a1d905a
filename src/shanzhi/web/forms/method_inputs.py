"""How the inputs of a method are typed on a page and told, each type in a row of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.method.aloud.names import spaced
from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.field_types import INPUT_TYPES
from shanzhi.method.model import Input
from shanzhi.method.money import amount, read_yuan
from shanzhi.method.rooms import for_every
from shanzhi.method.trees import as_lines, read_rows, tops_of
from shanzhi.method.words import Sentence
from shanzhi.web.forms.table_inputs import MOST_ROWS, as_rows, as_text
from shanzhi.web.words import say

COMMA = "、"
"""What stands between several texts of one input."""
MANY = Sentence("几个之间用顿号或逗号隔开。", "Commas stand between several.")
BOUNDS = Sentence(
    "可设 {least}至{most}；默认{default}。", "From {least} to {most}; the default is {default}."
)
LEAST = Sentence("不少于 {least}；默认{default}。", "At least {least}; the default is {default}.")
MOST = Sentence("不超过 {most}；默认{default}。", "At most {most}; the default is {default}.")
DEFAULT = Sentence("默认{default}。", "The default is {default}.")
PASTED = Sentence("可从表格软件整列复制过来。", "Columns of a worksheet may be pasted.")


def input_text(given: Input, value: Any) -> str:
    """The value of an input as people read it."""
    return _ROWS[given.type].told(given, value)


def bounds_text(given: Input) -> Sentence:
    """The bounds and the default of an input, in words."""
    default = input_text(given, given.default) or _("空")
    shown: dict[str, Any] = {"default": spaced(Sentence(default, default))}
    form = DEFAULT
    if given.min is not None:
        shown["least"], form = input_text(given, given.min), LEAST
    if given.max is not None:
        shown["most"], form = input_text(given, given.max), BOUNDS if given.min is not None else MOST
    return form.fill(**shown)


def as_typed(given: Input, value: Any) -> Any:
    """The value of an input as a person would type it: the rows of a table with columns one by one, if they are few."""
    if given.form and isinstance(value, dict):
        return as_rows(given, value) if len(value) <= MOST_ROWS else as_text(given, value)
    return _ROWS[given.type].written(value)


def meant(given: Input, typed: Any) -> Any:
    """What was typed, as the input's type takes it; what does not fit stays as it is, and the language says so."""
    return _ROWS[given.type].read(typed)


def how_to(given: Input) -> Sentence | None:
    """What has to be said of how to type it."""
    return _ROWS[given.type].help


def may_be_empty(given: Input) -> bool:
    """Whether nothing is a value of it."""
    return _ROWS[given.type].empty and not given.default


class _Row(Struct, frozen=True):
    """One type: how a value is told and written as one types it, and how what was typed is read."""

    told: Callable[[Input, Any], str]
    written: Callable[[Any], Any]
    read: Callable[[Any], Any]
    help: Sentence | None = None
    empty: bool = False


def _same(value: Any) -> Any:
    return value


def _told(given: Input, value: Any) -> str:
    labels = {option.value: say(option.label) for option in given.options}
    if isinstance(value, list):
        value = tops_of(given.options, value)
        return _("、").join(labels.get(one, str(one)) for one in value)
    return "" if value is None else labels.get(value, str(value))


def _tell_duration(given: Input, value: Any) -> str:
    if value is None:
        return ""
    duration = value if isinstance(value, Duration) else parse_duration(str(value))
    return duration.label(get_language() or "zh-hans")


def _tell_boolean(given: Input, value: Any) -> str:
    return _("是") if value else _("否")


def _tell_money(given: Input, value: Any) -> str:
    return say(amount(value)) if isinstance(value, int) else _told(given, value)


def _tell_table(given: Input, value: Any) -> str:
    return _("%(n)d 行") % {"n": len(value)} if isinstance(value, dict) else str(value)


def _write_texts(value: Any) -> Any:
    return COMMA.join(value) if isinstance(value, list) else value


def _write_table(value: Any) -> Any:
    rows, wrong = read_rows(value)
    return value if wrong else as_lines(rows)


def _read_integer(typed: Any) -> Any:
    try:
        return int(str(typed).strip())
    except ValueError:
        return typed


def _read_money(typed: Any) -> Any:
    fen = read_yuan(str(typed or ""))
    return typed if fen is None else fen


def _read_duration(typed: Any) -> Any:
    try:
        return str(parse_duration(str(typed)))
    except BadDuration:
        return typed


def _read_texts(typed: Any) -> Any:
    parts = (part.strip() for part in re.split(r"[,，、;；\n]", str(typed or "")))
    return list(dict.fromkeys(part for part in parts if part))


def _read_table(typed: Any) -> Any:
    rows, wrong = read_rows(str(typed or ""))
    return typed if wrong else rows


_ROWS: dict[str, _Row] = for_every(
    INPUT_TYPES,
    {
        "text": _Row(_told, _same, _same, empty=True),
        "integer": _Row(_told, _same, _read_integer),
        "boolean": _Row(
            _tell_boolean, _same, lambda typed: {"true": True, "false": False}.get(str(typed), typed)
        ),
        "money": _Row(_tell_money, _same, _read_money),
        "duration": _Row(_tell_duration, str, _read_duration),
        "choice": _Row(_told, _same, _same),
        "choices": _Row(_told, _same, lambda typed: typed or [], empty=True),
        "texts": _Row(_told, _write_texts, _read_texts, MANY, empty=True),
        "roles": _Row(_told, _same, lambda typed: typed or [], empty=True),
        "table": _Row(_tell_table, _write_table, _read_table, PASTED),
    },
    "how an input of a method is typed",
)
