"""Nodes changed in one place, with all else as it stands: what the steps of lifting share."""

from __future__ import annotations

from shanzhi.method.read import Node


def inserted(node: Node, key: str, value: Node, at: Node, before: str) -> Node:
    """The mapping with one more key, before another if that is there."""
    made: dict[str, Node] = {}
    for name, one in node.value.items():
        if name == before:
            made[key] = value
        made[name] = one
    made.setdefault(key, value)
    return Node(made, node.line, node.column, {**node.keys, key: at})


def rekeyed(node: Node, names: dict[str, str]) -> Node:
    """The mapping with some of its keys called otherwise, in their order and at their places."""
    if node.kind != "map":
        return node
    names = {old: new for old, new in names.items() if old in node.value and new not in node.value}
    if not names:
        return node
    made = {names.get(name, name): one for name, one in node.value.items()}
    keys = {names.get(name, name): one for name, one in node.keys.items()}
    return Node(made, node.line, node.column, keys, node.inset)


def replaced(node: Node, key: str, value: Node) -> Node:
    """The mapping with another value under a key that it has."""
    return Node({**node.value, key: value}, node.line, node.column, node.keys, node.inset)


def put(node: Node, key: str, value: Node, at: Node | None = None) -> Node:
    """The mapping with one of its parts another, or one more."""
    keys = node.keys if at is None else {**node.keys, key: node.keys.get(key, at)}
    return Node({**node.value, key: value}, node.line, node.column, keys, node.inset)


def without(node: Node, key: str) -> Node:
    """The mapping without one of its parts."""
    made = {name: one for name, one in node.value.items() if name != key}
    keys = {name: one for name, one in node.keys.items() if name != key}
    return Node(made, node.line, node.column, keys, node.inset)
