"""Registers as conditions speak of them: `people.who in registers.helpers`, `registers.helpers[people.who].skill`.

What an entry says is looked up before CEL is asked, as a table's row is: so it is as typed as any name, and a register of
a hundred thousand entries makes no condition slower. Who has no entry that stands has each field's empty value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from shanzhi.method.cel_values import CelType
from shanzhi.method.words import Sentence, hint

_KEY = r"[A-Za-z_]\w*(?:\.\w+)+"
_FIND = re.compile(
    r"""[rR]?[bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3})|[rR][bB]?(?:'[^'\n]*'|"[^"\n]*")"""
    r"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*"""
    rf"""|(?<![\w.])registers\.(?P<of>[a-z]\w*)[ \t]*\[[ \t]*(?P<key>{_KEY})[ \t]*\][ \t]*\.(?P<part>[a-z]\w*)"""
    rf"""|(?<![\w.])(?P<who>{_KEY})[ \t]+in[ \t]+registers\.(?P<among>[a-z]\w*)(?![\w.\[])"""
    r"""|(?<![\w.])(?P<left>registers)\b""",
    re.DOTALL,
)
_VIRTUAL = re.compile(rf"(?P<name>[a-z]\w*)\[(?P<key>{_KEY})\](?:\.(?P<part>[a-z]\w*))?")
Registers = Mapping[str, Mapping[str, CelType | None]]
"""By the name of a register, the type of each of its fields; None where no condition can speak of it."""
KEYS = (CelType.TEXT, CelType.INTEGER)
"""What the key of a look may be: somebody, or the number of a place."""


class RegisterProblem(Exception):
    """A look that cannot be: why, and where (0-based) in the source."""

    def __init__(self, sentence: Sentence, at: int) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.at = at


class Looks(Struct, frozen=True):
    """A condition with its looks hidden behind names of the same length: what each is called, its type, the names of the keys."""

    text: str
    called: Mapping[str, str]
    types: Mapping[str, CelType]
    keys: frozenset[str]


def look_called(name: str, key: str, part: str = "") -> str:
    """What a look is called among the names of a condition; without a part: whether there is such an entry."""
    return f"registers.{name}[{key}]" + (f".{part}" if part else "")


def look_of(rest: str) -> tuple[str, str, str]:
    """The register, the key and the part of a look by what stands behind `registers.`."""
    found = _VIRTUAL.fullmatch(rest)
    if found is None:
        raise ValueError(rest)
    return found["name"], found["key"], found["part"] or ""


def without_looks(source: str, variables: Mapping[str, CelType], registers: Registers) -> Looks | None:
    """The condition with its looks into registers hidden; None where it has none. Raises `RegisterProblem`."""
    if "registers" not in source:
        return None
    called: dict[str, str] = {}
    types: dict[str, CelType] = {}
    keys: set[str] = set()

    def replace(match: re.Match[str]) -> str:
        name, key, part = match["of"] or match["among"], match["key"] or match["who"], match["part"] or ""
        if match["left"]:
            raise RegisterProblem(HOW, match.start())
        if name is None:
            return match[0]
        if name not in registers:
            raise RegisterProblem(NO_REGISTER.fill(name=name, hint=hint(name, registers)), match.start())
        if variables.get(key) not in KEYS:
            raise RegisterProblem(NO_KEY.fill(name=key, hint=hint(key, variables)), match.start())
        kind = registers[name].get(part) if part else CelType.BOOLEAN
        if part and part not in registers[name]:
            raise RegisterProblem(
                NO_PART.fill(name=part, of=name, hint=hint(part, registers[name])), match.start()
            )
        if kind is None:
            raise RegisterProblem(NO_CONDITION.fill(name=part), match.start())
        meaning = look_called(name, key, part)
        number = 0
        while True:
            hidden = f"reg{number}".ljust(len(match[0]), "_")
            if hidden not in variables and called.get(hidden, meaning) == meaning:
                break
            number += 1
        called[hidden], types[hidden] = meaning, kind
        keys.add(key)
        return hidden

    text = _FIND.sub(replace, source)
    return Looks(text, called, types, frozenset(keys)) if called else None


HOW = Sentence(
    "名册在条件里这样写：people.x in registers.名册，或 registers.名册[people.x].字段；这一处条件不能看名册的也不写。",
    "A condition speaks of a register as `people.x in registers.name` or `registers.name[people.x].field`; where conditions cannot look into one, leave it out.",
)
NO_REGISTER = Sentence(
    "没有名为“{name}”的名册，或这一处不能看名册。{hint}",
    "There is no register “{name}”, or none can be looked into here. {hint}",
)
NO_KEY = Sentence(
    "要看谁的条目，写一个人、户、单位或地方的名称，如 people.who；不能是“{name}”。{hint}",
    "Whose entry it is is said by the name of a person, household, organisation or place, such as people.who; “{name}” will not do. {hint}",
)
NO_PART = Sentence("名册“{of}”没有“{name}”这一项。{hint}", "The register “{of}” has no “{name}”. {hint}")
NO_CONDITION = Sentence(
    "“{name}”在名册里是敏感的，或不能比较，条件里不能用。",
    "“{name}” is sensitive in the register, or nothing that compares: no condition can use it.",
)
