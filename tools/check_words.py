"""Nothing that belongs to one machine, one registry or one writer's tools may enter the repository.

The list is short on purpose: a word that has an honest use here (a *session* is a block of a method) is not
on it. Each pattern is written so that this file does not match itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.tree import ROOT, files, report, text

FORBIDDEN: dict[str, re.Pattern[str]] = {
    "a path of one machine": re.compile(
        r"(?<![\w.$}])/(?:[w]ork|[r]oot|[U]sers|[h]ome/[a-z]\w*|[t]mp/team)/|\b[A-Z]:\\[U]sers\b"
    ),
    "the address of a package registry": re.compile(
        r"pypi[.]org|pypi[.]python[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|deb[.]debian[.]org"
        r"|security[.]debian[.]org|crates[.]io|/[p]ypi/simple|--(?:extra-)?index-[u]rl\b",
        re.IGNORECASE,
    ),
    "a word about the tools of a writer": re.compile(
        r"\b(?:[C]laude|[A]nthropic|[C]hat-?GPT|[C]opilot|[O]penAI|sub-?[a]gents?|[L]LMs?)\b"
        r"|\b[a]s an AI\b|\bAI[- ](?:[g]enerated|[a]ssisted|[a]ssistant|[w]ritten)|\b[C]o-[a]uthored-[b]y:",
        re.IGNORECASE,
    ),
    "the number of a task": re.compile(r"\b[i]ssue #\d+|\bPR #\d+"),
}
GENERATED = ("requirements/dev.txt", "requirements/run.txt")


def problems(root: Path = ROOT) -> list[str]:
    """One line for each forbidden word: file, line, what it is, the word."""
    found = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        content = None if name in GENERATED else text(path)
        for number, line in enumerate((content or "").splitlines(), start=1):
            for what, pattern in FORBIDDEN.items():
                if match := pattern.search(line):
                    found.append(f"{name}:{number}: {what}: {match.group()!r}")
    return found


if __name__ == "__main__":
    raise SystemExit(report(problems(), "words: nothing forbidden"))
