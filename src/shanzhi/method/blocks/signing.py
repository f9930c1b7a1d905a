"""Whether votes are signed (记名): owners' always are (民法典 278; their papers bear their signature), whatever a file says."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import Settings
from shanzhi.method.cel_text import as_python
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

UNSIGNED = Sentence(
    "业主表决须记名（民法典 278；表决票由业主签名），signed 写 true 或不写",
    "owners vote by signed papers (Civil Code 278): write `signed: true`, or leave it out",
)
SOMETIMES = Sentence(
    '“{fact}”可能选业主，业主表决须记名（民法典 278）：signed 写成 data.{fact} == "{owners}" || …',
    '“{fact}” may choose owners, who vote by signed papers (Civil Code 278): write `signed: data.{fact} == "{owners}" || …`',
)


def may_be_secret(s: Mapping[str, Any]) -> bool:
    """Whether a ballot with these settings may be held without names."""
    signed = s.get("signed")
    return signed is not None and getattr(signed, "source", signed) not in ("true", True)


def check_signed(b: Builder, node: Node, settings: Settings) -> None:
    """Note a ballot in which owners might vote without their names."""
    signed, roll = node.value.get("signed"), str(settings.get("roll"))
    if signed is None:
        return
    if roll == "owner" and not always(signed.value, {}):
        b.problems.add("SZ530", signed, detail=UNSIGNED)
    fact = b.fields.get(roll[1:]) if roll.startswith("@") else None
    for option in fact.options if fact is not None else ():
        if roll_kind(option.value) == "owner" and not always(
            signed.value, {f"data.{roll[1:]}": option.value}
        ):
            b.problems.add("SZ530", signed, detail=SOMETIMES.fill(fact=roll[1:], owners=option.value))


def always(condition: object, known: dict[str, str]) -> bool:
    """Whether a condition holds whatever else is so, where these facts are known."""
    if isinstance(condition, bool):
        return condition
    try:
        return _settled(ast.parse(as_python(str(condition)), mode="eval").body, known) is True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _settled(node: ast.expr, known: dict[str, str]) -> Any:
    """What a part comes to; None where that is open."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return {"true": True, "false": False}.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return known.get(f"{node.value.id}.{node.attr}")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        held = _settled(node.operand, known)
        return None if held is None else not held
    if isinstance(node, ast.BoolOp):
        sides, ends = [_settled(one, known) for one in node.values], isinstance(node.op, ast.Or)
        return ends if ends in sides else None if None in sides else not ends
    if isinstance(node, ast.IfExp):
        test, sides = _settled(node.test, known), [_settled(one, known) for one in (node.body, node.orelse)]
        if test is None:
            return sides[0] if sides[0] == sides[1] else None
        return sides[0] if test else sides[1]
    if isinstance(node, ast.List):
        return [_settled(one, known) for one in node.elts]
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _compared(_settled(node.left, known), node.ops[0], _settled(node.comparators[0], known))
    return None


def _compared(left: Any, sign: ast.cmpop, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(sign, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(sign, ast.Eq)
    if isinstance(sign, ast.In) and isinstance(right, list):
        return True if left in right else None if None in right else False
    return None
