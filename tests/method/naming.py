"""Where the source names a word: as an identifier, or in a string that is no docstring, by itself or as a step of a path."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
STEPS = re.compile(r"[.:@/ ]")


@cache
def named_in(file: Path) -> frozenset[str]:
    """Every word that a file's identifiers are made of, and every step of its short strings, in lower case."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(doc) for doc in _docstrings(tree)}
    found = {part.lower() for name in _identifiers(tree) for part in WORDS.findall(name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            found.update(STEPS.split(node.value) if " " not in node.value.strip() else ())
    return frozenset(found - {""})


def _identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield from (*name.split("."), other or "")
            case ast.ImportFrom(module=str(module)):
                yield from module.split(".")
            case ast.Attribute(attr=name) if name != "split":  # a text's own
                yield name


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that stand for themselves: docstrings, and those below what they explain."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
