"""One noun for one idea: keys of effects, blocks and examples that were called otherwise, under today's names.

notify: {to: [opener]}     →  whom         split: {each: lines, join: all}   →  of, needs
publish: {what: [plan]}    →  shows        examples: {when: …, then: …}      →  steps, expect
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shanzhi.method.lifting.changed import rekeyed
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

Turn = Callable[[Node], Node]
EFFECTS = {
    "notify": {"to": "whom"},
    "publish": {"what": "shows", "for": "lasts"},
    "link": {"to": "matter"},
    "appoint": {"term": "lasts", "each": "of"},
    "dismiss": {"each": "of"},
}
BLOCKS = {
    "publicity": {"what": "shows"},
    "split": {"each": "of", "join": "needs"},
    "checklist": {"from": "of"},
    "session": {"at": "begins", "from": "of"},
    "survey": {"questions": "form", "enough": "needs"},
    "endorse": {"threshold": "needs"},
    "ballot": {"on": "motion"},
}
EXPECT = {"tally": "count", "notified": "told"}
OPENER = "opener"
OPENING = dict.fromkeys(("by", "at", "to"))
START = "start"
"""What the one way in is called."""
Facts = Mapping[str, Node]


def lift_ways(root: Node, remarks: list[Sentence]) -> Node:
    """The file with its keys under today's names."""
    facts = root.value.get("data")
    known: Facts = facts.value if facts is not None and facts.kind == "map" else {}
    turns: dict[str, Turn] = {
        "acts": lambda acts: _named(acts, lambda act: _act(act, known)),
        "defaults": lambda stage: _stage(stage, known),
        "stages": lambda stages: _named(stages, lambda stage: _stage(stage, known)),
        "examples": lambda examples: _each(examples, _example),
    }
    return _turned(root, {"open": _openings, **turns})


def _openings(node: Node) -> Node:
    """There was one way in, and no name for it."""
    if node.kind != "map" or not OPENING.keys() & node.value.keys() or not _is_one(node):
        return node
    opening = _landing(node)
    return Node({START: opening}, node.line, node.column, {START: node})


def _is_one(node: Node) -> bool:
    """Whether it is one opening and not a map of them: what it says under `by`, `at` or `to` is no opening itself."""
    return all(node.value[key].kind != "map" for key in OPENING if key in node.value)


def _landing(opening: Node) -> Node:
    """Where certain matters landed at the lowest stood apart; it is a case of where they land."""
    below, at = opening.value.get("not_below"), opening.value.get("at")
    if below is None or at is None or below.kind != "list" or at.kind != "scalar":
        return opening
    rest = Node({"level": at}, at.line, at.column, {"level": at})
    cases = Node([*below.value, rest], below.line, below.column)
    made = {key: cases if key == "at" else one for key, one in opening.value.items() if key != "not_below"}
    keys = {key: opening.keys["not_below" if key == "at" else key] for key in made}
    return Node(made, opening.line, opening.column, keys)


def _stage(stage: Node, facts: Facts) -> Node:
    turns: dict[str, Turn] = {
        "acts": lambda acts: _named(acts, lambda act: _act(act, facts)),
        "effects": lambda effects: _each(effects, lambda one: _effect(one, facts)),
        "outcomes": lambda outcomes: _named(outcomes, lambda one: _act(one, facts)),
    }
    turns |= {kind: _block(names, facts) for kind, names in BLOCKS.items()}
    return _turned(stage, turns)


def _block(names: dict[str, str], facts: Facts) -> Turn:
    return lambda block: _handed_on(rekeyed(block, names), facts)


def _act(act: Node, facts: Facts) -> Node:
    return _turned(act, {"effects": lambda effects: _each(effects, lambda one: _effect(one, facts))})


def _effect(effect: Node, facts: Facts) -> Node:
    if effect.kind != "map":
        return effect
    made = {
        kind: _of_line(_handed_on(rekeyed(one, EFFECTS.get(kind, {})), facts), facts)
        for kind, one in effect.value.items()
    }
    return _same(effect, made)


def _of_line(effect: Node, facts: Facts) -> Node:
    """Whom and where each line of a list names was said by the bare names of its parts."""
    of = effect.value.get("of") if effect.kind == "map" else None
    fact = facts.get(of.value) if of is not None and isinstance(of.value, str) else None
    form = fact.value.get("form") if fact is not None and fact.kind == "map" else None
    lines = form.value if form is not None and form.kind == "map" else {}

    def part(node: Node) -> Node:
        return Node(f"line.{node.value}", node.line, node.column) if node.value in lines else node

    return _turned(effect, {"person": part, "at": part}) if lines else effect


def _handed_on(part: Node, facts: Facts) -> Node:
    """What is handed to another matter comes from a path (`data.subject`); it was the bare name of a fact."""
    return _turned(part, {"with": lambda pairs: _named(pairs, lambda one: _path(one, facts))})


def _path(node: Node, facts: Facts) -> Node:
    if node.kind == "map" and list(node.value) == ["from"]:
        node = node.value["from"]
    name = node.value
    if not isinstance(name, str) or not name.isidentifier() or (name == OPENER and name not in facts):
        return node
    return Node(f"data.{name}", node.line, node.column)


def _example(example: Node) -> Node:
    turns: dict[str, Turn] = {
        "steps": lambda steps: _each(steps, _step),
        "expect": lambda expected: rekeyed(expected, EXPECT),
    }
    return _turned(rekeyed(example, {"when": "steps", "then": "expect"}), turns)


def _step(step: Node) -> Node:
    return _turned(
        _opened(rekeyed(step, {"then": "expect"})), {"expect": lambda expected: rekeyed(expected, EXPECT)}
    )


def _opened(step: Node) -> Node:
    """To open was to give the answers; it names the way in, and the answers are `with`."""
    given = step.value.get("open") if step.kind == "map" else None
    if given is None or given.kind != "map" or "with" in step.value:
        return step
    made: dict[str, Node] = {}
    for key, one in step.value.items():
        made[key] = Node(START, one.line, one.column) if key == "open" else one
        if key == "open" and given.value:
            made["with"] = given
    return Node(
        made,
        step.line,
        step.column,
        {**step.keys, "with": step.keys["open"]} if "with" in made else step.keys,
    )


# -- walking --------------------------------------------------------------------------------------------
def _turned(node: Node, turns: dict[str, Turn]) -> Node:
    """The mapping with some of its parts turned."""
    if node.kind != "map" or not turns.keys() & node.value.keys():
        return node
    return _same(node, {key: turns[key](one) if key in turns else one for key, one in node.value.items()})


def _named(node: Node, turn: Turn) -> Node:
    return _same(node, {key: turn(one) for key, one in node.value.items()}) if node.kind == "map" else node


def _each(node: Node, turn: Turn) -> Node:
    if node.kind != "list":
        return node
    return Node([turn(one) for one in node.value], node.line, node.column, node.keys, node.inset)


def _same(node: Node, value: dict[str, Node]) -> Node:
    return Node(value, node.line, node.column, node.keys, node.inset)
