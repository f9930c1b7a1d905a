"""Files stay under about 250 lines: a longer one is named, one above 400 fails.

Counted are the files people read as code: Python, templates, scripts and styles. A method file is as long as its
examples and its English make it.
"""

from __future__ import annotations

from pathlib import Path

from tools.tree import ROOT, files, report, text

ABOUT = 250
MOST = 400
COUNTED = {".py", ".html", ".css", ".js"}


def lengths(root: Path = ROOT) -> list[tuple[int, str]]:
    """(lines, name) of every counted file, longest first; migrations are made by a program and left out."""
    counted = []
    for path in files(root):
        if path.suffix in COUNTED and "migrations" not in path.parts:
            counted.append(((text(path) or "").count("\n"), path.relative_to(root).as_posix()))
    return sorted(counted, reverse=True)


def problems(root: Path = ROOT) -> list[str]:
    """One line for each file above the most a file may have."""
    return [f"{name}: {lines} lines, at most {MOST}" for lines, name in lengths(root) if lines > MOST]


def main() -> int:
    long = [(lines, name) for lines, name in lengths() if ABOUT < lines <= MOST]
    for lines, name in long:
        print(f"note: {name} has {lines} lines; about {ABOUT} is the measure")
    return report(problems(), f"length: no file above {MOST} lines, {len(long)} above {ABOUT}")


if __name__ == "__main__":
    raise SystemExit(main())
