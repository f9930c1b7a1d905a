"""The engine does not start with a kind of block that lacks what decides it, or what a simulation does with it."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from shanzhi.engine.blocks import Logic, load
from shanzhi.method import rooms
from shanzhi.method.blocks import BLOCKS, KINDS
from shanzhi.method.rooms import Incomplete

PARTS = ["enter", "over", "stands", "ahead"]


def own(kind: str) -> Iterator[str]:
    """The parts that the logic of a kind must have, by what the language says of it."""
    yield from PARTS
    spec = BLOCKS[kind]
    if spec.act_names:
        yield "act"
    if "words" in spec.yields:
        yield "result"
    if set(spec.yields) - {"words"}:
        yield "yields"


def told(kind: str, module: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """What loading a kind says with this in its module's place."""
    monkeypatch.setattr(rooms, "import_module", lambda name: module)
    with pytest.raises(Incomplete) as fault:
        load([kind])
    assert f"engine/blocks/{kind}.py" in str(fault.value)
    return str(fault.value)


@pytest.mark.parametrize(("kind", "part"), [(kind, part) for kind in KINDS for part in own(kind)])
def test_no_kind_loads_whose_logic_lacks_a_part(
    kind: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load([kind])[kind]
    parts = {name: value for name, value in vars(type(loaded.logic)).items() if name != part}
    lacking = type(kind, (Logic,), parts)()
    module = SimpleNamespace(LOGIC=lacking, SIMULATED=loaded.simulated)
    assert f"{part} is missing" in told(kind, module, monkeypatch)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["LOGIC", "SIMULATED"])
def test_no_kind_loads_without_its_logic_or_its_crowd(
    kind: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load([kind])[kind]
    module = ModuleType(kind)
    vars(module).update({"LOGIC": loaded.logic, "SIMULATED": loaded.simulated})
    delattr(module, part)
    assert f"{part} is missing" in told(kind, module, monkeypatch)


def test_a_block_that_opens_matters_says_what_their_return_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = [kind for kind in KINDS if BLOCKS[kind].opens is not None]
    assert opening
    for kind in opening:
        loaded = load([kind])[kind]
        parts = {name: value for name, value in vars(type(loaded.logic)).items() if name != "joined"}
        module = SimpleNamespace(LOGIC=type(kind, (Logic,), parts)(), SIMULATED=loaded.simulated)
        with monkeypatch.context() as patched:
            assert "joined is missing" in told(kind, module, patched)


@pytest.mark.parametrize("kind", KINDS)
def test_a_desk_in_a_simulation_does_acts_that_the_block_has(kind: str) -> None:
    assert load([kind])[kind].simulated.desk_acts <= set(BLOCKS[kind].act_names)


def test_a_kind_without_a_module_does_not_load() -> None:
    with pytest.raises(Incomplete, match=r"engine/blocks/seats\.py is missing"):
        load(["seats"])
