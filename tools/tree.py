"""The files of the repository, as the checks see them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def files(root: Path = ROOT) -> Iterator[Path]:
    """Every file that is kept or about to be: tracked, or new and not ignored. Deleted ones are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in sorted(set(filter(None, listed.split("\0")))):
        path = root / name
        if path.is_file():
            yield path


def text(path: Path) -> str | None:
    """What a file says, or None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(problems: list[str], fine: str) -> int:
    """Print the problems, or what was found to be fine; the exit status of the check."""
    for problem in problems:
        print(problem)
    if not problems:
        print(fine)
    return 1 if problems else 0
