"""Fragments (片段): files of their own that stages of methods use, and how a method carries those it uses.

A method is pinned by its content, so the whole text of each fragment stands at the end of its own, under `fragments`, from
the moment it is read from a folder: what was adopted never changes when the library's fragment does, and one file is all
that is handed on. What is wrong within a fragment is told where the method uses it, with the line of the fragment's file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.method.expanding import map_under
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.shape import FRAGMENT
from shanzhi.method.words import Sentence

PAD = "    "
Find = Callable[[str, int], str | None]
"""The text of a fragment by its id, in a version if that is there, else in another."""
WITHIN = Sentence("片段 {name} 第 {line} 行：{why}", "Fragment {name}, line {line}: {why}")


_VERSION = re.compile(r"@[1-9]|\\[xuU]")
"""Without this, written out or escaped, a file uses no fragment, and need not be read to know it."""


def is_fragment(root: Node | None) -> bool:
    """Whether a file is a fragment."""
    return root is not None and root.kind == "map" and "fragment" in root.value and "method" not in root.value


def uses_of(root: Node) -> Iterator[tuple[str, int, Node]]:
    """The fragments that stages of a file name, each with its version and where that stands."""
    stages = map_under(root, "stages")
    for stage in stages.value.values() if stages is not None else ():
        use = stage.value.get("use") if stage.kind == "map" else None
        found = FRAGMENT.fullmatch(use.value) if use is not None and isinstance(use.value, str) else None
        if found is not None and use is not None:
            yield found[1], int(found[2]), use


def joined(text: str, find: Find) -> str:
    """A method's text with those of the fragments it uses and does not have already: its own come with it."""
    root = read(text, Problems()) if "use" in text and _VERSION.search(text) else None
    if root is None or root.kind != "map" or any(key.column != 1 for key in root.keys.values()):
        return text
    own = map_under(root, "fragments")
    if "fragments" in root.value and (own is None or own.line == root.keys["fragments"].line):
        return text
    parts: dict[str, str] = {}
    for name, version, _at in uses_of(root):
        there = name in parts or (own is not None and name in own.value)
        found = find(name, version) if not there else None
        if found is not None and is_fragment(read(found, Problems())):
            parts[name] = found.removeprefix("\ufeff")
    if not parts:
        return text
    if own is None:
        return "\n".join((text.rstrip(), "", "fragments:", *_indented(parts, "  "))) + "\n"
    first = root.keys["fragments"].line
    after = min((key.line for key in root.keys.values() if key.line > first), default=0)
    before, rest = _cut(text, after)
    beside = " " * (min(key.column for key in own.keys.values()) - 1)
    return "\n".join((before.rstrip(), *_indented(parts, beside))) + "\n" + rest


def _indented(parts: dict[str, str], margin: str) -> Iterator[str]:
    """The lines of fragments as they stand under `fragments`."""
    for name, part in parts.items():
        yield f"{margin}{name}:"
        for line in part.rstrip().splitlines():
            yield f"{margin}  {line}" if line.strip() else ""


def _cut(text: str, line: int) -> tuple[str, str]:
    """A text before a line, and from it on; all before it for line 0."""
    lines = text.splitlines(keepends=True)
    at = line - 1 if line else len(lines)
    return "".join(lines[:at]), "".join(lines[at:])


class Region(Struct, frozen=True):
    """The lines of a file that are a fragment, and where the method uses it."""

    name: str
    first: int
    last: int
    use: Node


def regions(root: Node) -> tuple[Region, ...]:
    """Where the fragments of a file stand."""
    node = map_under(root, "fragments")
    if node is None:
        return ()
    used: dict[str, Node] = {}
    for name, _version, at in uses_of(root):
        used.setdefault(name, at)
    starts = sorted(key.line for key in (*root.keys.values(), *node.keys.values()))
    return tuple(
        Region(name, key.line, next((line for line in starts if line > key.line), 10**9) - 1, used[name])
        for name, key in node.keys.items()
        if name in used
    )


def at_their_use(problems: list[Problem], places: tuple[Region, ...]) -> list[Problem]:
    """What is wrong within a fragment told where the method uses it."""
    return [_told(problem, places) for problem in problems] if places else problems


def _told(problem: Problem, places: tuple[Region, ...]) -> Problem:
    for one in places:
        if one.first < problem.line <= one.last:
            line = problem.line - one.first
            why = WITHIN.fill(name=one.name, line=line, why=problem.why)
            return replace(problem, line=one.use.line, column=one.use.column, why=why)
    return problem
