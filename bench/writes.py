"""What one write costs in the house: statements, files and functions for an appeal and a vote, on both back ends.

Nothing here takes time: it counts, so it says the same on any machine.
"""

from __future__ import annotations

import json
from typing import Any

from bench.http import Bench, bench
from bench.table import Table, conditions


def counts(b: Bench, environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What `bench.writes_counted` says of one installation."""
    found: dict[str, dict[str, Any]] = json.loads(b.run(environment, "-m", "bench.writes_counted"))
    return found


def run(quick: bool) -> Table:
    """Count. There is nothing to shorten."""
    with bench() as b:
        environment = b.database("writes")
        on_file = {name: value for name, value in environment.items() if name != "DATABASE_URL"}
        told = {
            "PostgreSQL": counts(b, environment),
            "SQLite": counts(b, on_file | {"SHANZHI_HOME": str(b.folder / "writes" / "file")}),
        }
        version = b.version()
    table = Table("One write: queries; files run, functions called", "queries", conditions=conditions())
    table.conditions["database"] = f"PostgreSQL {version}; SQLite"
    for database, found in told.items():
        for name, one in found.items():
            note = "{bounds} bounds; {files} files, {functions} functions, {calls} calls".format(**one)
            table.add(f"{name}, {database}", one["queries"], note=note)
    return table
