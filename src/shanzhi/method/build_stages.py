"""Builds stages: desks, time limits, acts with their routes and effects, and blocks with their outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any



from shanzhi.method.blocks import DESK, KINDS, block_acts, builtin_acts, counted, required_outcomes
from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.cel import CelType
from shanzhi.method.model import Act, Block, DeskRule, Due, DueCase, EffectRule, Extend, Field, Route, Rule, Stage
from shanzhi.method.read import Node
from shanzhi.method.scope import answers_scope
from shanzhi.method.shape import hint
from shanzhi.method.vocabulary import BLOCKS, BUILT_IN_ACTS, SHAPES
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
NOTIFIED = ("watchers", "parent", "supporters")


class StageBuilder:
    """The stages of one method file."""

    def __init__(self, builder: Builder, forms: FormBuilder) -> None:
        self.b = builder
        self.forms_builder = forms
        self.stages_node = Node({}, 1, 1)

    def forms(self, stages: Node) -> dict[tuple[str, str], tuple[Field, ...]]:
        """The forms of all acts, by stage and act; built first, since conditions speak of all fields."""
        found = {}
        for stage_name, stage in stages.value.items():
            path = f"stages.{stage_name}"
            for act_name, act in (stage.value["acts"].value if "acts" in stage.value else {}).items():
                form = self.forms_builder.form(act.value.get("form"), f"{path}.acts.{act_name}.form")
                found[stage_name, act_name] = form
            for kind, key in (("claim", "form"), ("survey", "questions")):
                if kind in stage.value:
                    form = self.forms_builder.form(stage.value[kind].value.get(key), f"{path}.{kind}.{key}")
                    found[stage_name, kind] = form
        return found

    def stages(self, node: Node, forms: Mapping[tuple[str, str], tuple[Field, ...]]) -> dict[str, Stage]:
        self.stages_node = node
        return {name: self.stage(name, spec, forms) for name, spec in node.value.items()}

    def stage(self, name: str, node: Node, forms: Mapping[tuple[str, str], tuple[Field, ...]]) -> Stage:
        b, get, path = self.b, node.value.get, f"stages.{name}"
        block = self.block(name, node, path, forms)
        tally = counted(block.kind, block.settings) if block else {}
        acts: dict[str, Act] = {}
        reserved = b.reserved(node)
        for act_name, spec in (get("acts").value if "acts" in node.value else {}).items():
            if act_name in reserved:
                b.problems.add("SZ315", spec, name=act_name)
                continue
            acts[act_name] = self.act(
                act_name, spec, f"{path}.acts.{act_name}", forms.get((name, act_name), ()), tally
            )
        at = b.rule(node, path)
        if block is not None:
            acts.update(block_acts(block.kind, block.settings, block.at))
        end = get("end").value if "end" in node.value else None
        allowed = self.builtins(get("builtins")) if end is None else frozenset()
        acts.update({n: act for n, act in builtin_acts(at).items() if n in allowed})
        outcomes = self.outcomes(node, block, path, tally)
        return Stage(
            name=name,
            label=b.text(node, "label"),
            at=at,
            help=b.maybe(node, "help"),
            desk=self.desk(get("desk"), f"{path}.desk"),
            due=self.due(get("due"), f"{path}.due", acts),
            acts=acts,
            block=block,
            outcomes=outcomes,
            pauses=self.clock_names(get("pauses")),
            effects=self.effects(get("effects"), path),
            builtins=allowed,
            end=end,
        )

    def builtins(self, node: Node | None) -> frozenset[str]:
        if node is None:
            return frozenset(BUILT_IN_ACTS)
        for item in node.value:
            if item.value not in BUILT_IN_ACTS:
                self.b.problems.add("SZ316", item, name=item.value, choices="、".join(BUILT_IN_ACTS))
        return frozenset(item.value for item in node.value)

    def desk(self, node: Node | None, path: str) -> DeskRule | None:
        if node is None or "role" not in node.value:
            return None
        b, get = self.b, node.value.get
        last = self.stage_name(get("last")) if "last" in node.value else None
        return DeskRule(
            roles=b.roles(get("role")),
            at=b.rule(node, path),
            level=b.level(get("at")) if "at" in node.value else None,
            up=get("up").value if "up" in node.value else 0,
            office=b.field_of(get("office"), "office") if "office" in node.value else None,
            last=last,
        )

    def due(self, node: Node | None, path: str, acts: Mapping[str, Act]) -> Due | None:
        if node is None:
            return None
        b, get = self.b, node.value.get
        cases = []
        for case in get("cases").value if "cases" in node.value else ():
            limit = b.duration(case.value["in"]) if "in" in case.value else None
            when = b.condition(case.value["when"]) if "when" in case.value else None
            if limit is not None:
                cases.append(DueCase(when, limit))
        if "in" in node.value and (limit := b.duration(get("in"))) is not None:
            cases.append(DueCase(None, limit))
        if cases and cases[-1].when is not None:
            b.problems.add("SZ402", node)
        then = get("then").value if "then" in node.value else None
        if then is not None and then not in acts:
            b.problems.add("SZ302", get("then"), name=path.split(".")[1], act=then, hint=hint(then, acts))
            then = None
        if then is not None and any(not f.optional and f.known is None for f in acts[then].form):
            b.problems.add("SZ510", get("then"), act=then)
        return Due(
            cases=tuple(cases),
            at=b.rule(node, path),
            clock=get("clock").value if "clock" in node.value else None,
            then=then,
            remind=b.duration(get("remind")) if "remind" in node.value else None,
        )

    def act(self, name: str, node: Node, path: str, form: tuple[Field, ...], tally: Mapping[str, CelType]) -> Act:
        b, get = self.b, node.value.get
        scope = {**tally, **answers_scope(form)}
        move = get("move").value if "move" in node.value else None
        if move is not None and move != "up":
            move = b.field_of(get("move"), "place")
        clear = get("clear")
        for item in clear.value if clear else ():
            b.field_of(item)
        return Act(
            name=name,
            label=b.text(node, "label"),
            who=b.who(get("by"), DESK),
            at=b.rule(node, path),
            help=b.maybe(node, "help"),
            form=b.asked_form(form),
            requires=b.requirements(get("requires"), path, scope),
            routes=self.routes(get("to"), f"{path}.to", scope),
            move=move,
            extend=self.extend(get("extend")),
            restart=self.clock_names(get("restart")),
            stop=self.clock_names(get("stop")),
            clear=tuple(item.value for item in clear.value) if clear else (),
            effects=self.effects(get("effects"), path),
            confirm=b.maybe(node, "confirm"),
        )

    def extend(self, node: Node | None) -> Extend | None:
        if node is None or len(node.value) < 3:
            return None
        by = self.b.field_of(node.value["by"], "integer")
        (clock, *_) = self.clock_names(Node([node.value["clock"]], node.line, node.column)) or (None,)
        return Extend(clock, by, node.value["unit"].value) if clock and by else None

    def clock_names(self, node: Node | None) -> tuple[str, ...]:
        found = []
        for item in node.value if node else ():
            if item.value in self.b.clocks:
                found.append(item.value)
            else:
                self.b.problems.add("SZ308", item, name=item.value)
        return tuple(found)

    def stage_name(self, node: Node) -> str | None:
        if node.value in self.stages_node.value:
            return str(node.value)
        self.b.problems.add("SZ301", node, name=node.value, hint=hint(str(node.value), self.stages_node.value))
        return None

    def routes(self, node: Node | None, path: str, scope: Mapping[str, CelType]) -> tuple[Route, ...]:
        found: list[Route] = []
        certain = False
        for index, item in enumerate(node.value if node else ()):
            if certain:
                self.b.problems.add("SZ403", item)
            stage = self.stage_name(item.value["stage"]) if "stage" in item.value else None
            when = self.b.condition(item.value["when"], scope) if "when" in item.value else None
            certain = certain or "when" not in item.value
            if stage is not None:
                found.append(Route(stage, when, self.b.rule(item, f"{path}[{index}]"), self.b.maybe(item, "label")))
        if node is not None and node.value and not certain:
            self.b.problems.add("SZ402", node)
        return tuple(found)

    def outcomes(
        self, node: Node, block: Block | None, path: str, tally: Mapping[str, CelType]
    ) -> dict[str, tuple[Route, ...]]:
        given = node.value.get("outcomes")
        if block is None:
            if given is not None:
                self.b.problems.add("SZ317", given)
            return {}
        kind = KINDS[block.kind]
        built = {}
        for name, spec in (given.value if given else {}).items():
            if name not in kind.outcomes + kind.optional:
                choices = "、".join(kind.outcomes + kind.optional)
                self.b.problems.add("SZ312", spec, block=block.kind, name=name, choices=choices)
            elif "to" in spec.value:
                built[name] = self.routes(spec.value["to"], f"{path}.outcomes.{name}", tally)
        for name in required_outcomes(block.kind, block.settings):
            if given is None or name not in given.value:
                self.b.problems.add("SZ313", given or node, block=block.kind, name=name)
        return built

    def block(
        self, stage: str, node: Node, path: str, forms: Mapping[tuple[str, str], tuple[Field, ...]]
    ) -> Block | None:
        kinds = [kind for kind in BLOCKS if kind in node.value]
        if len(kinds) > 1:
            self.b.problems.add("SZ314", node, blocks="、".join(kinds))
        if not kinds:
            return None
        kind = kinds[0]
        spec = node.value[kind]
        at = self.b.rule(spec, f"{path}.{kind}")
        settings: dict[str, Any] = {}
        later: list[str] = []
        for key, value in spec.value.items():
            takes = SHAPES[kind].keys[key].takes
            if takes in ("condition", "number"):
                later.append(key)
            else:
                settings[key] = self.setting(kind, key, takes, value, forms.get((stage, kind), ()))
        scope = counted(kind, settings)
        for key in later:
            number = SHAPES[kind].keys[key].takes == "number"
            settings[key] = self.b.condition(
                spec.value[key], scope, CelType.INTEGER if number else CelType.BOOLEAN
            )
        return Block(kind, settings, at)

    def setting(self, kind: str, key: str, takes: str, value: Node, form: tuple[Field, ...]) -> Any:
        b = self.b
        if takes == "duration":
            return b.duration(value)
        if takes == "roles":
            return b.who(value, DESK)
        if takes == "map:option":
            return self.forms_builder.options(value)
        if takes == "map:field":
            return form
        if takes == "map:binding":
            return self.bindings(value)
        if takes == "map:item":
            return {
                name: {
                    "label": b.text(item, "label"),
                    "proof": item.value["proof"].value if "proof" in item.value else "none",
                    "optional": bool(item.value["optional"].value) if "optional" in item.value else False,
                }
                for name, item in value.value.items()
            }
        if key in ("each", "from", "until") or (kind, key) == ("session", "at"):
            types = {"each": ("list", "offices"), "from": ("list",), "until": ("date", "time"), "at": ("time",)}
            return b.field_of(value, *types[key])
        if takes == "texts":
            return tuple(b.sentence(item) for item in value.value)
        if takes == "words":
            return tuple(name for item in value.value if (name := b.field_of(item)) is not None)
        return value.plain()

    def bindings(self, node: Node) -> dict[str, str]:
        pairs = {name: self.b.field_of(spec.value["from"]) for name, spec in node.value.items() if "from" in spec.value}
        return {name: source for name, source in pairs.items() if source is not None}

    def effects(self, node: Node | None, path: str) -> tuple[EffectRule, ...]:
        found = []
        for index, item in enumerate(node.value if node else ()):
            for kind, spec in item.value.items():
                rule = self.b.rule(spec, f"{path}.effects[{index}].{kind}")
                found.append(self.effect(kind, spec, rule))
        return tuple(found)

    def effect(self, kind: str, node: Node, at: Rule) -> EffectRule:
        shape = SHAPES["open_matter" if kind == "open" else kind]
        values: dict[str, Any] = {}
        for key, value in node.value.items():
            takes = shape.keys[key].takes
            if takes == "roles":
                values[key] = self.b.roles(value, extra=NOTIFIED)
            elif takes == "text" and (kind, key) in (("open", "method"), ("link", "to")):
                values[key] = self.b.field_of(value, "matter") if kind == "link" else value.value
            elif takes == "text":
                values[key] = self.placed(value)
            elif takes == "duration":
                values[key] = self.b.duration(value)
            elif takes == "number":
                values[key] = self.b.condition(value, None, CelType.INTEGER)
            elif takes == "words":
                values[key] = tuple(n for item in value.value if (n := self.b.field_of(item)) is not None)
            elif takes == "map:binding":
                values[key] = self.bindings(value)
            else:
                values[key] = value.plain()
        return EffectRule(kind, values, at)

    def placed(self, node: Node) -> Sentence:
        """A text with `{field}` places in it, each of which must be a field of this method."""
        for name in PLACEHOLDER.findall(str(node.value)):
            if name not in self.b.fields and name not in ("title", "stage", "due"):
                self.b.problems.add("SZ305", node, name=name, hint=hint(name, self.b.fields))
        return self.b.sentence(node)


