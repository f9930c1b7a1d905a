"""The columns of tables as conditions look them up: `inputs.rules[data.what].points` is the column `points` of the row that
`data.what` names.

A place's tables are known when a method is compiled, and the key is a plain name: so the value is looked up before CEL is
asked. It is as typed as any name, and a table of a thousand rows makes no condition slower. A key without a row, or nothing
filled in yet, gives the column's empty value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.cel_values import CelType
from shanzhi.method.words import Sentence, hint

LOOK = (
    r"(?<![\w.])inputs\.(?P<table>[a-z]\w*)[ \t]*\[[ \t]*(?P<key>[A-Za-z_]\w*(?:\.\w+)+)[ \t]*\]"
    r"[ \t]*\.(?P<column>[a-z]\w*)"
)
"""A look into a table, inside a condition."""
ONE_LOOK = re.compile(LOOK)
"""A look that stands alone, where a length of time does."""


class TableColumn(Struct, frozen=True):
    """A column of a table: its type in conditions (None: no condition can speak of it), and its value by row."""

    type: CelType | None
    values: Mapping[str, Any]


Tables = Mapping[str, Mapping[str, TableColumn]]
"""By the name of a table input, its columns."""


class Looked(Struct, frozen=True):
    """One look: which table, by the value of which name, at which column, and what that is called."""

    table: str
    key: str
    column: TableColumn
    name: str = ""

    def value(self, key: object) -> Any:
        """What stands there; None where there is no such row, or nothing in it."""
        return self.column.values.get(key) if isinstance(key, str) else None


def column_of(tables: Tables, table: str, column: str) -> TableColumn | Sentence:
    """A column, or the sentence that says that there is none."""
    if table not in tables:
        return NO_TABLE.fill(name=table, hint=hint(table, tables))
    if column not in tables[table]:
        return NO_COLUMN.fill(name=column, table=table, hint=hint(column, tables[table]))
    return tables[table][column]


NO_TABLE = Sentence(
    "没有名为“{name}”的表格参数。{hint}请在 inputs 里写 type: table 和 form。",
    "There is no table input “{name}”. {hint} Give it under `inputs`, with `type: table` and `form`.",
)
NO_COLUMN = Sentence(
    "表格“{table}”没有“{name}”这一列。{hint}", "The table “{table}” has no column “{name}”. {hint}"
)
NO_KEY = Sentence(
    "方括号里写一项事实的名称，如 data.what；没有“{name}”。{hint}",
    "In the brackets stands the name of a fact, such as data.what; there is no “{name}”. {hint}",
)
NO_CONDITION = Sentence(
    "“{name}”这一列是时长，条件里不能比较；它只能写在时限处。",
    "The column “{name}” is a length of time, which no condition compares; it stands where a limit does.",
)
