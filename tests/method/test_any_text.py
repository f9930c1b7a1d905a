"""Whatever the text, a check ends with a list of problems, each at a place in the text: nothing else comes out."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.library import files
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.check import InputError, check, load
from shanzhi.method.problems import MOST, SENTENCES, MethodError
from tests.method.tiny import TINY, tiny
from tests.method.trees import SCALARS, WORDS, plain, shape

METHODS = list(files().values())
FUZZ = settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))


def sound(text: str | bytes) -> None:
    """A check of this text ends as it should."""
    found = check(text)
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    lines = (
        shown.count("\n")
        + shown.count("\r")
        + shown.count("\u2028")
        + shown.count("\u2029")
        + shown.count("\x85")
        + 1
    )
    for problem in found:
        assert problem.code in SENTENCES
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
        problem.show("file").encode()
        problem.show("file", "en").encode()
    assert len(found) <= MOST + 1
    assert [(p.line, p.column) for p in found] == sorted((p.line, p.column) for p in found)
    if any(p.weight == "error" for p in found):
        with pytest.raises(MethodError):
            load(text)
    else:
        assert load(text).stages


@FUZZ
@given(st.text() | st.text(alphabet="ab:-[]{}\n \"'#&*!|>%?,\t1", max_size=80))
def test_any_text(text: str) -> None:
    sound(text)


@FUZZ
@given(st.binary())
def test_any_bytes(text: bytes) -> None:
    sound(text)


@FUZZ
@given(shape("method", 4))
def test_any_tree_of_the_vocabulary(tree: Any) -> None:
    sound(json.dumps(tree, allow_nan=False))


PARTS = [
    *((("form", name), shape("field", 3)) for name in ("subject", "count", "extra")),
    *((("stages", "asked", block), shape(block, 3)) for block in BLOCKS),
    (
        ("stages", "asked", "outcomes"),
        st.dictionaries(st.sampled_from(["taken", "passed", "elapsed", "clear"]), SCALARS),
    ),
    (("stages", "asked", "acts", "finish"), shape("act", 3)),
    (("stages", "asked", "due"), shape("due", 3)),
    (("stages", "asked", "desk"), shape("desk", 3)),
    (("stages", "asked", "effects"), st.lists(shape("effect", 3), max_size=3)),
    (("stages", "extra"), shape("stage", 3)),
    (("inputs", "within"), shape("input", 3)),
    (("measures", "done"), shape("measure", 3)),
    (("exceptions",), st.lists(shape("exception", 2), max_size=2)),
    (("open", "start"), shape("opening", 3)),
    (("roles",), st.dictionaries(st.sampled_from(["team", "grid_worker"]), SCALARS, max_size=2)),
]


@FUZZ
@given(st.data())
def test_a_sound_method_with_parts_replaced(data: st.DataObject) -> None:
    tree = plain(TINY)
    for path, strategy in data.draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3)):
        here = tree
        for key in path[:-1]:
            here = here.setdefault(key, {})
            if not isinstance(here, dict):
                return
        here[path[-1]] = data.draw(strategy)
    sound(json.dumps(tree, allow_nan=False, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.data())
def test_a_real_method_with_lines_moved_and_words_exchanged(data: st.DataObject) -> None:
    lines = data.draw(
        st.sampled_from([TINY, *(path.read_text(encoding="utf-8") for path in METHODS)])
    ).splitlines()
    lines = lines[: lines.index("examples:")] if "examples:" in lines else lines
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "twice", "indent", "word", "cut"])):
            case "drop":
                lines[at] = ""
            case "twice":
                lines.insert(at, lines[at])
            case "indent":
                lines[at] = "  " + lines[at]
            case "word":
                words = lines[at].split(" ")
                words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(WORDS))
                lines[at] = " ".join(words)
            case _:
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
    sound("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a [x]\n" + "b: [" + "*a, " * 5000 + "*a]", id="a thousand laughs"),
        pytest.param("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]", id="laughs of laughs"),
        pytest.param("[" * 5000, id="deep lists"),
        pytest.param("{a: " * 5000, id="deep mappings"),
        pytest.param("- " * 5000, id="deep dashes"),
        pytest.param("? " * 5000, id="deep questions"),
        pytest.param("a: " + "9" * 5000, id="a huge number"),
        pytest.param("version: 0x" + "f" * 200, id="a huge hexadecimal number"),
        pytest.param("version: 1e999", id="infinity"),
        pytest.param("*a : 1", id="an alias as a name"),
        pytest.param("? [a, b]\n: 1", id="a list as a name"),
        pytest.param("? {a: b}\n: 1", id="a mapping as a name"),
        pytest.param("? null\n: 1\n? true\n: 2", id="words that are no text as names"),
        pytest.param('"\\ud800": "\\udfff"', id="halves of characters"),
        pytest.param("a: \x00", id="a zero byte"),
        pytest.param("a: \ud800", id="half a character unescaped"),
        pytest.param("\ufeffa: 1", id="a byte order mark"),
        pytest.param("%YAML 3.0\n---\na: 1", id="another YAML"),
        pytest.param("%TAG ! tag:x,2000:\n---\n!y a: 1", id="a tag of one's own"),
        pytest.param("!!python/object/apply:os.system ['true']", id="an object"),
        pytest.param("!!binary aGk=", id="a binary"),
        pytest.param("<<: {method: x}\nmethod: y", id="a merge"),
        pytest.param("--- a\n--- b", id="two documents"),
        pytest.param("...", id="an end without a beginning"),
        pytest.param("en: {" + ", ".join(f"字{n}: x" for n in range(9000)) + "}", id="nine thousand texts"),
        pytest.param("\n".join(f"k{n}: 1" for n in range(15000)), id="fifteen thousand unknown keys"),
        pytest.param(tiny(("label: 办结率, share: matter.closed", "label: 办结率, share: '" + "(" * 1500 + "'")), id="deep CEL"),
        pytest.param(tiny(("share: matter.closed", "share: '" + " && ".join(["closed"] * 190) + "'")), id="long CEL"),
    ],
)  # fmt: skip
def test_hostile_files(text: str) -> None:
    sound(text)


def test_bytes_that_are_no_utf8_are_told_where() -> None:
    found = check(TINY.encode("gb18030"))
    assert [(p.code, p.line, p.column) for p in found] == [("SZ101", 2, 9)]


def test_inputs_that_will_not_do_are_told_by_name() -> None:
    with pytest.raises(InputError) as refused:
        load(TINY, inputs={"within": "soon", "colour": "red"})
    assert set(refused.value.inputs) == {"within", "colour"}
    assert {(p.code, p.line) for p in refused.value.problems} == {("SZ319", 6), ("SZ319", 5)}
    assert str(load(TINY, inputs={"within": "3 days"}).stages["asked"].due.cases[0].limit) == "3 days"


@FUZZ
@given(
    st.dictionaries(
        st.text(max_size=8) | st.just("within"), SCALARS | st.lists(SCALARS, max_size=2), max_size=3
    )
)
def test_any_inputs(inputs: dict[str, Any]) -> None:
    with contextlib.suppress(MethodError):
        assert load(TINY, inputs=inputs).values.keys() == {"within"}
