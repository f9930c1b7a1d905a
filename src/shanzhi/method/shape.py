"""Checks nodes against the vocabulary, and tidies them for the builder.

`tidy` returns a copy in which every unknown or malformed part is left out (each was noted as a problem) and
every short form is written out, so that what follows can look at the rest and report its faults as well. Its `keys`
still tell what was written, left out or not.
"""

from __future__ import annotations

import re
from typing import Any

from shanzhi.method.basis import REGION
from shanzhi.method.cel_tables import ONE_LOOK
from shanzhi.method.duration import UNITS, BadDuration, parse_duration
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node
from shanzhi.method.vocabulary import SHAPES, Key
from shanzhi.method.words import Sentence, either, hint

WORD = re.compile(r"[a-z][a-z0-9_]{0,59}")
METHOD_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
SOMEBODY = re.compile(r"(?:people|line|inputs)\.[a-z][a-z0-9_]{0,59}")
CHOICE = re.compile(r"[a-z0-9_]{1,60}")
NAMED = {"option": CHOICE, "row": CHOICE, "fragment": METHOD_ID}
"""What named mappings are called whose names are no words of the file's own."""
FRAGMENT = re.compile(rf"({METHOD_ID.pattern})@([1-9][0-9]{{0,8}})")
TABLE = re.compile(r"inputs\.([a-z][a-z0-9_]{0,59})")
GIVEN = re.compile(rf"data\.([a-z][a-z0-9_]{{0,59}})(?: +({'|'.join(UNITS)}))?")
"""A length of time that a fact gives: `data.x`, or a number with its unit (`data.x days`)."""
MAX_ID = 60
MAX_TEXT = 2_000
SIGHTS = ("above",)
"""The one word for a sight: nobody else, and of the posts none below the desk either."""
MAY_NAME_NOBODY = ("given", "expected")

_EXPECTED: dict[str, Sentence] = {
    "text": Sentence("文字", "text"),
    "word": Sentence(
        "一个代号（小写字母、数字和下划线，以字母开头，最长 60 字）",
        "a name of a-z, 0-9 and _, beginning with a letter, of at most 60 characters",
    ),
    "id": Sentence(
        f"小写字母、数字和连字符组成的代号，最长 {MAX_ID} 字",
        f"an id of a-z, 0-9 and -, at most {MAX_ID} characters",
    ),
    "integer": Sentence("整数", "a whole number"),
    "boolean": Sentence("true 或 false", "true or false"),
    "map": Sentence("“名称: 内容”的组合", "a mapping of names to values"),
    "list": Sentence("列表", "a list"),
    "condition": Sentence("一个条件（CEL）", "a condition (CEL)"),
    "region": Sentence(
        "national（全国）或 2、4、6 位行政区划代码",
        "`national`, or the code of a region with 2, 4 or 6 digits",
    ),
    "number": Sentence("整数或算式（CEL）", "a whole number or an expression (CEL)"),
    "time": Sentence("一个时间，如 data.day", "a time, such as data.day"),
}


