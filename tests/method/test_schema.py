"""The JSON Schema says of a file's shape what the checker says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from shanzhi.library import files
from shanzhi.method.problems import Problems
from shanzhi.method.schema import schema
from shanzhi.method.shape import Tidy
from shanzhi.method.vocabulary import SHAPES
from tests.method.tiny import TINY
from tests.method.trees import node, plain, shape

ROOT = Path(__file__).parents[2]
METHODS = [*files().values(), Path(__file__).parent / "everything.yaml"]
SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def checker_accepts(name: str, tree: Any) -> bool:
    problems = Problems()
    return Tidy(problems).shape(node(tree), name, name) is not None and not problems.found


def schema_accepts(name: str, tree: Any) -> bool:
    return bool(Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"}).is_valid(tree))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_the_library_is_valid(path: Path) -> None:
    errors = [
        f"{list(e.path)}: {e.message}" for e in VALIDATOR.iter_errors(plain(path.read_text(encoding="utf-8")))
    ]
    assert errors == []


def test_every_key_has_its_meaning_in_both_languages() -> None:
    for name, shape_ in SHAPES.items():
        described = SCHEMA["$defs"][name]
        keys = (described["anyOf"][0] if shape_.short else described)["properties"]
        assert keys.keys() == shape_.keys.keys()
        for key, spec in shape_.keys.items():
            assert spec.doc.zh in keys[key]["description"]
            assert spec.doc.en in keys[key]["description"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("colour",), "red"),
        (("version",), "one"),
        (("open", "by"), []),
        (("open", "to"), "Not A Name"),
        (("stages", "asked", "due"), {"lasts": "5 moons"}),
        (("stages", "asked", "due"), None),
        (("stages", "asked", "due"), {"until": 0}),
        (("stages", "closed", "end"), "finished"),
        (("data", "subject", "type"), "string"),
        (("data", "Subject"), {"type": "text", "label": "x"}),
        (("examples",), []),
        (("stages", "asked", "acts", "finish", "to"), [{"when": 1, "stage": "closed"}]),
    ],
)
def test_what_is_misshapen_is_refused_by_both(path: tuple[str, ...], value: Any) -> None:
    tree = plain(TINY)
    assert schema_accepts("method", tree)
    assert checker_accepts("method", tree)
    here = tree
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    assert not schema_accepts("method", tree)
    assert not checker_accepts("method", tree)


def exact(value: Any) -> bool:
    """Whether a tree holds nothing on which JSON Schema's own rules differ: whole decimals, texts that end a line."""
    if isinstance(value, dict):
        return all(exact(k) and exact(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(exact, value))
    if isinstance(value, float):
        return not value.is_integer()
    return not (isinstance(value, str) and any(c < " " or "\ud800" <= c <= "\udfff" for c in value))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(SHAPES)).flatmap(lambda name: st.tuples(st.just(name), shape(name, 2))))
def test_schema_and_checker_agree(case: tuple[str, Any]) -> None:
    name, tree = case
    assume(exact(tree))
    assert schema_accepts(name, tree) == checker_accepts(name, tree), json.dumps(tree)
