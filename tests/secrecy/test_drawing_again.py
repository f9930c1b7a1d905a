"""The program that draws again: Python alone, code of its own, the same result from what is published, and a lie is found."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shanzhi.engine.blocks.digests import digest_of
from shanzhi.engine.blocks.lots import draw_lots, key_of
from shanzhi.secrecy import draw_again

PROGRAM = Path(draw_again.__file__)


def record(**changes: Any) -> dict[str, Any]:
    entries, seed = [f"第 {n} 家" for n in range(1, 41)], [[n] for n in (1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6)]
    drawn = draw_lots(key_of(seed), 40, 5)
    made = {
        "entries": entries,
        "digest": digest_of(entries),
        "seed": seed,
        "key": key_of(seed),
        "places": 3,
        "reserves": 2,
        "drawn": drawn[:3],
        "reserve": drawn[3:],
    }
    return {**made, **changes}


def run(folder: Path, found: dict[str, Any]) -> int:
    file = folder / "record.json"
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), str(file)], capture_output=True, check=False
    ).returncode


def test_it_needs_python_alone_and_shares_no_code() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.ImportFrom)
        if isinstance(node, ast.Import):
            assert {one.name for one in node.names} <= sys.stdlib_module_names
    assert len(PROGRAM.read_text("utf-8").splitlines()) <= 60


def test_what_was_drawn_is_drawn_again(tmp_path: Path) -> None:
    assert run(tmp_path, record()) == 0


@pytest.mark.parametrize(
    "lie",
    [
        {"drawn": [1, 2, 3]},
        {"reserve": [1, 2]},
        {"digest": "0" * 64},
        {"entries": ["换了人", *[f"第 {n} 家" for n in range(2, 41)]]},
        {"seed": [[6]]},
        {"key": "6./"},
    ],
)
def test_whatever_was_changed_afterwards_is_found(tmp_path: Path, lie: dict[str, Any]) -> None:
    assert run(tmp_path, record(**lie)) == 1


def test_before_the_seed_there_is_nothing_to_draw_again(tmp_path: Path) -> None:
    assert run(tmp_path, record(key="", seed=[], drawn=[], reserve=[])) == 2
