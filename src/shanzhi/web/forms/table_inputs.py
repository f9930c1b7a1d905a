"""A table among the inputs of a method, as it stands on the page: its rows one by one, pasted, or read from a file.

With columns of its own and few rows it is a list of rows to add, edit and remove; else a text, a line for each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from shanzhi.method.model import Field, Input
from shanzhi.method.table_cells import (
    as_cells,
    columns_of,
    from_cells,
    from_lines,
    heading_of,
    known_headings,
)
from shanzhi.method.words import Sentence
from shanzhi.tables.problems import BadInput
from shanzhi.tables.sheets import read_sheet

MOST_ROWS = 60
"""So many rows stand one by one; more are typed as lines."""
TAKE = "take:"
MOST_TOLD = 8
NOTHING = Sentence("请选一个文件，或粘贴几行。", "Choose a file, or paste some rows.")
MOST_LETTERS = 100


def row_fields(given: Input, rows: int) -> tuple[Field, ...]:
    """The questions of a row; none where the table is typed as lines."""
    if not given.form or rows > MOST_ROWS:
        return ()
    own = {column.name: column for column in given.form}
    return tuple(_cell(given, name, own.get(name)) for name in columns_of(given))


def _cell(given: Input, name: str, column: Input | None) -> Field:
    if column is None or name == "label":
        optional = name == "above"
        return Field(name, "text", heading_of(given, name), given.at, max=MOST_LETTERS, optional=optional)
    short = MOST_LETTERS if column.kind.written else None
    return Field(
        name, column.type, column.label, column.at, help=column.help, options=column.options, max=short,
        optional=column.optional,
    )  # fmt: skip


def as_rows(given: Input, rows: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the questions of `row_fields` have them typed."""
    return [
        {"code": code, **{name: _typed(value) for name, value in row.items()}} for code, row in rows.items()
    ]


def _typed(value: Any) -> Any:
    return value if isinstance(value, bool | int | list) else str(value)


def as_text(given: Input, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """The rows as one types them: a line each, the headings first."""
    return "\n".join("\t".join(line) for line in as_cells(given, rows))


def read_typed(given: Input, typed: Any) -> tuple[Any, Sentence | None]:
    """What was typed, as the table takes it; or what cannot be understood, by row and column."""
    if isinstance(typed, str):
        return typed, None  # the language reads lines itself
    order = {name: at for at, name in enumerate(columns_of(given))}
    lines = [(n, [_text(row.get(name)) for name in order]) for n, row in enumerate(typed, 1)]
    rows, problems = from_cells(given, lines, order)
    return rows, _told(problems)


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def handed_in(request: HttpRequest, given: Input) -> tuple[Any, Sentence | None]:
    """The rows of the file that was chosen, or that were pasted; or what is wrong with them."""
    file = request.FILES.get(f"{given.name}.file")
    pasted = request.POST.get(f"{given.name}.paste", "")
    if file is None and not pasted.strip():
        return {}, NOTHING
    if file is None:
        rows, problems = from_lines(given, pasted)
        return rows, _told(problems)
    try:
        sheet = read_sheet(file.read(), file.name or "", known_headings(given), needed=("code", "label"))
    except BadInput as problem:
        return {}, problem.sentence
    rows, problems = from_cells(given, sheet.rows, sheet.columns)
    return rows, _told(problems)


def _told(problems: list[Sentence]) -> Sentence | None:
    """Problems as one sentence: the first of them, and how many more there are."""
    if not problems:
        return None
    few, left = problems[:MOST_TOLD], len(problems) - MOST_TOLD
    more = Sentence(f"还有 {left} 处。", f"; and {left} more.") if left > 0 else Sentence("", "")
    return Sentence("".join(p.zh for p in few) + more.zh, "; ".join(p.en for p in few) + more.en)
