"""Clocks declared once, at the top: gathered from the stages that named them, and from the acts that started and stopped them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from shanzhi.method.lifting.changed import inserted, put, without
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

LENGTHS = ("lasts", "cases", "until", "not_after")
RESTARTED = Sentence(
    "动作“{act}”原来让时限“{clock}”重新起算。现在没有什么能把时限充满；请看看后面的环节要不要自己的短时限。",
    "The act “{act}” started the clock “{clock}” afresh. Nothing refills one now; see whether the stage after it needs a short time of its own.",
)
STAYED = Sentence(
    "动作“{act}”原来在本环节停了时限“{clock}”。现在要到别的环节才算做到；请看看。",
    "The act “{act}” stopped the clock “{clock}” without leaving its stage. A clock is met in another stage now; see where.",
)
DIFFER = Sentence(
    "时限“{clock}”原来在几个环节写得不一样长；现在用“{stage}”那里的。请看看。",
    "The clock “{clock}” had different limits in several stages; that of “{stage}” is kept. See whether it will do.",
)
UNSURE = Sentence(
    "环节“{stage}”原来有时在时限“{clock}”停了以后走到，有时没停；现在不算做到。请看看。",
    "The stage “{stage}” was reached with the clock “{clock}” stopped, and without; it does not meet it now. See whether it should.",
)


def lift_clocks(root: Node, remarks: list[Sentence]) -> Node:
    """A file whose clocks are declared at the top."""
    stages = root.value.get("stages")
    if stages is None or stages.kind != "map":
        return root
    lifter = _Lifter(root, stages, remarks)
    made = Node(lifter.rest(), root.line, root.column, root.keys, root.inset)
    if not lifter.clocks or "clocks" in root.value:
        return made
    at = stages
    clocks = Node(lifter.clocks, at.line, at.column, dict.fromkeys(lifter.clocks, at))
    if lifter.english and (known := made.value.get("en")) is not None and known.kind == "map":
        whole = {**known.value, **{k: v for k, v in lifter.english.items() if k not in known.value}}
        keys = {**dict.fromkeys(lifter.english, known), **known.keys}
        made = put(made, "en", Node(whole, known.line, known.column, keys))
    return inserted(made, "clocks", clocks, at, before="open")


def _map(node: Node | None, key: str) -> Node | None:
    found = node.value.get(key) if node is not None and node.kind == "map" else None
    return found if found is not None and found.kind == "map" else None


def _words(node: Node | None) -> list[str]:
    if node is None:
        return []
    return [str(one.value) for one in (node.value if node.kind == "list" else [node]) if one.kind == "scalar"]


def _targets(to: Node | None) -> Iterator[str]:
    """The stages to which a route may lead."""
    for one in [] if to is None else to.value if to.kind == "list" else [to]:
        if one.kind == "scalar":
            yield str(one.value)
        elif one.kind == "map":
            yield from _targets(one.value.get("to") or one.value.get("stage"))


class _Lifter:
    def __init__(self, root: Node, stages: Node, remarks: list[Sentence]) -> None:
        self.root = root
        self.stages = {name: one for name, one in stages.value.items() if one.kind == "map"}
        self.remarks = remarks
        self.english: dict[str, Node] = {}
        self.clocks: dict[str, Node] = {}
        if "clocks" not in root.value:
            named = (self.clock_of(one) for one in self.stages.values())
            for name in dict.fromkeys(str(one.value) for one in named if one is not None):
                self.clocks[name] = self.clock(name)

    def clock_of(self, stage: Node) -> Node | None:
        due = _map(stage, "due")
        return due.value.get("clock") if due is not None else None

    # -- the ways --------------------------------------------------------------------------------------
    def acts(self, stage: Node) -> Iterator[tuple[str, dict[str, Node]]]:
        """The acts of a stage with what they have from those said once."""
        shared = _map(self.root, "acts")
        defaults = _map(_map(self.root, "defaults"), "acts")
        written = {**(defaults.value if defaults is not None else {})}
        own = _map(stage, "acts")
        written |= own.value if own is not None else {}
        for name, act in written.items():
            known = shared.value.get(name) if shared is not None else None
            whole = {**known.value} if known is not None and known.kind == "map" else {}
            yield name, whole | (act.value if act.kind == "map" else {})

    def onward(self, stage: Node, stops: str | None = None) -> Iterator[str]:
        """Where a stage leads; without the acts that stop a clock, if one is named."""
        for _name, act in self.acts(stage):
            if stops is None or stops not in _words(act.get("stop")):
                yield from _targets(act.get("to"))
        outcomes = _map(stage, "outcomes")
        for outcome in outcomes.value.values() if outcomes is not None else ():
            yield from _targets(outcome)

    def region(self, starts: Iterable[str], barred: set[str], stops: str | None = None) -> list[str]:
        """All stages that are reached from some without entering others."""
        found, waiting = dict[str, None](), [*starts]
        while waiting:
            name = waiting.pop(0)
            if name in found or name in barred or name not in self.stages:
                continue
            found[name] = None
            waiting += self.onward(self.stages[name], stops)
        return [*found]

    # -- one clock -------------------------------------------------------------------------------------
    def clock(self, name: str) -> Node:
        own = [
            stage
            for stage, one in self.stages.items()
            if (c := self.clock_of(one)) is not None and c.value == name
        ]
        first = self.firsts(set(own)) or own
        limits = {stage: due for stage in own if (due := _map(self.stages[stage], "due")) is not None}
        given = next(
            (s for s in (*first, *own) if any(key in limits[s].value for key in LENGTHS[:3])), own[0]
        )
        due = limits[given]
        plain = {
            stage: {k: limits[stage].value[k].plain() for k in LENGTHS if k in limits[stage].value}
            for stage in first
        }
        if any(one and one != plain.get(given, one) for one in plain.values()):
            self.remarks.append(DIFFER.fill(clock=name, stage=given))
        made = {"label": self.label(self.stages[given], due), "starts": self.names(first, due)}
        made |= {key: due.value[key] for key in LENGTHS if key in due.value}
        pauses = [stage for stage, one in self.stages.items() if name in _words(one.value.get("pauses"))]
        made |= {"pauses": self.names(pauses, due)} if pauses else {}
        made["ends"] = self.names(self.ends(name, set(own)), due)
        return Node(made, due.line, due.column, {key: due.keys.get(key, due) for key in made})

    def firsts(self, own: set[str]) -> list[str]:
        """Those of a clock's stages that are reached before any other of them."""
        opening = _map(self.root, "open")
        ways = [] if opening is None else [opening] if "to" in opening.value else [*opening.value.values()]
        opened = [to for way in ways if way.kind == "map" for to in _targets(way.value.get("to"))]
        before = self.region(opened, own)
        reached = {target for stage in before for target in self.onward(self.stages[stage])} | set(opened)
        return [stage for stage in self.stages if stage in own and stage in reached]

    def ends(self, name: str, own: set[str]) -> list[str]:
        stopped: list[str] = []
        for stage in self.stages.values():
            for act, body in self.acts(stage):
                if name in _words(body.get("stop")):
                    leads = [*_targets(body.get("to"))]
                    stopped += leads
                    if not leads:
                        self.remarks.append(STAYED.fill(act=act, clock=name))
        running = set(
            self.region({to for one in own for to in self.onward(self.stages[one], name)}, own, name)
        )
        after = self.region(stopped, own)
        over = [stage for stage in self.region(own, set()) if "end" in self.stages[stage].value]
        unsure = [stage for stage in after if stage in running and stage not in stopped and stage not in over]
        self.remarks += [UNSURE.fill(stage=stage, clock=name) for stage in unsure]
        met = {*after, *over} - set(unsure)
        return [stage for stage in self.stages if stage in met]

    def label(self, stage: Node, at: Node) -> Node:
        label = stage.value.get("label")
        said = str(label.value) if label is not None else "?"
        words = f"{said}的时限"
        english = _map(self.root, "en")
        known = english.value.get(said) if english is not None else None
        told = known.plain() if known is not None else None
        if isinstance(told, str):
            self.english[words] = Node(f"Time limit: {told}", at.line, at.column)
        return Node(words, at.line, at.column)

    def names(self, stages: Iterable[str], at: Node) -> Node:
        return Node([Node(name, at.line, at.column) for name in stages], at.line, at.column)

    # -- what stays ------------------------------------------------------------------------------------
    def rest(self) -> dict[str, Node]:
        """The parts of the file without what the clocks now say."""
        made = dict(self.root.value)
        made["stages"] = self.each(made["stages"], self.stage)
        if _map(self.root, "acts") is not None:
            made["acts"] = self.each(made["acts"], self.act)
        if _map(self.root, "defaults") is not None:
            made["defaults"] = self.stage("", made["defaults"])
        return made

    def each(self, node: Node, change: Callable[[str, Node], Node]) -> Node:
        inner = {name: change(name, one) if one.kind == "map" else one for name, one in node.value.items()}
        return Node(inner, node.line, node.column, node.keys, node.inset)

    def stage(self, _name: str, node: Node) -> Node:
        due = _map(node, "due")
        if self.clocks and due is not None and "clock" in due.value:
            for key in LENGTHS[:3]:
                due = without(due, key)
            node = put(node, "due", due)
        if self.clocks and "pauses" in node.value:
            node = without(node, "pauses")
        return (
            put(node, "acts", self.each(node.value["acts"], self.act))
            if _map(node, "acts") is not None
            else node
        )

    def act(self, name: str, node: Node) -> Node:
        if self.clocks:
            for clock in _words(node.value.get("restart")):
                self.remarks.append(RESTARTED.fill(act=name, clock=clock))
            node = without(without(node, "restart"), "stop")
        extend = _map(node, "extend")
        if extend is not None and "by" in extend.value and "unit" in extend.value:
            by, unit = extend.value["by"], extend.value["unit"]
            more = Node(f"data.{by.value} {unit.value}", by.line, by.column)
            node = put(
                node, "extend", put(without(without(extend, "by"), "unit"), "more", more, extend.keys["by"])
            )
        return node
