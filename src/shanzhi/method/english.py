"""The English of a method's texts: by the path of each, or by the Chinese alone where it is said alike everywhere.

    title: {诉求闭环: Appeals to close-out}           # by path: the text there, and its English
    stages.rating.acts.rate.to.closed.label: {销账: Close out}
    理由: Reason                                     # by the text, wherever it stands

The Chinese stands beside its English, so that one sees what one translates, and English written for another text is
never shown. A path holds names alone: what stands in a list is told apart by its Chinese, a case by its stage. A file may
carry such a table inside, under `en`; those of the library have theirs beside, in `methods/en`, over one glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.layout import scalar_text
from shanzhi.method.problems import MethodError, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.words import Sentence

PATH = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*")
Table = Mapping[str, "str | Mapping[str, str]"]
"""English by text, or by path and text."""


class English(Struct, frozen=True):
    """Tables of English, one over another: what an upper one says stands."""

    tables: tuple[Table, ...] = ()

    def of(self, path: str, zh: str) -> str | None:
        """The English of a text at a path; of a text that moved, that of its old place."""
        for _key, value in self.where(path, zh):
            return value if isinstance(value, str) else value[zh]
        return None

    def where(self, path: str, zh: str) -> list[tuple[str, str | Mapping[str, str]]]:
        """The entry that gives a text its English; where none stands at its path, all that have it at another."""
        for table in self.tables:
            there, anywhere = table.get(path), table.get(zh)
            if isinstance(there, Mapping) and there.get(zh):
                return [(path, there)]
            if isinstance(anywhere, str) and anywhere:
                return [(zh, anywhere)]
        return self.elsewhere(zh)

    def elsewhere(self, zh: str) -> list[tuple[str, str | Mapping[str, str]]]:
        """The entries that have the English of a text at any path."""
        rows = ((key, value) for table in self.tables for key, value in table.items())
        return [(key, value) for key, value in rows if isinstance(value, Mapping) and value.get(zh)]

    def moved(self, zh: str) -> str | None:
        """The English that a text has at any path."""
        return next((value[zh] for _key, value in self.elsewhere(zh) if isinstance(value, Mapping)), None)

    def over(self, other: English) -> English:
        """These tables over others."""
        return English((*self.tables, *other.tables))


NONE = English()
Beside = Callable[[str], English]
"""The English that stands beside the file of a method, by the method's id."""


def nothing_beside(method: str) -> English:
    """No English stands beside the file."""
    return NONE


def paths_of(root: Node) -> dict[tuple[int, int], str]:
    """The path of each plain value by where it stands in the file."""
    found: dict[tuple[int, int], str] = {}
    for path, node in _walk(root, ""):
        found.setdefault((node.line, node.column), path)
    return found


def _walk(node: Node, path: str) -> Iterator[tuple[str, Node]]:
    if node.kind == "scalar":
        yield path, node
        return
    if node.kind == "list":
        for item in node.value:
            stage = item.value.get("stage") if item.kind == "map" else None
            named = stage is not None and stage.kind == "scalar"
            yield from _walk(item, f"{path}.{stage.value}" if stage is not None and named else path)
        return
    for name, item in node.value.items():
        yield from _walk(item, f"{path}.{name}" if path else name)


def read_table(text: str | bytes, name: str = "en") -> Table:
    """A file of English. Raises `MethodError` with every problem of it."""
    problems = Problems()
    root = read(text, problems)
    if root is None and [problem.code for problem in problems.found] == ["SZ108"]:
        return {}
    if root is not None and root.kind != "map":
        problems.add("SZ203", root, key=name, expected=A_TABLE)
    table = table_of(root, problems) if root is not None and root.kind == "map" else {}
    if any(problem.weight == "error" for problem in problems.found):
        raise MethodError(problems.listed(), name)
    return table


A_TABLE = Sentence(
    "“文字: 英文”的组合，或按路径的这样一组",
    "a mapping of texts to English, or one by paths that hold such mappings",
)
ENGLISH = Sentence("英文", "the English")


def table_of(root: Node, problems: Problems) -> dict[str, Any]:
    """The table that nodes hold; what is no part of one is noted and left out."""
    table: dict[str, Any] = {}
    for key, node in root.value.items():
        if node.kind == "map" and PATH.fullmatch(key):
            table[key] = {
                zh: en for zh, one in node.value.items() if (en := _text(one, zh, problems)) is not None
            }
        else:
            one = node.value["text"] if node.kind == "map" and set(node.value) == {"text"} else node
            if (en := _text(one, key, problems)) is not None:
                table[key] = en
    return table


def _text(node: Node, key: str, problems: Problems) -> str | None:
    """A text; one that is still to be written is empty."""
    if node.value is None or (node.kind == "scalar" and not isinstance(node.value, bool)):
        return "" if node.value is None else str(node.value)
    problems.add("SZ203", node, key=key[:60], expected=ENGLISH)
    return None


