"""What local law presets names methods and inputs that there are, with values that they take."""

from __future__ import annotations

from pathlib import Path

from shanzhi.library import PRESETS, files, folder, with_fragments
from shanzhi.method.check import load
from shanzhi.method.model import Method
from shanzhi.method.presets import read_presets, unfit
from tools.tree import report


def problems(top: Path | None = None) -> list[str]:
    """One line for each fault."""
    methods: dict[str, Method] = {
        name: load(with_fragments(path.read_text(encoding="utf-8"), path)) for name, path in files().items()
    }
    found: list[str] = []
    for path in sorted(((top or folder()) / PRESETS).glob("*.yaml")):
        presets, faults = read_presets(path.read_text(encoding="utf-8"))
        faults = faults if presets is None else unfit(presets, methods.get)
        found += [fault.show(path.name, "en") for fault in faults]
    return found


def main() -> int:
    return report(problems(), "presets: every method, input and value is known")


if __name__ == "__main__":
    raise SystemExit(main())
