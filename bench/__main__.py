"""Runs the measurements: `python -m bench [NAME …] [--quick] [--json FILE]`.

A measurement is a module of this folder with `run(quick: bool) -> Table`; its docstring says what it compares.
Nothing here is a test: a ratio below what is asked is shown in red and the exit status stays 0, since it may
be the machine. A measurement that breaks ends the run with its error.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.console import Console

import bench
from bench.table import Table

Run = Callable[[bool], Table]


def measurements(package: str = bench.__name__, path: list[str] | None = None) -> dict[str, tuple[str, Run]]:
    """The measurements of a package by name: what each says it is, and its `run`."""
    found = {}
    for info in pkgutil.iter_modules(path or list(bench.__path__)):
        if "_" in info.name:  # what belongs to a measurement: http_bare to http
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        if hasattr(module, "run"):
            found[info.name] = ((module.__doc__ or "").strip().partition("\n")[0], module.run)
    return found


def main(arguments: list[str] | None = None, found: dict[str, tuple[str, Run]] | None = None) -> int:
    found = measurements() if found is None else found
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, and print ratios.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which: {', '.join(found) or 'none yet'} (all)"
    )
    parser.add_argument("--quick", action="store_true", help="a short look with fewer repetitions")
    parser.add_argument("--list", action="store_true", help="say what there is, and measure nothing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the tables to FILE")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in found]:
        parser.error(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(found)}")
    console = Console()
    if asked.list:
        for name, (says, _run) in found.items():
            console.print(f"{name:12} {says}", highlight=False)
        return 0
    tables = []
    for name in asked.names or found:
        table = found[name][1](asked.quick)
        table.show(console)
        tables.append(table.as_data())
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(tables), indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
