"""From text to nodes: YAML 1.2 with the place of every key and value, and nothing surprising.

Refused: anchors and aliases (they multiply), tags (they make objects), duplicate keys, several documents.
Size, depth and number of nodes are bounded, so reading a stranger's file is bounded work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf, isfinite
from typing import Any

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import implicit_resolvers

from shanzhi.method.kept import Kept
from shanzhi.method.problems import Problems
from shanzhi.method.read_faults import fault_sentence

MAX_BYTES = 512 * 1024
MAX_DEPTH = 40
MAX_NODES = 40_000


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class Node(Struct):
    """One YAML value with its position. `value` is a scalar, a list of nodes, or a dict of named nodes.

    `keys` holds, for a mapping, the position of each key; `inset` how far inside a scalar its text begins (1 in
    quotes), where every character of it stands in the file as it is.
    """

    value: Any
    line: int
    column: int
    keys: dict[str, Node] = {}
    inset: int | None = None

    @property
    def kind(self) -> str:
        if isinstance(self.value, dict):
            return "map"
        return "list" if isinstance(self.value, list) else "scalar"

    def plain(self) -> Any:
        """The value without positions."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value

    def find(self, path: str) -> Node:
        """The position of `stages.handling.acts.resolve.to[0]`: its key, or the nearest thing above it written."""
        here = at = self
        for name, index in _STEP.findall(path):
            if name and isinstance(here.value, dict) and name in here.value:
                at, here = here.keys[name], here.value[name]
            elif index and isinstance(here.value, list) and int(index) < len(here.value):
                at = here = here.value[int(index)]
            else:
                break
        return at


# Control characters, halves of characters, non-characters, and marks that turn the direction of writing.
_UNKEPT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


class _Stop(Exception):
    """Reading cannot go on; the problem is already noted."""


_Rule = tuple[str, Callable[[str], Any]]


def _core_schema() -> dict[str, tuple[_Rule, ...]]:
    """What a plain scalar is, by its first character, in YAML 1.2. ruamel.yaml's own resolver fills such a table the first
    time it is asked, in sight of every thread; this one is whole before anybody can ask."""
    found: dict[str, list[_Rule]] = {}
    for versions, tag, pattern, first in implicit_resolvers:
        if (1, 2) in versions:
            for character in first or [""]:
                found.setdefault(character or "", []).append((str(tag), pattern.match))
    return {character: tuple(rules) for character, rules in found.items()}


_RULES = _core_schema()
_TAGS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
}


NO_NUMBER = frozenset((".nan", ".inf"))
"""What YAML takes for numbers, and nothing here does: where a number is wanted, it is blamed as the text that it is."""


def _scalar(text: str, plain: bool) -> Any:
    """The value of a scalar by the YAML 1.2 core schema; quoted ones are always text."""
    if not plain:
        return text
    tag = next((tag for tag, match in _RULES.get(text[:1], ()) if match(text)), "")
    if tag in _TAGS:
        return _TAGS[tag](text)
    if tag.endswith(":int"):
        digits = text.replace("_", "")
        if len(digits) > 18:
            return text
        return int(digits, 0) if digits.lstrip("+-")[:2].lower() in ("0x", "0o") else int(digits)
    if tag.endswith(":float"):
        number = float(text.replace("_", "")) if text.lstrip("+-").lower() not in NO_NUMBER else inf
        return number if isfinite(number) else text
    return text


def scalar(text: str) -> Any:
    """What a text means where it stands without quotes."""
    return _scalar(text, True)


def _inset(event: Any) -> int | None:
    """How far inside a scalar its text begins; None where quoting or folding moves its characters."""
    inset = {None: 0, "'": 1, '"': 1}.get(event.style)
    if inset is None or event.end_mark.column - event.start_mark.column != len(event.value) + 2 * inset:
        return None
    return inset


