"""Refusals: every code is raised somewhere, met by a test, and speaks both languages."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

import shanzhi.engine
from shanzhi.engine.refusals import REFUSALS

ENGINE = Path(shanzhi.engine.__file__).parent
TESTS = Path(__file__).parent


@cache
def raised() -> dict[str, set[str]]:
    """The codes that the engine raises, each with the values it fills in."""
    found: dict[str, set[str]] = {}
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse":
                (code, *_) = node.args
                assert isinstance(code, ast.Constant), f"{path.name}: a code is written out"
                given = {k.arg for k in node.keywords if k.arg} - {"rule", "fields"}
                found[code.value] = found.get(code.value, given) & given
    return found


def compared() -> set[str]:
    """The texts that tests compare something with, and the codes that courses of the law's tests and played examples expect."""
    found = set()
    for path in [*(TESTS.parent / "law").glob("test_*.py"), *TESTS.parent.glob("*/*.yaml")]:
        found |= set(re.findall(r"refused: (\w+)", path.read_text(encoding="utf-8")))
    for path in [*TESTS.glob("test_*.py"), *(TESTS.parent / "registers").glob("test_*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                for part in ast.walk(node):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found.add(part.value)
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_is_raised_by_the_engine_and_no_other():
    assert set(raised()) == set(REFUSALS)


def test_every_code_is_met_by_a_test():
    assert set(REFUSALS) - compared() == set()


@pytest.mark.parametrize("code", REFUSALS)
def test_both_languages_fill_in_the_same_and_only_what_is_given(code):
    sentence = REFUSALS[code]
    assert places(sentence.zh) == places(sentence.en) <= raised()[code]
