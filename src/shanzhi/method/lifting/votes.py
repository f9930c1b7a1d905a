"""Decisions in today's words: one `roll` for who counts, and one name for each count and choice.

Before, `by` with `per` and `electors` said who counts, `yes` and `no` were choices, and each block had its own word for
how many it asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from shanzhi.method.lifting.changed import inserted, rekeyed
from shanzhi.method.read import Node
from shanzhi.method.rolls import FORMER, ROLLS
from shanzhi.method.words import Sentence

NARROWER = Sentence(
    "环节“{stage}”原来由 {by} 参加，现在名册是 {roll}：不在名册上的岗位不再能参加；请看看是否合适。",
    "In the stage “{stage}” {by} took part; the roll is {roll} now, and posts that are not on it take part no more. See whether that is right.",
)
COUNTS: Mapping[str, dict[str, str]] = {
    "ballot": {
        "electors": "roll", "electors_area": "roll_area", "yes": "agree", "yes_area": "agree_area", "no": "oppose", "no_area": "oppose_area",
    },
    "endorse": {"electors": "roll", "threshold": "needs"},
    "session": {"attended": "present", "expected": "roll"},
    "split": {"closed_children": "done", "failed_children": "undone"},
    "survey": {"electors": "roll"},
    "publicity": {},
}  # fmt: skip
"""What each block's counts were called."""
ANYWHERE = {old: new for names in COUNTS.values() for old, new in names.items()}
"""The same for acts that several stages share."""
CHOICES = {"yes": "agree", "no": "oppose"}
VOTES = frozenset(("vote", "vote_for", "paper", "seal_paper"))
TEXTS = frozenset(("label", "help", "confirm", "otherwise", "title", "text", "why", "says", "heading"))
"""Keys whose texts are for people: what they say is no condition."""
_COUNT = re.compile(r"(?<![\w.])count\.([a-z_][a-z0-9_]*)")


def lift_votes(root: Node, remarks: list[Sentence]) -> Node:
    """Who counts and what is counted, by today's names."""
    made = dict(root.value)
    stages = root.value.get("stages")
    if stages is not None and stages.kind == "map":
        inner = {name: _stage(name, one, remarks) for name, one in stages.value.items()}
        made["stages"] = _with(stages, inner)
    for key in ("acts", "defaults"):
        if key in made:
            made[key] = _counted(made[key], ANYWHERE)
    examples = made.get("examples")
    if examples is not None and examples.kind == "list":
        made["examples"] = Node([_example(one) for one in examples.value], examples.line, examples.column)
    return _with(root, made)


def _with(node: Node, value: dict[str, Node], keys: dict[str, Node] | None = None) -> Node:
    return Node(value, node.line, node.column, node.keys if keys is None else keys, node.inset)


def _stage(name: str, node: Node, remarks: list[Sentence]) -> Node:
    if node.kind != "map":
        return node
    kind = next((key for key in node.value if key in COUNTS), None)
    if kind is None:
        return node
    names = dict(COUNTS[kind])
    block = node.value[kind]
    if kind == "survey" and block.kind == "map":
        names |= _of_questions(block.value.get("questions") or block.value.get("form"))
    made = _counted(node, names)
    lifted = _BLOCKS[kind](made.value[kind], name, remarks) if block.kind == "map" else block
    return _with(node, {**made.value, kind: lifted})


def _counted(node: Node, names: Mapping[str, str], key: str = "") -> Node:
    """A part with its counts by today's names."""
    if node.kind == "map":
        inner = {
            name: one if name in TEXTS else _counted(one, names, name) for name, one in node.value.items()
        }
        return _with(node, inner)
    if node.kind == "list":
        return Node([_counted(one, names, key) for one in node.value], node.line, node.column)
    if not isinstance(node.value, str) or "count." not in node.value:
        return node
    text = _COUNT.sub(lambda found: f"count.{names.get(found[1], found[1])}", node.value)
    return node if text == node.value else Node(text, node.line, node.column)


# -- blocks ----------------------------------------------------------------------------------------------
def _asked_by(block: Node, stage: str, remarks: list[Sentence]) -> Node:
    """Support and answers were asked of roles, by person or by household."""
    if "by" not in block.value or "roll" in block.value:
        return _circled(block)
    per, by = block.value.get("per"), block.value["by"]
    roll = "households" if per is not None and per.value == "household" else "residents"
    asked = [str(one.value) for one in by.value] if by.kind == "list" else [str(by.value)]
    others = [one for one in asked if one not in ("resident", "anyone")]
    if others:
        remarks.append(NARROWER.fill(stage=stage, by=", ".join(others), roll=roll))
    at = block.keys["by"]
    made = {"roll" if key == "by" else key: one for key, one in block.value.items() if key != "per"}
    keys = {"roll" if key == "by" else key: one for key, one in block.keys.items() if key != "per"}
    made["roll"] = Node(roll, by.line, by.column)
    return _circled(_with(block, made, {**keys, "roll": at}))


