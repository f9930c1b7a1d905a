"""Facts that stand as values, lifted to their paths: `data.x` or `people.x` where a name stood alone.

A slot that takes a value (of, at, person, move …) says whose it is, like a condition; what lists facts (asks, shows,
clear …) names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.lifting.changed import replaced
from shanzhi.method.read import Node
from shanzhi.method.roles import ROLES
from shanzhi.method.words import Sentence

OF_EFFECTS: Mapping[str, tuple[str, ...]] = {
    "link": ("matter",),
    "appoint": ("person", "role", "at", "until", "record"),
    "dismiss": ("person", "role", "at", "record"),
}
"""What of each effect is a value, besides `of`."""
OF_BLOCKS = ("of", "begins", "within")


def lift_values(root: Node, remarks: list[Sentence]) -> Node:
    """Values by their paths."""
    known: dict[str, str] = {}
    for section in ("data", "people"):
        node = root.value.get(section)
        if node is not None and node.kind == "map":
            known |= {name: f"{section}.{name}" for name in node.value}

    def path(node: Node) -> Node:
        text = node.value
        if not isinstance(text, str) or text not in known or text in ROLES:
            return node
        return Node(known[text], node.line, node.column, {}, node.inset)

    def slots(node: Node, *keys: str) -> Node:
        if node.kind != "map":
            return node
        for key in keys:
            if key in node.value:
                node = replaced(node, key, path(node.value[key]))
        return node

    def effect(node: Node) -> Node:
        if node.kind != "map":
            return node
        for kind, spec in node.value.items():
            node = replaced(node, kind, slots(spec, "of", *OF_EFFECTS.get(kind, ())))
        return node

    def effects(node: Node) -> Node:
        listed = node.value.get("effects") if node.kind == "map" else None
        if listed is None or listed.kind != "list":
            return node
        made = Node([effect(one) for one in listed.value], listed.line, listed.column)
        return replaced(node, "effects", made)

    def act(node: Node) -> Node:
        return slots(effects(node), "move")

    def stage(node: Node) -> Node:
        node = _inside(_inside(effects(node), "acts", act), "outcomes", effects)
        if node.kind == "map":
            for kind in BLOCKS:
                if kind in node.value:
                    node = replaced(node, kind, slots(node.value[kind], *OF_BLOCKS))
        return node

    return _inside(_inside(root, "stages", stage), "acts", act)


def _inside(node: Node, key: str, made: Callable[[Node], Node]) -> Node:
    """The mapping with each part under a key made anew."""
    inner = node.value.get(key) if node.kind == "map" else None
    if inner is None or inner.kind != "map":
        return node
    parts = {name: made(one) for name, one in inner.value.items()}
    return replaced(node, key, Node(parts, inner.line, inner.column, inner.keys, inner.inset))
