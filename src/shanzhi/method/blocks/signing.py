"""Whether votes are signed (记名): owners' always are (民法典 278; their papers bear their signature), whatever a file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import Settings
from shanzhi.method.cel_known import OPEN, result, tree_of
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
        tree = tree_of(str(condition))
    except ValueError:
        return False
    return result(tree, lambda name: known.get(name, OPEN), lambda name: OPEN) is True
