"""Stages that are fragments, written out: what a stage `use`s becomes stages, facts, people and inputs of the method.

    rating: {label: 回访评价, use: visit-back@1, with: {side: people.reporter}, outcomes: {satisfied: closed}}

The fragment's first stage has the name of the stage, every other name is put behind it: `rating_calling`,
`data.rating_solved`, `inputs.rating_ask_within`. Everything after this sees a method without fragments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.method.english import Table
from shanzhi.method.expanding import Expander, expand, map_under, size
from shanzhi.method.fragment_names import Renamer, Uses
from shanzhi.method.keys import Key
from shanzhi.method.people import PEOPLE_TYPES
from shanzhi.method.problems import Problems
from shanzhi.method.read import MAX_NODES, Node
from shanzhi.method.roles import PSEUDO, ROLES
from shanzhi.method.shape import FRAGMENT, WORD, Tidy, shown
from shanzhi.method.vocabulary import SHAPES
from shanzhi.method.words import Sentence, either, hint

OWN = ("use", "with", "outcomes", "label", "help", "says")
"""What of a stage that uses a fragment is its own; all else is what the fragment's stages have unless they say otherwise."""
FIRST = ("help", "says")
"""What it says on entering is said where the fragment begins."""
PARTS = ("inputs", "people", "data", "stages")
PERSON = ("opener", "holder")


class Use(Struct, frozen=True):
    """A fragment in a method, and what the stage that uses it calls it."""

    label: Node
    fragment: Node


class Whole(Struct, frozen=True):
    """A file with its fragments written out; which there are by their first stage; the English that came with them.

    It is not `sound` while one will not do: then nobody can tell where its stages lead.
    """

    root: Node
    sound: bool = True
    parts: dict[str, Use] = {}
    english: tuple[Table, ...] = ()


def use_fragments(root: Node, problems: Problems) -> Whole:
    """The file with the stages that use fragments written out."""
    stages = map_under(root, "stages")
    _unused(root, stages, problems)
    if stages is None or not any(_uses(one) for one in stages.value.values()):
        return Whole(root)
    before = len(problems.errors)
    user = _User(root, problems)
    made: dict[str, dict[str, Node]] = {key: {} for key in PARTS}
    keys: dict[str, dict[str, Node]] = {key: {} for key in PARTS}
    for name, stage in stages.value.items():
        found = user.stage(name, stages.keys[name], stage) if _uses(stage) else None
        for key, part in (found or {"stages": _only(name, stages.keys[name], user.stub(stage))}).items():
            made[key] |= part.value
            keys[key] |= part.keys
    whole = {name: one for name, one in root.value.items() if name != "fragments"}
    at = dict(root.keys)
    for key in PARTS:
        there = root.value.get(key)
        if not made[key] or (there is not None and there.kind != "map"):
            continue
        written, told = ({}, {}) if key == "stages" or there is None else (there.value, there.keys)
        place = there or stages
        whole[key] = Node({**written, **made[key]}, place.line, place.column, {**told, **keys[key]})
        at.setdefault(key, at["stages"])
    if sum(size(one) for one in whole["stages"].value.values()) > MAX_NODES:
        problems.add("SZ109", at["stages"], limit=MAX_NODES)
        return Whole(
            Node(root.value | {"stages": _like(stages, {})}, root.line, root.column, root.keys), False
        )
    sound = len(problems.errors) == before
    return Whole(Node(whole, root.line, root.column, at), sound, user.parts, tuple(user.english))


def _unused(root: Node, stages: Node | None, problems: Problems) -> None:
    """Tell which fragments of the file no stage uses."""
    there = map_under(root, "fragments")
    used = {
        str(one.value["use"].value).partition("@")[0]
        for one in (stages.value.values() if stages is not None else ())
        if _uses(one)
    }
    for name in there.value if there is not None else ():
        if there is not None and name not in used:
            problems.add("SZ365", there.keys[name], name=shown(name), weight="advice")


def _uses(stage: Node) -> bool:
    return stage.kind == "map" and "use" in stage.value


def _only(name: str, at: Node, node: Node) -> Node:
    return Node({name: node}, at.line, at.column, {name: at})


