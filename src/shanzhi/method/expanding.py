"""Acts said once and named by the stages that have them, and what stages have unless they say otherwise: written out.

    acts: {note: {label: 记一次, adds: notes}}        # said once
    defaults: {desk: [community_staff]}              # of every stage that is no end
    stages: {talking: {acts: {note: , settle: {to: signing}}}}

A stage names a shared act by its name alone; what it writes beside the name stands in the place of the shared act's own.
Everything after this sees whole stages, each part at its place in the file.
"""

from __future__ import annotations

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.lifting.changed import put, without
from shanzhi.method.problems import Problems
from shanzhi.method.read import MAX_NODES, Node

PARTS = ("acts", "defaults")


def expand(root: Node, problems: Problems) -> Node:
    """The file with its shared acts and defaults written out; acts that no stage names are noted."""
    shared, defaults, stages = (map_under(root, key) for key in (*PARTS, "stages"))
    if stages is None or (shared is None and defaults is None):
        return root
    expander = Expander(shared, defaults)
    made = {name: expander.stage(one) for name, one in stages.value.items()}
    if sum(size(one) for one in made.values()) > MAX_NODES:
        problems.add("SZ109", (shared or defaults or root), limit=MAX_NODES)
        return root
    for name in shared.value if shared is not None else ():
        if shared is not None and name not in expander.named:
            problems.add("SZ345", shared.keys[name], name=name, weight="advice")
    whole = {**root.value, "stages": Node(made, stages.line, stages.column, stages.keys)}
    if defaults is not None:
        whole["defaults"] = expander.with_acts(defaults)
    return Node(whole, root.line, root.column, root.keys)


def size(node: Node) -> int:
    """How many nodes it is made of, those said once counted wherever they are named."""
    if node.kind == "scalar":
        return 1
    return 1 + sum(size(one) for one in (node.value.values() if node.kind == "map" else node.value))


def map_under(node: Node, key: str) -> Node | None:
    """The mapping under a key, if there is one."""
    found = node.value.get(key) if node.kind == "map" else None
    return found if found is not None and found.kind == "map" else None


class Expander:
    """Writes out stages: with the shared acts that they name, over what they have by default."""

    def __init__(self, shared: Node | None, defaults: Node | None) -> None:
        self.shared = shared
        self.defaults = defaults
        self.named: set[str] = set()

    def stage(self, stage: Node) -> Node:
        if stage.kind != "map":
            return stage
        if self.defaults is not None and "end" not in stage.value:
            own = any(kind.dated and kind.kind in stage.value for kind in BLOCKS.values())
            below = without(self.defaults, "due") if own else self.defaults
            stage = _laid_over(below, _with_desk(below, stage), deep="acts")
        return self.with_acts(stage)

    def with_acts(self, stage: Node) -> Node:
        """The stage with the acts it names."""
        acts = map_under(stage, "acts")
        if self.shared is None or acts is None:
            return stage
        made = {name: self.act(name, one) for name, one in acts.value.items()}
        whole = Node(made, acts.line, acts.column, acts.keys)
        return Node({**stage.value, "acts": whole}, stage.line, stage.column, stage.keys)

    def act(self, name: str, act: Node) -> Node:
        known = self.shared.value.get(name) if self.shared is not None else None
        if known is None or not (act.value is None or act.kind == "map"):
            return act
        self.named.add(name)
        return known if act.value is None else _laid_over(known, act)


def _with_desk(below: Node, stage: Node) -> Node:
    """A stage whose desk does not say by whom, with the rest of the desk that it has by default; both bar whom they name."""
    desk, given = map_under(stage, "desk"), below.value.get("desk") if below.kind == "map" else None
    if desk is None or given is None or "by" in desk.value:
        return stage
    whole = given if given.kind == "map" else Node({"by": given}, given.line, given.column, {"by": given})
    made = _laid_over(whole, desk)
    if "not" in desk.value and "not" in whole.value:
        barred = [item for one in (whole, desk) for item in _items(one.value["not"])]
        made = put(made, "not", Node(barred, desk.line, desk.column))
    return put(stage, "desk", made)


def _items(node: Node) -> list[Node]:
    return node.value if node.kind == "list" else [node]


def _laid_over(below: Node, above: Node, deep: str = "") -> Node:
    """One mapping over another: what the upper one says stands, the rest is the lower one's; `deep` is laid over part by part."""
    if below.kind != "map":
        return above
    made = {**below.value, **above.value}
    if deep in below.value and deep in above.value and above.value[deep].kind == "map":
        made[deep] = _laid_over(below.value[deep], above.value[deep])
    return Node(made, above.line, above.column, {**below.keys, **above.keys})
