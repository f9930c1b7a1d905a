"""The rolls (名册) that a block may count by: of persons, households or owners; and how a method names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.words import either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

ROLLS = ("person", "household", "owner")
ROLL_NAMES = {"residents": "person", "households": "household", "owners": "owner"}
"""The rolls as meetings call them."""


def roll_setting(b: Builder, node: Node, rolls: tuple[str, ...]) -> str | None:
    """One of these rolls, or the choice field that names one: its name behind an @."""
    if node.value in rolls:
        return ROLL_NAMES.get(node.value, str(node.value))
    name = b.field_of(node, "choice")
    if name is None:
        return None
    if not {o.value for o in b.fields[name].options} <= set(rolls):
        b.problems.add("SZ204", node, value=name, choices=either(rolls))
        return None
    return f"@{name}"
