"""The names of a fragment turned into those of the method that uses it: `data.solved` becomes `data.rating_solved`.

A fragment knows its own names, what it takes, and its exits; a name of the method that it was not given is none of its.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from shanzhi.method.problems import Problems
from shanzhi.method.read import Node
from shanzhi.method.words import PLACEHOLDER, hint

PATH = re.compile(r"(?<![\w.])(data|before|people|inputs|visits|actors|clocks)\.([a-z][a-z0-9_]*)")
WORDS = frozenset(("label", "help", "says", "text", "title", "otherwise", "confirm", "for", "why"))
"""Keys whose texts people read: they name facts in braces alone."""
ASKED = frozenset(("asks", "adds", "clear", "shows"))
"""Keys that name facts and nothing else."""
FACTS = frozenset(("move", "motion", "matter", "of", "begins", "record", "until", "person", "within"))
"""Keys that may name a fact."""
ROLES = frozenset(("by", "desk", "off_hours", "whom", "clerks", "tellers", "others", "vacant"))
"""Keys that say which roles: there a group of the fragment's own may stand."""
RECORDED = frozenset(("set", "result"))
"""Keys that hold a mapping by facts."""
NAMED = frozenset(("acts", "form", "options", "items", "with", "columns"))
"""Keys that hold a mapping by names of its own."""


class Uses(Struct, frozen=True):
    """What the names of a fragment are in a method: its facts, people, inputs and stages by the new name; what it was given by
    the words that stand for it; its exits by where they lead; its groups of roles by whom they hold."""

    facts: Mapping[str, str]
    people: Mapping[str, str]
    inputs: Mapping[str, str]
    stages: Mapping[str, str]
    given: Mapping[str, tuple[str, ...]]
    exits: Mapping[str, Node]
    groups: Mapping[str, list[Node]] = {}

    def words_for(self, path: str) -> tuple[str, ...] | None:
        """The words that stand for a path; None where the fragment has no such name."""
        if path in self.given:
            return self.given[path]
        scope, _, name = path.partition(".")
        own = {"data": self.facts, "before": self.facts, "people": self.people, "inputs": self.inputs}
        found = own.get(scope, self.stages if scope in ("visits", "actors") else {}).get(name)
        return (f"{scope}.{found}",) if found is not None else None

    def fact(self, name: str) -> str | None:
        """The bare name of a fact or of somebody."""
        words = self.words_for(f"data.{name}") or self.words_for(f"people.{name}")
        return words[0].partition(".")[2] if words is not None else None

    def text(self, text: str) -> str:
        """A text that people read, its places called anew."""
        return PLACEHOLDER.sub(self._place, text)

    def _place(self, found: re.Match[str]) -> str:
        """A place in a text: a fact by its bare name, somebody also as `people.x`."""
        scope = "people." if found[1].startswith("people.") else ""
        name = self.fact(found[1].removeprefix(scope))
        return found[0] if name is None else f"{{{scope}{name}}}"


