"""A load as a scenario file writes it: every fault told with its line, and nothing unknown taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.simulation.bounds import out_of_bounds
from shanzhi.engine.simulation.load import Habit, Load, Work, roles_of, usual_load
from shanzhi.engine.simulation.names import answer_fault, forms_of
from shanzhi.method.model import Method
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence, either, hint


class ScenarioFault(Struct, frozen=True):
    """One fault of a scenario file: where it is, and what to do about it."""

    line: int
    column: int
    why: Sentence


class BadLoad(Exception):
    """A scenario that cannot be used; `faults` lists every one found."""

    def __init__(self, faults: list[ScenarioFault]) -> None:
        super().__init__("; ".join(fault.why.en for fault in faults))
        self.faults = faults


def read_load(text: str | bytes, method: Method, base: Load | None = None) -> Load:
    """The load a scenario file describes for a method, over `base` (the usual load). Raises `BadLoad` with every fault."""
    problems = Problems()
    root = read(text, problems)
    if root is None or problems.found:
        raise BadLoad([ScenarioFault(p.line, p.column, p.why) for p in problems.listed()])
    reader = _Reader(method)
    load = reader.load(root, base or usual_load(method))
    if reader.faults:
        raise BadLoad(sorted(reader.faults, key=lambda fault: (fault.line, fault.column)))
    return load


class _Reader:
    def __init__(self, method: Method) -> None:
        self.method = method
        self.faults: list[ScenarioFault] = []

    def fault(self, at: Node, why: Sentence) -> None:
        self.faults.append(ScenarioFault(at.line, at.column, why))

    def section(self, node: Node, key: str, known: Any) -> dict[str, Node]:
        """The nodes under a key that are known there; the others are faults."""
        if node.kind != "map":
            self.fault(node, _MAP.fill(key=key))
            return {}
        found = {}
        for name, value in node.value.items():
            if name in known:
                found[name] = value
            else:
                self.fault(node.keys[name], _UNKNOWN.fill(key=shown(name), under=key, hint=hint(name, known)))
        return found

    def number(self, node: Node, key: str) -> Any:
        """A number within the bounds of its kind; None where it is not."""
        why = out_of_bounds(key, node.value)
        if why is None:
            return node.value
        self.fault(node, why)
        return None

    def numbers(self, nodes: Mapping[str, Node], keys: Mapping[str, str]) -> dict[str, Any]:
        """The numbers written under their keys, by the names the load has for them."""
        read_ = {own: self.number(nodes[key], key) for key, own in keys.items() if key in nodes}
        return {own: value for own, value in read_.items() if value is not None}

    def load(self, root: Node, base: Load) -> Load:
        nodes = self.section(root, "scenario", (*_PLAIN, *_SECTIONS, "starts"))
        changes = self.numbers(nodes, _PLAIN)
        if "starts" in nodes:
            try:
                changes["starts"] = date.fromisoformat(str(nodes["starts"].value))
                if not 2000 <= changes["starts"].year <= 2060:
                    raise ValueError
            except ValueError:
                self.fault(nodes["starts"], _DAY.fill(value=shown(nodes["starts"].plain())))
        for key, take in _SECTIONS.items():
            if key in nodes:
                changes.update(take(self, nodes[key], base))
        return replace(base, **changes)

    def arrivals(self, node: Node, base: Load) -> dict[str, Any]:
        nodes = self.section(node, "arrivals", ("per_day", "hours"))
        changes = self.numbers(nodes, {"per_day": "arrivals"})
        if "hours" in nodes:
            if nodes["hours"].value in HOURS:
                changes["hours"] = nodes["hours"].value
            else:
                self.fault(nodes["hours"], _HOURS.fill(choices=either(HOURS)))
        return changes

    def staff(self, node: Node, base: Load) -> dict[str, Any]:
        nodes = self.section(node, "staff", roles_of(self.method))
        return {"staff": {**base.staff, **self.numbers(nodes, {role: role for role in nodes})}}

    def inputs(self, node: Node, base: Load) -> dict[str, Any]:
        nodes = self.section(node, "inputs", self.method.inputs)
        return {"inputs": {**base.inputs, **{name: value.plain() for name, value in nodes.items()}}}

    def residents(self, node: Node, base: Load) -> dict[str, Any]:
        keys = {"yes": "yes", "turnout": "turnout", "object": "objections"}
        nodes = self.section(node, "residents", ("answer", "hours", "spread", "stars", *keys))
        changes = self.numbers(nodes, keys)
        if "stars" in nodes:
            stars = nodes["stars"]
            given = stars.value if stars.kind == "list" else []
            weights = [self.number(item, "share") for item in given]
            if len(given) != 5 or (None not in weights and not sum(weights)):
                self.fault(stars, _STARS)
            changes["stars"] = tuple(weights)
        return {**changes, "residents": self._habit(nodes, "answer", base.residents)}

    def helpers(self, node: Node, base: Load) -> dict[str, Any]:
        nodes = self.section(node, "helpers", ("take", "hours", "spread"))
        return {"helpers": self._habit(nodes, "take", base.helpers)}

    def children(self, node: Node, base: Load) -> dict[str, Any]:
        nodes = self.section(node, "children", ("done", "hours", "spread"))
        return {"children": self._habit(nodes, "done", base.children)}

    def _habit(self, nodes: Mapping[str, Node], chance: str, base: Habit) -> Habit:
        return replace(base, **self.numbers(nodes, {chance: "chance", "hours": "hours", "spread": "spread"}))

    def answers(self, node: Node, base: Load) -> dict[str, Any]:
        fields = forms_of(self.method)
        found = {}
        for name, choices in self.section(node, "answers", fields).items():
            if choices.kind != "map":
                self.fault(choices, _WEIGHTS.fill(key=name))
                continue
            weights, faults = {}, len(self.faults)
            for value, weight in choices.value.items():
                why = answer_fault(fields[name], value)
                if why is not None:
                    self.fault(choices.keys[value], why)
                elif (number := self.number(weight, "share")) is not None:
                    weights[value] = float(number)
            if sum(weights.values()) > 0:
                found[name] = weights
            elif len(self.faults) == faults:
                self.fault(choices, _WEIGHTS.fill(key=name))
        return {"answers": {**base.answers, **found}}

    def acts(self, node: Node, base: Load) -> dict[str, Any]:
        open_stages = {name: stage for name, stage in self.method.stages.items() if stage.end is None}
        found = {}
        for name, acts in self.section(node, "acts", open_stages).items():
            works = {}
            for act, work in self.section(acts, name, open_stages[name].acts).items():
                nodes = self.section(work, act, ("share", "minutes", "spread"))
                works[act] = Work(**self.numbers(nodes, {key: key for key in nodes}))
            found[name] = works
        return {"acts": {**base.acts, **found}}


HOURS = ("working", "waking")
_PLAIN = {key: key for key in ("days", "places", "households", "offices")}
_SECTIONS: dict[str, Callable[[_Reader, Node, Load], dict[str, Any]]] = {
    "arrivals": _Reader.arrivals,
    "staff": _Reader.staff,
    "inputs": _Reader.inputs,
    "residents": _Reader.residents,
    "helpers": _Reader.helpers,
    "children": _Reader.children,
    "answers": _Reader.answers,
    "acts": _Reader.acts,
}
_UNKNOWN = Sentence("“{under}”下没有“{key}”。{hint}", "There is no “{key}” under “{under}”. {hint}")
_MAP = Sentence("“{key}”下应写“名称: 内容”。", "Write `name: value` lines under “{key}”.")
_DAY = Sentence(
    "“{value}”不是可用的日期；请写如 2026-03-02。", "“{value}” is no day to start on; write e.g. 2026-03-02."
)
_HOURS = Sentence("来件时段请写其中之一：{choices}。", "The hours are one of: {choices}.")
_STARS = Sentence(
    "stars 应为五个数，依次是一星到五星的份额，不能全为零。",
    "`stars` is five numbers, the shares of one to five stars, not all zero.",
)
_WEIGHTS = Sentence(
    "“{key}”下请写“答案: 份额”，份额不能全为零。",
    "Write `answer: share` under “{key}”; the shares must not all be zero.",
)
