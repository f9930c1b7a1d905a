"""Categories (类别) as they are recorded, and what they mean: one name for a code, for its name, and for what lies below.

A matter holds the code of a row of its method's tree. Older matters, and other versions of a method, may hold a name
instead, or a text of their own: a name that the tree knows counts as its code, any other text as itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shanzhi.method.model import Field, Method, Option
from shanzhi.method.trees import find_option, with_below
from shanzhi.method.words import Sentence

NAMES = ("category", "kind", "type")
"""The facts that say of what kind a matter is, in the order in which they are asked for."""


class Categories:
    """The categories of some methods, in any of their versions; the first that knows a code names it."""

    def __init__(self, methods: Iterable[Method]) -> None:
        self._options: dict[str, Option] = {}
        for method in methods:
            for field in fields_of(method):
                for option in field.options:
                    self._options.setdefault(option.value, option)
        self.options = tuple(self._options.values())
        self._order = {code: n for n, code in enumerate(self._options)}
        self._meant: dict[str, str] = {}

    def code(self, held: str) -> str:
        """The code of what a matter holds; itself where no method knows it."""
        if held in self._options:
            return held
        if held not in self._meant:
            found = find_option(self.options, held)
            self._meant[held] = found[0] if len(found) == 1 else held
        return self._meant[held]

    def label(self, code: str) -> Sentence:
        """What a code is called, with what stands above it."""
        option = self._options.get(code)
        return option.label if option is not None else Sentence(code, code)

    def way(self, code: str) -> list[str]:
        """The codes from the top down to one; itself alone where nothing stands above it."""
        found = [code]
        while (option := self._options.get(found[0])) is not None and option.above:
            found.insert(0, option.above)
        return found

    def order(self, code: str) -> tuple[int, str]:
        """Where a code stands in the tree; texts that are in none come last."""
        return self._order.get(code, len(self._order)), code

    def held_as(self, code: str) -> list[str]:
        """What matters of a category, or of one below it, may hold: codes, and names in either language."""
        found: dict[str, None] = {code: None}
        for below in with_below(self.options, [code]):
            option = self._options[below]
            found.update(dict.fromkeys((below, option.label.zh, option.label.en)))
            if option.own is not None and self.code(option.own.zh) == below:
                found.update(dict.fromkeys((option.own.zh, option.own.en)))
        return list(found)


def recoded(method: Method, facts: Mapping[str, Any]) -> dict[str, str]:
    """Of the facts of a matter that was opened under another version, those that name an option: its code by fact.

    A version that asked for a text held what people call it; one with a tree asks for the code.
    """
    found: dict[str, str] = {}
    for name, value in facts.items():
        field = method.fields.get(name)
        if field is None or not field.kind.picks_one or not isinstance(value, str):
            continue
        codes = find_option(field.options, value)
        if len(codes) == 1 and codes[0] != value:
            found[name] = codes[0]
    return found


def fields_of(method: Method) -> list[Field]:
    """The facts of a method that say of what kind a matter is."""
    found = (method.fields.get(name) for name in NAMES)
    return [field for field in found if field is not None and field.options]
