"""How problems and verdicts are told: as lines, or as data."""

from __future__ import annotations

from typing import Any

import typer

from shanzhi.method.problems import Problem
from shanzhi.method.words import Sentence


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem for another program."""
    return {
        "code": problem.code,
        "line": problem.line,
        "column": problem.column,
        "weight": problem.weight,
        "zh": problem.why.zh,
        "en": problem.why.en,
    }


def tell(problems: list[Problem], file: str, language: str) -> None:
    """One line for each problem, as editors and people read them; what must be mended first.

    While there is something to mend, missing English is one line, however many texts lack it.
    """
    errors = [problem for problem in problems if problem.weight == "error"]
    advice = [problem for problem in problems if problem.weight != "error"]
    untranslated = [problem for problem in advice if problem.code == UNTRANSLATED] if errors else []
    folded = untranslated if len(untranslated) > 1 else []
    for problem in errors:
        typer.echo(problem.show(file, language))
    for problem in advice:
        if problem not in folded:
            typer.echo(problem.show(file, language) + _ADVICE.text(language))
    if folded:
        typer.echo(f"{file} {_FOLDED.fill(code=UNTRANSLATED, count=len(folded)).text(language)}")


UNTRANSLATED = "SZ511"
_ADVICE = Sentence("（建议）", " (advice)")
_FOLDED = Sentence(
    "{code} 还有 {count} 处文字没有英文（建议）；改好上面各处后再逐处列出。",
    "{code} {count} texts have no English yet (advice); they are listed once the above is mended.",
)
