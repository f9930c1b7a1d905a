"""The one form in which a measurement is shown: rows, ratios, and the conditions it was made under."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text


class Row(msgspec.Struct, frozen=True):
    """One thing measured: what, how much of it, and what it is compared with.

    `value` is in the table's unit. `against` names the row this one is divided by; `least` is the ratio that
    is asked for (None: nothing is asked).
    """

    name: str
    value: float
    against: str | None = None
    least: float | None = None
    note: str = ""


class Table(msgspec.Struct):
    """One measurement: its title, its unit (larger is better), its rows, and what it was made under."""

    title: str
    unit: str
    rows: list[Row] = []
    conditions: dict[str, str] = {}

    def add(
        self,
        name: str,
        value: float,
        *,
        against: str | None = None,
        least: float | None = None,
        note: str = "",
    ) -> None:
        """Add a row. Raises KeyError if `against` names no earlier row."""
        if against is not None:
            self.row(against)
        self.rows.append(Row(name, value, against, least, note))

    def row(self, name: str) -> Row:
        """The row of a name; KeyError if there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def ratio(self, row: Row) -> float | None:
        """How many times the row it is compared with; None if it is compared with none."""
        return None if row.against is None else row.value / self.row(row.against).value

    def met(self, row: Row) -> bool | None:
        """Whether the ratio asked for was reached; None if none is asked."""
        ratio = self.ratio(row)
        return None if row.least is None or ratio is None else ratio >= row.least

    def as_data(self) -> dict[str, Any]:
        """The table as plain data, ratios and verdicts worked out, for JSON."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        for row, plain in zip(self.rows, data["rows"], strict=True):
            plain["ratio"] = self.ratio(row)
            plain["met"] = self.met(row)
        return data

    def show(self, console: Console) -> None:
        """Print the table, then its conditions on one line."""
        grid = Grid(title=self.title, title_justify="left")
        for heading, align in (
            ("", "left"),
            (self.unit, "right"),
            ("ratio", "right"),
            ("asked", "right"),
            ("", "left"),
        ):
            grid.add_column(heading, justify=align)  # type: ignore[arg-type]
        for row in self.rows:
            ratio, met = self.ratio(row), self.met(row)
            style = "" if met is None else "green" if met else "red"
            grid.add_row(
                row.name,
                f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:,.2f}",
                Text("" if ratio is None else f"{ratio:.2f} × {row.against}", style=style),
                "" if row.least is None else f"≥ {row.least:g}",
                row.note,
            )
        console.print(grid)
        console.print(" · ".join(f"{name} {value}" for name, value in self.conditions.items()), style="dim")
        console.print()


def conditions(database: str = "none", **more: str) -> dict[str, str]:
    """What every measurement is made under: Python, processor, cores, memory, database, commit."""
    return {
        "Python": platform.python_version(),
        "cores": str(os.cpu_count()),
        "processor": processor(),
        "memory": memory(),
        "database": database,
        "commit": commit(),
        **more,
    }


def processor() -> str:
    """The model of the processor, as the kernel names it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def memory() -> str:
    """The memory of the machine, in GiB."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError):
        return "unknown"


def commit() -> str:
    """The commit measured, with `+` if the work tree differs from it."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()
