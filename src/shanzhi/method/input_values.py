"""Reads what is set for an input of a method: each type in a row of its own, and the bounds of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shanzhi.method.duration import BadDuration, Duration, parse_duration
from shanzhi.method.field_types import INPUT_TYPES, whole
from shanzhi.method.model import Input, Option
from shanzhi.method.money import AMOUNT, amount
from shanzhi.method.rooms import for_every
from shanzhi.method.shape import is_text
from shanzhi.method.table_cells import from_lines
from shanzhi.method.trees import find_option, is_tree, read_rows, with_below
from shanzhi.method.words import Sentence

Read = tuple[Any, Sentence | None]
"""A value in its compiled form, or the sentence that refuses it."""


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


def input_value(given: Input, value: Any) -> Read:
    """A value for an input in its compiled form (durations as `Duration`), or the sentence that refuses it."""
    found, problem = _READ[given.type](given, value)
    return (None, problem) if problem is not None else _within(given, found)


def bound_value(given: Input, value: Any) -> Read:
    """As `input_value`, and as conditions read it: who chooses a row of a tree chooses all below it."""
    found, problem = input_value(given, value)
    if problem is None and given.kind.options and given.kind.several and is_tree(given.options):
        return with_below(given.options, found), None
    return found, problem


def _text(given: Input, value: Any) -> Read:
    if not is_text(value):
        return None, _s("应为文字。", "must be text.")
    allowed = [o.value for o in given.options]
    if allowed and value not in allowed:
        return None, _s(f"可选：{'、'.join(allowed)}。", f"choose one of: {', '.join(allowed)}.")
    return value, None


def _integer(given: Input, value: Any) -> Read:
    return (value, None) if whole(value) else (None, _s("应为整数。", "must be a whole number."))


def _money(given: Input, value: Any) -> Read:
    return (None, AMOUNT) if is_text(value) else _integer(given, value)


def _boolean(given: Input, value: Any) -> Read:
    if not isinstance(value, bool):
        return None, _s("应为 true 或 false。", "must be true or false.")
    return value, None


def _duration(given: Input, value: Any) -> Read:
    try:
        return value if isinstance(value, Duration) else parse_duration(str(value)), None
    except BadDuration as bad:
        return None, bad.sentence


def _texts(given: Input, value: Any) -> Read:
    if not isinstance(value, list) or not all(is_text(one) and one.strip() for one in value):
        return None, _s(
            "应为一列文字，如 [甲, 乙]；没有就写 []。",
            "must be a list of texts, as in [one, two]; [] for none.",
        )
    return list(dict.fromkeys(one.strip() for one in value)), None


def _table(given: Input, value: Any) -> Read:
    """The rows with their cells in compiled form; or what is wrong with them, by row and column."""
    if value == {} and _may_be_empty(given):
        return {}, None
    if isinstance(value, str) and given.form:
        value, unclear = from_lines(given, value)
        if unclear:
            return None, _few(unclear)
    rows, problem = read_rows(value, [column.name for column in given.form])
    if problem is not None:
        return None, problem
    found: dict[str, Any] = {}
    faults: list[Sentence] = []
    for number, (code, row) in enumerate(rows.items(), 1):
        cells, wrong = _cells(given, row)
        found[code] = {**row, **cells}
        faults += [CELL.fill(number=number, code=code, column=column, why=why) for column, why in wrong]
    return (None, _few(faults)) if faults else (found, None)


def _may_be_empty(given: Input) -> bool:
    """Whether a table may have no rows: it says so, or it has none until somebody adopts it."""
    return bool(given.min == 0 or given.default == {})


def _cells(given: Input, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[Sentence, Sentence]]]:
    found: dict[str, Any] = {}
    wrong: list[tuple[Sentence, Sentence]] = []
    for column in given.form:
        if column.name == "label":
            continue
        if column.name not in row or row[column.name] in (None, "", []):
            if not column.optional:
                wrong.append((column.label, MISSING))
            continue
        value, problem = input_value(column, row[column.name])
        if problem is not None:
            wrong.append((column.label, problem))
        else:
            found[column.name] = value
    return found, wrong


def _few(problems: list[Sentence]) -> Sentence:
    """The first of many problems, and how many there are besides."""
    few, left = problems[:MOST_TOLD], len(problems) - MOST_TOLD
    more = MORE.fill(count=left) if left > 0 else _s("", "")
    return _s("".join(p.zh for p in few) + more.zh, "; ".join(p.en for p in few) + more.en)


MOST_TOLD = 8
MISSING = _s("没有填。", "nothing is given.")
CELL = _s("第 {number} 行（{code}）“{column}”：{why}", "row {number} ({code}), “{column}”: {why}")
MORE = _s("还有 {count} 处。", "; and {count} more.")
EMPTY = _s(
    "还没有填，至少要有 {least} 行才能采用。", "has no rows yet; {least} are needed to adopt the method."
)


def unfilled(given: Input, value: Any) -> Sentence | None:
    """The sentence for a table that a place cannot adopt empty; None for any other input."""
    least = 1 if given.min is None else given.min
    return EMPTY.fill(least=least) if given.kind.table and not value and least else None


def _choices(given: Input, value: Any) -> Read:
    """The codes of several choices, told by code or by name; or the sentence about the first that is none."""
    if not isinstance(value, list):
        return None, _s(
            "应为一列，如 [甲, 乙]；没有就写 []。", "must be a list, as in [one, two]; [] for none."
        )
    codes: list[str] = []
    for one in value:
        found = find_option(given.options, one) if isinstance(one, str) else []
        if len(found) != 1:
            return None, NOT_AMONG.fill(given=str(one)[:60], options=told_options(given.options))
        codes += found
    return list(dict.fromkeys(codes)), None


NOT_AMONG = _s("没有“{given}”这一项；可选：{options}。", "there is no “{given}”; choose among: {options}.")


def told_options(options: tuple[Option, ...]) -> Sentence:
    """The options as a sentence names them: of a tree those at the top, with their codes."""
    tops = [option for option in options if not option.above]
    return _s(
        "、".join(f"{o.label.zh}（{o.value}）" for o in tops),
        ", ".join(f"{o.label.en} ({o.value})" for o in tops),
    )


def _size(value: Any) -> float:
    if isinstance(value, Duration):
        return value.rough_minutes
    return float(len(value)) if isinstance(value, str | list | dict) else float(value)


def _within(given: Input, value: Any) -> tuple[Any, Sentence | None]:
    if value == {}:  # whether a table may be empty was looked at already
        return value, None
    for bound, word, outside in (
        (given.min, _s("不少于", "at least"), -1),
        (given.max, _s("不超过", "at most"), 1),
    ):
        if bound is None:
            continue
        limit = parse_duration(str(bound)) if isinstance(value, Duration) else bound
        if (_size(value) - _size(limit)) * outside > 0:
            told = _told(given, limit)
            return None, _s(f"应{word.zh} {told.zh}。", f"must be {word.en} {told.en}.")
    return value, None


def _told(given: Input, limit: Any) -> Sentence:
    """A bound as people read it."""
    if isinstance(limit, Duration):
        return _s(limit.label("zh"), limit.label("en"))
    return amount(limit) if given.kind.amount else _s(str(limit), str(limit))


_READ: dict[str, Callable[[Input, Any], Read]] = for_every(
    INPUT_TYPES,
    {
        "text": _text,
        "integer": _integer,
        "boolean": _boolean,
        "money": _money,
        "duration": _duration,
        "choice": _text,
        "choices": _choices,
        "texts": _texts,
        "roles": _choices,
        "table": _table,
    },
    "how an input is read",
)
