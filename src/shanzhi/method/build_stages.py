"""Builds stages: desks, time limits, acts with their routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shanzhi.method.acts import RESERVED, builtin_acts
from shanzhi.method.blocks import BLOCKS, kind_of
from shanzhi.method.build_barred import barred_by
from shanzhi.method.build_blocks import BlockBuilder
from shanzhi.method.build_effects import effects
from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.build_sets import settings
from shanzhi.method.build_times import extension, stage_due
from shanzhi.method.cel import CelType
from shanzhi.method.fragment_part import Part
from shanzhi.method.model import DESK, Act, Field, Stage
from shanzhi.method.read import Node
from shanzhi.method.rules import DeskRule, Route
from shanzhi.method.scope import Scope, before_scope, counts, scoped
from shanzhi.method.vocabulary import BUILT_IN_ACTS, SHAPES
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

PART = Sentence("{label}（片段 {name}）", "{label} (fragment {name})")
PART_OF = Sentence("{label}（片段“{title}” {name}）", "{label} (fragment “{title}” {name})")
Entries = Mapping[str, tuple[Field, ...]]


class StageBuilder:
    """The stages of one method file."""

    def __init__(self, builder: Builder, forms: FormBuilder) -> None:
        self.b = builder
        self.forms_builder = forms
        self.blocks = BlockBuilder(builder, forms, self.routes)

    def entries(self, stages: Node) -> Entries:
        """What one answer to a survey asks, by stage; these are no facts of the matter."""
        found = {}
        for name, stage in stages.value.items():
            for kind, spec in BLOCKS.items():
                asks = spec.form if kind in stage.value else None
                if asks is not None and spec.shape.keys[asks].takes == "map:field":
                    node = stage.value[kind].value.get(asks)
                    found[name] = self.forms_builder.form(node, f"stages.{name}.{kind}.{asks}", scope="entry")
        return found

    def stages(self, node: Node, entries: Entries) -> dict[str, Stage]:
        return {name: self.stage(name, spec, entries.get(name, ())) for name, spec in node.value.items()}

    def stage(self, name: str, node: Node, entry: tuple[Field, ...]) -> Stage:
        b, get, path = self.b, node.value.get, f"stages.{name}"
        label, words = b.text(node, "label"), b.maybe(node, "help")
        block = self.blocks.block(node, path, entry)
        kind = kind_of(block) if block is not None else None
        tally = counts(kind.counted(block.settings)) if block is not None and kind is not None else {}
        acts: dict[str, Act] = {}
        for act_name, spec in (get("acts").value if "acts" in node.value else {}).items():
            if act_name in RESERVED or (kind is not None and act_name in kind.act_names):
                b.problems.add("SZ315", get("acts").keys[act_name], name=act_name)
            acts[act_name] = self.act(act_name, spec, f"{path}.acts.{act_name}", tally)
        if block is not None and kind is not None:
            own = kind.own_acts(block.settings, block.at)
            acts.update({n: act for n, act in own.items() if n not in acts})
        end = get("end").value if "end" in node.value else None
        allowed = self.builtins(get("builtins")) if end is None else frozenset()
        at = b.rule(node, path)
        offered = allowed | {"unwatch"} if "watch" in allowed else allowed
        acts.update({n: act for n, act in builtin_acts(at).items() if n in offered and n not in acts})
        return Stage(
            name=name,
            label=label,
            at=at,
            help=words,
            says=b.placed(get("says")) if "says" in node.value else None,
            desk=self.desk(get("desk"), f"{path}.desk"),
            due=stage_due(b, get("due"), name, acts, kind),
            acts=acts,
            block=block,
            outcomes=self.blocks.outcomes(node, block, path, tally),
            follows=self.blocks.follows(node, block, path, tally),
            effects=effects(b, get("effects"), path),
            builtins=allowed,
            end=end,
            part=self.part(name),
        )

    def part(self, name: str) -> Part | None:
        """The fragment that begins with a stage."""
        b, use = self.b, self.b.parts.get(name)
        if use is None:
            return None
        label, title = b.sentence(use.label), b.text(use.fragment, "title")
        called = f"{use.fragment.value['fragment'].value}@{use.fragment.value['version'].value}"
        words = PART if label == title else PART_OF
        return Part(
            words.fill(label=label, title=title, name=called),
            b.maybe(use.fragment, "summary"),
            b.text(use.fragment, "source"),
        )

    def builtins(self, node: Node | None) -> frozenset[str]:
        if node is None:
            return frozenset(BUILT_IN_ACTS)
        for item in node.value:
            if item.value not in BUILT_IN_ACTS:
                self.b.problems.add("SZ316", item, name=item.value, choices=either(BUILT_IN_ACTS))
        return frozenset(item.value for item in node.value if item.value in BUILT_IN_ACTS)

    def desk(self, node: Node | None, path: str) -> DeskRule | None:
        if node is None or "by" not in node.value:
            if node is not None and "by" not in node.keys:
                self.b.problems.add("SZ202", node, key="by", doc=SHAPES["desk"].keys["by"].doc)
            return None
        b, get = self.b, node.value.get
        by = self.desk_words(get("by"))
        barred = barred_by(b, get("not"), f"{path}.not")
        off = None
        if "off_hours" in node.value:
            words = self.desk_words(get("off_hours"))
            off = DeskRule(words, b.rule(node, f"{path}.off_hours"), barred=barred, people=b.labels(words))
        return DeskRule(
            by=by,
            people=b.labels(by),
            at=b.rule(node, path),
            level=b.level(get("at")) if "at" in node.value else None,
            up=get("up").value if "up" in node.value else 0,
            last=b.stage_name(get("last")) if "last" in node.value else None,
            barred=barred,
            off=off,
        )

    def desk_words(self, node: Node) -> tuple[str, ...]:
        """Who may have a desk, in the order written."""
        by = self.b.roles(node, people=True)
        for name in by:
            if name in ("desk", "resident", "owner", "anyone", "system", "parent"):
                self.b.problems.add("SZ320", node, name=name)
        return by

    def act(self, name: str, node: Node, path: str, tally: Scope) -> Act:
        b, get = self.b, node.value.get
        form, adds = b.asks(node), b.field_of(get("adds"), "list") if "adds" in node.value else None
        asked = [field.name for field in (*form, *(b.fields[adds].form if adds else ()))]
        for double in {one for one in asked if asked.count(one) > 1}:
            b.problems.add("SZ309", node, name=double)
        line = b.fields[adds].form if adds is not None else ()
        scope = {**tally, **before_scope(b.fields), **scoped("line", line)}
        move = get("move").value if "move" in node.value else None
        if move is not None and move != "up":
            move = b.value_of(get("move"), "place")
        sets = settings(b, get("set"), f"{path}.set", scope)
        said = [*((adds,) if adds is not None else ()), *(one.field for one in sets)]
        return Act(
            name=name,
            label=b.text(node, "label"),
            who=b.who(get("by"), DESK),
            at=b.rule(node, path),
            help=b.maybe(node, "help"),
            form=form,
            adds=b.fields[adds] if adds is not None else None,
            sets=sets,
            says=tuple({field.name: field for field in (*form, *(b.fields[one] for one in said))}.values()),
            requires=b.requirements(get("requires"), path, scope),
            routes=self.routes(get("to"), f"{path}.to", scope),
            move=move,
            extend=extension(b, get("extend")),
            clear=b.fields_of(get("clear")) if "clear" in node.value else (),
            effects=effects(b, get("effects"), path, scope, line),
            confirm=b.maybe(node, "confirm"),
            barred=barred_by(b, get("not"), f"{path}.not"),
        )

    def routes(self, node: Node | None, path: str, scope: Mapping[str, CelType]) -> tuple[Route, ...]:
        """The cases in the order written; the last must hold whatever else does not."""
        b = self.b
        found: list[Route] = []
        certain = False
        for index, item in enumerate(node.value if node else ()):
            if certain:
                b.problems.add("SZ403", item)
            stage = b.stage_name(item.value["stage"]) if "stage" in item.value else None
            when = b.condition(item.value["when"], scope) if "when" in item.value else None
            certain = certain or "when" not in item.value
            label = b.maybe(item, "label")
            if stage is not None:
                found.append(Route(stage, when, b.rule(item, f"{path}[{index}]"), label))
        if node is not None and node.value and not certain:
            b.problems.add("SZ402", node)
        return tuple(found)
