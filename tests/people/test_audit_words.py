"""Whoever reads the audit reads words: each kind and result that is written has its name in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import shanzhi
from shanzhi.people.audit_words import KINDS, RESULTS, kind_name

SOURCES = Path(shanzhi.__file__).parent


def calls(*names: str) -> Iterator[ast.Call]:
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and getattr(called, "attr", getattr(called, "id", "")) in names:
                yield node


def texts(node: ast.AST | None) -> set[str]:
    """The plain texts an expression may come to."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_kind_that_is_written_has_a_name():
    written = set().union(*(texts(call.args[0]) for call in calls("record") if call.args))
    assert len(written) > 30
    assert written <= KINDS.keys()


def test_every_result_that_is_written_has_a_name():
    results: set[str] = set()
    for call in calls("record", "log_look"):
        results |= set().union(*(texts(word.value) for word in call.keywords if word.arg == "result"))
    for call in calls("_refused", "NotProved"):
        results |= set().union(*map(texts, call.args))
    assert len(results) > 8
    assert results <= RESULTS.keys()


def test_an_unknown_kind_keeps_its_code():
    assert kind_name("from.elsewhere").zh == "from.elsewhere"
