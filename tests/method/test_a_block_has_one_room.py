"""Whatever the language knows of a kind of block stands in its own module, and no kind loads with a part missing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from shanzhi.engine import blocks as engine
from shanzhi.method import blocks, rooms
from shanzhi.method.blocks import BLOCKS, KINDS, load, outcome_names
from shanzhi.method.blocks.base import BlockKind
from shanzhi.method.keys import Shape
from shanzhi.method.model import DESK
from shanzhi.method.rooms import Incomplete
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from tests.method.naming import named_in

LAYERS = [Path(blocks.__file__).parents[1], Path(engine.__file__).parents[1]]
HELPERS = {
    "ballot": {"former", "memory_box", "secret_acts", "totals", "votes"},
    "choose": {"choose_acts", "choose_count", "choose_ranking", "choose_result", "choose_words"},
    "endorse": {"former", "support", "votes"},
    "session": {"former", "session_acts", "votes"},
    "gather": {"cel_values"},
    "split": {"former", "votes"},
    "survey": {"former", "votes"},
}
"""Modules that name a kind besides its own: parts of a large kind; `votes` and `former` know the words of before;
`cel_values` gathers values."""
EVERYDAY = {"each", "draw"}
"""Kinds whose name is a word of every day too: one of several, and what a drawing is made by."""
WRITTEN = {"by": DESK, "clerks": DESK, "tellers": DESK, "proxies": 1, "signed": False, "form": ()}
REQUIRED = BlockKind.__struct_fields__[: -len(BlockKind.__struct_defaults__)]


def lacking(kind: str, part: str) -> ModuleType:
    """A kind's module as it would be if somebody had left one part out."""
    file = Path(blocks.__file__).parent / f"{kind}.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    made = ModuleType(kind)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BlockKind":
            node.keywords = [word for word in node.keywords if word.arg != part]
    exec(compile(tree, file, "exec"), vars(made))
    return made


def ask(kind: str, monkeypatch: pytest.MonkeyPatch, make: Callable[[], ModuleType]) -> str:
    """What loading a kind says with another module in its place."""
    monkeypatch.setattr(rooms, "import_module", lambda name: make())
    with pytest.raises(Incomplete) as told:
        load([kind])
    return str(told.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_everything_of_itself(kind: str) -> None:
    spec = BLOCKS[kind]
    acts = spec.own_acts(WRITTEN, Rule("", 0))
    assert set(acts) <= set(spec.act_names)
    assert {*spec.takes_part, *spec.taken_back, *spec.taken_back.values()} <= set(spec.act_names)
    named = {*spec.fields, *spec.builds, *spec.one_of, *spec.offered, *spec.passing, *spec.called_for}
    named |= {
        spec.form,
        spec.items,
        spec.holder,
        spec.shows,
        spec.put,
        spec.lists,
        *(spec.thresholds or ()),
    }
    assert named - {None} <= set(spec.shape.keys)
    assert set(spec.called_for.values()) <= set(spec.optional)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", REQUIRED)
def test_no_kind_loads_with_a_part_left_out(kind: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(kind, monkeypatch, lambda: lacking(kind, part))
    assert f"method/blocks/{kind}.py" in told
    assert part in told


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", Sentence("", "")),
        ("doc", Sentence("等候", " ")),
        ("shape", Shape({})),
        ("outcomes", {}),
        ("kind", "gone"),
    ],
)
def test_no_kind_loads_with_a_part_that_says_nothing(
    part: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ModuleType("split")
    vars(made)["KIND"] = replace(BLOCKS["split"], **{part: value})
    told = ask("split", monkeypatch, lambda: made)
    assert "method/blocks/split.py" in told
    assert part in told


def test_a_kind_without_its_module_or_without_what_it_is_does_not_load(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Incomplete, match=r"method/blocks/seats\.py is missing"):
        load(["seats"])
    assert "KIND is missing" in ask("split", monkeypatch, lambda: ModuleType("split"))


def test_one_outcome_has_one_name() -> None:
    other = replace(BLOCKS["split"], outcomes={"passed": Sentence("过了", "over")})
    with pytest.raises(Incomplete, match="passed"):
        outcome_names([*BLOCKS.values(), other])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_names_a_kind_but_its_own_rooms(kind: str) -> None:
    files = [file for layer in LAYERS for file in layer.rglob("*.py") if file.parent.name != "lifting"]
    naming = {file.stem for file in files if kind in named_in(file)} - {"__init__"}
    assert kind in EVERYDAY or naming <= {kind} | HELPERS.get(kind, set())


def test_the_registries_are_the_one_place_that_lists_all_kinds() -> None:
    listing = [
        file
        for layer in LAYERS
        for file in layer.rglob("__init__.py")
        if named_in(file) & (set(KINDS) - EVERYDAY)
    ]
    assert listing == [Path(blocks.__file__)]
