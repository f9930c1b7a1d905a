"""The figures of docs/method-authors-simulate.md, measured by the commands and with the load that stand there.

`python -m tools.simulated` compares (some minutes), `--write` fills them in.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.tree import ROOT

PAGE = ROOT / "docs" / "method-authors-simulate.md"
WAYS: Mapping[str, tuple[str, ...]] = {
    "one": (),
    "two": ("--staff", "street_staff=2"),
    "unverified": ("--staff", "street_staff=2", "--set", "verify=false"),
}
"""What is asked of the same load, one after the other, as the page tells it."""
LOAD = re.compile(r"```yaml\n(days: .*?)```", re.DOTALL)
TABLE = re.compile(r"(?<=\n\n)(?:    .*\n)*    opened .*\n(?:    .*\n)+")
PLACES: Mapping[str, tuple[str, str]] = {
    r"of about ([\d,]+) appeals opened": ("one", r"^opened +([\d,]+)"),
    r"opened in 60\ndays, ([\d,]+) are closed": ("one", r"^closed +([\d,]+)"),
    r"are closed; ([\d.]+) % are answered": ("one", r"^on time .*?([\d.]+)%"),
    r"at work (\d+) % of its time": ("one", r"^street staff .* (\d+)% \("),
    r"at the top: (\d+) appeals": ("one", r"^district staff +\w+ +\d+ +(\d+)"),
    r"Now ([\d.]+) % are on time": ("two", r"^on time .*?([\d.]+)%"),
    r"resident alone: ([\d.]+) % on time": ("unverified", r"^on time .*?([\d.]+)%"),
    r"on time, (\d+) appeals still": ("unverified", r"^still open +([\d,]+)"),
    r"still open in place of (\d+)": ("two", r"^still open +([\d,]+)"),
    r"closed within (\d+\.\d) hours": ("unverified", r"^hours to close \(median\) +([\d.]+)"),
    r"hours in place of (\d+\.\d)": ("two", r"^hours to close \(median\) +([\d.]+)"),
}
"""Where a figure stands on the page, and where in what the command says."""


def told(page: str, said: Mapping[str, str]) -> tuple[str, list[str]]:
    """The page with the figures as said, and one line for each that differs. Raises where one has gone."""
    differing = []
    for there, (way, here) in PLACES.items():
        found, measured = re.search(there, page), re.search(here, said[way], re.MULTILINE)
        if found is None or measured is None:
            raise ValueError(
                f"{PAGE.name} or its command tells no more “{there}”: mend PLACES of tools/simulated.py"
            )
        if found[1] != measured[1]:
            differing.append(f"{PAGE.name}: “{found[0]}”, measured {measured[1]}")
            page = page[: found.start(1)] + measured[1] + page[found.end(1) :]
    shown = "".join(f"    {line}\n" for line in said["two"].splitlines())
    table = TABLE.search(page)
    if table is None:
        raise ValueError(f"{PAGE.name} shows no more table: mend TABLE of tools/simulated.py")
    if table[0] != shown:
        differing.append(f"{PAGE.name}: the table")
        page = page[: table.start()] + shown + page[table.end() :]
    return page, differing


def measure(page: str) -> dict[str, str]:
    """What each command says."""
    load = LOAD.search(page)
    if load is None:
        raise ValueError(f"{PAGE.name} shows no more load: mend LOAD of tools/simulated.py")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "load.yaml"
        file.write_text(load[1], encoding="utf-8")
        ask = [
            sys.executable,
            "-m",
            "shanzhi",
            "method",
            "simulate",
            "appeal",
            "--load",
            str(file),
            "--lang",
            "en",
        ]
        return {
            way: subprocess.run([*ask, *more], capture_output=True, text=True, check=True).stdout.rstrip()
            for way, more in WAYS.items()
        }


def main() -> int:
    """Compare, or fill in; 1 where a figure differed and was not to be filled in."""
    before = PAGE.read_text(encoding="utf-8")
    page, differing = told(before, measure(before))
    print("\n".join(differing) or f"figures: those of docs/{PAGE.name} are so")
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
