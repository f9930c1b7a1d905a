"""Builds the units of a ledger, and finds whose account a word means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.field_types import Thing
from shanzhi.method.ledger import (
    ACCOUNT,
    HOLDERS,
    MOST,
    PARTS,
    SHAPES,
    Limit,
    NamedAccount,
    Unit,
)
from shanzhi.method.model import PEOPLE
from shanzhi.method.people import KINDS, PEOPLE_TYPES, PREFIX
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence, either, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.model import Field
    from shanzhi.method.names import Names


def units(b: Builder, node: Node | None) -> dict[str, Unit]:
    """The units of a file, whatever of them stands."""
    return {name: _unit(b, name, spec) for name, spec in (node.value if node is not None else {}).items()}


def _unit(b: Builder, name: str, node: Node) -> Unit:
    get = node.value.get
    if "kept_by" in node.value:
        for other in node.keys:
            if other != "kept_by":
                b.problems.add("SZ451", node.keys[other], name=name, detail=ONLY_KEPT)
        keeper = str(get("kept_by").value)
        if keeper == b.id:
            b.problems.add("SZ451", get("kept_by"), name=name, detail=OWN)
        return Unit(name, keeper, Sentence(name, name), kept_by=keeper)
    for needed in ("label", "kind", "holders"):
        if needed not in node.value and needed not in node.keys:
            b.problems.add("SZ202", node, key=needed, doc=SHAPES["unit"].keys[needed].doc)
    return Unit(
        name=name,
        keeper=b.id or "",
        label=b.text(node, "label"),
        kind=get("kind").value if "kind" in node.value else "points",
        holders=_holders(b, get("holders")),
        accounts={
            word: NamedAccount(b.text(spec, "label"), "may_owe" in spec.value and bool(spec.value["may_owe"].value))
            for word, spec in (get("accounts").value if "accounts" in node.value else {}).items()
        },
        limits=tuple(
            limit for item in (get("limits").value if "limits" in node.value else ()) if (limit := _limit(b, item)) is not None
        ),
        lasts=b.duration(get("lasts")) if "lasts" in node.value else None,
        statement=get("statement").value if "statement" in node.value else None,
        used_by=tuple(str(one.value) for one in get("used_by").value) if "used_by" in node.value else (),
    )  # fmt: skip


def _holders(b: Builder, node: Node | None) -> tuple[str, ...]:
    found = []
    for item in node.value if node is not None else ():
        if item.value in HOLDERS:
            found.append(str(item.value))
        else:
            b.problems.add("SZ204", item, value=str(item.value)[:40], choices=either(HOLDERS))
    return tuple(dict.fromkeys(found))


def _limit(b: Builder, node: Node) -> Limit | None:
    if not {"holder", "every", "amount"} <= node.value.keys():
        return None
    at = node.value["amount"]
    amount: Any = at.value
    if isinstance(amount, str) and amount.startswith("inputs."):
        name = amount.removeprefix("inputs.")
        if name not in b.inputs:
            if name not in b.broken:
                b.problems.add("SZ304", at, name=name, hint=hint(name, b.inputs))
            return None
        amount = b.values[name]
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= MOST:
        b.problems.add("SZ203", at, key="amount", expected=AMOUNT)
        return None
    soft = "soft" in node.value and bool(node.value["soft"].value)
    return Limit(str(node.value["holder"].value), str(node.value["every"].value), amount, soft)


def whose(b: Builder, node: Node, unit: Unit | None) -> str | None:
    """Whose account a word means: an account of the place (`account:budget`), who is named, or a part in the matter."""
    word = str(node.value)
    if word in PARTS:
        return word
    if word.startswith("line.") and b.line:
        return b.named(node, *PEOPLE_TYPES)
    if word.startswith(PREFIX):
        return word if b.person_of(node) is not None else None
    if unit is None:
        return None
    if unit.kept_by is not None or word in unit.accounts:
        return ACCOUNT + word
    b.problems.add(
        "SZ452", node, name=word[:40], unit=unit.name, choices=either((*unit.accounts, *PARTS, "people.x"))
    )
    return None  # fmt: skip


def looked(b: Names, node: Node, unit: str, word: str) -> str | None:
    """What is wrong with a look into the ledger is noted; else the fact (if any) that it hangs on."""
    known = b.units.get(unit)
    if known is None:
        b.problems.add("SZ453", node, name=unit, hint=hint(unit, b.units))
        return None
    if word in ("actor.person", "actor.household") or word in PARTS:
        return None
    scope, _, name = word.rpartition(".")
    if scope == PEOPLE:
        found = b.person_of(Node(word, node.line, node.column))
        return None if found is None else word
    if scope == "line" and b.line:
        b.named(Node(word, node.line, node.column))
        return None
    if scope or not (known.kept_by is not None or name in known.accounts):
        choices = either((*known.accounts, "people.x", "actor.person", "actor.household"))
        b.problems.add("SZ452", node, name=word[:40], unit=unit, choices=choices)
    return None


def may_hold(unit: Unit, field: Field) -> bool:
    """Whether those whom a field names may have an account of the unit; one of any kind is asked when it is known."""
    thing = field.kind.points_to
    if thing not in KINDS or thing is Thing.ANY:
        return True
    kind = KINDS[thing]
    return kind in unit.holders or (kind == "person" and "household" in unit.holders)


ONLY_KEPT = Sentence(
    "由别的工作法保管的，只写 kept_by；名称、账户、上限都由保管的工作法定。",
    "of a unit that another method keeps only `kept_by` is written; its keeper says the rest.",
)
OWN = Sentence(
    "kept_by 写的是自己；请去掉它，在这里写明。",
    "`kept_by` names this very method; say the unit here instead.",
)
AMOUNT = Sentence(f"1 到 {MOST} 的整数，或一个算式", f"a whole number from 1 to {MOST}, or an expression")
