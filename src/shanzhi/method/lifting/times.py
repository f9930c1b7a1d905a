"""Times said once, in a stage's `due`: windows of blocks, `in`, names of date fields, and the block that only waited."""

from __future__ import annotations

from shanzhi.method.blocks import BLOCKS, BlockKind
from shanzhi.method.lifting.changed import inserted, put, rekeyed, without
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

ELAPSED = "elapsed"
TIME_OVER, TIME_OVER_EN = "时间到", "Time is over"
TWO_TIMES = Sentence(
    "环节“{name}”原来有两个时间：经办的期限和开放多久。现在只有一个，取开放多久；请看看。",
    "The stage “{name}” had two times, its desk's and its window's. It has one now, the window's; see whether that will do.",
)


def lift_times(root: Node, remarks: list[Sentence]) -> Node:
    """A file in which every stage says its one time in its `due`."""
    lifter = _Lifter(root, remarks)
    made = dict(root.value)
    for section, change in (("stages", lifter.stages), ("defaults", lifter.dated)):
        if section in made and made[section].kind == "map":
            made[section] = change(made[section])
    english = made.get("en")
    if lifter.waited and english is not None and english.kind == "map" and TIME_OVER not in english.value:
        made["en"] = put(english, TIME_OVER, Node(TIME_OVER_EN, english.line, english.column), english)
    return Node(made, root.line, root.column, root.keys, root.inset)


class _Lifter:
    def __init__(self, root: Node, remarks: list[Sentence]) -> None:
        self.remarks = remarks
        self.waited = False
        inputs = root.value.get("inputs")
        self.inputs = frozenset(inputs.value) if inputs is not None and inputs.kind == "map" else frozenset()

    def stages(self, node: Node) -> Node:
        made = {name: self.stage(name, one) if one.kind == "map" else one for name, one in node.value.items()}
        return Node(made, node.line, node.column, node.keys)

    def stage(self, name: str, node: Node) -> Node:
        node = self.dated(node)
        if "wait" in node.value:
            node = self.waiting(node)
        for kind in BLOCKS.values():
            block = node.value.get(kind.kind)
            if block is not None and block.kind == "map" and kind.was_open is not None:
                node = self.windowed(name, node, kind, kind.was_open)
        return node

    def dated(self, node: Node) -> Node:
        """A stage's time limit in today's words."""
        due = node.value.get("due")
        if due is None or due.kind != "map":
            return node
        made = rekeyed(due, {"in": "lasts"})
        cases = made.value.get("cases")
        if cases is not None and cases.kind == "list":
            made = put(
                made,
                "cases",
                Node([rekeyed(one, {"in": "lasts"}) for one in cases.value], cases.line, cases.column),
            )
        until = made.value.get("until")
        if until is not None and isinstance(until.value, str) and until.value.isidentifier():
            made = put(made, "until", Node(f"data.{until.value}", until.line, until.column))
        return put(node, "due", made)

    def windowed(self, name: str, node: Node, kind: BlockKind, key: str) -> Node:
        """A block's window as the time of its stage."""
        block, due = node.value[kind.kind], node.value.get("due")
        if key in block.value:
            at = block.keys[key]
            if due is not None:
                self.remarks.append(TWO_TIMES.fill(name=name))
            made = {"lasts": block.value[key]}
            remind = due.value.get("remind") if due is not None and due.kind == "map" else None
            made |= {"remind": remind} if remind is not None else {}
            node = put(node, kind.kind, without(block, key))
            limit = Node(made, at.line, at.column, dict.fromkeys(made, at))
            return inserted(without(node, "due"), "due", limit, at, before=kind.kind)
        return node

    def waiting(self, node: Node) -> Node:
        """A stage that only waited: its time, and what the clock then does."""
        self.waited = True
        wait, outcomes, at = node.value["wait"], node.value.get("outcomes"), node.keys["wait"]
        given = wait.value if wait.kind == "map" else {"for": wait}
        made: dict[str, Node] = {}
        if "for" in given:
            made["lasts"] = self.span(given["for"])
        if "until" in given:
            until = given["until"]
            plain = isinstance(until.value, str) and until.value.isidentifier()
            made["until"] = Node(f"data.{until.value}", until.line, until.column) if plain else until
        acts = node.value.get("acts")
        name = ELAPSED
        while acts is not None and acts.kind == "map" and name in acts.value:
            name += "_"
        made["then"] = Node(name, at.line, at.column)
        to = outcomes.value.get(ELAPSED) if outcomes is not None and outcomes.kind == "map" else None
        if to is not None and to.kind == "map" and "to" in to.value:
            to = to.value["to"]
        act = {
            "label": Node(TIME_OVER, at.line, at.column),
            "by": Node([Node("system", at.line, at.column)], at.line, at.column),
        }
        act |= {"to": to} if to is not None else {}
        over = Node(act, at.line, at.column, dict.fromkeys(act, at))
        acts = acts if acts is not None and acts.kind == "map" else Node({}, at.line, at.column)
        limit = Node(made, at.line, at.column, dict.fromkeys(made, at))
        node = inserted(without(without(node, "due"), "outcomes"), "due", limit, at, before="wait")
        return put(without(node, "wait"), "acts", put(acts, name, over, at), at)

    def span(self, node: Node) -> Node:
        """A length of time; an input's bare name with its scope."""
        named = isinstance(node.value, str) and node.value in self.inputs
        return Node(f"inputs.{node.value}", node.line, node.column) if named else node
