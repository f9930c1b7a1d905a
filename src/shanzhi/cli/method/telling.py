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
    """One line for each problem, as editors and people read them."""
    for problem in problems:
        typer.echo(
            problem.show(file, language) + (_ADVICE.text(language) if problem.weight != "error" else "")
        )


_ADVICE = Sentence("（建议）", " (advice)")
