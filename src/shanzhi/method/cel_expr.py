"""A compiled condition as nodes: names, constants, calls. What is told of it in words is told from these.

Decoded from the serialized `cel.expr.CheckedExpr` (github.com/google/cel-spec, proto/cel/expr/checked.proto and
syntax.proto), of which a condition needs few fields. `has(x)` is one node, as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.cel_message import fields, first, parts
from shanzhi.method.cel_rows import FILLED


class Const(Struct, frozen=True):
    """A value written out: text, whole number or truth."""

    value: Any


class Name(Struct, frozen=True):
    """A declared name: `data.stars`."""

    name: str


class Has(Struct, frozen=True):
    """Whether a declared name is filled in."""

    name: str


class Call(Struct, frozen=True):
    """A function or an operator (`_&&_`, `_==_`, `@in`); the value that a method is called on comes first."""

    function: str
    arguments: tuple[Expr, ...]


class Cell(Struct, frozen=True):
    """What a table says in one of its rows: the table, the name whose value is the row, the column."""

    table: str
    key: str
    column: str


class Listed(Struct, frozen=True):
    """A list written out."""

    items: tuple[Expr, ...]


class Part(Struct, frozen=True):
    """A part of the line that a loop is at (`t.amount`), or, `asked`, whether it is filled in."""

    word: str
    name: str
    asked: bool = False


class Loop(Struct, frozen=True):
    """What holds of the lines of a list: of `all`, of one that `exists`, or of `exists_one`; `word` stands for the line at hand."""

    kind: str
    word: str
    over: Expr
    body: Expr


class Other(Struct, frozen=True):
    """Lists that are made anew (`map`, `filter`), and whatever else no words are made of."""


Expr = Const | Name | Has | Call | Cell | Listed | Part | Loop | Other
LOOPS = {"_&&_": (True, "all", 1), "_||_": (False, "exists", 1), "_?_:_": (0, "exists_one", 0)}
"""By what each round does: what a loop begins with, which it is, and where the round says what must hold."""


def decoded(serialized: bytes, hidden: Mapping[str, Has | Cell | Name]) -> Expr:
    """The nodes of a checked expression; `hidden` says what names stand for that CEL does not see."""
    return _expr(first(first(serialized, 2), 4), hidden)


def _expr(message: bytes, hidden: Mapping[str, Has | Cell | Name]) -> Expr:
    for field, value in parts(message):
        if field == 3:
            return _constant(value)
        if field == 4:
            name = first(value, 1).decode()
            return hidden.get(name) or Name(name)
        if field == 6:
            arguments = [one for inner, one in parts(value) if inner == 3]
            if target := first(value, 1):
                arguments.insert(0, target)
            return Call(first(value, 2).decode(), tuple(_expr(one, hidden) for one in arguments))
        if field == 7:
            items = [one for inner, one in parts(value) if inner == 1]
            return Listed(tuple(_expr(one, hidden) for one in items))
        if field == 5:
            return _part(value)
        if field == 9:
            return _loop(value, hidden)
        if field > 4:
            return Other()
    return Other()


def _part(message: bytes) -> Expr:
    line = first(first(message, 1), 4)
    name = first(message, 2).decode()
    asked = name.endswith(FILLED)
    return Part(first(line, 1).decode(), name.removesuffix(FILLED), asked) if line else Other()


def _loop(message: bytes, hidden: Mapping[str, Has | Cell | Name]) -> Expr:
    begins = _expr(first(message, 4), hidden)
    step = _expr(first(message, 6), hidden)
    if not isinstance(begins, Const) or not isinstance(step, Call) or step.function not in LOOPS:
        return Other()
    value, kind, at = LOOPS[step.function]
    if begins.value is not value:
        return Other()
    return Loop(kind, first(message, 1).decode(), _expr(first(message, 2), hidden), step.arguments[at])


def _constant(message: bytes) -> Expr:
    for field, value in fields(message):
        if field == 2:
            return Const(bool(value))
        if field == 3 and isinstance(value, int):
            return Const(value - (1 << 64) if value >> 63 else value)
        if field == 6 and isinstance(value, bytes):
            return Const(value.decode())
    return Other()
