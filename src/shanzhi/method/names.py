"""Resolves the names a method file uses: texts, roles, levels, fields, durations, conditions.

A name that does not resolve is noted with the nearest name there is, and resolving goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from shanzhi.method.cel import CelProblem, CelType, Program, compile_cel
from shanzhi.method.cel_registers import Registers
from shanzhi.method.cel_rows import Rows
from shanzhi.method.cel_tables import ONE_LOOK, TableColumn
from shanzhi.method.cel_tree import ROUNDS
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.english import NONE
from shanzhi.method.field_types import MOST_LINES
from shanzhi.method.ledger import IN_TEXT, Unit, balances, hidden
from shanzhi.method.model import PEOPLE, Field, Input, Option, Who
from shanzhi.method.people import PEOPLE_TYPES, PREFIX
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node
from shanzhi.method.registers import Register
from shanzhi.method.roles import LEVELS, PSEUDO, ROLES
from shanzhi.method.rules import Requirement, Rule
from shanzhi.method.words import PLACEHOLDER, Sentence, either, hint

WORDS = re.compile(r"[A-Za-z_]\w*")
SHOWN = ("title", "stage", "due", "desk")
OPENER = "@opener"
SOURCE = Sentence(
    "事实的路径（如 data.subject）或 opener",
    "the path of a fact (such as data.subject) or `opener`",
)
"""The source of a binding that takes the person who opened the matter."""

OF_LINE = Sentence(
    "事实的路径（如 data.subject）或 opener；line.x 只能写在有 of（列表）的地方",
    "the path of a fact (such as data.subject) or `opener`; `line.x` stands where there is an `of`, a list",
)


class Names:
    """What the parts of one file may refer to, filled in as the file is built.

    `broken` are names that are there but could not be built: their own fault is noted, so what refers to them
    is not blamed a second time.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.own = NONE
        self.own_node = Node({}, 1, 1)
        self.beside = NONE
        self.places_of_texts: dict[tuple[int, int], str] = {}
        self.texts: dict[tuple[str, str], tuple[int, int]] = {}
        self.used: set[tuple[str, str]] = set()
        self.line: tuple[Field, ...] = ()
        self.untranslated: set[str] = set()
        self.values: dict[str, Any] = {}
        self.inputs: dict[str, Input] = {}
        self.tables: dict[str, tuple[Option, ...]] = {}
        self.columns: dict[str, dict[str, TableColumn]] = {}
        self.fields: dict[str, Field] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.clocks: set[str] = set()
        self.stage_names: Mapping[str, Node] = {}
        self.broken: set[str] = set()
        self.base: dict[str, CelType] = {}
        self.rows: Rows = {}
        self.registers: dict[str, Register] = {}
        self.looked: Registers = {}
        self.units: dict[str, Unit] = {}
        self.reads_ledger = True
        self.looks: list[Node] = []

    def rule(self, node: Node, path: str) -> Rule:
        return Rule(path, node.line)

    # -- texts -------------------------------------------------------------------------------------
    def sentence(self, node: Node) -> Sentence:
        """A text of the file in both languages; the English comes from `en`, or from what stands beside the file."""
        zh = str(node.value)
        path = self.path_of(node)
        if not zh.isascii():
            self.texts.setdefault((path, zh), (node.line, node.column))
        if (own := self.own.of(path, zh)) is not None:
            self.used |= {
                ("" if isinstance(value, str) else key, zh) for key, value in self.own.where(path, zh)
            }
            return Sentence(zh, own)
        if (english := self.beside.of(path, zh)) is not None:
            return Sentence(zh, english)
        if not zh.isascii() and zh not in self.untranslated:
            self.untranslated.add(zh)
            self.problems.add("SZ511", node, text=zh, weight="advice")
        return Sentence(zh, zh)

    def path_of(self, node: Node) -> str:
        """The path of a text, by which its English goes."""
        return self.places_of_texts.get((node.line, node.column), "")

    def known_sentence(self, zh: str) -> Sentence:
        """A text that an adopting place set: in English too where it is known."""
        return Sentence(zh, self.own.over(self.beside).of("", zh) or zh)

    def text(self, node: Node, key: str) -> Sentence:
        """The text under `key`; empty when it is missing (which was noted already)."""
        return self.sentence(node.value[key]) if key in node.value else Sentence("", "")

    def maybe(self, node: Node, key: str) -> Sentence | None:
        return self.sentence(node.value[key]) if key in node.value else None

    def placed(self, node: Node) -> Sentence:
        """A text with `{field}` places in it, each a field of this method; the English has the same places."""
        said = self.sentence(node)
        places = self._places(said.zh, node)
        english = self._english_node(said.zh, node)
        if said.en != said.zh and (missing := places - self._places(said.en, english)):
            listed = either(f"{{{name}}}" for name in sorted(missing))
            self.problems.add("SZ522", english, weight="advice", places=listed)
        return said

    def _english_node(self, zh: str, node: Node) -> Node:
        """Where the English of a text stands in the file; the text itself if it stands elsewhere."""
        there = self.own_node.value.get(self.path_of(node))
        if there is not None and zh in there.value:
            return there.value[zh]  # type: ignore[no-any-return]
        return self.own_node.value.get(zh, node)  # type: ignore[no-any-return]

    def _places(self, text: str, at: Node) -> set[str]:
        """The names of a text's places; unknown ones are noted."""
        names = set(PLACEHOLDER.findall(text))
        for name in sorted(names):
            if name.startswith("line."):
                self.named(Node(name, at.line, at.column))
            elif name.startswith(PREFIX):
                self.person_of(Node(name, at.line, at.column))
            elif (look := IN_TEXT.fullmatch(name)) is not None:
                self.look(at, look[1], look[2])
            elif name not in self.fields and name not in SHOWN and name not in self.broken:
                self.problems.add("SZ305", at, name=name, hint=hint(name, self.fields))
        return names

    # -- names -------------------------------------------------------------------------------------
    def roles(self, node: Node, *, extra: tuple[str, ...] = (), people: bool = False) -> tuple[str, ...]:
        """Role names with the file's own groups written out; unknown ones are noted and left out. `people` may be named too."""
        names: list[str] = []
        for item in node.value:
            word = str(item.value)
            if people and word.startswith(PREFIX):
                names += self.people_word(item)
            elif people and word.startswith("line.") and self.line:
                names += filter(None, [self.named(item, *PEOPLE_TYPES)])
            elif word.startswith("inputs."):
                names += self.roles_input(item)
            elif word in self.groups:
                names.extend(self.groups[word])
            elif word in ROLES or word in PSEUDO or word in extra:
                names.append(word)
            else:
                known = [*ROLES, *PSEUDO, *self.groups, *extra]
                self.problems.add("SZ303", item, name=item.value, hint=hint(word, known))
        return tuple(dict.fromkeys(names))

    def people_word(self, node: Node) -> list[str]:
        """`people.x`, if there is somebody of that name."""
        name = self.person_of(node)
        return [] if name is None else [PREFIX + name]

    def person_of(self, node: Node) -> str | None:
        """The name behind `people.`; None, and noted, for one that is not there."""
        name = str(node.value).removeprefix(PREFIX)
        field = self.fields.get(name)
        if field is not None and field.scope == PEOPLE and str(node.value).startswith(PREFIX):
            return name
        if name not in self.broken:
            there = [field.path for field in self.fields.values() if field.scope == PEOPLE]
            self.problems.add("SZ346", node, name=node.value, hint=hint(str(node.value), there))
        return None

    def roles_input(self, node: Node) -> list[str]:
        """The roles that an input of that type holds."""
        name = str(node.value).removeprefix("inputs.")
        given = self.inputs.get(name)
        if given is None:
            if name not in self.broken:
                self.problems.add("SZ304", node, name=name, hint=hint(name, self.inputs))
            return []
        if not given.kind.posts:
            self.problems.add("SZ306", node, name=name, expected="roles")
            return []
        return list(self.values[name])

    def who(self, node: Node | None, default: Who) -> Who:
        """Who may do a thing."""
        if node is None:
            return default
        names = self.roles(node, people=True)
        flags = {name: True for name in names if name in PSEUDO}
        roles = frozenset(n for n in names if n in ROLES)
        return Who(roles=roles, names=names, people=self.labels(names), **flags)

    def labels(self, words: Iterable[str]) -> dict[str, Sentence]:
        """What those named in the matter are called there, by name."""
        found = (word.removeprefix(PREFIX) for word in words if word.startswith(PREFIX))
        return {name: self.fields[name].label for name in found}

    def level(self, node: Node) -> str | None:
        if node.value in LEVELS:
            return str(node.value)
        self.problems.add("SZ307", node, name=node.value, choices=either(LEVELS))
        return None

    def stage_name(self, node: Node) -> str | None:
        if node.value in self.stage_names:
            return str(node.value)
        self.problems.add("SZ301", node, name=node.value, hint=hint(str(node.value), self.stage_names))
        return None

    def clock_names(self, node: Node | None) -> tuple[str, ...]:
        found = []
        for item in node.value if node else ():
            if item.value in self.clocks:
                found.append(item.value)
            else:
                self.problems.add("SZ308", item, name=item.value)
        return tuple(found)

    def field_of(self, node: Node, *types: str) -> str | None:
        """The name of a known field of one of these types."""
        field = self.fields.get(node.value)
        if field is None:
            if node.value not in self.broken:
                self.problems.add("SZ305", node, name=node.value, hint=hint(str(node.value), self.fields))
            return None
        if types and field.type not in types:
            self.problems.add("SZ306", node, name=node.value, expected=" / ".join(types))
            return None
        return field.name

    def fields_of(self, node: Node) -> tuple[str, ...]:
        """The names of known fields, whatever their type."""
        return tuple(name for item in node.value if (name := self.field_of(item)) is not None)

    def named(self, node: Node, *types: str) -> str | None:
        """A fact by its name, or what the line of a list says (`line.x`) where there is one."""
        name = str(node.value).removeprefix("line.")
        if name == node.value:
            return self.field_of(node, *types)
        one = next((field for field in self.line if field.name == name), None)
        if one is None:
            self.problems.add("SZ305", node, name=node.value, hint=hint(name, [f.name for f in self.line]))
        elif types and one.type not in types:
            self.problems.add("SZ306", node, name=node.value, expected=" / ".join(types))
        else:
            return f"line.{name}"
        return None

    def value_of(self, node: Node, *types: str) -> str | None:
        """A fact by its path (`data.x`, `people.x`), or a part of the line (`line.x`) where there is one."""
        text = str(node.value)
        if text.startswith("line.") and self.line:
            return self.named(node, *types)
        field = self.fields.get(text.rpartition(".")[2])
        if field is None or field.path != text:
            if text.rpartition(".")[2] not in self.broken:
                paths = [one.path for one in self.fields.values()]
                near = field.path if field is not None else text
                self.problems.add("SZ305", node, name=text, hint=hint(near, paths))
            return None
        return self.field_of(Node(field.name, node.line, node.column), *types)

    def bindings(self, node: Node) -> dict[str, str]:
        """Another method's field by name ← a field of this one."""
        pairs = {
            name: self._source(spec.value["value"])
            for name, spec in node.value.items()
            if "value" in spec.value
        }
        return {name: source for name, source in pairs.items() if source is not None}

    def _source(self, node: Node) -> str | None:
        """A fact by its path, or who opened the matter."""
        text = str(node.value)
        if text == "opener":
            return OPENER
        if text.startswith(PREFIX):
            return self.person_of(node)
        if text.startswith("line.") and self.line:
            return self.named(node)
        if not text.startswith("data."):
            expected = OF_LINE if text.startswith("line.") else SOURCE
            self.problems.add("SZ203", node, key="with", expected=expected)
            return None
        return self.field_of(Node(text.removeprefix("data."), node.line, node.column))

    def duration(self, node: Node) -> Duration | None:
        """A duration written out, or the value of an input of that type."""
        if not node.value.startswith("inputs."):
            return parse_duration(node.value)
        if ONE_LOOK.fullmatch(node.value):
            self.problems.add("SZ206", node, value=node.value)
            return None
        name = node.value.removeprefix("inputs.")
        given = self.inputs.get(name)
        if given is None:
            if name in self.broken:
                return None
            self.problems.add("SZ304", node, name=name, hint=hint(name, self.inputs))
            return None
        if not given.kind.lasting:
            self.problems.add("SZ306", node, name=name, expected="duration")
            return None
        value: Duration = self.values[given.name]
        return value

    def table(self, node: Node) -> tuple[Option, ...]:
        """The rows of a table input that `inputs.x` names, as options."""
        name = node.value.removeprefix("inputs.")
        given = self.inputs.get(name)
        if given is None:
            if name not in self.broken:
                self.problems.add("SZ304", node, name=name, hint=hint(name, self.inputs))
            return ()
        if not given.kind.table:
            self.problems.add("SZ306", node, name=name, expected="table")
            return ()
        return self.tables[name]

    # -- conditions ----------------------------------------------------------------------------------
    def condition(
        self, node: Node, scope: Mapping[str, CelType] | None = None, kind: CelType = CelType.BOOLEAN
    ) -> Program | None:
        """A compiled condition; `scope` adds to what every condition may speak of."""
        names = {**self.base, **scope} if scope else self.base
        source, hang = node.value, frozenset[str]()
        if looks := balances(source):
            hang = frozenset(fact for unit, whose in looks.values() if (fact := self.look(node, unit, whose)))
            source, names = hidden(source), {**names, **dict.fromkeys(looks, CelType.INTEGER)}
        try:
            program = compile_cel(source, names, kind, self.columns, self.rows, self.looked)
        except CelProblem as problem:
            if not self.broken.intersection(WORDS.findall(node.value)):
                self.problems.add("SZ401", _inside(node, problem.column), detail=problem.sentence)
            return None
        program.names |= hang
        full = {name: self.fields[name.partition(".")[2]].max or MOST_LINES for name in self.rows}
        if full and (rounds := program.rounds(full)) > ROUNDS:
            self.problems.add("SZ404", node, weight="advice", rounds=rounds, most=ROUNDS)
        return program

    def look(self, node: Node, unit: str, whose: str) -> str | None:
        """The fact (if any) on which a balance hangs; what is wrong with it is noted."""
        from shanzhi.method.build_ledger import looked

        if not self.reads_ledger:
            self.problems.add("SZ456", node)
            return None
        self.looks.append(node)
        return looked(self, node, unit, whose)

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


def _inside(node: Node, column: int | None) -> Node:
    """The place of a character of a scalar, where it can be told."""
    if column is None or node.inset is None:
        return node
    return Node(None, node.line, node.column + node.inset + column - 1)
