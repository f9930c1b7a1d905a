"""A table input typed, pasted or handed in: headings and cells as texts, made rows by code; and rows written as cells again.

The columns are the code, the name, those that the table's `form` gives, and the code above. Headings tell which is which, in
whatever order; without headings they stand in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shanzhi.method.duration import BadDuration, parse_duration
from shanzhi.method.field_types import COLUMN_TYPES
from shanzhi.method.model import Input
from shanzhi.method.money import in_yuan, read_yuan
from shanzhi.method.rooms import for_every
from shanzhi.method.trees import find_option
from shanzhi.method.words import Sentence

HEADINGS: dict[str, tuple[Sentence, ...]] = {
    "code": (Sentence("代码", "code"), Sentence("编码", "id")),
    "label": (Sentence("名称", "name"), Sentence("label", "label")),
    "above": (Sentence("上级代码", "code above"), Sentence("上级", "above")),
}
"""What the columns that every table has may be called; the first is how they are written."""
BETWEEN = re.compile(r"[、,，;；]\s*")
TWICE = Sentence(
    "第 {line} 行：代码“{code}”前面已经有了。", "row {line}: the code “{code}” is there already."
)
NO_CODE = Sentence("第 {line} 行：没有写代码。", "row {line}: the code is missing.")
NO_HEADING = Sentence("表头没有“{wanted}”这一列。", "there is no column headed “{wanted}”.")
CELL = Sentence(
    "第 {line} 行“{column}”写的是“{given}”：{why}", "row {line}, “{column}” says “{given}”: {why}"
)
NOT_YES = Sentence("请写“是”或“否”。", "write yes or no.")
NOT_WHOLE = Sentence("应为整数。", "must be a whole number.")
NOT_MONEY = Sentence("应为金额，如 120.50 元。", "must be an amount, such as 120.50 yuan.")
NOT_THERE = Sentence("可选：{options}。", "choose among: {options}.")
YES = frozenset(("是", "有", "对", "true", "yes", "y", "1", "√", "✓"))
NO = frozenset(("否", "无", "不", "false", "no", "n", "0", "×", ""))

Cell = tuple[Any, Sentence | None]


def heading_of(given: Input, name: str) -> Sentence:
    """How a column is headed: as the table's form calls it, else by its usual name."""
    own = next((column.label for column in given.form if column.name == name), None)
    return own if own is not None else HEADINGS[name][0]


def columns_of(given: Input) -> list[str]:
    """The columns of a table in the order in which they are written."""
    own = [column.name for column in given.form if column.name != "label"]
    return ["code", "label", *own, "above"]


def known_headings(given: Input) -> dict[str, tuple[str, ...]]:
    """By column, what it may be called."""
    found: dict[str, tuple[str, ...]] = {}
    for name in columns_of(given):
        said = [*HEADINGS.get(name, ())]
        said += [column.label for column in given.form if column.name == name]
        found[name] = (name, *(text for one in said for text in (one.zh, one.en)))
    return found


def from_lines(given: Input, text: str) -> tuple[dict[str, Any], list[Sentence]]:
    """Rows typed or pasted from a worksheet: a line each, its cells parted by tabs, or by commas where there is none."""
    lines: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else re.split(r"[,，]", line))]
        if any(cells):
            lines.append((number, cells))
    order = _order(given, lines[0][1]) if lines else None
    if order is not None:
        return from_cells(given, lines[1:], order)
    return from_cells(given, lines, dict(zip(columns_of(given), range(len(given.form) + 3), strict=False)))


def _order(given: Input, cells: Sequence[str]) -> dict[str, int] | None:
    """Which column is where, if these cells are headings."""
    said = {_form(text): name for name, texts in known_headings(given).items() for text in texts}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = said.get(_form(cell))
        if name is not None:
            found.setdefault(name, at)
    return found if "code" in found else None


