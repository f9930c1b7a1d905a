"""Builds a `Method` from tidied nodes: resolves names, compiles conditions, binds inputs.

Everything that does not resolve becomes a problem, and building goes on, so that one run reports all faults.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from shanzhi.method.blocks import SUPPORT, kind_of
from shanzhi.method.build_basis import basis
from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.build_ledger import units
from shanzhi.method.build_measures import measures
from shanzhi.method.build_openings import asked_by, openings
from shanzhi.method.build_people import people
from shanzhi.method.build_registers import columns, registers
from shanzhi.method.build_sets import COMPUTED, TOLD, computed_in_order
from shanzhi.method.build_sights import of_matter, sights
from shanzhi.method.build_stages import StageBuilder
from shanzhi.method.build_tables import columns_of
from shanzhi.method.build_times import clock_rules
from shanzhi.method.cel import Program
from shanzhi.method.effects import EFFECTS
from shanzhi.method.english import Beside, English, nothing_beside, paths_of
from shanzhi.method.expanding import expand
from shanzhi.method.fragment_use import use_fragments
from shanzhi.method.input_values import bound_value
from shanzhi.method.lifting import lift
from shanzhi.method.model import Field, Measure, Method, Opening, Sight, Stage
from shanzhi.method.names import Names
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node
from shanzhi.method.roles import PSEUDO, ROLES
from shanzhi.method.rules import ClockRule
from shanzhi.method.scope import Scope, base_scope, before_scope, rows_of
from shanzhi.method.shape import Tidy
from shanzhi.method.trees import tree_of
from shanzhi.method.words import Sentence, either

NO_INPUT = Sentence("没有这个参数，可用：{names}。", "There is no such input, only: {names}.")
NO_INPUTS = Sentence("这个工作法没有参数。", "This method has no inputs.")
MAX_STAGES = 200

SPOKEN = re.compile(r"\binputs\.([a-z][a-z0-9_]*)")
APART = ("examples", "en", "title", "summary", "source", "basis")
"""Parts of a file that use no input."""
MAX_VERSION = 999_999_999


class Builder(Names):
    """One file being built. `given` are the adopting community's inputs, over the defaults."""

    def __init__(
        self,
        root: Node,
        problems: Problems,
        given: Mapping[str, Any] | None = None,
        beside: Beside = nothing_beside,
    ) -> None:
        super().__init__(problems)
        self.given = dict(given or {})
        self.plain = root.plain()
        lifted = lift(root)
        self.places_of_texts = paths_of(lifted.root)
        self.english_beside = beside
        whole = use_fragments(expand(lifted.root, problems), problems)
        root, self.parts, self.sound = whole.root, whole.parts, whole.sound
        self.own = English(whole.english)
        self.remarks = lifted.remarks
        self.lifted = lifted.changed
        self.visible: tuple[Sight, ...] = ()
        self.root = Tidy(problems).shape(root, "method", "method") or Node({}, 1, 1)
        self.later_asked: list[tuple[Field, Node, Scope]] = []
        self.asked: dict[str, Program] = {}
        self.later_masked: list[tuple[Field, Node]] = []
        self.masked: dict[str, Program] = {}
        self.computing: dict[str, Node] = {}
        self.computed: tuple[Field, ...] = ()
        self.input_problems: dict[str, Sentence] = {}
        self.id: str | None = None
        self.stages: dict[str, Stage] = {}
        self.opening: Opening | None = None
        self.openings: dict[str, Opening] = {}
        self.form: tuple[Field, ...] = ()
        self.clock_rules: dict[str, ClockRule] = {}
        self.measures: dict[str, Measure] = {}
        stages = root.value.get("stages") if root.kind == "map" else None
        self.stage_names = stages.value if stages is not None and stages.kind == "map" else {}

    def build(self) -> Method | None:
        """The method, or None when too little of it stands; problems tell why."""
        get = self.root.value.get
        self.id = get("method").value if "method" in self.root.value else None
        if "version" in self.root.value and not 1 <= get("version").value <= MAX_VERSION:
            expected = Sentence(f"1 到 {MAX_VERSION} 的整数", f"a whole number from 1 to {MAX_VERSION}")
            self.problems.add("SZ203", get("version"), key="version", expected=expected)
        if "en" in self.root.value:
            self.own_node = get("en")
            self.own = English((self.own_node.plain(),)).over(self.own)
        self.beside = self.english_beside(self.id or "")
        self._groups(get("roles"))
        self._inputs(get("inputs"))
        stages_node = get("stages") or Node({}, 1, 1)
        if len(self.stage_names) > MAX_STAGES:
            self.problems.add("SZ109", self.root.find("stages"), limit=MAX_STAGES)
            return None
        self.clocks = set(get("clocks").value) if "clocks" in self.root.value else set()
        self.registers = registers(self, get("registers"))
        forms = FormBuilder(self)
        stage_builder = StageBuilder(self, forms)
        self.fields = {field.name: field for field in forms.form(get("data"), "data")}
        for field in people(self, forms, get("people")):
            self.fields[field.name] = field
        entries = stage_builder.entries(stages_node)
        self.base = base_scope(self.inputs, self.fields, self.stage_names, self.clocks)
        self.rows = rows_of(self.fields)
        self.looked = columns(self.registers)
        self.units = units(self, get("ledger"))
        self._asked()
        self.fields = {field.name: field for field in self.asked_form(tuple(self.fields.values()))}
        self.computed = computed_in_order(self, self.computing)
        self.clock_rules = clock_rules(self, get("clocks"))
        asked = asked_by(self, get("open"))
        self.form = tuple({field.name: field for form in asked.values() for field in form}.values())
        self.stages = stages = stage_builder.stages(stages_node, entries)
        self.openings = openings(self, get("open"), asked, stage_builder.routes)
        self.opening = opening = next(iter(self.openings.values()), None)
        self.looked = {}
        self.measures = measures(self, get("measures"))
        title, source = self.text(self.root, "title"), self.text(self.root, "source")
        summary = self.maybe(self.root, "summary")
        heading = self.maybe(self.root, "heading")
        laws = basis(self, get("basis"))
        self.visible = visible = sights(self, get("visible") if "visible" in self.root.value else None)
        self._unused_inputs()
        self._never_filled()
        self._unused_english()
        if self.id is None or opening is None or not stages:
            return None
        return Method(
            id=self.id,
            title=title,
            version=get("version").value if "version" in self.root.value else 0,
            source=source,
            hash=content_hash(self.plain),
            opening=opening,
            openings=self.openings,
            stages=stages,
            form=self.form,
            inputs=self.inputs,
            values=self.values,
            fields=self.fields,
            computed=self.computed,
            clocks=self.clock_rules,
            registers=self.registers,
            heard_by=frozenset(one.value for one in get("heard_by").value)
            if "heard_by" in self.root.value
            else frozenset(),
            summary=summary,
            basis=laws,
            measures=self.measures,
            heading=heading,
            visible=visible,
            gathers=any(
                stage.block is not None and kind_of(stage.block).gathers for stage in stages.values()
            ),
            appoints=tuple(
                [one for stage in stages.values() for one in stage.all_effects if EFFECTS[one.kind].posts]
            ),
            ledger=self.units,
            supported=any(act in SUPPORT for stage in stages.values() for act in stage.acts),
            above=self.plain.get("visible") == "above",
            exceptions=tuple(
                {k: v.value for k, v in item.value.items()}
                for item in (get("exceptions").value if "exceptions" in self.root.value else ())
            ),
            examples=tuple(get("examples").value) if "examples" in self.root.value else (),
        )

    def _groups(self, node: Node | None) -> None:
        for name, group in (node.value if node else {}).items():
            if name in ROLES or name in PSEUDO:
                self.problems.add("SZ315", group, name=name)
            elif "roles" in group.value:
                self.groups[name] = self.roles(group.value["roles"])

    def _inputs(self, node: Node | None) -> None:
        forms = FormBuilder(self)
        written = node.value if node else {}
        # Tables first: others take their options from them, wherever in the file they stand.
        for name, spec in sorted(written.items(), key=lambda item: not _is_table(item[1])):
            built = forms.input(name, spec, f"inputs.{name}")
            if built is None:
                self.broken.add(name)
                continue
            self.inputs[name] = built
            value, problem = bound_value(built, self.given.get(name, built.default))
            if problem is not None:
                self.input_problems[name] = problem
                value = bound_value(built, built.default)[0]
            self.values[name] = value
            if built.kind.table:
                rows = tree_of(value, self.known_sentence)
                self.tables[name] = rows
                self.columns[name] = columns_of(built, value)
                self.inputs[name] = replace(built, options=rows)
        self.inputs = {name: self.inputs[name] for name in written if name in self.inputs}
        self.values = {name: self.values[name] for name in self.inputs}
        for name in self.given:
            if name not in self.inputs and name not in self.broken:
                there = NO_INPUT.fill(names=either(self.inputs)) if self.inputs else NO_INPUTS
                self.input_problems[str(name)] = there

    def compute(self, name: str, program: Program) -> Field:
        """The fact as one that an expression gives."""
        field = self.fields[name] = replace(self.fields[name], computed=program, optional=True)
        return field

    def asks(self, node: Node) -> tuple[Field, ...]:
        """The facts that a part asks, in the order written."""
        return self.facts(node.value["asks"]) if "asks" in node.value else ()

    def facts(self, node: Node) -> tuple[Field, ...]:
        """The facts that a list names."""
        found: dict[str, Field] = {}
        for item in node.value:
            name = self.field_of(item)
            if name in self.computing:
                self.problems.add("SZ311", item, name=name, detail=COMPUTED)
            elif name in found:
                self.problems.add("SZ309", item, name=name)
            elif name is not None and self.fields[name].kind.told:
                self.problems.add("SZ311", item, name=name, detail=TOLD)
            elif name is not None:
                found[name] = self.fields[name]
        return tuple(found.values())

    def _asked(self) -> None:
        for field, node, scope in self.later_asked:
            program = self.condition(node, {**scope, **before_scope(self.fields)})
            if program is not None:
                self.asked[field.at.path] = program
        for field, node in self.later_masked:
            program = of_matter(self, node)
            if program is not None:
                self.masked[field.at.path] = program

    def asked_form(self, form: tuple[Field, ...]) -> tuple[Field, ...]:
        """The form with the conditions of its fields compiled in."""
        if not (self.asked or self.masked):
            return form
        asked, masked = self.asked, self.masked
        return tuple(
            replace(f, asked=asked.get(f.at.path), masked=masked.get(f.at.path), form=self.asked_form(f.form))
            for f in form
        )

    def _unused_inputs(self) -> None:
        """An input that nothing in the file speaks of; told once what is wrong is mended."""
        if any(problem.weight == "error" for problem in self.problems.found):
            return
        parts = {name: node.plain() for name, node in self.root.value.items() if name not in APART}
        said = set(SPOKEN.findall(json.dumps(parts, ensure_ascii=False)))
        for name, at in (self.root.value["inputs"].keys if "inputs" in self.root.value else {}).items():
            if name not in said and name in self.inputs:
                self.problems.add("SZ370", at, name=name, weight="advice")

    def _never_filled(self) -> None:
        """A fact that nothing asks, adds to, sets or keeps a result in: what rests on it never holds."""
        if any(problem.weight == "error" for problem in self.problems.found):
            return
        filled = {name for part in self.root.value.values() for name in _filled_in(part)}
        for name, at in (self.root.value["data"].keys if "data" in self.root.value else {}).items():
            if name in self.fields and name not in filled and self.fields[name].computed is None:
                self.problems.add("SZ374", at, name=name, weight="advice")

    def _unused_english(self) -> None:
        for key, node in self.own_node.value.items():
            for text, at in node.keys.items() if node.kind == "map" else ((key, self.own_node.keys[key]),):
                if (key if node.kind == "map" else "", text) not in self.used:
                    self.problems.add("SZ512", at, text=text, weight="advice")


def _is_table(spec: Node) -> bool:
    """Whether an input, as written, is a table."""
    return "type" in spec.value and spec.value["type"].value == "table"


def _without_english(plain: Any) -> Any:
    return {key: one for key, one in plain.items() if key != "en"} if isinstance(plain, dict) else plain


def content_hash(plain: Any) -> str:
    """SHA-256 of a method's content as canonical JSON: the same whatever its comments, its layout and its English. The
    fragments that it uses are content."""
    plain = _without_english(plain)
    if isinstance(plain, dict) and isinstance(plain.get("fragments"), dict):
        inside = {name: _without_english(one) for name, one in plain["fragments"].items()}
        plain = {**plain, "fragments": inside}
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _filled_in(node: Node) -> Iterator[str]:
    """The facts that a part of the file fills in, by the keys that do."""
    if node.kind == "list":
        for item in node.value:
            yield from _filled_in(item)
    elif node.kind == "map":
        for key, value in node.value.items():
            if key in ("set", "result") and value.kind == "map":
                yield from value.value
            elif key == "asks" and value.kind == "list":
                yield from (str(item.value) for item in value.value)
            elif key == "adds":
                yield str(value.value)
            yield from _filled_in(value)
