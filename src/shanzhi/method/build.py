"""Builds a `Method` from tidied nodes: resolves names, compiles conditions, binds inputs.

Everything that does not resolve becomes a problem, and building goes on, so that one run reports all faults.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from shanzhi.method.blocks import ACT_NAMES, builtin_acts
from shanzhi.method.build_forms import FormBuilder, input_value
from shanzhi.method.build_stages import StageBuilder
from shanzhi.method.cel import CelProblem, CelType, Program, compile_cel
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.model import Field, Input, Measure, Method, Opening, Requirement, Rule, Who
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node
from shanzhi.method.roles import LEVELS, PSEUDO, ROLES
from shanzhi.method.scope import answers_scope, base_scope, measure_scope
from shanzhi.method.shape import METHOD_ID, WORD, Tidy, hint
from shanzhi.method.vocabulary import BLOCKS
from shanzhi.method.words import Sentence


class Builder:
    """One file being built. `given` are the adopting community's inputs, over the defaults."""

    def __init__(self, root: Node, problems: Problems, given: Mapping[str, Any] | None = None) -> None:
        self.problems = problems
        self.given = dict(given or {})
        self.plain = root.plain()
        self.tidy = Tidy(problems)
        self.root = self.tidy.shape(root, "method", "method") or Node({}, 1, 1)
        self.english: dict[str, Node] = {}
        self.used: set[str] = set()
        self.values: dict[str, Any] = {}
        self.inputs: dict[str, Input] = {}
        self.fields: dict[str, Field] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.clocks: set[str] = set()
        self.base: dict[str, CelType] = {}
        self.later_asked: list[tuple[Field, Node]] = []
        self.input_problems: dict[str, Sentence] = {}

    # -- texts -------------------------------------------------------------------------------------
    def sentence(self, node: Node) -> Sentence:
        """A text of the file in both languages; the English comes from `en`."""
        zh = str(node.value)
        if zh in self.english:
            self.used.add(zh)
            return Sentence(zh, self.english[zh].value["text"].value)
        if not zh.isascii():
            self.problems.add("SZ511", node, text=zh, weight="advice")
        return Sentence(zh, zh)

    def text(self, node: Node, key: str) -> Sentence:
        """The text under `key`; empty when it is missing (which was noted already)."""
        return self.sentence(node.value[key]) if key in node.value else Sentence("", "")

    def maybe(self, node: Node, key: str) -> Sentence | None:
        return self.sentence(node.value[key]) if key in node.value else None

    def rule(self, node: Node, path: str) -> Rule:
        return Rule(path, node.line)

    # -- names -------------------------------------------------------------------------------------
    def roles(self, node: Node, *, extra: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Role names with the file's own groups written out; unknown ones are noted and left out."""
        names: list[str] = []
        for item in node.value:
            if item.value in self.groups:
                names.extend(self.groups[item.value])
            elif item.value in ROLES or item.value in PSEUDO or item.value in extra:
                names.append(item.value)
            else:
                known = [*ROLES, *PSEUDO, *self.groups, *extra]
                self.problems.add("SZ303", item, name=item.value, hint=hint(item.value, known))
        return tuple(dict.fromkeys(names))

    def who(self, node: Node | None, default: Who) -> Who:
        """Who may do a thing."""
        if node is None:
            return default
        names = self.roles(node)
        flags = {name: True for name in names if name in PSEUDO}
        return Who(roles=frozenset(n for n in names if n in ROLES), names=names, **flags)

    def level(self, node: Node) -> str | None:
        if node.value in LEVELS:
            return str(node.value)
        self.problems.add("SZ307", node, name=node.value, choices="、".join(LEVELS))
        return None

    def field_of(self, node: Node, *types: str) -> str | None:
        """The name of a known field of one of these types."""
        field = self.fields.get(node.value)
        if field is None:
            self.problems.add("SZ305", node, name=node.value, hint=hint(str(node.value), self.fields))
            return None
        if types and field.type not in types:
            self.problems.add("SZ306", node, name=node.value, expected=" / ".join(types))
            return None
        return field.name

    def duration(self, node: Node) -> Duration | None:
        """A duration written out, or the value of an input of that type."""
        if not WORD.fullmatch(node.value):
            return parse_duration(node.value)
        given = self.inputs.get(node.value)
        if given is None:
            self.problems.add("SZ304", node, name=node.value, hint=hint(node.value, self.inputs))
            return None
        if given.type != "duration":
            self.problems.add("SZ306", node, name=node.value, expected="duration")
            return None
        value: Duration = self.values[given.name]
        return value

    # -- conditions ----------------------------------------------------------------------------------
    def condition(
        self, node: Node, scope: Mapping[str, CelType] | None = None, kind: CelType = CelType.BOOLEAN
    ) -> Program | None:
        """A compiled condition; `scope` adds to what every condition may speak of."""
        names = {**self.base, **scope} if scope else self.base
        try:
            return compile_cel(node.value, names, kind)
        except CelProblem as problem:
            self.problems.add("SZ401", node, detail=problem.sentence)
            return None

    def requirements(
        self, node: Node | None, path: str, scope: Mapping[str, CelType] | None = None
    ) -> tuple[Requirement, ...]:
        found = []
        for index, item in enumerate(node.value if node else ()):
            if "that" not in item.value or "otherwise" not in item.value:
                continue
            that = self.condition(item.value["that"], scope)
            said = self.text(item, "otherwise")
            if that is not None:
                found.append(Requirement(that, said, self.rule(item, f"{path}.requires[{index}]")))
        return tuple(found)

    # -- the whole -----------------------------------------------------------------------------------
    def build(self) -> Method | None:
        """The method, or None when too little of it stands; problems tell why."""
        get = self.root.value.get
        name = get("method")
        if name is not None and not (isinstance(name.value, str) and METHOD_ID.fullmatch(name.value)):
            self.problems.add("SZ203", name, key="method", expected=Sentence("小写字母、数字和连字符组成的代号", "an id of a-z, 0-9 and -"))
        if "en" in self.root.value:
            self.english = {k: v for k, v in get("en").value.items() if "text" in v.value}
        self._groups(get("roles"))
        self._inputs(get("inputs"))
        self._clocks()
        forms = FormBuilder(self)
        stages_node = get("stages") or Node({}, 1, 1)
        form = forms.form(get("form"), "form")
        stage_builder = StageBuilder(self, forms)
        act_forms = stage_builder.forms(stages_node)
        self._collect(form, act_forms)
        self.base = base_scope(self.inputs, self.fields, stages_node.value, self.clocks)
        self._asked(form)
        stages = stage_builder.stages(stages_node, act_forms)
        opening = self._opening(get("open"), stages_node)
        measures = self._measures(get("measures"))
        title, source = self.text(self.root, "title"), self.text(self.root, "source")
        basis = tuple(self.sentence(n) for n in get("basis").value) if "basis" in self.root.value else ()
        summary = self.maybe(self.root, "summary")
        exceptions = tuple(
            {k: v.value for k, v in item.value.items()} for item in (get("exceptions").value if get("exceptions") else ())
        )
        for text, node in self.english.items():
            if text not in self.used:
                self.problems.add("SZ512", node, text=text, weight="advice")
        if name is None or opening is None or not stages:
            return None
        return Method(
            id=str(name.value),
            title=title,
            version=get("version").value if "version" in self.root.value else 0,
            source=source,
            hash=content_hash(self.plain),
            opening=opening,
            stages=stages,
            form=self.asked_form(form),
            inputs=self.inputs,
            values=self.values,
            fields=self.fields,
            summary=summary,
            basis=basis,
            measures=measures,
            visible=get("visible").value if "visible" in self.root.value else "place",
            exceptions=exceptions,
            examples=tuple(get("examples").value) if "examples" in self.root.value else (),
        )

    def _groups(self, node: Node | None) -> None:
        for name, group in (node.value if node else {}).items():
            if name in ROLES or name in PSEUDO:
                self.problems.add("SZ315", group, name=name)
                continue
            if "roles" in group.value:
                self.groups[name] = self.roles(group.value["roles"])

    def _inputs(self, node: Node | None) -> None:
        forms = FormBuilder(self)
        for name, spec in (node.value if node else {}).items():
            built = forms.input(name, spec, f"inputs.{name}")
            if built is None:
                continue
            self.inputs[name] = built
            value, problem = built.default, None
            if name in self.given:
                value, problem = input_value(built, self.given[name])
            if problem is not None:
                self.input_problems[name] = problem
                value = built.default
            self.values[name] = value
        for name in self.given:
            if name not in self.inputs:
                self.input_problems[name] = Sentence("没有这个参数。", "There is no such input.")

    def _clocks(self) -> None:
        stages = self.root.value.get("stages")
        for stage in (stages.value if stages else {}).values():
            due = stage.value.get("due")
            if due is not None and "clock" in due.value:
                self.clocks.add(due.value["clock"].value)

    def _collect(self, form: tuple[Field, ...], act_forms: Mapping[tuple[str, str], tuple[Field, ...]]) -> None:
        """Every field by name: the opening form and all acts share one set of facts."""
        for fields in (form, *act_forms.values()):
            for field in fields:
                known = self.fields.get(field.name)
                if known is not None and known.type != field.type:
                    self.problems.add(
                        "SZ309", Node(None, field.at.line, 1), name=field.name, one=known.type, other=field.type
                    )
                    continue
                self.fields.setdefault(field.name, field)

    def _asked(self, form: tuple[Field, ...]) -> None:
        self.asked: dict[str, Program] = {}
        for field, node in self.later_asked:
            own = answers_scope(form) if any(f is field for f in form) else answers_scope(tuple(self.fields.values()))
            program = self.condition(node, own)
            if program is not None:
                self.asked[field.at.path] = program

    def asked_form(self, form: tuple[Field, ...]) -> tuple[Field, ...]:
        """The form with the conditions of its fields compiled in."""
        return tuple(
            msgspec.structs.replace(f, asked=self.asked[f.at.path]) if f.at.path in self.asked else f for f in form
        )

    def _opening(self, node: Node | None, stages: Node) -> Opening | None:
        if node is None or any(key not in node.value for key in ("by", "at", "to")):
            return None
        get = node.value.get
        level = self.level(get("at"))
        target = get("to").value
        if target not in stages.value:
            self.problems.add("SZ301", get("to"), name=target, hint=hint(target, stages.value))
            return None
        if level is None:
            return None
        who = self.who(get("by"), Who())
        scope = answers_scope(tuple(self.fields.values()))
        return Opening(who, level, target, self.rule(node, "open"), self.requirements(get("requires"), "open", scope))

    def _measures(self, node: Node | None) -> dict[str, Measure]:
        built = {}
        scope = measure_scope(self.base, self.clocks)
        for name, spec in (node.value if node else {}).items():
            kinds = [k for k in ("share", "count", "mean", "median") if k in spec.value]
            if len(kinds) != 1:
                expected = Sentence("share、count、mean、median 之一", "one of share, count, mean, median")
                self.problems.add("SZ203", spec, key=name, expected=expected)
                continue
            kind = kinds[0]
            wants = CelType.BOOLEAN if kind in ("share", "count") else CelType.INTEGER
            what = self.condition(spec.value[kind], scope, wants)
            of = self.condition(spec.value["of"], scope) if "of" in spec.value else None
            if what is not None:
                built[name] = Measure(
                    name=name,
                    label=self.text(spec, "label"),
                    kind=kind,
                    what=what,
                    of=of,
                    at=self.rule(spec, f"measures.{name}"),
                    help=self.maybe(spec, "help"),
                )
        return built

    def reserved(self, stage: Node) -> set[str]:
        """Act names that a stage's own acts may not take."""
        names = {"open", "due", "joined", *builtin_acts(Rule("", 0))}
        for kind in BLOCKS:
            if kind in stage.value:
                names.update(ACT_NAMES[kind])
        return names


def content_hash(plain: Any) -> str:
    """SHA-256 of a method's content as canonical JSON: the same whatever its comments and layout."""
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

