"""Conditions: whatever is written, their work is bounded, and they are answered or refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.method.cel import CelFault, CelProblem, CelType, Program
from tests.method.conditions import NAMES, NOON, problem, program, value


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000 + "true" + ")" * 5000,
        "(" * 900 + "true" + ")" * 900,
        "[" * 900 + "]" * 900 + " == []",
        "!" * 1999,
        "-" * 1999,
        "- " * 900,
        "." * 1999,
        "true" + " && true" * 5000,
        "1" + "+1" * 5000 + " > 0",
        "1" + "+1" * 900 + " > 0",
        "true ? " * 200 + "true" + " : true" * 200,
        "data.files" + ".map(x, x)" * 150 + " == []",
        "data.offices.all(x, " * 40 + "true" + ")" * 40,
        "data.title.matches('" + "(" * 900 + ")" * 900 + "a{1000}{1000}')",
        "data.title.matches('((a{100}){100}){100}')",
        r"data.title.matches(r'\pL{900}')",
        r"data.title.matches(r'\pL{300}')",
    ],
)
def test_a_hostile_expression_is_refused(source: str) -> None:
    problem(source)


def test_a_long_chain_of_or_that_fits_is_answered() -> None:
    source = " || ".join(f"stars == {n}" for n in range(120))
    assert value(source, stars=119) is True
    assert value(source, stars=120) is False


HUNDRED = list(range(100))
THOUSAND = list(range(1000))
TWENTY = "[" + ",".join(str(n) for n in range(20)) + "]"


@pytest.mark.parametrize(
    ("source", "values"),
    [
        # Nested loops, over literals, over what is given, and over what a loop made.
        (f"{TWENTY}.all(a, {TWENTY}.all(b, {TWENTY}.all(c, {TWENTY}.all(d, a + b + c + d >= 0))))", {}),
        ("data.offices.all(a, data.offices.all(b, data.offices.all(c, a + b + c >= 0)))", {"data__offices": THOUSAND}),
        ("data.offices.map(a, data.offices.map(b, data.offices)).size() > 0", {"data__offices": HUNDRED}),
        ("data.offices.all(a, a in data.offices)", {"data__offices": list(range(9000))}),
        ("data.offices.map(a, a + 1).size() > 0", {"data__offices": list(range(9000))}),
        ("data.offices.map(a, [a, a, a, a]).map(b, b + b + b).size() > 0", {"data__offices": list(range(9000))}),
        ("data.offices.all(a, (data.title + data.title + data.title).size() > a)",
         {"data__offices": THOUSAND, "data__title": "甲" * 50_000}),
        ("data.rows.all(r, r.tags.all(t, data.rows.exists(q, t in q.tags)))",
         {"data__rows": [{"tags": ["甲"] * 100}] * 100}),
        ("data.files.all(f, data.files == data.files)", {"data__files": ["甲" * 90] * 900}),
        # Long texts.
        ("data.title.size() > 0", {"data__title": "甲" * 1_000_000}),
        ("data.title.contains(data.kind)", {"data__title": "a" * 99_000, "data__kind": "a" * 49_000 + "b"}),
        ("data.title.matches('^[ab]*a[ab]{900}$')", {"data__title": "ab" * 40_000}),
        ("data.title.matches('((a?){30}){30}c')", {"data__title": "a" * 90_000}),
        (r"data.files.all(f, f.matches(r'\pL{100}'))", {"data__files": ["a"] * 100}),
        ("size(data.files) > 0", {"data__files": ["a"] * 200_000}),
        ("data.more.x == 1", {"data__more": {"x": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}}),
    ],
)  # fmt: skip
def test_too_much_work_is_refused_before_it_starts(source: str, values: dict[str, Any]) -> None:
    try:
        compiled = program(source)
    except CelProblem as refused:  # a condition of literals alone is tried when it is compiled
        assert not values
        said = refused.sentence.zh
    else:
        with pytest.raises(CelFault) as fault_:
            compiled.evaluate({key.replace("__", "."): given for key, given in values.items()})
        said = fault_.value.sentence.zh
    assert any(word in said for word in ("算不完", "太长", "太多"))


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("data.title.matches('(a+)+$')", {"data__title": "a" * 50_000 + "b"}, False),
        ("data.title.matches('(x+x+)+y')", {"data__title": "x" * 50_000}, False),
        (r"data.files.all(f, f.matches(r'^\p{Han}{2,20}$'))", {"data__files": ["井盖松动"] * 100}, True),
        ("data.title.contains('乙')", {"data__title": "甲" * 99_000 + "乙"}, True),
        ("'乙' in data.files", {"data__files": ["甲"] * 50_000 + ["乙"]}, True),
        ("data.offices.exists(a, a == 999)", {"data__offices": THOUSAND}, True),
        ("data.offices.map(a, a + 1).exists(b, b == 1000)", {"data__offices": THOUSAND}, True),
        (
            "data.rows.all(r, r.tags.exists(t, t == '甲'))",
            {"data__rows": [{"tags": ["乙", "甲"]}] * 100},
            True,
        ),
    ],
)
def test_large_but_honest_work_is_done(source: str, values: dict[str, Any], expected: bool) -> None:
    assert value(source, **values) is expected


def outcome(source: str, result: CelType = CelType.BOOLEAN) -> Program | CelProblem:
    """Any other exception fails the test."""
    try:
        return program(source, result)
    except CelProblem as refused:
        return refused


def answered(compiled: Program) -> object:
    """The answer, or the sentence that says why there is none."""
    try:
        return compiled.evaluate(VALUES)
    except CelFault as refused:
        return refused.sentence


@given(st.text(max_size=60))
def test_any_text_compiles_or_is_a_problem(source: str) -> None:
    found = outcome(source)
    assert isinstance(found, Program) or (found.sentence.zh and found.sentence.en)


TOKENS = st.sampled_from(
    [*NAMES, "has(", "size(", "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "!", "-", "+", "*", "/", "%", "==",
     "<", ">=", "&&", "||", " in ", "x", ".map(x,", ".exists(x,", ".all(x,", ".filter(x,", ".matches(", "'甲'", "'(a|'",
     '"""a\n"""', "r'\\'", "1", "0", "9223372036854775807", "1.5", "2u", "b'a'", "null", "true", "//", "\n", "'",
     "timestamp(", "duration(", "'1h'", "type(", "dyn(", "＞", "\\", "`", "\x7f"]
)  # fmt: skip
VALUES = {
    "yes": 3, "voted": 0, "data.title": "甲\0", "data.files": ["a", "b"], "data.rows": [{"x": 1}], "now": NOON,
    "data.more": {"x": {"y": [1, None, 2.5]}},
}  # fmt: skip


@settings(max_examples=300)
@given(st.lists(TOKENS, max_size=14).map("".join), st.sampled_from(CelType))
def test_any_row_of_tokens_is_answered_or_refused(source: str, result: CelType) -> None:
    found = outcome(source, result)
    if isinstance(found, CelProblem):
        assert found.column is None or 1 <= found.column <= len(source) + 1
    else:
        assert answered(found) == answered(found)
