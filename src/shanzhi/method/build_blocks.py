"""Builds a stage's block: its settings, and where its outcomes lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks import BLOCKS, BlockKind, kind_of
from shanzhi.method.build_effects import effects
from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.build_sets import COMPUTED, settings
from shanzhi.method.cel import CelType
from shanzhi.method.model import DESK, Block, Field, Outcome
from shanzhi.method.read import Node
from shanzhi.method.results import lined
from shanzhi.method.rules import Route
from shanzhi.method.scope import counts, scoped
from shanzhi.method.words import either

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

Routes = Callable[[Node | None, str, Mapping[str, CelType]], tuple[Route, ...]]


CLERKS = "clerks"
"""They enter what others give, from door to door: posts below where the matter stands serve too."""


class BlockBuilder:
    """The blocks of one method file; `routes` builds the cases an outcome leads to."""

    def __init__(self, builder: Builder, forms: FormBuilder, routes: Routes) -> None:
        self.b = builder
        self.forms = forms
        self.routes = routes

    def block(self, node: Node, path: str, entry: tuple[Field, ...]) -> Block | None:
        """The stage's block, or None; a block that lacks what it needs is noted and left out."""
        kinds = [key for key in node.value if key in BLOCKS]
        for kind in kinds[1:]:
            self.b.problems.add("SZ314", node.keys[kind], blocks=either(kinds))
        if not kinds:
            return None
        kind, spec = BLOCKS[kinds[0]], node.value[kinds[0]]
        settings: dict[str, Any] = {}
        later: list[str] = []
        self.b.line = self._lines(kind, spec)
        for key, value in spec.value.items():
            if kind.shape.keys[key].takes in ("condition", "number"):
                later.append(key)
            else:
                settings[key] = self.setting(kind, key, value, entry)
        self.b.line = ()
        if kind.checked is not None:
            kind.checked(self.b, spec, settings)
        if kind.one_of and not any(key in spec.keys for key in kind.one_of):
            self.b.problems.add("SZ208", spec, key=kind.kind, choices=either(kind.one_of))
        scope = counts(kind.asked_scope(settings))
        if (lines := lined(settings.get("result"))) is not None:
            scope |= scoped("line", self.b.fields[lines].form)
        for key in later:
            number = kind.shape.keys[key].takes == "number"
            settings[key] = self.b.condition(
                spec.value[key], scope, CelType.INTEGER if number else CelType.BOOLEAN
            )
        needed = [key for key, key_spec in kind.shape.keys.items() if key_spec.required]
        if any(settings.get(key) is None and key not in later for key in needed):
            return None
        shows = settings[kind.shows] if kind.shows is not None else ()
        named = kind.named(settings) if kind.named is not None else ()
        return Block(kind.kind, settings, self.b.rule(spec, f"{path}.{kind.kind}"), shows, named)

    def _lines(self, kind: BlockKind, spec: Node) -> tuple[Field, ...]:
        """What the lines have of which each opens a matter of its own."""
        of = spec.value.get(kind.opens.each) if kind.opens is not None else None
        field = self.b.fields.get(str(of.value).rpartition(".")[2]) if of is not None else None
        return field.form if field is not None and field.kind.rows else ()

    def setting(self, kind: BlockKind, key: str, value: Node, form: tuple[Field, ...]) -> Any:
        """One setting in its compiled form."""
        b, takes = self.b, kind.shape.keys[key].takes
        if key in kind.fields:
            return (b.field_of if key == "motion" else b.value_of)(value, *kind.fields[key])
        if key in kind.builds:
            return kind.builds[key](b, value)
        if takes == "duration":
            return b.duration(value)
        if takes == "roles":
            return replace(b.who(value, DESK), below=key == CLERKS)
        if takes == "map:option":
            return self.forms.options(value)
        if takes == "map:field":
            return b.asked_form(form)
        if takes == "map:handed":
            return b.bindings(value)
        if takes == "map:kept":
            return self.kept(kind, value)
        if takes == "text":
            return b.sentence(value)
        if takes == "texts":
            return tuple(b.sentence(item) for item in value.value)
        if takes == "words":
            return b.fields_of(value)
        return value.plain()

    def kept(self, kind: BlockKind, node: Node) -> dict[str, str]:
        """The facts that keep what the block comes to, each with what of it."""
        found = {}
        for name, spec in node.value.items():
            at, what = node.keys[name], spec.value.get("what")
            if what is None:
                continue
            if what.value not in kind.yields:
                self.b.problems.add("SZ204", what, value=what.value, choices=either(kind.yields))
            elif name in self.b.computing:
                self.b.problems.add("SZ311", at, name=name, detail=COMPUTED)
            elif self.b.field_of(Node(name, at.line, at.column), *kind.yields[what.value]) is not None:
                found[name] = str(what.value)
        return found

    def follows(
        self, node: Node, block: Block | None, path: str, tally: Mapping[str, CelType]
    ) -> dict[str, Outcome]:
        """What the outcomes bring besides where they lead."""
        found = {}
        given = node.value.get("outcomes") if block is not None else None
        for name, spec in (given.value if given else {}).items():
            get, here = spec.value.get, f"{path}.outcomes.{name}"
            sets = settings(self.b, get("set"), f"{here}.set", tally)
            brings = effects(self.b, get("effects"), here, tally)
            if sets or brings:
                found[name] = Outcome(self.b.rule(spec, here), sets, brings)
        return found

    def outcomes(
        self, node: Node, block: Block | None, path: str, tally: Mapping[str, CelType]
    ) -> dict[str, tuple[Route, ...]]:
        """Where each outcome leads; every outcome that can occur must lead somewhere."""
        given = node.value.get("outcomes")
        if block is None:
            if given is not None and not any(kind in node.keys for kind in BLOCKS):
                self.b.problems.add("SZ317", node.keys["outcomes"])
            return {}
        kind, built = kind_of(block), {}
        known = tuple(kind.outcome_names())
        for name, spec in (given.value if given else {}).items():
            if name not in known:
                self.b.problems.add(
                    "SZ312", given.keys[name], block=block.kind, name=name, choices=either(known)
                )
            elif "to" in spec.value:
                built[name] = self.routes(spec.value["to"], f"{path}.outcomes.{name}", tally)
        for name in kind.required_outcomes(block.settings):
            if given is None or name not in given.keys:
                at = node.keys["outcomes"] if given else node.keys[block.kind]
                self.b.problems.add("SZ313", at, block=block.kind, name=name)
        return built
