"""Builds the effects that give and take posts: who, which role, where, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanzhi.method.keys import Key, key
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

POST: dict[str, Key] = {
    "person": key("text", "谁：人员字段", "who: a person field", required=True),
    "role": key("word", "哪个角色：角色名，或选项为角色名的字段", "which role: its name, or a choice field whose options are roles", required=True),
    "at": key("text", "在哪里：地方字段（默认事项所涉之处的相应层级）", "where: a place field (default: where it concerns, at the role's level)"),
    "record": key("text", "推选、罢免结果的依据：记下它的字段（文字、附件、事项或列表）", "what the election or recall rests on: the field that records it (text, files, matter or list)"),
}  # fmt: skip
TYPES = {"person": "person", "at": "place"}
RECORDS = ("text", "files", "matter", "list")


def post_values(b: Builder, node: Node) -> dict[str, Any]:
    """The settings of one such effect; a person or a place may be one of the line's (`line.x`)."""
    get = node.value.get
    values: dict[str, Any] = {
        part: b.named(get(part), kind) for part, kind in TYPES.items() if part in node.value
    }
    values["role"] = _role(b, get("role")) if "role" in node.value else None
    values["record"] = b.field_of(get("record"), *RECORDS) if "record" in node.value else None
    if "record" not in node.value and values["role"] is not None:
        _recorded(b, node, str(values["role"]))
    if "until" in node.value:
        values["until"] = b.field_of(get("until"), "date")
    if "lasts" in node.value:
        values["lasts"] = b.duration(get("lasts"))
    if "why" in node.value:
        values["why"] = b.placed(get("why"))
    return values


def _recorded(b: Builder, node: Node, role: str) -> None:
    """Whoever is elected is neither appointed nor dismissed by an order: what is entered is a recorded result."""
    named = [role] if role in ROLES else [o.value for o in b.fields[role[1:]].options]
    if elected := [name for name in named if ROLES[name].elected]:
        roles = [ROLES[name].name for name in elected]
        said = Sentence("、".join(one.zh for one in roles), ", ".join(one.en for one in roles))
        b.problems.add("SZ350", node, roles=said)


def _role(b: Builder, node: Node) -> str | None:
    """A role, or the choice field that names one: its name behind an @."""
    name = str(node.value)
    if name in ROLES:
        return name
    field = b.fields.get(name)
    if field is not None and field.kind.picks_one and {o.value for o in field.options} <= set(ROLES):
        return f"@{name}"
    if name not in b.broken:
        b.problems.add("SZ324", node, name=name, hint=hint(name, ROLES))
    return None