def resolved(texts: Iterable[tuple[str, str]], english: English) -> dict[str, dict[str, str]]:
    """The English that some texts have, by path and text."""
    found: dict[str, dict[str, str]] = {}
    for path, zh in texts:
        if (en := english.of(path, zh)) is not None:
            found.setdefault(path, {})[zh] = en
    return found


class Missing(Struct, frozen=True):
    """What a table lacks: the path, the text, and the text there before, if it was changed after its English was written."""

    path: str
    zh: str
    before: str = ""
    was: str = ""


class Revised(Struct, frozen=True):
    """A table brought in step with its method: what it lacks, what it holds that is of no use, and what moved with its text."""

    table: dict[str, Any]
    missing: tuple[Missing, ...]
    unused: tuple[str, ...]
    moved: tuple[str, ...]


def revised(texts: list[tuple[str, str]], own: Table, shared: English) -> Revised:
    """A method's own table, in the order of its file, holding what the `shared` ones lack and no more.

    A text that moved takes its English along. Of one that was changed the old one stays beside it until it is translated.
    """
    there = English((own,))
    table: dict[str, Any] = {}
    missing, moved = list[Missing](), list[str]()
    wanted: dict[str, set[str]] = {}
    for path, zh in texts:
        wanted.setdefault(path, set()).add(zh)
    for path, zh in dict.fromkeys(texts):
        written = own.get(path)
        here = written.get(zh) if isinstance(written, Mapping) else None
        alone = own.get(zh)
        if isinstance(alone, str) and alone and not here:
            table[zh] = alone
            continue
        if not here and shared.of(path, zh) is not None:
            continue
        if not here and (here := there.moved(zh)):
            moved.append(path)
        table.setdefault(path, {})[zh] = here or ""
        if not here:
            old = _before(written, wanted[path])
            missing.append(Missing(path, zh, *(old or ("", ""))))
            if old is not None:
                table[path][old[0]] = old[1]
    return Revised(table, tuple(missing), tuple(_unused(own, table, moved, texts)), tuple(moved))


def _before(written: Any, wanted: set[str]) -> tuple[str, str] | None:
    """A text that stood at a path and does no more, with its English."""
    gone = (
        [(zh, en) for zh, en in written.items() if zh not in wanted and en]
        if isinstance(written, Mapping)
        else []
    )
    return gone[-1] if gone else None


def _unused(own: Table, table: Table, moved: list[str], texts: list[tuple[str, str]]) -> Iterator[str]:
    kept = {zh for _, zh in texts}
    for key, value in own.items():
        for zh in value if isinstance(value, Mapping) else (key,):
            now = table.get(key)
            stays = zh in now if isinstance(now, Mapping) else now is not None
            if not stays and not (moved and zh in kept):
                yield f"{key}: {zh}" if isinstance(value, Mapping) else zh


def packed(text: str, table: Table) -> str:
    """A file with more English inside, to be handed on as one: its content is the same. One whose own English stands on
    a line is left as it is."""
    inside = _OWN.search(text)
    if not table or (inside is None and re.search(r"^en:", text, re.MULTILINE)):
        return text
    pad = inside[1] if inside is not None else "  "
    lines = "".join(f"{pad}{line}\n" for line in write_table(table).splitlines())
    if inside is None:
        return f"{text.rstrip()}\n\nen:\n{lines}"
    return text[: inside.start(1)] + lines + text[inside.start(1) :]


_OWN = re.compile(r"^en:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( +)", re.MULTILINE)
"""Where the English of a file begins, line by line."""
MOST_ON_A_LINE = 150
LONGEST_KEY = 1000
"""What YAML takes for a key without a mark before it is a little more."""


def write_table(table: Table) -> str:
    """A table as a file: what fits on a line stands on one; what is still to be written is empty."""
    return "".join(f"{line}\n" for key, value in table.items() for line in _lines(key, value))


def _lines(key: str, value: str | Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, str):
        yield from _pair(key, value, "")
        return
    line = f"{key}: {{{', '.join(f'{scalar_text(zh, flow=True)}: {scalar_text(en, flow=True)}' for zh, en in value.items())}}}"
    if len(line) <= MOST_ON_A_LINE:
        yield line
        return
    yield f"{key}:"
    for zh, en in value.items():
        yield from _pair(zh, en, "  ")


def _pair(zh: str, en: str, pad: str) -> Iterator[str]:
    if len(zh) <= LONGEST_KEY:
        yield f"{pad}{scalar_text(zh, flow=True)}: {scalar_text(en, flow=True)}"
    else:
        yield f"{pad}? {scalar_text(zh, flow=True)}"
        yield f"{pad}: {scalar_text(en, flow=True)}"
