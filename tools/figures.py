"""The figures that docs/operators-import.md tells of real files, measured by the commands that stand beside them.

`python -m tools.figures` compares, `--write` fills them in. The files are no part of the project: where they are not
(`SHANZHI_SHARED_DATA`, else ../shared/data), it says so and finds nothing wrong.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.tree import ROOT

PAGE = ROOT / "docs" / "operators-import.md"
DATA = Path(os.environ.get("SHANZHI_SHARED_DATA", ROOT.parent / "shared" / "data"))
FILES = ("appeals-2019.csv", "appeals-replied.csv", "boston-311-10k.csv.gz")
DAY = 24 * 60

Figures = Mapping[str, str]
PLACES: dict[str, str] = {
    "taken": r"(?P<taken>[\d,]+) messages to a city's officials",
    "nowhere": r"(?P<nowhere>[\d,]+) name no place and lie at the top",
    "standing": r"待派单, (?P<district>[\d,]+) on a district's desk and (?P<street>[\d,]+) on a street's",
    "alike": r"(?P<alike>[\d,]+) pairs of likely duplicates",
    "replied": r"(?P<replied>[\d,]+) messages with the office's answer",
    "normal": r"7 days, the default \| (?P<normal>[\d,]+) of (?P<normal_of>[\d,]+) = (?P<normal_share>[\d.]+)% \| "
    r"(?P<median>[\d.]+) days \| (?P<nine>[\d.]+) days",
    "longer": r"\n\| 15 days \| (?P<longer>[\d,]+) of (?P<longer_of>[\d,]+) = (?P<longer_share>[\d.]+)%",
    "both_in": r"with a target, both say in time \| (?P<both_in>[\d,]+)",
    "both_late": r"with a target, both say late \| (?P<both_late>[\d,]+)",
    "alone_in": r"without a target, both say in time \| (?P<alone_in>[\d,]+)",
    "own_limit": r"it is late \| (?P<own_limit>[\d,]+)",
    "flagless": r"the file has no flag \| (?P<flagless>[\d,]+)",
    "with_both": r"every one of the (?P<with_both>[\d,]+) requests",
}
"""Where each figure stands on the page: a pattern with a group for each."""


def told(page: str, measured: Figures) -> tuple[str, list[str]]:
    """The page with its figures as measured, and one line for each that differs. Raises where one has gone."""
    differing: list[str] = []
    for name, pattern in PLACES.items():
        found = re.search(pattern, page)
        if found is None:
            raise ValueError(f"{PAGE.name} tells no more of “{name}”: mend PLACES of tools/figures.py")
        for figure in sorted(found.groupdict(), key=found.start, reverse=True):
            if found[figure] != measured[figure]:
                differing.append(f"{PAGE.name}: {figure} is {found[figure]}, measured {measured[figure]}")
                page = page[: found.start(figure)] + measured[figure] + page[found.end(figure) :]
    return page, differing


def measure(data: Path = DATA) -> dict[str, str]:
    """The figures, by importing the files into empty installations (some minutes)."""
    with tempfile.TemporaryDirectory() as home:
        run = _runner(Path(home))
        first = run("import", "appeals", str(data / FILES[0]), "--make-places", "--yes", "--out", home)
    with tempfile.TemporaryDirectory() as home:
        run = _runner(Path(home))
        replied = ("import", "appeals", str(data / FILES[1]), "--make-places", "--yes", "--out", home)
        second = run(*replied)
        total = json.loads(run("report", "appeals", "--json"))["total"]
        run("import", "undo", "1", "--yes")
        run("adopt", "appeal", "--at", "X1", "--set", "normal_within=15 days")
        run(*replied)
        slow = json.loads(run("report", "appeals", "--json"))["total"]
    with tempfile.TemporaryDirectory() as home:
        asked = ("--mapping", "boston-311", "--make-places", "--yes", "--out", home)
        flags = _runner(Path(home))("import", "appeals", str(data / FILES[2]), *asked)
    return figures(first, second, total, slow, flags)


def figures(first: str, second: str, total: dict, slow: dict, flags: str) -> dict[str, str]:  # type: ignore[type-arg]
    """The figures as the page writes them, from what the commands said."""
    both = [_number(rf"with a date, both say {word} +│ +([\d,]+)", flags) for word in ("in time", "late")]
    normal, longer = total["rates"]["handled"], slow["rates"]["handled"]
    return {
        "taken": _number(r"Imported (\d+)", first),
        "nowhere": _number(r"(\d+)  no place was found", first),
        "district": _number(r"district staff (\d+)", first),
        "street": _number(r"street staff (\d+)", first),
        "alike": _number(r"(\d+) likely duplicates", first),
        "replied": _number(r"Imported (\d+)", second),
        "normal": f"{normal['hits']:,}", "normal_of": f"{normal['of']:,}", "normal_share": f"{100 * normal['value']:.2f}",
        "longer": f"{longer['hits']:,}", "longer_of": f"{longer['of']:,}",
        "longer_share": f"{100 * longer['value']:.2f}",
        "median": f"{total['answered']['median'] / DAY:.1f}", "nine": f"{total['answered']['p90'] / DAY:.1f}",
        "both_in": both[0], "both_late": both[1],
        "with_both": f"{sum(int(one.replace(',', '')) for one in both if one != '—'):,}",
        "alone_in": _number(r"without a date, both say in time +│ +([\d,]+)", flags),
        "own_limit": _number(r"by the method's own limit it is late +│ +([\d,]+)", flags),
        "flagless": _number(r"the file says nothing +│ +([\d,]+)", flags),
    }  # fmt: skip


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return f"{int(found[1].replace(',', '')):,}" if found else "—"


def _runner(home: Path) -> Callable[..., str]:
    def run(*words: str) -> str:
        env = {**os.environ, "SHANZHI_HOME": str(home / "home"), "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", "shanzhi", "--lang", "en", *words],
            env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    return run


def main() -> int:
    """Compare, or fill in; 1 where a figure differed and was not to be filled in."""
    missing = [name for name in FILES if not (DATA / name).is_file()]
    if missing:
        print(f"figures: not measured, there is no {', '.join(missing)} in {DATA}")
        return 0
    page, differing = told(PAGE.read_text(encoding="utf-8"), measure())
    print("\n".join(differing) or "figures: those of docs/operators-import.md are so")
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