def shown(value: Any) -> str:
    """A value as a message quotes it: on one line, and short."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:60] + "…"


def is_text(value: Any) -> bool:
    """Whether a value is text that can be stored: no lone surrogates, no control characters."""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        return False
    return not any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\n\t") for c in value)


class Tidy:
    """One pass over a file's nodes."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def shape(self, node: Node, name: str, label: str) -> Node | None:
        """The node as shape `name`, tidied; None when it is not that kind of thing at all."""
        shape = SHAPES[name]
        if node.kind != "map":
            if shape.short is None or node.value is None:
                self._expected(node, label, "map")
                return None
            node = Node({shape.short: node}, node.line, node.column, {shape.short: node})
        tidy = Node({}, node.line, node.column, {})
        for key, value in node.value.items():
            at = node.keys[key]
            spec = shape.keys.get(key)
            if spec is None:
                if self.problems.full:
                    break
                self.problems.add("SZ201", at, key=shown(key), hint=hint(key, shape.keys))
                continue
            tidy.keys[key] = at
            clean = self.value(value, spec, key)
            if clean is None:
                continue
            if clean.value in ({}, []) and (
                (spec.required and spec.takes != "any")
                or (spec.takes == "roles" and name not in MAY_NAME_NOBODY)
            ):
                if value.value in ({}, []):
                    self.problems.add("SZ207", at, key=key, doc=spec.doc)
                continue
            tidy.value[key] = clean
        for key, spec in shape.keys.items():
            if spec.required and key not in node.value:
                self.problems.add("SZ202", node, key=key, doc=spec.doc)
        return tidy

    def value(self, node: Node, spec: Key, key: str) -> Node | None:
        """A value as its key takes it, tidied; None when it is not."""
        takes, _, of = spec.takes.partition(":")
        if takes == "shape":
            return self.shape(node, of, key)
        if takes == "map":
            return self.map(node, of, key)
        if takes == "list":
            return self.list(node, of, key)
        if takes == "choice":
            words = of.split("|")
            if node.value in words:
                return node
            self.problems.add("SZ204", node, value=shown(node.plain()), choices=either(words))
            return None
        return getattr(self, f"_{takes}")(node, key)  # type: ignore[no-any-return]

    def map(self, node: Node, shape: str, key: str) -> Node | None:
        if node.kind != "map":
            self._expected(node, key, "map")
            return None
        tidy = Node({}, node.line, node.column, {})
        for name, value in node.value.items():
            at = node.keys[name]
            if not NAMED.get(shape, WORD).fullmatch(name):
                self.problems.add("SZ205", at, key=shown(name))
                continue
            tidy.keys[name] = at
            clean = self.shape(value, shape, name)
            if clean is not None:
                tidy.value[name] = clean
        return tidy

    def list(self, node: Node, shape: str, key: str) -> Node | None:
        if node.kind != "list":
            self._expected(node, key, "list")
            return None
        items = [self.shape(item, shape, key) for item in node.value]
        return Node([item for item in items if item is not None], node.line, node.column)

    def _expected(self, node: Node, key: str, what: str) -> None:
        self.problems.add("SZ203", node, key=shown(key), expected=_EXPECTED[what])

    def _any(self, node: Node, key: str) -> Node:
        return node

    def _text(self, node: Node, key: str) -> Node | None:
        if node.kind == "scalar" and isinstance(node.value, int) and not isinstance(node.value, bool):
            return Node(str(node.value), node.line, node.column)
        return self._written(node, key, "text")

    def _written(self, node: Node, key: str, what: str) -> Node | None:
        """A text that is not empty; one that is too long is told so, whatever it was to be."""
        if is_text(node.value) and node.value.strip():
            return node
        if isinstance(node.value, str) and len(node.value) > MAX_TEXT:
            self.problems.add("SZ209", node, key=shown(key), limit=MAX_TEXT, count=len(node.value))
        else:
            self._expected(node, key, what)
        return None

    def _word(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, str) and WORD.fullmatch(node.value):
            return node
        self._expected(node, key, "word")
        return None

    _stage = _act = _word

    def _id(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, str) and len(node.value) <= MAX_ID and METHOD_ID.fullmatch(node.value):
            return node
        self._expected(node, key, "id")
        return None

    def _fragment(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, str) and FRAGMENT.fullmatch(node.value):
            return node
        self.problems.add("SZ351", node, value=shown(node.plain()))
        return None

    def _integer(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, int) and not isinstance(node.value, bool) and abs(node.value) < 10**12:
            return node
        self._expected(node, key, "integer")
        return None

    def _boolean(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, bool):
            return node
        self._expected(node, key, "boolean")
        return None

    def _condition(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, bool):
            return Node(str(node.value).lower(), node.line, node.column)
        return self._written(node, key, "condition")

    def _number(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return Node(str(node.value), node.line, node.column)
        return self._written(node, key, "number")

    def _time(self, node: Node, key: str) -> Node | None:
        return self._written(node, key, "time")

    def _duration(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, str):
            if TABLE.fullmatch(node.value) or ONE_LOOK.fullmatch(node.value):
                return node
            try:
                parse_duration(node.value)
                return node
            except BadDuration:
                pass
        self.problems.add("SZ206", node, value=shown(node.plain()))
        return None

    def _span(self, node: Node, key: str) -> Node | None:
        if isinstance(node.value, str) and GIVEN.fullmatch(node.value):
            return node
        return self._duration(node, key)

    def _several(self, node: Node, key: str, one: str) -> Node | None:
        nodes = node.value if node.kind == "list" else [node]
        items = [getattr(self, f"_{one}")(item, key) for item in nodes]
        return Node([item for item in items if item is not None], node.line, node.column)

    def _roles(self, node: Node, key: str) -> Node | None:
        return self._several(node, key, "somebody")

    def _somebody(self, node: Node, key: str) -> Node | None:
        """A role, or somebody by a name with its scope."""
        if isinstance(node.value, str) and SOMEBODY.fullmatch(node.value):
            return node
        return self._word(node, key)

    def _words(self, node: Node, key: str) -> Node | None:
        return self._several(node, key, "word")

    def _ids(self, node: Node, key: str) -> Node | None:
        return self._several(node, key, "id")

    def _integers(self, node: Node, key: str) -> Node | None:
        return self._several(node, key, "integer")

    def _region(self, node: Node, key: str) -> Node | None:
        if REGION.fullmatch(str(node.value)):
            return Node(str(node.value), node.line, node.column)
        self._expected(node, key, "region")
        return None

    def _texts(self, node: Node, key: str) -> Node | None:
        return self._several(node, key, "text")

    def _sights(self, node: Node, key: str) -> Node | None:
        """A list of sights; or the word that narrows the posts."""
        if node.kind == "list":
            return self.list(node, "sight", key)
        if node.value not in SIGHTS:
            self.problems.add("SZ372", node, value=shown(node.plain()))
            return None
        return Node([], node.line, node.column)

    def _acts(self, node: Node, key: str) -> Node | None:
        """Named acts. One without anything written is said once under `acts`; here none of them is left."""
        if node.kind != "map":
            self._expected(node, key, "map")
            return None
        written = {name: one for name, one in node.value.items() if one.value is not None}
        for name in node.value:
            if name not in written:
                self.problems.add("SZ344", node.keys[name], name=shown(name))
        return self.map(Node(written, node.line, node.column, node.keys), "act", key)

    def _english(self, node: Node, key: str) -> Node | None:
        """A table of English: by text, or by path and text."""
        if node.kind != "map":
            self._expected(node, key, "map")
            return None
        tidy = Node({}, node.line, node.column, node.keys)
        for name, value in node.value.items():
            if value.kind == "map" and set(value.value) != {"text"}:
                clean: Node | None = self._english_at(value)
            else:
                clean = self._text(value.value["text"] if value.kind == "map" else value, name)
            if clean is not None and is_text(name):
                tidy.value[name] = clean
            elif clean is not None:
                self._expected(node.keys[name], name, "text")
        return tidy

    def _english_at(self, node: Node) -> Node:
        """The English of the texts at one path."""
        made = {zh: self._text(en, zh) for zh, en in node.value.items()}
        return Node({zh: en for zh, en in made.items() if en is not None}, node.line, node.column, node.keys)

    def _options(self, node: Node, key: str) -> Node | None:
        """Named choices; or the name of a table input, kept as it is."""
        if isinstance(node.value, str) and TABLE.fullmatch(node.value):
            return node
        return self.map(node, "row", key)

    def _landings(self, node: Node, key: str) -> Node | None:
        if node.kind == "list":
            return self.list(node, "landing", key)
        landing = self.shape(node, "landing", key)
        return None if landing is None else Node([landing], node.line, node.column)

    def _routes(self, node: Node, key: str) -> Node | None:
        if node.kind == "list":
            return self.list(node, "route", key)
        route = self.shape(node, "route", key)
        return None if route is None else Node([route], node.line, node.column)