def _like(node: Node, value: Any) -> Node:
    return Node(value, node.line, node.column, node.keys)


class _User:
    """One file whose stages use fragments."""

    def __init__(self, root: Node, problems: Problems) -> None:
        self.root = root
        self.problems = problems
        self.there = map_under(root, "fragments")
        self.sound: dict[str, Node | None] = {}
        self.taken = {key: set(_own(root, key)) for key in PARTS}
        self.taken["data"] |= self.taken["people"] | set(_recorded(root))
        self.taken["people"] = self.taken["data"]
        self.made: dict[str, dict[str, Node]] = {key: {} for key in PARTS}
        self.parts: dict[str, Use] = {}
        self.english: list[Table] = []

    def stub(self, stage: Node) -> Node:
        """A stage as it stands; one that uses a fragment that will not do, without it, so that it is blamed no more."""
        if not _uses(stage):
            return stage
        parts = {name: one for name, one in stage.value.items() if name == "label"}
        end = Node("done", stage.line, stage.column)
        return Node(parts | {"end": end}, stage.line, stage.column, {**stage.keys, "end": end})

    def fragment(self, name: str) -> Node | None:
        """A fragment of the file, its shared acts written out; None while it has a fault, which is told once."""
        if name not in self.sound:
            node = self.there.value.get(name) if self.there is not None else None
            self.sound[name] = sound_fragment(node, self.problems) if node is not None else None
        return self.sound[name]

    def stage(self, name: str, at: Node, stage: Node) -> dict[str, Node] | None:
        """What a stage that uses a fragment comes to; None where it cannot be used, which is told."""
        use = stage.value["use"]
        named = FRAGMENT.fullmatch(use.value) if isinstance(use.value, str) else None
        if named is None:
            self.problems.add("SZ351", use, value=shown(use.plain()))
            return None
        found = self.there.value.get(named[1]) if self.there is not None else None
        fragment = self.fragment(named[1]) if found is not None else None
        if found is None or (fragment is not None and fragment.value["fragment"].value != named[1]):
            self.problems.add("SZ352", use, name=named[1])
            return None
        if fragment is None:
            return None
        version = fragment.value["version"].value
        if version != int(named[2]):
            self.problems.add("SZ353", use, name=named[1], version=named[2], other=version)
            return None
        before = len(self.problems.errors)
        if "label" not in stage.value:
            self.problems.add("SZ202", at, key="label", doc=SHAPES["stage"].keys["label"].doc)
        names = self._names(name, at, fragment)
        uses = Uses(
            names["data"],
            names["people"],
            names["inputs"],
            names["stages"],
            self._given(use, stage, fragment),
            self._exits(use, stage, fragment),
        )
        uses = replace(uses, groups=self._groups(fragment, uses))
        if len(self.problems.errors) > before:
            return None
        made = self._made(fragment, stage, names, Renamer(uses, self.problems))
        if len(self.problems.errors) > before:
            return None
        for key, one in made.items():
            self.made[key] |= one.value
        self.parts[name] = Use(stage.value["label"], fragment)
        self._keep_english(named[1], fragment, uses)
        return made

    def _made(
        self, fragment: Node, stage: Node, names: dict[str, dict[str, str]], renamer: Renamer
    ) -> dict[str, Node]:
        made = {key: renamer.named(fragment.value[key], names[key]) for key in PARTS if key in fragment.value}
        own = {name: one for name, one in stage.value.items() if name not in OWN or name == "label"}
        first = next(iter(made["stages"].value))
        said = {name: stage.value[name] for name in FIRST if name in stage.value}
        expander = Expander(None, _like(stage, own))
        inner = {name: expander.stage(one) for name, one in made["stages"].value.items()}
        at = {**inner[first].keys, **{name: stage.keys[name] for name in said}}
        inner[first] = Node({**inner[first].value, **said}, inner[first].line, inner[first].column, at)
        return made | {"stages": _like(made["stages"], inner)}

    def _names(self, stage: str, at: Node, fragment: Node) -> dict[str, dict[str, str]]:
        """What the names of a fragment are in the method; those that are taken there are told."""
        names: dict[str, dict[str, str]] = {}
        for key in PARTS:
            own = list(_own(fragment, key))
            names[key] = {name: f"{stage}_{name}" for name in own}
            if key == "stages":
                names[key][own[0]] = stage
        for key in PARTS:
            for new in names[key].values():
                if new in self.taken[key] and not (key == "stages" and new == stage):
                    self.problems.add("SZ357", at, name=new)
                elif not WORD.fullmatch(new):
                    self.problems.add("SZ205", at, key=shown(new))
            self.taken[key] |= set(names[key].values())
        return names

    def _given(self, use: Node, stage: Node, fragment: Node) -> dict[str, tuple[str, ...]]:
        """What the stage gives the fragment, by what it is called there."""
        node = map_under(stage, "with")
        told, keys = (node.value, node.keys) if node is not None else ({}, {})
        takes = map_under(fragment, "takes")
        wanted = takes.value if takes is not None else {}
        for name in told:
            if name not in wanted:
                self.problems.add("SZ355", keys[name], name=name, hint=hint(name, wanted))
        given = {}
        for name, take in wanted.items():
            kind = take.value["type"].value
            scope = "people" if kind in PEOPLE_TYPES else "data"
            if name not in told:
                self.problems.add("SZ354", keys.get(name, use), name=name, label=take.value["label"].value)
                continue
            words = told[name].value if told[name].kind == "list" else [told[name]]
            for word in words:
                self._fits(word, kind, scope, several=kind == "people" or len(words) == 1)
            given[f"{scope}.{name}"] = tuple(str(word.value) for word in words)
        return given

    def _groups(self, fragment: Node, uses: Uses) -> dict[str, list[Node]]:
        """Whom each group of roles of the fragment holds; a group may name those before it."""
        node = map_under(fragment, "roles")
        found: dict[str, list[Node]] = {}
        for name, group in node.value.items() if node is not None else ():
            whom = group.value["roles"] if group.kind == "map" else group
            words = Renamer(replace(uses, groups=found), self.problems).walk(whom, "by")
            found[name] = words.value if words.kind == "list" else [words]
        return found

    def _fits(self, node: Node, kind: str, scope: str, *, several: bool) -> None:
        """That a word may be given for something of a type."""
        word = str(node.value) if node.kind == "scalar" else ""
        first, _, name = word.partition(".")
        code, known = {
            "people": ("SZ346", self._known("people")),
            "data": ("SZ305", (*self._known("data"), *_recorded(self.root))),
            "inputs": ("SZ304", self._known("inputs")),
            "actors": ("SZ301", self._known("stages")),
        }.get(first, ("", ()))
        person = scope == "people"
        if code and name not in known:
            self.problems.add(code, node, name=name, hint=hint(name, known))
            return
        if person and kind == "people":
            fits = several and (
                first in ("people", "actors", "inputs") if name else bool(WORD.fullmatch(word))
            )
        elif person:
            there = self._type(first, name) if name else None
            fits = (
                word in PERSON and kind in ("person", "one")
                if not name
                else first == "people" and kind in (there, "one")
            )
        else:
            fits = first in ("data", "inputs") and self._type(first, name) == kind
        if not (fits and several):
            self.problems.add("SZ356", node, value=shown(node.plain()), expected=KINDS[scope].fill(kind=kind))

    def _known(self, section: str) -> tuple[str, ...]:
        """The names of a section, those that came with fragments before this one too."""
        return (*_own(self.root, section), *self.made[section])

    def _type(self, section: str, name: str) -> Any:
        """The type of a fact, of somebody or of an input; a fact that a block keeps is a text."""
        node = map_under(self.root, section)
        one = node.value.get(name) if node is not None else None
        one = one or self.made[section].get(name)
        kind = one.value.get("type") if one is not None and one.kind == "map" else None
        return kind.value if kind is not None else "text" if one is None else None

    def _exits(self, use: Node, stage: Node, fragment: Node) -> dict[str, Node]:
        """Where the exits of the fragment lead."""
        node = map_under(stage, "outcomes")
        told, keys = (node.value, node.keys) if node is not None else ({}, {})
        known = fragment.value["outcomes"].value
        found = {}
        for name, one in told.items():
            if name not in known:
                choices = either(known)
                self.problems.add("SZ362", keys[name], name=name, choices=choices)
            elif one.kind == "map" and "stage" not in one.value:
                for key in one.value:
                    if key != "to":
                        self.problems.add("SZ201", one.keys[key], key=shown(key), hint=ONLY_TO)
                found[name] = one.value.get("to", one)
            else:
                found[name] = one
        for name, one in known.items():
            if name not in told:
                label = one.value["label"] if one.kind == "map" else one
                self.problems.add("SZ361", use, name=name, label=label.value)
        return found

    def _keep_english(self, name: str, fragment: Node, uses: Uses) -> None:
        """The English that came with a fragment, by the paths that its texts have in the file."""
        table = fragment.value["en"].plain() if "en" in fragment.value else {}
        said = {
            f"fragments.{name}.{key}" if isinstance(one, dict) else uses.text(key): (
                {uses.text(zh): uses.text(str(en)) for zh, en in one.items()}
                if isinstance(one, dict)
                else uses.text(str(one))
            )
            for key, one in table.items()
        }
        self.english.append(said)


