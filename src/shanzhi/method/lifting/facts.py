"""Forms that stood with every act, lifted to facts said once in `data`, and bare names to names with their scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.lifting.changed import inserted
from shanzhi.method.lifting.names import Rename, answers, counted, measured, renamed
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

TWICE = Sentence(
    "“{name}”原来在两处问法不同，第二处改叫“{new}”，填了就记到“{name}”里；请看看要不要并成一个。",
    "“{name}” was asked in two ways; the second is “{new}” now, and what it says is kept in “{name}”. See whether one will do.",
)
SPANS = frozenset(
    (
        "in",
        "remind",
        "open_for",
        "lasts",
        "notice",
        "answer_within",
        "count_within",
        "give_up_after",
        "for",
        "term",
    )
)
"""Keys whose value may be a duration, or was the bare name of an input of that type."""
NOT_SPANS = frozenset((("open", "for"), ("award", "for")))
CONDITIONS = frozenset(
    (
        "that", "when", "asked", "share", "count", "mean", "median", "of", "threshold", "quorum", "pass", "secret", "secret_owners",
        "needs", "open_from", "counts_from", "shares_from", "heaviest", "papers_from", "kept_days", "keeps_ballots", "proxies",
        "turn", "enough", "points",
    )
)  # fmt: skip
AS_THEY_ARE = frozenset(
    (
        "inputs", "roles", "en", "exceptions", "basis", "examples", "with", "result", "items", "options", "agenda", "title", "text", "label",
        "help", "confirm", "why", "otherwise", "heading", "source", "summary",
    )
)  # fmt: skip
"""Parts in which nothing is a condition or a span, whatever their keys are called."""


def lift_facts(root: Node, remarks: list[Sentence]) -> Node:
    """Facts in `data`, asked by name. A fact that two acts asked in different words is two facts, and remarked on."""
    return root if "data" in root.value else _Lifter(root, remarks).method()


def _texts(*names: str, at: Node) -> Node:
    return Node([Node(name, at.line, at.column) for name in names], at.line, at.column)


class _Lifter:
    """One file being lifted."""

    def __init__(self, root: Node, remarks: list[Sentence]) -> None:
        self.root = root
        self.remarks = remarks
        self.facts: dict[str, Node] = {}
        self.said: dict[str, Any] = {}
        self.renamed: dict[str, dict[str, str]] = {}
        self.at: dict[str, Node] = {}
        inputs = root.value.get("inputs")
        self.inputs = frozenset(inputs.value) if inputs is not None and inputs.kind == "map" else frozenset()

    def method(self) -> Node:
        found: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        root = self.root
        asks = self._asks(root.value.get("form"))
        place = root.keys["form"] if "form" in root.value else root
        for key, value in sorted(root.value.items(), key=lambda item: item[0] == "examples"):
            if key == "form":
                continue
            keys[key] = root.keys[key]
            if key == "open":
                found[key] = self._opening(value, asks, place)
            elif key == "stages":
                found[key] = self._each(value, self._stage)
            elif key == "measures":
                found[key] = self._each(value, self._measure)
            elif key in AS_THEY_ARE:
                found[key] = self._examples(value) if key == "examples" else value
            else:
                found[key] = self._plain(value, key, lambda text: text)
        lifted = Node(found, root.line, root.column, keys)
        data = Node(self.facts, place.line, place.column, self.at)
        return inserted(lifted, "data", data, place, before="open") if self.facts else lifted

    # -- facts -----------------------------------------------------------------------------------------
    def _asks(self, form: Node | None) -> dict[str, str]:
        """The facts a form asks: by the name it had there, the name it has now."""
        if form is None or form.kind != "map":
            return {}
        asks: dict[str, str] = {}
        fresh: list[str] = []
        for name, spec in form.value.items():
            plain = spec.plain()
            asks[name] = new = name if self.said.get(name, plain) == plain else self._apart(name, plain)
            if new not in self.facts:
                self.facts[new], self.at[new], self.said[new] = spec, form.keys[name], plain
                fresh.append(new)
        for new in fresh:
            self.facts[new] = self._field(self.facts[new], asks, "data.")
        return asks

    def _apart(self, name: str, spec: Any) -> str:
        number = 2
        while self.said.get(new := f"{name}_{number}", spec) != spec:
            number += 1
        if new not in self.facts:
            self.remarks.append(TWICE.fill(name=name, new=new))
        return new

    def _field(self, spec: Node, asks: Mapping[str, str], scope: str) -> Node:
        """A field; when it is asked is a `when` now, and speaks of its neighbours by their scope."""
        if spec.kind != "map":
            return spec
        made, keys = {}, {}
        for key, value in spec.value.items():
            new = "when" if key == "asked" else key
            keys[new] = spec.keys[key]
            if key == "asked":
                made[new] = renamed(value, lambda name: scope + asks[name] if name in asks else name)
            elif key == "form" and value.kind == "map":
                made[new] = self._fields(value, "line.")
            else:
                made[new] = value
        return Node(made, spec.line, spec.column, keys)

    def _fields(self, form: Node, scope: str) -> Node:
        """The fields of a line or of an answer, which speak of each other."""
        names = {name: name for name in form.value} if form.kind == "map" else {}

        def one(spec: Node) -> Node:
            return self._field(spec, names, scope)

        return self._each(form, one)

    # -- parts -----------------------------------------------------------------------------------------
    def _opening(self, node: Node, asks: dict[str, str], at: Node) -> Node:
        made = self._plain(node, "open", answers(asks, {}))
        return inserted(made, "asks", _texts(*asks.values(), at=at), at, before="requires") if asks else made

    def _stage(self, node: Node) -> Node:
        made, keys = {}, {}
        for key, value in node.value.items():
            keys[key] = node.keys[key]
            if key == "acts":
                made[key] = self._acts(value)
            elif key in BLOCKS:
                made[key] = self._block(value, key)
            elif key == "outcomes":
                made[key] = self._plain(value, key, counted)
            else:
                made[key] = self._plain(value, key, lambda text: text)
        return Node(made, node.line, node.column, keys)

    def _acts(self, acts: Node) -> Node:
        if acts.kind != "map":
            return acts
        made = {name: self._act(name, one) if one.kind == "map" else one for name, one in acts.value.items()}
        return Node(made, acts.line, acts.column, acts.keys)

    def _act(self, name: str, node: Node) -> Node:
        form = node.value.get("form")
        asks = self._asks(form)
        made, keys = {}, {}
        for key, value in node.value.items():
            if key == "form":
                if asks:
                    made["asks"], keys["asks"] = _texts(*asks.values(), at=node.keys[key]), node.keys[key]
                continue
            keys[key] = node.keys[key]
            made[key] = self._plain(value, key, answers(asks, asks if key == "requires" else {}))
        apart = {name: new for name, new in asks.items() if new != name}
        if apart and form is not None:
            self.renamed.setdefault(name, {}).update(apart)
            at = node.keys["form"]
            sets = {name: Node(self._kept(name, new), at.line, at.column) for name, new in apart.items()}
            made["set"], keys["set"] = Node(sets, at.line, at.column, dict.fromkeys(sets, at)), at
        return Node(made, node.line, node.column, keys)

    def _kept(self, name: str, new: str) -> str:
        spec = self.facts[new].value
        must = not ("optional" in spec and spec["optional"].value) and "when" not in spec
        return f"data.{new}" if must else f"has(data.{new}) ? data.{new} : data.{name}"

    def _block(self, node: Node, kind: str) -> Node:
        if node.kind != "map":
            return self._plain(node, kind, counted)
        known = BLOCKS[kind]
        asks = self._asks(node.value.get("form")) if "asks" in known.shape.keys else {}
        made, keys = {}, {}
        for key, value in node.value.items():
            new = "asks" if key == "form" and "asks" in known.shape.keys else key
            keys[new] = node.keys[key]
            if new == "asks":
                made[new] = _texts(*asks.values(), at=node.keys[key])
            elif key in ("questions", known.form):
                made[new] = self._fields(value, "entry.")
            else:
                made[new] = self._plain(value, key, counted)
        return Node(made, node.line, node.column, keys)

    def _measure(self, node: Node) -> Node:
        made, keys = {}, {}
        for key, value in node.value.items():
            new = {"of": "among", "count": "number"}.get(key, key)
            keys[new] = node.keys[key]
            made[new] = self._plain(value, key, measured)
        return Node(made, node.line, node.column, keys)

    def _examples(self, node: Node) -> Node:
        """The examples, with answers that have another name now under that name."""
        if node.kind != "list" or not self.renamed:
            return node
        return Node([self._example(one) for one in node.value], node.line, node.column)

    def _example(self, node: Node) -> Node:
        steps = node.value.get("when") if node.kind == "map" else None
        if steps is None or steps.kind != "list":
            return node
        made = Node([self._step(step) for step in steps.value], steps.line, steps.column)
        return Node({**node.value, "when": made}, node.line, node.column, node.keys)

    def _step(self, step: Node) -> Node:
        known = step.value if step.kind == "map" else {}
        act, given = known.get("act"), known.get("with")
        names = self.renamed.get(str(act.value)) if act is not None else None
        if names is None or given is None or given.kind != "map":
            return step
        values = {names.get(name, name): one for name, one in given.value.items()}
        keys = {names.get(name, name): one for name, one in given.keys.items()}
        return Node(
            {**step.value, "with": Node(values, given.line, given.column, keys)},
            step.line,
            step.column,
            step.keys,
        )

    # -- the rest ----------------------------------------------------------------------------------------
    def _each(self, node: Node, made: Callable[[Node], Node]) -> Node:
        if node.kind != "map":
            return node
        inner = {name: made(one) if one.kind == "map" else one for name, one in node.value.items()}
        return Node(inner, node.line, node.column, node.keys)

    def _plain(self, node: Node, key: str, rename: Rename, above: str = "") -> Node:
        """A part without rules of its own: its conditions and spans in today's words."""
        if key in AS_THEY_ARE:
            return node
        if node.kind == "map":
            inner = {name: self._plain(one, name, rename, key) for name, one in node.value.items()}
            return Node(inner, node.line, node.column, node.keys, node.inset)
        if node.kind == "list":
            return Node([self._plain(one, key, rename, above) for one in node.value], node.line, node.column)
        if key in SPANS and (above, key) not in NOT_SPANS and node.value in self.inputs:
            return Node(f"inputs.{node.value}", node.line, node.column)
        return renamed(node, rename) if key in CONDITIONS and isinstance(node.value, str) else node