def _form(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def from_cells(
    given: Input, rows: Iterable[tuple[int, Sequence[str]]], order: Mapping[str, int]
) -> tuple[dict[str, Any], list[Sentence]]:
    """The rows of a table from cells, by which column is where; and what cannot be understood, by row and column."""
    missing = [name for name in ("code", "label") if name not in order]
    missing += [
        column.name for column in given.form if not column.optional and column.name not in ("label", *order)
    ]
    if missing:
        return {}, [NO_HEADING.fill(wanted=heading_of(given, name)) for name in missing]
    found: dict[str, Any] = {}
    problems: list[Sentence] = []
    for line, cells in rows:
        told = {name: cells[at].strip() for name, at in order.items() if at < len(cells)}
        code = _form(told.pop("code", ""))
        if not code:
            problems.append(NO_CODE.fill(line=line))
            continue
        if code in found:
            problems.append(TWICE.fill(line=line, code=code))
            continue
        found[code] = _row(given, line, told, problems)
    return found, problems


def _row(given: Input, line: int, told: Mapping[str, str], problems: list[Sentence]) -> dict[str, Any]:
    row: dict[str, Any] = {"label": told.get("label", "")}
    if told.get("above"):
        row["above"] = _form(told["above"])
    for column in given.form:
        text = told.get(column.name, "")
        if column.name == "label" or (not text and not column.kind.yes_no):
            continue
        value, why = _CELLS[column.type](column, text)
        if why is None:
            row[column.name] = value
        else:
            problems.append(CELL.fill(line=line, column=column.label, given=text[:40], why=why))
    return row


def as_cells(given: Input, rows: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The rows of a table as cells, the headings first; columns that nobody uses are left out."""
    names = columns_of(given)
    if not any("above" in row for row in rows.values()):
        names.remove("above")
    own = {column.name: column for column in given.form if column.name != "label"}
    written = [[heading_of(given, name).zh for name in names]]
    for code, row in rows.items():
        cells = {"code": code, "label": row.get("label", ""), "above": row.get("above", "")}
        cells |= {name: cell_text(own[name], row.get(name)) for name in own}
        written.append([cells[name] for name in names])
    return written


def cell_text(column: Input, value: Any) -> str:
    """A cell as one types it: choices by their names, money in yuan, yes and no in words."""
    if value is None:
        return ""
    if column.kind.yes_no:
        return "是" if value else "否"
    if column.kind.amount and isinstance(value, int):
        return in_yuan(value)
    names = {option.value: option.label.zh for option in column.options}
    if isinstance(value, list | tuple):
        return "、".join(names.get(one, str(one)) for one in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)


def _as_is(column: Input, text: str) -> Cell:
    return text, None


def _whole(column: Input, text: str) -> Cell:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return (int(plain), None) if re.fullmatch(r"[+-]?[0-9]{1,15}", plain) else (None, NOT_WHOLE)


def _yes(column: Input, text: str) -> Cell:
    word = _form(text)
    return (word in YES, None) if word in YES | NO else (None, NOT_YES)


def _yuan(column: Input, text: str) -> Cell:
    fen = read_yuan(text)
    return (fen, None) if fen is not None else (None, NOT_MONEY)


def _span(column: Input, text: str) -> Cell:
    try:
        return str(parse_duration(text)), None
    except BadDuration as bad:
        return None, bad.sentence


def _one(column: Input, text: str) -> Cell:
    found = find_option(column.options, text)
    return (found[0], None) if len(found) == 1 else (None, _among(column))


def _several(column: Input, text: str) -> Cell:
    codes: list[str] = []
    for part in filter(None, BETWEEN.split(text)):
        found = find_option(column.options, part)
        if len(found) != 1:
            return None, _among(column)
        codes += found
    return codes, None


def _texts(column: Input, text: str) -> Cell:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()], None


def _among(column: Input) -> Sentence:
    few = column.options[:20]
    return NOT_THERE.fill(
        options=Sentence("、".join(o.label.zh for o in few), ", ".join(o.label.en for o in few))
    )


_CELLS: dict[str, Callable[[Input, str], Cell]] = for_every(
    COLUMN_TYPES,
    {
        "text": _as_is,
        "integer": _whole,
        "boolean": _yes,
        "money": _yuan,
        "duration": _span,
        "choice": _one,
        "choices": _several,
        "texts": _texts,
        "roles": _several,
    },
    "how a cell of a table is read",
)
