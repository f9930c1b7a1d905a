"""What a method may do with its ledger: move, reserve, settle, release, take back. Nothing is ever edited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shanzhi.method.build_ledger import AMOUNT, may_hold, whose
from shanzhi.method.cel import CelType
from shanzhi.method.field_types import Thing
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.ledger import ACCOUNT, MOST, Unit
from shanzhi.method.people import PREFIX
from shanzhi.method.scope import scoped
from shanzhi.method.words import Sentence, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

MOVED = "账户名、people.x、opener、holder、actor；有 of 时可写 line.x"
MOVED_EN = "an account's name, people.x, opener, holder, actor; with `of`, line.x"
UNIT = key("word", "哪个单位（ledger 里的名称）", "which unit: its name under `ledger`", required=True)
AMOUNT_KEY = key("number", "多少：整数或算式", "how many: a whole number or an expression", required=True)
REASON = key("text", "事由，可含 {字段}", "what for; may hold {fields}", required=True)
SHORT: Key = key(
    "stage",
    "余额或上限不够时去向；由时限触发的必须写",
    "where it leads if balance or limit forbids; needed where the clock may do it",
)

LEDGER_SHAPES: dict[str, Shape] = {
    "transfer": Shape(
        {
            "unit": UNIT,
            "from": key("text", f"从哪里：{MOVED}", f"from whom: {MOVED_EN}", required=True),
            "into": key("text", f"到哪里：{MOVED}", f"into whose account: {MOVED_EN}", required=True),
            "amount": AMOUNT_KEY,
            "reason": REASON,
            "short": SHORT,
        }
    ),
    "reserve": Shape(
        {
            "unit": UNIT,
            "from": key("text", f"锁定谁的：{MOVED}；只能由本人一方发起", f"whose: {MOVED_EN}; only they or theirs may have opened it or act", required=True),
            "amount": AMOUNT_KEY,
            "short": SHORT,
        }
    ),
    "settle": Shape(
        {
            "unit": UNIT,
            "into": key("text", f"付给谁：{MOVED}", f"into whose account: {MOVED_EN}", required=True),
            "amount": key("number", "付其中多少，余下的解锁", "how many of what is reserved; the rest is free again", required=True),
            "reason": key("text", "事由，可含 {字段}", "what for; may hold {fields}"),
        }
    ),
    "release": Shape({"unit": UNIT}, short="unit"),
    "reverse": Shape({"unit": UNIT, "reason": REASON, "short": SHORT}),
}  # fmt: skip
"""The keys of these effects."""


def ledger_values(kind: str) -> Any:
    """How the settings of one such effect are built."""

    def build(b: Builder, node: Node) -> dict[str, Any]:
        get = node.value.get
        unit = _unit(b, get("unit")) if "unit" in node.value else None
        values: dict[str, Any] = {"unit": unit.name if unit is not None else ""}
        for end in ("from", "into"):
            if end in node.value:
                values[end] = whose(b, get(end), unit)
                _may_hold(b, get(end), unit, values[end])
        if "amount" in node.value:
            values["amount"] = _amount(b, get("amount"))
        if "reason" in node.value:
            values["reason"] = b.placed(get("reason"))
        if "short" in node.value:
            values["short"] = b.stage_name(get("short"))
        if {"from", "into"} <= node.value.keys() and unit is not None:
            _never_a_fine(b, get("from"), unit, values.get("from"))
        return values

    return build


def _unit(b: Builder, node: Node) -> Unit | None:
    unit = b.units.get(str(node.value))
    if unit is None:
        b.problems.add("SZ453", node, name=node.value, hint=hint(str(node.value), b.units))
    return unit


def _amount(b: Builder, node: Node) -> Any:
    if re.fullmatch(r"-?\d{1,18}", str(node.value)) and not 0 < int(node.value) <= MOST:
        b.problems.add("SZ203", node, key="amount", expected=AMOUNT)
    return b.condition(node, scoped("line", b.line) if b.line else None, CelType.INTEGER)


def _may_hold(b: Builder, node: Node, unit: Unit | None, word: str | None) -> None:
    """Whoever is named must be one who may have an account."""
    if unit is None or unit.kept_by is not None or word is None or word.startswith(ACCOUNT):
        return
    name = word.removeprefix(PREFIX).removeprefix("line.")
    field = (
        next((one for one in b.line if one.name == name), None)
        if word.startswith("line.")
        else b.fields.get(name)
    )
    if field is not None and not may_hold(unit, field):
        b.problems.add("SZ454", node, name=word, unit=unit.name)  # fmt: skip


def _never_a_fine(b: Builder, node: Node | None, unit: Unit, word: str | None) -> None:
    """Points are given, never taken: what residents pay with they reserve themselves."""
    if node is None or word is None or unit.kind != "points" or word.startswith(ACCOUNT):
        return
    name = word.removeprefix(PREFIX).removeprefix("line.")
    field = (
        next((one for one in b.line if one.name == name), None)
        if word.startswith("line.")
        else b.fields.get(name)
    )
    if field is None or field.kind.points_to not in (Thing.ORGANISATION, Thing.OFFICE):
        b.problems.add("SZ455", node, name=word)  # fmt: skip


DOCS: dict[str, Sentence] = {
    "transfer": Sentence("转账（发分即从预算转出）", "move from one account to another; an award is a transfer from a budget"),
    "reserve": Sentence("锁定一笔，等对方开价、双方确认", "reserve an amount, until both sides have agreed"),
    "settle": Sentence("从锁定的里面付", "pay out of what is reserved"),
    "release": Sentence("解锁", "let go what is reserved"),
    "reverse": Sentence("冲正：把这件事项记的账反着再记一遍", "take back, by new entries, what this matter moved"),
}  # fmt: skip
