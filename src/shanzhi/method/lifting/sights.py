"""The words for the usual sights, written out: who sees what stands in one list."""

from __future__ import annotations

from shanzhi.method.lifting.changed import replaced
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

WIDE = ("place", "public")
"""Words for all that is not guarded, to the residents of the community, to everyone."""
NOBODY = "desk"
"""The word for nobody besides parties, desk and the posts above; saying nothing says so now."""


def lift_sights(root: Node, remarks: list[Sentence]) -> Node:
    """`visible` as a list of sights, or left out."""
    node = root.value.get("visible")
    if node is None or not isinstance(node.value, str):
        return root
    if node.value == NOBODY:
        left = {name: one for name, one in root.value.items() if name != "visible"}
        return Node(
            left, root.line, root.column, {n: at for n, at in root.keys.items() if n != "visible"}, root.inset
        )
    if node.value not in WIDE:
        return root

    def at(value: object) -> Node:
        return Node(value, node.line, node.column)

    sight = {"shows": at("all"), "whom": at([at(node.value)])}
    one = Node(sight, node.line, node.column, dict.fromkeys(sight, node))
    return replaced(root, "visible", at([one]))