class Renamer:
    """One use of a fragment, its nodes called anew."""

    def __init__(self, uses: Uses, problems: Problems) -> None:
        self.uses = uses
        self.problems = problems

    def named(self, node: Node, names: Mapping[str, str]) -> Node:
        """A mapping by names of the fragment's own: what it holds, under the new names."""
        made = {names[name]: self.walk(one, "") for name, one in node.value.items()}
        return Node(made, node.line, node.column, {names[name]: at for name, at in node.keys.items()})

    def walk(self, node: Node, key: str) -> Node:
        """A part under a key, called anew."""
        if key in ("to", "stage"):
            return self.routes(node)
        if node.kind == "list":
            return _like(node, [made for one in node.value for made in self._item(one, key)])
        if node.kind != "map":
            return self._scalar(node, key)
        if key in RECORDED:
            names = {name: self._fact(at, name) for name, at in node.keys.items()}
            return self.named(node, names)
        if key == "outcomes":
            return self._over(
                node, lambda name, one: one if one.kind == "map" else self.routes(one), deep=True
            )
        if key in NAMED:
            return self._over(node, lambda name, one: self.walk(one, ""))
        if key == "award":
            return self._over(node, lambda name, one: self.walk(one, "" if name == "to" else name))
        return self._over(node, lambda name, one: self.walk(one, name))

    def _over(self, node: Node, change: Callable[[str, Node], Node], *, deep: bool = False) -> Node:
        made = {name: change(name, one) for name, one in node.value.items()}
        if deep:
            made = {name: self.walk(one, "") if one.kind == "map" else one for name, one in made.items()}
        return Node(made, node.line, node.column, node.keys, node.inset)

    def _item(self, node: Node, key: str) -> list[Node]:
        """One of a list: what was given may be several."""
        several = self._several(node, key)
        return several if several is not None else [self.walk(node, key)]

    def _several(self, node: Node, key: str) -> list[Node] | None:
        """What stands for one word: who is in a group of roles, or what was given."""
        word = node.value
        if not isinstance(word, str):
            return None
        if key in ROLES and word in self.uses.groups:
            return self.uses.groups[word]
        words = self.uses.given.get(word)
        return [Node(one, node.line, node.column) for one in words] if words is not None else None

    def _scalar(self, node: Node, key: str) -> Node:
        text = node.value
        if not isinstance(text, str):
            return node
        if key in WORDS:
            return _written(node, self.uses.text(text))
        if key in ASKED:
            return _written(node, self._fact(node, text))
        if key == "last":
            return _written(node, self._stage(node, text))
        if key == "clock":
            self._unknown(node, f"clocks.{text}")
            return node
        if key in FACTS and (name := self.uses.fact(text)) is not None:
            return _written(node, name)
        several = self._several(node, key)
        if several is not None and (len(several) > 1 or text in self.uses.groups):
            return _like(node, several)
        return _written(node, PATH.sub(lambda one: self._path(node, one), text))

    def _path(self, node: Node, found: re.Match[str]) -> str:
        words = self.uses.words_for(found[0])
        if words is None:
            self._unknown(node, found[0])
        elif len(words) > 1:
            self.problems.add("SZ359", node, name=found[0])
        return words[0] if words else found[0]

    def _fact(self, at: Node, name: str) -> str:
        found = self.uses.fact(name)
        if found is None and name != "all":
            self._unknown(at, name)
        return found or name

    def _stage(self, at: Node, name: str) -> str:
        if name not in self.uses.stages:
            self.problems.add("SZ360", at, name=name, hint=hint(name, self.uses.stages))
        return self.uses.stages.get(name, name)

    def _unknown(self, at: Node, name: str) -> None:
        known = [*self.uses.facts, *self.uses.people, *self.uses.given]
        self.problems.add("SZ358", at, name=name, hint=hint(name, known))

    def routes(self, node: Node) -> Node:
        """Where something leads: to a stage of the fragment, or where the method has its exit lead."""
        cases = [made for one in (node.value if node.kind == "list" else [node]) for made in self._cases(one)]
        if node.kind != "list" and len(cases) == 1:
            return cases[0]
        return _like(node, cases)

    def _cases(self, node: Node) -> list[Node]:
        case = node.value if node.kind == "map" else {"stage": node}
        target = case.get("stage")
        when = self.walk(case["when"], "when") if "when" in case else None
        if target is None or not isinstance(target.value, str):
            return [node]
        leads = self.uses.exits.get(target.value)
        if leads is None:
            known = [*self.uses.stages, *self.uses.exits]
            if target.value not in self.uses.stages:
                self.problems.add("SZ360", target, name=target.value, hint=hint(target.value, known))
                return []
            stage = _written(target, self.uses.stages[target.value])
            if node.kind != "map":
                return [stage]
            made = {**node.value, "stage": stage, **({"when": when} if when is not None else {})}
            return [_like(node, made)]
        found = []
        for one in leads.value if leads.kind == "list" else [leads]:
            parts = dict(one.value) if one.kind == "map" else {"stage": one}
            keys = {**node.keys, **one.keys, "stage": target}
            if when is not None:
                also = parts.get("when")
                both = f"({when.value}) && ({also.value})" if also is not None else when.value
                parts["when"] = Node(both, when.line, when.column)
                keys["when"] = node.keys["when"]
            if "label" in case:
                parts.setdefault("label", case["label"])
                keys.setdefault("label", node.keys["label"])
            found.append(
                Node(parts, target.line, target.column, {name: keys.get(name, target) for name in parts})
            )
        return found


def _written(node: Node, text: str) -> Node:
    return node if text == node.value else Node(text, node.line, node.column)


def _like(node: Node, value: object) -> Node:
    return Node(value, node.line, node.column, node.keys)
