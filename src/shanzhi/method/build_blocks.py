"""Builds a stage's block: its settings, and where its outcomes lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks import (
    DESK,
    KINDS,
    ROLL_NAMES,
    ROLLS,
    asked_scope,
    plans_of,
    required_outcomes,
    taken_option,
)
from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.cel import CelType
from shanzhi.method.model import Block, Field, Option, Route
from shanzhi.method.read import Node
from shanzhi.method.shape import either
from shanzhi.method.vocabulary import BLOCKS, SHAPES
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

Routes = Callable[[Node | None, str, Mapping[str, CelType]], tuple[Route, ...]]
# Settings that name a field, and the types that field may have.
FIELD_SETTINGS: dict[tuple[str, str], tuple[str, ...]] = {
    ("split", "each"): ("list", "offices"),
    ("checklist", "from"): ("list",),
    ("wait", "until"): ("date", "time"),
    ("session", "at"): ("time",),
    ("session", "from"): ("list",),
    ("ballot", "on"): ("text",),
    **{(kind, "within"): ("place",) for kind in ("endorse", "ballot", "session", "survey")},
}
# Blocks of which one of several settings must be there.
ONE_OF: dict[str, tuple[str, ...]] = {"checklist": ("items", "from"), "wait": ("for", "until")}


class BlockBuilder:
    """The blocks of one method file; `routes` builds the cases an outcome leads to."""

    def __init__(self, builder: Builder, forms: FormBuilder, routes: Routes) -> None:
        self.b = builder
        self.forms = forms
        self.routes = routes

    def block(self, node: Node, path: str, forms: Mapping[str, tuple[Field, ...]]) -> Block | None:
        """The stage's block, or None; a block that lacks what it needs is noted and left out."""
        kinds = [key for key in node.value if key in BLOCKS]
        for kind in kinds[1:]:
            self.b.problems.add("SZ314", node.keys[kind], blocks=either(kinds))
        if not kinds:
            return None
        kind = kinds[0]
        spec = node.value[kind]
        settings: dict[str, Any] = {}
        later: list[str] = []
        for key, value in spec.value.items():
            takes = SHAPES[kind].keys[key].takes
            if takes in ("condition", "number"):
                later.append(key)
            else:
                settings[key] = self.setting(kind, key, takes, value, forms.get(kind, ()))
        if kind == "ballot" and "options" in settings:
            self._options(spec.value["options"])
            self._against_all(spec.value["options"], settings["options"] or ())
        if kind in ONE_OF and not any(key in spec.keys for key in ONE_OF[kind]):
            self.b.problems.add("SZ208", spec, key=kind, choices=either(ONE_OF[kind]))
        scope = asked_scope(kind, settings)
        for key in later:
            number = SHAPES[kind].keys[key].takes == "number"
            settings[key] = self.b.condition(
                spec.value[key], scope, CelType.INTEGER if number else CelType.BOOLEAN
            )
        needed = [key for key, key_spec in SHAPES[kind].keys.items() if key_spec.required]
        if any(settings.get(key) is None and key not in later for key in needed):
            return None
        return Block(kind, settings, self.b.rule(spec, f"{path}.{kind}"))

    def setting(self, kind: str, key: str, takes: str, value: Node, form: tuple[Field, ...]) -> Any:
        """One setting in its compiled form."""
        b = self.b
        if (kind, key) in FIELD_SETTINGS:
            return b.field_of(value, *FIELD_SETTINGS[kind, key])
        if (kind, key) == ("split", "join"):
            return self._join(value)
        if (kind, key) == ("ballot", "electors"):
            return self._electors(value, ROLLS)
        if (kind, key) == ("session", "roll"):
            return self._electors(value, (*ROLL_NAMES, *ROLLS))
        if takes == "duration":
            return b.duration(value)
        if takes == "roles":
            return b.who(value, DESK)
        if takes == "map:option":
            return self.forms.options(value)
        if takes == "map:field":
            return b.asked_form(form)
        if takes == "map:binding":
            return b.bindings(value)
        if takes == "map:item":
            return {name: self._item(item) for name, item in value.value.items()}
        if takes == "map:kept":
            return tuple(value.value)
        if takes == "text":
            return b.sentence(value)
        if takes == "texts":
            return tuple(b.sentence(item) for item in value.value)
        if takes == "words":
            return b.fields_of(value)
        return value.plain()

    def _item(self, node: Node) -> dict[str, Any]:
        get = node.value.get
        return {
            "label": self.b.text(node, "label"),
            "proof": get("proof").value if "proof" in node.value else "none",
            "optional": get("optional").value if "optional" in node.value else False,
        }

    def _options(self, node: Node) -> None:
        names = tuple(node.value)
        for name in names:
            if (taken := taken_option(name, names)) is not None:
                self.b.problems.add("SZ323", node.keys[name], name=name, taken=taken)

    def _against_all(self, node: Node, options: tuple[Option, ...]) -> None:
        """Advise a way to be against all, where one of several plans is chosen."""
        plans = plans_of(options)
        if len(plans) > 1:
            told = Sentence("、".join(p.label.zh for p in plans), ", ".join(p.label.en for p in plans))
            self.b.problems.add("SZ340", node, weight="advice", plans=told)

    def _electors(self, node: Node, rolls: tuple[str, ...]) -> str | None:
        """A roll, or the choice field that names one: its name behind an @."""
        if node.value in rolls:
            return ROLL_NAMES.get(node.value, str(node.value))
        name = self.b.field_of(node, "choice")
        if name is None:
            return None
        if not {o.value for o in self.b.fields[name].options} <= set(rolls):
            self.b.problems.add("SZ204", node, value=name, choices=either(rolls))
            return None
        return f"@{name}"

    def _join(self, node: Node) -> Any:
        value = node.plain()
        if value in ("all", "any") or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        expected = Sentence("all、any 或从 1 起的整数", "all, any or a whole number from 1")
        self.b.problems.add("SZ203", node, key="join", expected=expected)
        return None

    def outcomes(
        self, node: Node, block: Block | None, path: str, tally: Mapping[str, CelType]
    ) -> dict[str, tuple[Route, ...]]:
        """Where each outcome leads; every outcome that can occur must lead somewhere."""
        given = node.value.get("outcomes")
        if block is None:
            if given is not None and not any(kind in node.keys for kind in BLOCKS):
                self.b.problems.add("SZ317", node.keys["outcomes"])
            return {}
        kind = KINDS[block.kind]
        built = {}
        for name, spec in (given.value if given else {}).items():
            if name not in kind.outcomes + kind.optional:
                choices = either(kind.outcomes + kind.optional)
                self.b.problems.add("SZ312", given.keys[name], block=block.kind, name=name, choices=choices)
            elif "to" in spec.value:
                built[name] = self.routes(spec.value["to"], f"{path}.outcomes.{name}", tally)
        for name in required_outcomes(block.kind, block.settings):
            if given is None or name not in given.keys:
                at = node.keys["outcomes"] if given else node.keys[block.kind]
                self.b.problems.add("SZ313", at, block=block.kind, name=name)
        return built
