"""The names in the conditions of a file of the first edition, each with the scope it has today.

An answer was a bare name, and so was a count; what a name meant depended on where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from shanzhi.method.read import Node

Rename = Callable[[str], str]
MEASURED = {
    "closed": "matter.closed",
    "end": "matter.end",
    "minutes": "matter.minutes",
    "work_minutes": "matter.work_minutes",
}
"""What measures called by bare names."""
RUN = {"met": "met", "passed": "passed", "started": "started", "extended": "extended"}
"""What was said of clocks as `met.x`."""


def answers(asks: Mapping[str, str], before: Mapping[str, str]) -> Rename:
    """In an act, an answer was a bare name, and for what it requires `data.x` was what stood there before; a block's
    counts were bare as well."""

    def rename(name: str) -> str:
        head, _, rest = name.partition(".")
        if head in asks and not rest:
            return f"data.{asks[head]}"
        if head == "data" and rest in before:
            return f"before.{rest}"
        return counted(name)

    return rename


KNOWN = frozenset(
    (
        "inputs",
        "data",
        "before",
        "count",
        "clocks",
        "line",
        "entry",
        "matter",
        "visits",
        "extended",
        "actor",
        "now",
        "opened",
        "true",
        "false",
        "null",
        "met",
        "passed",
        "started",
    )
)


def counted(name: str) -> str:
    """What a block counts was a bare name."""
    return name if name.partition(".")[0] in KNOWN else f"count.{name}"


def measured(name: str) -> str:
    """What a measure spoke of was a bare name."""
    return MEASURED.get(name, name)


_PARTS = re.compile(
    r"""[rR]?(?:\"{3}.*?\"{3}|'{3}.*?'{3})|[rR](?:'[^'\n]*'|"[^"\n]*")"""
    r"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*"""
    r"""|(?<![\w.])(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?P<call>[ \t]*\()?""",
    re.DOTALL,
)
_LOOPS = re.compile(r"\.(?:all|exists|exists_one|filter|map)\(\s*([A-Za-z_]\w*)\s*,")
_WORDS = frozenset(("true", "false", "null", "in"))


def renamed(node: Node, rename: Rename) -> Node:
    """A condition with its names renamed; texts in quotes, functions and names of loops stay."""
    source = str(node.value)
    loops = frozenset(_LOOPS.findall(source))

    def one(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or name in _WORDS or name.partition(".")[0] in loops:
            return match[0]
        if match["call"] is not None:
            base, dot, method = name.rpartition(".")  # data.x.size(
            return match[0] if not dot else _today(rename(base)) + dot + method + match["call"]
        return _today(rename(name))

    text = _PARTS.sub(one, source)
    return node if text == source else Node(text, node.line, node.column)


def _today(name: str) -> str:
    head, _, rest = name.partition(".")
    if head in RUN and rest:
        return f"clocks.{rest}.{head}"
    return "matter.opened" if name == "opened" else name
