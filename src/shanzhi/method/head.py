"""The head of a method's file: what a list tells of it, read without reading or compiling the rest.

Reading a whole file takes fifty times as long. A file that is not laid out as people lay it out (each section begins its
own line) has no head: it is to be read whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.problems import Problems
from shanzhi.method.read import read
from shanzhi.method.words import Sentence

TOLD = ("method", "title", "version", "summary", "source")
_SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)


class Head(Struct, frozen=True):
    """What a method is called, in which version, what it does in a line, and where it comes from."""

    id: str
    title: Sentence
    version: int
    summary: Sentence | None
    source: Sentence


def head(text: str) -> Head | None:
    """The head of a file; None where it has none that can be told from the rest."""
    sections = _sections(text)
    root = read("".join(sections[name] for name in TOLD if name in sections), Problems())
    told = root.plain() if root is not None else None
    if not isinstance(told, dict) or not all(isinstance(told.get(name), str) for name in ("method", "title")):
        return None
    texts = [told[name] for name in ("title", "summary", "source") if isinstance(told.get(name), str)]
    english = _english(sections.get("en", ""), texts)
    said = {text: Sentence(text, english.get(text, text)) for text in texts}
    version = told.get("version")
    return Head(
        told["method"],
        said[told["title"]],
        version if isinstance(version, int) else 0,
        said.get(told.get("summary", "")),
        said.get(told.get("source", ""), Sentence("", "")),
    )


def _sections(text: str) -> dict[str, str]:
    """The text of each top-level section, its key with it."""
    found = list(_SECTION.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)] * bool(found)
    return {one[1]: text[one.start() : end] for one, end in zip(found, ends, strict=True)}


def _english(section: str, wanted: list[str]) -> dict[str, str]:
    """The English of some texts: from their own lines, else from the section read whole."""
    asked = [text for text in wanted if not text.isascii()]
    lines = "".join(_lines_of(section, text) for text in asked)
    found = _read("en:\n" + lines) if lines else {}
    return found if all(text in found for text in asked) else _read(section)


def _lines_of(section: str, text: str) -> str:
    """The line that begins with a text as its key, with what is set in below it."""
    one = re.search(rf"^( +)([\"']?){re.escape(text)}\2 *:.*\n(?:\1 +.*\n)*", section, re.MULTILINE)
    return one[0] if one is not None else ""


def _read(section: str) -> dict[str, str]:
    root = read(section, Problems())
    table: Any = root.plain().get("en") if root is not None and root.kind == "map" else None
    if not isinstance(table, Mapping):
        return {}
    return {
        zh: str(en.get("text", zh)) if isinstance(en, Mapping) else str(en) for zh, en in table.items() if en
    }