def sound_fragment(node: Node, problems: Problems) -> Node | None:
    """A fragment with its shared acts written out; None where it has a fault, which is told."""
    before = len(problems.errors)
    whole = expand(node, problems) if node.kind == "map" else node
    Tidy(problems).value(whole, Key("shape:fragment", Sentence("", "")), "fragment")
    for stage, one in (map_under(whole, "stages") or Node({}, 1, 1)).value.items():
        for key in ("use", "end") if one.kind == "map" else ():
            if key in one.value:
                problems.add("SZ363", one.keys[key], stage=stage, key=key)
    groups = map_under(whole, "roles")
    for name, group in groups.value.items() if groups is not None else ():
        if name in ROLES or name in PSEUDO:
            problems.add("SZ315", group, name=name)
    outcomes, stages = map_under(whole, "outcomes"), set(_own(whole, "stages"))
    led_to = set(_led_to(map_under(whole, "stages")))
    for name in outcomes.value if outcomes is not None else ():
        if name not in led_to and outcomes is not None:
            problems.add("SZ366", outcomes.keys[name], name=name, weight="advice")
        if name in stages and outcomes is not None:
            problems.add("SZ357", outcomes.keys[name], name=name)
    return whole if len(problems.errors) == before else None


def _led_to(node: Node | None, key: str = "") -> Iterator[str]:
    """The words after `to`, and after the outcomes of blocks: where the stages of a fragment lead."""
    if node is None:
        return
    if node.kind == "map":
        for name, one in node.value.items():
            yield from _led_to(one, "to" if key == "outcomes" or name == "stage" else name)
    elif node.kind == "list":
        for one in node.value:
            yield from _led_to(one, key)
    elif key == "to":
        yield str(node.value)


def _own(root: Node, key: str) -> Iterable[str]:
    """The names of a section; of the facts also those in which blocks keep what they came to."""
    node = map_under(root, key)
    names = list(node.value) if node is not None else []
    return [*names, *(_recorded(root) if key == "data" and "fragment" in root.value else ())]


def _recorded(root: Node) -> Iterator[str]:
    """The facts in which the blocks of a file keep what they came to."""
    stages = map_under(root, "stages")
    for stage in stages.value.values() if stages is not None else ():
        for block in stage.value.values() if stage.kind == "map" else ():
            kept = map_under(block, "result")
            yield from kept.value if kept is not None else ()


KINDS = {
    "data": Sentence("一项 {kind} 类型的事实或参数（data.x、inputs.x）", "one fact or input of type {kind} (data.x, inputs.x)"),
    "people": Sentence("人：{kind} 类型的写一个 people.x 或 opener；people 类型的可写几个 people.x、actors.环节", "somebody: of type {kind} one people.x or opener; of type people several may stand, such as people.x, actors.<stage>"),
}  # fmt: skip
ONLY_TO = Sentence("片段的出口只写通向哪里（to）。", "An exit of a fragment says only where it leads (`to`).")
