"""What consumes a method file: the checker, the engine, the examples, who may read, the drawing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from shanzhi.engine.examples import run_examples
from shanzhi.engine.sight import audience, sights_now
from shanzhi.engine.types import Matter
from shanzhi.matters.writing.record import title_of
from shanzhi.method.aloud.whole import read_aloud
from shanzhi.method.build import Builder
from shanzhi.method.check import examine, load
from shanzhi.method.draw import draw
from shanzhi.method.model import Method
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.sights import shows
from shanzhi.method.who_sets import not_theirs
from tests.engine.play import MONDAY
from tests.method.lives import lived
from tests.method.trees import node

ROWS = tuple(
    {"x": {"label": "甲", "how": "fast", **cells}}
    for cells in ({"points": 1}, {"points": 0}, {"points": 10}, {}, {"how": "odd"}, {"points": "a"})
)
FULL = {f"r{n}": {"label": f"第{n}行", "how": "fast"} for n in range(4)}


class Parts:
    """What a file comes to, part by part: each is worked out when it is first compared, up to the first that differs."""

    def __init__(self, parts: Iterator[Any]) -> None:
        self.rest = parts
        self.known: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        yield from self.known
        for part in self.rest:
            self.known.append(part)
            yield part

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Parts)
        return all(one == another for one, another in zip_longest(self, other))


def checked(tree: Any) -> Parts:
    """What the checker says: of the file, its formalism, and of inputs a community may set."""
    return Parts(_checked(dumped(tree)))


def _checked(text: str) -> Iterator[Any]:
    yield _said(examine(text, today=date(2026, 3, 2)).problems)
    given = {
        "limit": ("10 workdays", "1 hour"),
        "way": ("odd", "none"),
        "most": (9, 0),
        "kinds": ({}, FULL, *ROWS),
    }
    for name, values in given.items():
        for one in values:
            yield _said(examine(text, inputs={name: one}).problems)


def _said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return sorted((p.code, p.weight, p.why.en) for p in problems if p.code not in ("SZ511", "SZ512"))


def played(tree: Any) -> list[Any]:
    """How the examples end."""
    outcome = run_examples(dumped(tree))
    ends = [(e.title, e.steps, [p.why.en for p in e.problems]) for e in outcome.examples]
    return [ends, _said(outcome.problems)]


def read_by_neighbours(tree: Any) -> list[Any]:
    """What a neighbour may see of some matters, and what those are called."""
    method = built(tree)
    found: list[Any] = []
    for stage, size in (("hub", 1), ("hub", 9), ("paused", 1)):
        data = {"subject": "灯坏", "kind": "big", "size": size}
        matter = Matter(1, "", 1, 1, stage, 4, 4, None, MONDAY, data=data)
        shown = [
            [name for name, field in method.fields.items() if shows(one, field)]
            for one in sights_now(method, matter)
        ]
        found.append((audience(method, matter), shown, title_of(method, data)))
    return found


def drawn(tree: Any) -> str:
    return draw(built(tree))


def engine(tree: Any) -> Parts:
    """What many short lives come to."""
    return Parts(lived(built(tree)))


def read_out(tree: Any) -> Any:
    """How it is read aloud."""
    return read_aloud(built(tree))


def dumped(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)


def set_otherwise(tree: Any) -> list[str]:
    """Which inputs a community finds to be set above."""
    text = dumped(tree)
    before = load(text)
    return sorted(not_theirs(load(text, inputs={"most": 2}), before.values, "community"))


def built(tree: Any) -> Method:
    method = Builder(node(tree), Problems()).build()
    assert method is not None
    return method