def _endorse(block: Node, stage: str, remarks: list[Sentence]) -> Node:
    made = _asked_by(block, stage, remarks)
    if "by" not in block.value or "undo" in block.value:
        return made
    at = block.keys["by"]
    return inserted(made, "undo", Node(True, at.line, at.column), at, before="open_for")


def _ballot(block: Node, stage: str, remarks: list[Sentence]) -> Node:
    made = _circled(rekeyed(block, {"electors": "roll", "paper": "clerks"}))
    options = made.value.get("options")
    if options is None or options.kind != "map" or set(CHOICES.values()) & options.value.keys():
        return made
    return _with(made, {**made.value, "options": rekeyed(options, CHOICES)})


def _circled(block: Node, _stage: str = "", _remarks: list[Sentence] | None = None) -> Node:
    """The roll by its word or by the path of the fact that names it; whose people, by the fact's path."""
    made = dict(block.value)
    for key in ("roll", "within"):
        node = made.get(key)
        if node is None or not isinstance(node.value, str):
            continue
        text = FORMER.get(node.value, node.value) if key == "roll" else node.value
        known = key == "roll" and text in ROLLS
        if not known and re.fullmatch(r"[a-z_][a-z0-9_]*", text):
            text = f"data.{text}"
        if text != node.value:
            made[key] = Node(text, node.line, node.column)
    return _with(block, made)


def _as_it_is(block: Node, _stage: str, _remarks: list[Sentence]) -> Node:
    return block


_BLOCKS: dict[str, Callable[[Node, str, list[Sentence]], Node]] = {
    "ballot": _ballot,
    "endorse": _endorse,
    "session": _circled,
    "split": _as_it_is,
    "survey": _asked_by,
    "publicity": lambda block, _stage, _remarks: rekeyed(block, {"objections": "by"}),
}


def _of_questions(questions: Node | None) -> dict[str, str]:
    """What a survey counted of its questions, by what it is called now."""
    if questions is None or questions.kind != "map":
        return {}
    options = {
        name: list(spec.value["options"].value)
        for name, spec in questions.value.items()
        if spec.kind == "map" and "options" in spec.value and spec.value["options"].kind == "map"
    }
    every = [option for one in options.values() for option in one]
    others = {"answers", "roll", *(name for name in questions.value if name not in options)}
    found = {f"n_{name}_true": name for name in questions.value if name not in options}
    for name, chosen in options.items():
        for option in chosen:
            plain = every.count(option) == 1 and option not in others
            found[f"n_{name}_{option}"] = option if plain else f"{name}_{option}"
    return found


# -- examples --------------------------------------------------------------------------------------------
def _example(node: Node) -> Node:
    """An example: what is voted and what is counted, by today's names."""
    if node.kind != "map":
        return node
    made = dict(node.value)
    for key in ("when", "steps"):
        steps = made.get(key)
        if steps is not None and steps.kind == "list":
            made[key] = Node([_step(one) for one in steps.value], steps.line, steps.column)
    for key in ("then", "expect"):
        if key in made:
            made[key] = _expected(made[key])
    return _with(node, made)


def _step(step: Node) -> Node:
    if step.kind != "map":
        return step
    made = dict(step.value)
    act, given = made.get("act"), made.get("with")
    if act is not None and given is not None and given.kind == "map":
        papers = {f"papers_{old}": f"papers_{new}" for old, new in CHOICES.items()}
        given = rekeyed(given, papers) if act.value == "count_papers" else given
        chosen = given.value.get("choice")
        if act.value in VOTES and chosen is not None and chosen.value in CHOICES:
            choice = Node(CHOICES[chosen.value], chosen.line, chosen.column)
            given = _with(given, {**given.value, "choice": choice})
        made["with"] = given
    for key in ("then", "expect"):
        if key in made:
            made[key] = _expected(made[key])
    return _with(step, made)


def _without_kind(node: Node) -> Node:
    """What a ballot counts, without the kind of its roll, which had the name that its size has now."""
    if node.kind != "map" or "electors" not in node.value:
        return node
    return _with(node, {key: one for key, one in node.value.items() if key != "roll"})


def _expected(node: Node) -> Node:
    if node.kind != "map":
        return node
    made = dict(node.value)
    for key in ("tally", "count"):
        if key in made:
            made[key] = rekeyed(_without_kind(made[key]), ANYWHERE)
    return _with(node, made)
