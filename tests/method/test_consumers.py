"""Every key of the vocabulary has a consumer at run time: changing it changes what people meet.

`everything.yaml` writes every key. For each there is one change to that file (`key_cases`), after which something
observable must be different: what `decide` answers to many short lives, what the checker says of inputs and
exceptions, how the examples end, how it is drawn, or (for words that are only shown) a face that shows them. A key
without its change fails here, and so does one that nothing reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shanzhi.method.vocabulary import SHAPES
from tests.method.key_cases import CASES, PREPARED, SHOWN, TREE
from tests.method.trees import Drop

SOURCE = Path(__file__).parents[2] / "src" / "shanzhi"
FACES = ("web", "api", "matters", "insight", "people", "cli")
KEYS = {f"{name}.{key}" for name, shape in SHAPES.items() for key in shape.keys}


@cache
def before(consumer: Callable[[Any], Any]) -> Any:
    """What the file as it is comes to."""
    return consumer(TREE)


def changed(tree: Any, path: str, value: Any) -> Any:
    """A copy of the tree with one thing changed or dropped."""
    made = deepcopy(tree)
    here = made
    *steps, last = (int(step) if step.isdigit() else step for step in path.split(" "))
    for step in steps:
        here = here[step] if isinstance(step, int) else here.setdefault(step, {})
    if isinstance(value, Drop):
        del here[last]
    else:
        here[last] = value
    return made


def test_every_key_is_written_in_the_file() -> None:
    written: set[str] = set()

    def walk(name: str, value: Any) -> None:
        shape = SHAPES[name]
        given = value if isinstance(value, dict) else {shape.short: value}
        for key, inner in given.items():
            written.add(f"{name}.{key}")
            kind, _, of = shape.keys[key].takes.partition(":")
            if kind == "shape":
                walk(of, inner)
            elif kind in ("map", "acts"):
                for one in inner.values():
                    if one is not None:
                        walk(of or "act", one)
            elif kind == "options" and isinstance(inner, str):
                pass  # a table's rows
            elif kind == "options":
                for one in inner.values():
                    walk("row", one)
            elif kind in ("list", "routes", "sights", "landings"):
                for one in inner if isinstance(inner, list) else [inner]:
                    walk(of or kind.removesuffix("s"), one)

    walk("method", TREE)
    assert written == KEYS


def test_every_key_has_its_change() -> None:
    assert set(CASES) | set(SHOWN) == KEYS
    assert not set(CASES) & set(SHOWN)


@pytest.mark.parametrize("name", sorted(CASES))
def test_changing_a_key_changes_what_people_meet(name: str) -> None:
    consumer, path, value = CASES[name]
    if name in PREPARED:
        tree = changed(TREE, *PREPARED[name])
        was = consumer(tree)
    else:
        tree, was = TREE, before(consumer)
    assert consumer(changed(tree, path, value)) != was


@cache
def faces() -> str:
    """What the faces and the store read, templates and code."""
    found = [path for face in FACES for path in (SOURCE / face).rglob("*") if path.suffix in (".py", ".html")]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_is_only_shown_is_shown(name: str) -> None:
    assert re.search(SHOWN[name], faces())
