"""What a condition comes to as far as its names are known: of the parts that speak of nothing else the value, of the others that
they are open.

Its text is taken apart here for whoever tells it, proves it or checks it part by part; what is decided by it, `cel` works out.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any, Final

from shanzhi.method.cel_text import as_python, bare_counts


class Open:
    """The value of what hangs on something that is not known."""


OPEN: Final = Open()
Known = Callable[[str], Any]
"""What a name stands for: `OPEN` where that is not known, None where nothing stands there."""
NOTHING: tuple[Any, ...] = (None, "", [], {})
"""What is not filled in."""
_SUMS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda top, under: abs(top) // abs(under) * (1 if top * under >= 0 else -1),
}
_ORDERS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}


def tree_of(source: str) -> ast.expr:
    """The parts of a condition, counts by their bare names. Raises `ValueError` for what is none."""
    try:
        return ast.parse(as_python(bare_counts(source)), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as fault:
        raise ValueError(source) from fault


def named(node: ast.expr) -> str | None:
    """The name that a part is: `voted`, `data.x`; None for other parts."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return None


def result(node: ast.expr, known: Known, held: Known) -> Any:
    """What a part comes to, or `OPEN`. `known` says what names stand for; `held`, for `has(…)`, what is filled in of them.

    Nothing counts as 0, and as no.
    """
    try:
        return _result(node, known, held)
    except (TypeError, ArithmeticError, RecursionError):
        return OPEN


def _result(node: ast.expr, known: Known, held: Known) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if (name := named(node)) is not None:
        return name == "true" if name in ("true", "false") else known(name)
    if isinstance(node, ast.List):
        return [_result(one, known, held) for one in node.elts]
    if isinstance(node, ast.BoolOp):
        return _joined([_result(one, known, held) for one in node.values], isinstance(node.op, ast.Or))
    if isinstance(node, ast.IfExp):
        test = _result(node.test, known, held)
        if test is OPEN:
            one, other = (_result(side, known, held) for side in (node.body, node.orelse))
            return one if one is other or one == other else OPEN
        return _result(node.body if test else node.orelse, known, held)
    if isinstance(node, ast.Call) and named(node.func) == "has" and len(node.args) == 1:
        found = held(named(node.args[0]) or "")
        return OPEN if found is OPEN else found not in NOTHING
    if isinstance(node, ast.UnaryOp):
        found = _result(node.operand, known, held)
        if found is OPEN or not isinstance(node.op, ast.Not | ast.USub):
            return OPEN
        return not found if isinstance(node.op, ast.Not) else -(found or 0)
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        left, right = _result(node.left, known, held), _result(node.right, known, held)
        return OPEN if OPEN in (left, right) else _SUMS[type(node.op)](left or 0, right or 0)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = _result(node.left, known, held), _result(node.comparators[0], known, held)
        return _compared(left, node.ops[0], right)
    return OPEN


def _joined(sides: list[Any], ends: bool) -> Any:
    """Parts joined by and or or: one that is settled so `ends` it, whatever the others come to."""
    settled = [bool(one) for one in sides if one is not OPEN]
    if ends in settled:
        return ends
    return not ends if len(settled) == len(sides) else OPEN


def _compared(left: Any, sign: ast.cmpop, right: Any) -> Any:
    if OPEN in (left, right):
        return OPEN
    if isinstance(sign, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(sign, ast.Eq)
    if isinstance(sign, ast.In):
        many = right or ()
        return True if left in many else OPEN if OPEN in many else False
    return _ORDERS[type(sign)](left or 0, right or 0) if type(sign) in _ORDERS else OPEN
