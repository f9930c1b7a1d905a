"""Builds the effects that give and take posts: who, which role, where, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.field_types import FIELD_TYPES, Thing
from shanzhi.method.keys import Key, key
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.model import Field
    from shanzhi.method.read import Node

POST: dict[str, Key] = {
    "person": key("text", "谁：data.x、people.x 或 line.x", "who: data.x, people.x or line.x", required=True),
    "role": key("text", "哪个角色：角色名，或选项为角色名的 data.x、line.x", "which role: its name, or data.x or line.x whose options are roles", required=True),
    "at": key("text", "在哪里：data.x、line.x（默认事项所涉之处的相应层级）", "where: data.x or line.x (default: where it concerns, at the role's level)"),
    "record": key("text", "推选、罢免结果的依据：记下它的字段（文字、附件、事项或列表）", "what the election or recall rests on: the field that records it (text, files, matter or list)"),
}  # fmt: skip
TYPES = {"person": "person", "at": "place"}
RECORDS = tuple(
    name
    for name, kind in FIELD_TYPES.items()
    if kind.written or kind.rows or kind.points_to in (Thing.FILE, Thing.MATTER)
)
"""What an election's result may be recorded as: a text, lines, files, another matter."""


def post_values(b: Builder, node: Node) -> dict[str, Any]:
    """The settings of one such effect; a person or a place may be one of the line's (`line.x`)."""
    get = node.value.get
    values: dict[str, Any] = {
        part: b.value_of(get(part), kind) for part, kind in TYPES.items() if part in node.value
    }
    values["role"] = _role(b, get("role")) if "role" in node.value else None
    values["record"] = b.value_of(get("record"), *RECORDS) if "record" in node.value else None
    if "record" not in node.value and values["role"] is not None:
        _recorded(b, node, str(values["role"]))
    if "until" in node.value:
        values["until"] = b.value_of(get("until"), "date")
    if "lasts" in node.value:
        values["lasts"] = b.duration(get("lasts"))
    if "why" in node.value:
        values["why"] = b.placed(get("why"))
    return values


def _recorded(b: Builder, node: Node, role: str) -> None:
    """Whoever is elected is neither appointed nor dismissed by an order: what is entered is a recorded result."""
    field = _chosen(b, role[1:] if role.startswith("@line.") else f"data.{role[1:]}")
    named = [o.value for o in field.options] if field is not None else [role]
    if elected := [name for name in named if ROLES[name].elected]:
        roles = [ROLES[name].name for name in elected]
        said = Sentence("、".join(one.zh for one in roles), ", ".join(one.en for one in roles))
        b.problems.add("SZ350", node, roles=said)


def _chosen(b: Builder, path: str) -> Field | None:
    """The fact or part of a line that a path names."""
    scope, _, name = path.partition(".")
    if scope == "line":
        return next((field for field in b.line if field.name == name), None)
    return b.fields.get(name) if scope == "data" else None


def _role(b: Builder, node: Node) -> str | None:
    """A role, or the choice field that names one: its name behind an @."""
    name = str(node.value)
    if name in ROLES:
        return name
    field = _chosen(b, name)
    if field is not None and field.kind.picks_one and {o.value for o in field.options} <= set(ROLES):
        return f"@{name.removeprefix('data.')}"
    if name.removeprefix("data.") not in b.broken:
        b.problems.add("SZ324", node, name=name, hint=hint(name, ROLES))
    return None
