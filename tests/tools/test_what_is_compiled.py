"""The compiled engine holds all that a decision runs through: a module left out costs each call that goes to and fro."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
APART = {
    "shanzhi/engine/context.py": "says what a world answers, and has no code",
    "shanzhi/engine/world.py": "simulations make worlds of their own of it",
    "shanzhi/engine/memory_registers.py": "part of the worlds of examples and simulations",
    "shanzhi/engine/former.py": "asked for matters of before alone",
    "shanzhi/engine/sight.py": "asked by readers, not by a decision",
}
LOADED = """
import sys
import shanzhi.engine.decide
for name, module in sys.modules.items():
    if name.startswith("shanzhi.engine.") and not name.startswith("shanzhi.engine.blocks"):
        print(module.__file__)
"""


def test_every_module_that_decides_is_compiled_or_says_why_not():
    compiled = set(runpy.run_path(str(ROOT / "hatch_build.py"))["COMPILED"])
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    loaded = {Path(line).relative_to(ROOT / "src").as_posix() for line in done.stdout.splitlines()}
    interpreted = {
        name
        for name in loaded - compiled
        if "(Struct" not in (ROOT / "src" / name).read_text(encoding="utf-8")
    }
    assert interpreted <= APART.keys(), (
        f"add these to COMPILED in hatch_build.py: {interpreted - APART.keys()}"
    )
    assert "shanzhi/engine/facts.py" in compiled & loaded
