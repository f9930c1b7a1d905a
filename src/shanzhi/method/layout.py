"""A method written down again as YAML, in the layout of the library: what fits on a line stands on one.

Read again it is the same method, key for key. Comments are no part of it.
"""

from __future__ import annotations

import re
from typing import Any

from shanzhi.method.read import Node, scalar

WIDTH = 150
"""How long a line may be before what it holds is laid out below one another."""
LONG = 320
"""How long a line of the tables (facts, inputs) may be: these are read one by one."""
TABLES = frozenset(("inputs", "people", "data", "roles", "measures", "basis"))
ALWAYS_BELOW = frozenset(("stages", "acts", "examples", "steps", "effects", "requires"))
_PLAIN = re.compile(r"[\w一-鿿（“《【〔][^\n]*")
_UNSAFE = re.compile(r": |:$| #|[\[\]{},\n]|^\s|\s$")


def write_down(root: Node) -> str:
    """The text of a method file."""
    parts: list[str] = []
    for key, node in root.value.items():
        text = _entry(key, node, 0, key)
        apart = parts and (node.kind == "map" or "\n" in text or "\n" in parts[-1])
        parts.append(("\n" if apart else "") + text)
    return "\n".join(parts) + "\n"


def _entry(key: str, node: Node, indent: int, section: str) -> str:
    """`key: value` at an indent, the value on the line or below it."""
    pad = "  " * indent
    name = scalar_text(key, flow=False)
    if node.kind == "scalar":
        return f"{pad}{name}: {scalar_text(node.value, flow=False)}".rstrip()
    line = f"{pad}{name}: {_flow(node)}"
    if _on_one_line(key, node, indent, section, len(line)):
        return line
    if node.kind == "list":
        return f"{pad}{name}:\n" + "\n".join(_item(one, indent + 1, section) for one in node.value)
    inner = [_entry(inner, one, indent + 1, section) for inner, one in node.value.items()]
    apart = "\n\n" if section == "stages" and indent == 0 else "\n"
    return f"{pad}{name}:\n" + apart.join(inner)


def _on_one_line(key: str, node: Node, indent: int, section: str, length: int) -> bool:
    if not node.value:
        return True
    if indent == 0 and (node.kind == "map" or key == "examples"):
        return section == "open" and length <= WIDTH
    if section in TABLES or section == "en":
        return length <= LONG
    if section == "stages" and (indent == 1 or key in ALWAYS_BELOW):
        return False
    if key in ALWAYS_BELOW and node.kind == "list" and any(one.kind != "scalar" for one in node.value):
        return False
    return length <= WIDTH


def _item(node: Node, indent: int, section: str) -> str:
    pad = "  " * indent
    if node.kind == "scalar":
        return f"{pad}- {scalar_text(node.value, flow=False)}"
    line = f"{pad}- {_flow(node)}"
    if not node.value or (len(line) <= WIDTH and not _holds_steps(node)):
        return line
    if node.kind == "list":
        return f"{pad}-\n" + "\n".join(_item(one, indent + 1, section) for one in node.value)
    inner = [_entry(key, one, indent + 1, section) for key, one in node.value.items()]
    return f"{pad}- " + "\n".join(inner).lstrip(" ")


def _holds_steps(node: Node) -> bool:
    return node.kind == "map" and "steps" in node.value and len(node.value) > 1


def _flow(node: Node) -> str:
    if node.kind == "map":
        return "{" + ", ".join(_pair(key, one) for key, one in node.value.items()) + "}"
    if node.kind == "list":
        return "[" + ", ".join(_flow(one) for one in node.value) + "]"
    return scalar_text(node.value, flow=True)


def _pair(key: str, node: Node) -> str:
    return f"{scalar_text(key, flow=True)}: {_flow(node)}"


def scalar_text(value: Any, *, flow: bool) -> str:
    """A scalar as it can be written without quotes, else in quotes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if value and scalar(value) == value and _PLAIN.fullmatch(value) and not _UNSAFE.search(value):
        return value
    if "\n" in value or "\t" in value or not value.isprintable():
        return (
            '"'
            + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
            + '"'
        )
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
