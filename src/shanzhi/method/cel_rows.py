"""The lines of a list, as the loops of a condition go over them: `data.terms.all(t, t.amount > 0)`, `data.terms[0].what`.

CEL knows a line as a map of anything, so that it would find a wrong part, or a wrong comparison, only when a resident acts.
The parts of a list are known when a method is checked: so each `t.amount` is a name of its type where the types are looked at.
A part that is left empty is its type's empty value, as a fact is, and `has(t.amount)` tells whether it is filled in. A map holds
no times, so that within a line they are texts, which the condition as it is run turns into times.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from shanzhi.method.cel_tree import Size
from shanzhi.method.cel_values import CelType, as_cel, empty, gathered, is_filled, plain_value
from shanzhi.method.words import Sentence, hint

Rows = Mapping[str, Mapping[str, CelType | None]]
"""By the name of a list (`data.terms`), the type of each part of its lines; None where no condition can speak of it."""

FILLED = "__has"
"""Behind the name of a part: whether it is filled in."""
_FROM_TEXT = {CelType.TIME: "timestamp", CelType.DURATION: "duration"}
_QUOTED = re.compile(
    r"""[rR]?[bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3})|[rR][bB]?(?:'[^'\n]*'|"[^"\n]*")"""
    r"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*""",
    re.DOTALL,
)
_LOOP = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*$")
_FILTERED = re.compile(r"\.\s*filter\s*$")
_TAKEN = re.compile(r"\s*\.\s*([A-Za-z_]\w*)(?!\w)(?!\s*\()")
_HAS = re.compile(r"(?<![\w.])has\s*\(\s*$")


class PartProblem(Exception):
    """A part that the lines of a list do not have: why, and where (0-based) in the source."""

    def __init__(self, sentence: Sentence, at: int) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.at = at


class Lines(Struct, frozen=True):
    """A condition over lines: its text with each part as a typed name (`checked`, `types`), and as it is run (`text`)."""

    text: str
    checked: str
    types: Mapping[str, CelType]
    asked: frozenset[str]


class _Part(Struct, frozen=True):
    """One part of a line in the source: where, its name and type."""

    begins: int
    ends: int
    name: str
    type: CelType | None
    has: bool = False


class _Loop(Struct, frozen=True):
    """One loop: its variable, what the lines it goes over have (None: it goes over something else), and its body."""

    word: str
    parts: Mapping[str, CelType | None] | None
    begins: int
    ends: int


def over_lines(source: str, rows: Rows) -> Lines | None:
    """The condition with the parts of lines typed; None where it speaks of none. Raises `PartProblem`."""
    if not any(name.rpartition(".")[2] in source for name in rows):
        return None
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), source)
    found = _parts(bare, rows)
    if not found:
        return None
    types: dict[str, CelType] = {}
    text, checked = source, source
    for number, part in reversed(list(enumerate(found))):
        length = part.ends - part.begins
        said = source[part.begins : part.ends]
        if part.has:
            said = source[bare.index("(", part.begins) + 1 : part.ends - 1].strip() + FILLED
        elif part.type in _FROM_TEXT:
            said = f"{_FROM_TEXT[part.type]}({said})"
        text = f"{text[: part.begins]}{said}{text[part.ends :]}"
        kind = CelType.BOOLEAN if part.has else part.type
        if kind is not None:
            stem = f"r{number}"
            while stem in bare:
                stem += "_"
            types[stem := stem.ljust(length, "_")] = kind
            checked = f"{checked[: part.begins]}{stem}{checked[part.ends :]}"
    return Lines(text, checked, types, frozenset(part.name for part in found if part.has))


def _parts(bare: str, rows: Rows) -> list[_Part]:
    """The parts of lines that are spoken of, in the order of the source; none stands within another."""
    loops = list(_loops(bare, rows))
    found: list[_Part] = []
    for begins, ends, parts in sorted((*_of_loops(bare, loops), *_of_places(bare, rows))):
        if (taken := _TAKEN.match(bare, ends)) is None or (found and begins < found[-1].ends):
            continue
        name = taken[1]
        if name not in parts:
            raise PartProblem(_NO_PART.fill(name=name, hint=hint(name, parts)), taken.start(1))
        close = re.compile(r"\s*\)").match(bare, taken.end())
        asked = _HAS.search(bare[:begins])
        if asked and close:
            found.append(_Part(asked.start(), close.end(), name, parts[name], has=True))
        else:
            found.append(_Part(begins, taken.end(), name, parts[name]))
    return found


