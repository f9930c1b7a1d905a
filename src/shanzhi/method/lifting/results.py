"""What a block came to is kept as facts that `data` says: `result: {vote: 表决结果}` named the fact and its label at once."""

from __future__ import annotations

import re

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.lifting.changed import put
from shanzhi.method.read import Node
from shanzhi.method.results import WORDS
from shanzhi.method.words import Sentence


def lift_results(root: Node, remarks: list[Sentence]) -> Node:
    """The labels of results go to `data`, as facts of type `words`."""
    stages = root.value.get("stages")
    if stages is None or stages.kind != "map":
        return root
    made, facts, at = stages, dict[str, Node](), dict[str, Node]()
    for name, stage in stages.value.items():
        for kind in BLOCKS if stage.kind == "map" else ():
            block = stage.value.get(kind)
            result = block.value.get("result") if block is not None and block.kind == "map" else None
            if block is None or result is None or result.kind != "map":
                continue
            labels = {fact: one for fact, one in result.value.items() if not _is_said(one)}
            if not labels:
                continue
            for fact, label in labels.items():
                facts.setdefault(fact, _words(label))
                at.setdefault(fact, result.keys[fact])
            kept = {
                fact: Node(WORDS, one.line, one.column) if fact in labels else one
                for fact, one in result.value.items()
            }
            lifted = Node(kept, result.line, result.column, result.keys, result.inset)
            made = put(made, name, put(made.value[name], kind, put(block, "result", lifted)))
    if not facts:
        return root
    return put(_with_facts(root, facts, at, stages), "stages", made)


def _is_said(node: Node) -> bool:
    """Whether it says what of the result is kept, as today, or would: no label is a name as those are."""
    what = node.value.get("what") if node.kind == "map" else node
    return what is not None and re.fullmatch("[a-z_]+", str(what.value)) is not None


def _words(label: Node) -> Node:
    label = label.value.get("label", label) if label.kind == "map" else label
    spec = {"type": Node("words", label.line, label.column), "label": label}
    return Node(spec, label.line, label.column, dict.fromkeys(spec, label))


def _with_facts(root: Node, facts: dict[str, Node], at: dict[str, Node], near: Node) -> Node:
    """The file with these facts, but for those it says itself."""
    held = root.value.get("data")
    if held is None:
        made = Node(facts, near.line, near.column, at)
        keys = {**root.keys, "data": root.keys.get("stages", near)}
        return Node({**root.value, "data": made}, root.line, root.column, keys, root.inset)
    if held.kind != "map":
        return root
    new = {name: one for name, one in facts.items() if name not in held.value}
    keys = {**held.keys, **{name: at[name] for name in new}}
    return put(root, "data", Node({**held.value, **new}, held.line, held.column, keys, held.inset))
