"""A ballot's condition as inequalities that are linear in its counts, so that each can be proved without them.

A secret ballot may publish no more than which conditions were met; every one of them is then proved over the
encrypted sums, and for that it must read «so many times this, plus that, is at least so much». What facts and inputs
decide already is settled first: of `data.big ? yes * 4 >= voted * 3 : yes * 2 > voted` one side remains.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from shanzhi.method.cel_known import OPEN, result, tree_of

_SIGNS: dict[type, str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
_SUMS: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_COUNTS = ("voted", "roll")
_SEALED = {"roll": "electors"}
"""What a sealed box calls a count of ours: who verifies one knows those words."""
AREA = "_area"


class NotLinear(Exception):
    """A condition, or a part of it, that cannot be proved; `part` is its text."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


Values = Mapping[str, Any] | None


def inequalities(
    source: str, options: Iterable[str], values: Values, *, weighted: bool = True
) -> tuple[str, ...]:
    """The inequalities that must all hold, in the order written. Counts by heads end in `_heads`, by area in `_area`.

    `values` are facts and inputs by their names (`data.x`, `inputs.x`). What they settle as true is left out; one
    settled as false is `0 >= 1`. Where nothing is `weighted`, areas are 0. Without `values` every side is looked at, to see whether all are linear. Raises
    `NotLinear`.
    """
    try:
        tree = tree_of(source)
        heads = (*options, *_COUNTS)
        counts = frozenset(heads + tuple(f"{name}{AREA}" for name in heads) if weighted else heads)
        return _parts(tree, counts, values)
    except (ValueError, RecursionError):
        raise NotLinear(source) from None


def _parts(tree: ast.expr, counts: frozenset[str], values: Values) -> tuple[str, ...]:
    if not _speaks_of(tree, counts):
        return () if values is None or _value(tree, values) else ("0 >= 1",)
    if isinstance(tree, ast.IfExp) and not _speaks_of(tree.test, counts):
        if values is None:
            return _parts(tree.body, counts, values) + _parts(tree.orelse, counts, values)
        return _parts(tree.body if _value(tree.test, values) else tree.orelse, counts, values)
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        return tuple(part for one in tree.values for part in _parts(one, counts, values))
    if isinstance(tree, ast.BoolOp):
        settled = [one for one in tree.values if not _speaks_of(one, counts)]
        if values is not None and any(_value(one, values) for one in settled):
            return ()
        open_ = [one for one in tree.values if one not in settled]
        if len(open_) == 1:
            return _parts(open_[0], counts, values)
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1:
        return _compared(tree, counts, values)
    raise NotLinear(ast.unparse(tree))


def _compared(tree: ast.Compare, counts: frozenset[str], values: Values) -> tuple[str, ...]:
    left, right = _sum(tree.left, counts, values), _sum(tree.comparators[0], counts, values)
    sign = type(tree.ops[0])
    if sign is ast.Eq:
        return f"{left} >= {right}", f"{left} <= {right}"
    if sign not in _SIGNS:
        raise NotLinear(ast.unparse(tree))
    return (f"{left} {_SIGNS[sign]} {right}",)


def _sum(node: ast.expr, counts: frozenset[str], values: Values) -> str:
    """One side of an inequality: counts times fixed numbers, added up."""
    if not _speaks_of(node, counts):
        number = 1 if values is None else _value(node, values)
        if isinstance(number, bool) or not isinstance(number, int):
            raise NotLinear(ast.unparse(node))
        return str(number)
    if isinstance(node, ast.Name):
        return _sealed(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        left, right = _sum(node.left, counts, values), _sum(node.right, counts, values)
        if isinstance(node.op, ast.Mult):
            if _speaks_of(node.left, counts) and _speaks_of(node.right, counts):
                raise NotLinear(ast.unparse(node))
            left, right = (f"({side})" if " " in side else side for side in (left, right))
        elif isinstance(node.op, ast.Sub) and " " in right:
            right = f"({right})"
        return f"{left} {_SUMS[type(node.op)]} {right}"
    raise NotLinear(ast.unparse(node))


def _sealed(name: str) -> str:
    plain, area = name.removesuffix(AREA), name.endswith(AREA)
    return f"{_SEALED.get(plain, plain)}{AREA if area else '_heads'}"


def _speaks_of(tree: ast.expr, counts: frozenset[str]) -> bool:
    return any(isinstance(n, ast.Name) and n.id in counts for n in ast.walk(tree))


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    """What an expression of facts, inputs and constants comes to; a fact that is not held is nothing."""

    def known(name: str) -> Any:
        return values.get(name) if "." in name else 0 if name.endswith(AREA) else OPEN

    found = result(node, known, values.get)
    if found is OPEN:
        raise NotLinear(ast.unparse(node))
    return found