class _Builder:
    """Builds nodes from parser events, one pass, without recursion into aliases."""

    def __init__(self, events: Any, problems: Problems) -> None:
        self.events = events
        self.problems = problems
        self.count = 0

    def at(self, event: Any) -> Node:
        return Node(None, event.start_mark.line + 1, event.start_mark.column + 1)

    def build(self, event: Any, depth: int) -> Node:
        here = self.at(event)
        self.count += 1
        if depth > MAX_DEPTH:
            self.problems.add("SZ106", here, limit=MAX_DEPTH)
            raise _Stop
        if self.count > MAX_NODES:
            self.problems.add("SZ109", here, limit=MAX_NODES)
            raise _Stop
        if self.problems.full:
            raise _Stop
        if isinstance(event, AliasEvent) or event.anchor is not None or event.tag not in (None, "!"):
            self.problems.add("SZ105", here)
            if isinstance(event, AliasEvent):
                return here
        if isinstance(event, ScalarEvent):
            here.value = _scalar(self.storable(event.value, here), event.style is None)
            here.inset = _inset(event)
            return here
        if isinstance(event, SequenceStartEvent):
            here.value = []
            while not isinstance(item := next(self.events), SequenceEndEvent):
                here.value.append(self.build(item, depth + 1))
            return here
        if not isinstance(event, MappingStartEvent):
            raise _Stop
        here.value = {}
        here.keys = {}
        while not isinstance(item := next(self.events), MappingEndEvent):
            key = self.build(item, depth + 1)
            value = self.build(next(self.events), depth + 1)
            name = key.value
            if not isinstance(name, str):
                written = item.value[:60] if isinstance(item, ScalarEvent) else "…"
                self.problems.add("SZ110", key, key=written)
            elif name in here.value:
                self.problems.add("SZ104", key, key=name[:60], first=here.keys[name].line)
            else:
                here.value[name] = value
                here.keys[name] = key
        return here

    def storable(self, text: str, at: Node) -> str:
        """The text, without the characters that no store, page or drawing could keep as they are."""
        if text.isascii() and text.isprintable():
            return text
        if _UNKEPT.search(text):
            self.problems.add("SZ111", at)
            return _UNKEPT.sub("\ufffd", text)
        return text


def read(text: str | bytes, problems: Problems) -> Node | None:
    """The root node of a method file, or None when it cannot be read; faults go to `problems`."""
    top = Node(None, 1, 1)
    if (
        len(text) > MAX_BYTES
        or len(text if isinstance(text, bytes) else text.encode("utf-8", "replace")) > MAX_BYTES
    ):
        problems.add("SZ102", top, limit=MAX_BYTES)
        return None
    try:
        text = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        problems.add("SZ101", _after(error.object[: error.start].decode("utf-8-sig")))
        return None
    if (known := _kept.get(text)) is not None:
        return known
    root: Node | None = None
    before = len(problems.found)
    try:
        events = iter(YAML(typ="safe", pure=True).parse(text))
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    problems.add("SZ107", Node(None, event.start_mark.line + 1, event.start_mark.column + 1))
                    return None
                root = _Builder(events, problems).build(next(events), 0)
    except ReaderError as error:
        problems.add("SZ111", _after(text[: error.position]))
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Node(None, mark.line + 1, mark.column + 1) if mark else top
        problems.add("SZ103", at, detail=fault_sentence(error.problem or error.context or ""))
        return None
    except (YAMLError, ValueError, RecursionError, StopIteration) as error:
        problems.add("SZ103", top, detail=fault_sentence(str(error)))
        return None
    except _Stop:
        return None
    if root is None or root.value in (None, {}, [], ""):
        problems.add("SZ108", top)
        return None
    if len(problems.found) == before:
        _kept.keep(text, root)
    return root


_kept: Kept[str, Node] = Kept(16)
"""The last few sound files, read: one file is built for many sets of inputs, and nobody changes the nodes."""


def _after(before: str) -> Node:
    """The line and column of what follows a text."""
    return Node(None, before.count("\n") + 1, len(before) - before.rfind("\n"))
