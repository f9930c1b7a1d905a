"""The head of a method's file: what a list tells of it, read without reading or compiling the rest.

Reading a whole file takes fifty times as long. A file that is not laid out as people lay it out (each section begins its
own line) has no head: it is to be read whole.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.english import English, table_of
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


def head(text: str, *beside: str) -> Head | None:
    """The head of a file, in English too by the files of English `beside` it; None where it cannot be told from the rest."""
    sections = _sections(text)
    root = read("".join(sections[name] for name in TOLD if name in sections), Problems())
    told = root.plain() if root is not None else None
    if not isinstance(told, dict) or not all(isinstance(told.get(name), str) for name in ("method", "title")):
        return None
    texts = {name: told[name] for name in ("title", "summary", "source") if isinstance(told.get(name), str)}
    english = _english((sections.get("en", "").partition("\n")[2], *beside), sections.get("en", ""), texts)
    said = {name: Sentence(text, english.of(name, text) or text) for name, text in texts.items()}
    version = told.get("version")
    return Head(
        told["method"],
        said["title"],
        version if isinstance(version, int) else 0,
        said.get("summary"),
        said.get("source", Sentence("", "")),
    )


def ways_in(text: str, *beside: str) -> dict[str, Sentence]:
    """What the buttons of a file's ways in say, by name, in English too by the files `beside` it."""
    sections = _sections(text)
    root = read(sections.get("open", ""), Problems())
    told = root.plain().get("open") if root is not None and root.kind == "map" else None
    openings = told if isinstance(told, dict) else {}
    labels = {
        name: str(one["label"]) for name, one in openings.items() if isinstance(one, dict) and "label" in one
    }
    paths = {f"open.{name}.label": label for name, label in labels.items()}
    english = _english((sections.get("en", "").partition("\n")[2], *beside), sections.get("en", ""), paths)
    return {
        name: Sentence(label, english.of(f"open.{name}.label", label) or label)
        for name, label in labels.items()
    }


def _sections(text: str) -> dict[str, str]:
    """The text of each top-level section, its key with it."""
    found = list(_SECTION.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)] * bool(found)
    return {one[1]: text[one.start() : end] for one, end in zip(found, ends, strict=True)}


def _english(tables: tuple[str, ...], whole: str, wanted: Mapping[str, str]) -> English:
    """The English of some texts: from their own lines, else from the tables read whole."""
    asked = {path: text for path, text in wanted.items() if not text.isascii()}
    few = ("".join(_lines_of(table, key) for one in asked.items() for key in one) for table in tables)
    found = English(tuple(_read(lines) for lines in few))
    if all(found.of(path, text) for path, text in asked.items()):
        return found
    own = _read(whole).get("en")
    return English(
        tuple(one for one in (own, *(_read(table) for table in tables[1:])) if isinstance(one, Mapping))
    )


def _lines_of(table: str, key: str) -> str:
    """The line that begins with a key, with what is set in below it."""
    one = re.search(rf"^( *)([\"']?){re.escape(key)}\2 *:.*\n(?:\1 +.*\n)*", table, re.MULTILINE)
    return inspect.cleandoc("\n" + one[0]) + "\n" if one is not None else ""


def _read(text: str) -> dict[str, Any]:
    root = read(text, Problems())
    if root is None or root.kind != "map":
        return {}
    en = root.value.get("en")
    if en is not None and en.kind == "map":
        return {"en": table_of(en, Problems())}
    return table_of(root, Problems())
