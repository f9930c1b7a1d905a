"""Builds `not`: who may not act, each named by their part in the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.read import Node
from shanzhi.method.rules import Barred

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

PARTS = ("opener", "holder")


def barred_by(b: Builder, node: Node | None, path: str) -> Barred | None:
    """Who may not, each named by their part in the matter."""
    if node is None:
        return None
    stages: list[str] = []
    fields: list[str] = []
    names: list[str] = []
    for item in node.value:
        name = str(item.value)
        first, _, stage = name.partition(".")
        if first == "actors" and stage:
            known = b.stage_name(Node(stage, item.line, item.column))
            stages += [known] if known is not None else []
        elif name in PARTS:
            names.append(name)
        else:
            field = b.person_of(item)
            fields += [field] if field is not None else []
    return Barred(
        b.rule(node, path),
        "opener" in names,
        "holder" in names,
        tuple(stages),
        tuple(fields),
        tuple(str(item.value) for item in node.value),
    )