def _loops(bare: str, rows: Rows) -> Iterator[_Loop]:
    for match in _LOOP.finditer(bare):
        opened = bare.index("(", match.start())
        yield _Loop(match[1], _before(bare[: match.start()], rows), match.end(), _closed(bare, opened))


def _before(bare: str, rows: Rows) -> Mapping[str, CelType | None] | None:
    """What the lines have that the text ends with: a list by its name, or one filtered from it."""
    bare = bare.rstrip()
    if bare.endswith(")"):
        opened = _opened(bare)
        filtered = _FILTERED.search(bare[:opened])
        return _before(bare[: filtered.start()], rows) if filtered else None
    named = _NAME.search(bare)
    return rows.get(re.sub(r"\s", "", named[0])) if named else None


def _of_loops(bare: str, loops: list[_Loop]) -> Iterator[tuple[int, int, Mapping[str, CelType | None]]]:
    """Each place where a loop's variable stands, with what its lines have."""
    words = {loop.word for loop in loops}
    for match in re.finditer(r"(?<![\w.])[A-Za-z_]\w*(?!\w)", bare):
        if match[0] in words:
            around = [one for one in loops if one.word == match[0] and one.begins <= match.start() < one.ends]
            if around and (parts := max(around, key=lambda one: one.begins).parts) is not None:
                yield match.start(), match.end(), parts


def _of_places(bare: str, rows: Rows) -> Iterator[tuple[int, int, Mapping[str, CelType | None]]]:
    """Each line that is named by its place: `data.terms[0]`."""
    for match in re.finditer(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)+(?=\s*\[)", bare):
        if (parts := rows.get(match[0])) is not None:
            ends = _closed(bare, bare.index("[", match.end()))
            yield match.start(), ends + 1, parts


def _closed(bare: str, opened: int) -> int:
    """Where the bracket that is opened here is closed; the end where it never is."""
    depth = 0
    for at in range(opened, len(bare)):
        depth += (bare[at] in "([{") - (bare[at] in ")]}")
        if depth == 0:
            return at
    return len(bare)


def _opened(bare: str) -> int:
    """Where the bracket is opened that the text closes with."""
    depth = 0
    for at in range(len(bare) - 1, -1, -1):
        depth += (bare[at] in ")]}") - (bare[at] in "([{")
        if depth == 0:
            return at
    return 0


def as_lines(
    name: str, value: Any, parts: Mapping[str, CelType | None], asked: Collection[str]
) -> tuple[object, Size]:
    """The lines of a list as CEL takes them: each part by its type, what is empty as its type's empty value."""
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        return as_cel(name, CelType.LIST, value)
    return gathered(name, [_line(name, row, parts, asked) for row in value])


def _line(
    name: str, row: Mapping[str, Any], parts: Mapping[str, CelType | None], asked: Collection[str]
) -> tuple[object, Size]:
    line: dict[str, object] = {}
    sizes: list[Size] = []
    for part, kind in parts.items():
        value = row.get(part)
        if value is None and kind in (None, CelType.TIME):
            continue
        whole = f"{name}.{part}"
        if kind is None:
            line[part], size = plain_value(whole, value)
        else:
            typed, size = as_cel(whole, kind, empty(kind) if value is None else value)
            line[part] = _as_text(typed)
        sizes.append(size)
    for part in asked:
        line[part + FILLED] = is_filled(row.get(part))
    total = sum(size.total for size in sizes) + len(line) + 1
    return line, Size(len(line), total, max((size.total for size in sizes), default=1))


def _as_text(value: object) -> object:
    """A time or a length of time as CEL reads it from a text; all else as it is."""
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{int(value.total_seconds())}s" if isinstance(value, timedelta) else value


_NO_PART = Sentence(
    "这个列表的每一项里没有“{name}”。{hint}", "The lines of this list have no “{name}”. {hint}"
)
