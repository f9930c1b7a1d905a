"""What stands in the tables of a method, as conditions and limits look it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.cel_tables import ONE_LOOK, TableColumn, column_of
from shanzhi.method.cel_values import CelType
from shanzhi.method.duration import Duration
from shanzhi.method.model import Input
from shanzhi.method.read import Node
from shanzhi.method.rules import Span
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

CODES = 60
"""How many rows one condition names: more would make it too long."""
NEVER_RUN = Duration(1, "workdays")
"""The limit of an empty table, which nobody can adopt."""


def columns_of(given: Input, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, TableColumn]:
    """The columns of a table by their names, its rows' own names among them."""
    types = {column.name: column.kind.cel for column in given.form} | {"label": CelType.TEXT}
    return {
        name: TableColumn(kind, {code: row[name] for code, row in rows.items() if name in row})
        for name, kind in types.items()
    }


def limits(
    b: Builder, node: Node, when: Node | None, plain: Callable[[Builder, Node], Span | None]
) -> list[tuple[Node | None, Span]]:
    """A limit as cases: itself, or one for each length that stands in a table's column, with the rows for which it is so.

    `plain` reads a length that is none of a table's. Where no row is chosen, or the one chosen names no length, the shortest holds: nothing waits longer for being unclear.
    """
    look = ONE_LOOK.fullmatch(str(node.value))
    if look is None:
        limit = plain(b, node)
        return [] if limit is None else [(when, limit)]
    column = column_of(b.columns, look["table"], look["column"])
    if isinstance(column, Sentence):
        if look["table"] not in b.broken:
            b.problems.add("SZ401", node, detail=column)
        return []
    lengths: dict[Duration, list[str]] = {}
    for code, length in column.values.items():
        if not isinstance(length, Duration):
            b.problems.add("SZ306", node, name=look["column"], expected="duration")
            return []
        lengths.setdefault(length, []).append(code)
    found: list[tuple[Node | None, Span]] = []
    for length, codes in lengths.items():
        for start in range(0, len(codes), CODES):
            listed = ", ".join(f'"{code}"' for code in codes[start : start + CODES])
            chosen = f"{look['key']} in [{listed}]"
            source = chosen if when is None else f"({when.value}) && {chosen}"
            found.append((Node(source, node.line, node.column), length))
    shortest = min(lengths, key=lambda length: length.rough_minutes, default=NEVER_RUN)
    return [*found, (when, shortest)]
