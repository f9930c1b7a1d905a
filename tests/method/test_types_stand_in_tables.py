"""Which type a field has is asked of its row: only the tables name types, so that a new one is a row in each of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from shanzhi.method.field_types import FIELD_TYPES

SOURCE = Path(__file__).parents[2] / "src" / "shanzhi"
TABLES = {
    "method/field_types.py": "what a type is",
    "method/input_values.py": "how an input is read",
    "method/people.py": "who may be in a matter, and whom the system knows without asking",
    "method/table_cells.py": "how a cell of a table is read",
    "engine/field_checks.py": "how an answer is checked",
    "web/forms/inputs.py": "how a question is put on a page and read",
    "web/forms/method_inputs.py": "how an input is typed and told",
}
ENOUGH = 3
"""So many names of types side by side are a table of types."""


def test_types_are_named_in_the_tables_alone():
    naming = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        found = list(_named(ast.parse(path.read_text(encoding="utf-8"))))
        if found and name not in TABLES:
            naming[name] = found

    assert naming == {}


def test_naming_one_elsewhere_would_be_found():
    assert list(_named(ast.parse("if field.type == 'money': pass"))) == [1]
    assert list(_named(ast.parse("\nfield.type not in ('choice', 'choices')"))) == [2]
    assert list(_named(ast.parse("{'text': 1, 'money': 2, 'date': 3}"))) == [1]
    assert list(_named(ast.parse("match field.type:\n case 'list': pass"))) == [1]
    assert list(_named(ast.parse("upload.type == 'image/png'; ('person', 'household')"))) == []


def _named(tree: ast.AST) -> Iterator[int]:
    """The lines that compare the type of something with a type's name, or list types beside a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(_is_type, sides)) and any(_texts(side) & FIELD_TYPES.keys() for side in sides):
                yield node.lineno
        elif isinstance(node, ast.Match) and _is_type(node.subject):
            yield node.lineno
        elif isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            names = [part.value for part in parts if isinstance(part, ast.Constant)]
            if len(names) == len(parts) >= ENOUGH and FIELD_TYPES.keys() >= set(names):
                yield node.lineno


def _is_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "type"


def _texts(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
