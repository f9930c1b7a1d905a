"""Trees of the vocabulary's own keys, with values that fit and values that do not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read
from shanzhi.method.vocabulary import SHAPES

WORDS = sorted({key for shape in SHAPES.values() for key in shape.keys})
NAMES = ["asked", "closed", "finish", "subject", "count", "yes", "passed", "elapsed", "taken", "Bad Name"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["asked", "closed", "done", "grid_worker", "opener", "system", "2 workdays", "within", "subject"]),
    st.sampled_from(["text", "list", "choice", "true", "data.count > 1", "size(subject)", "up", "grid", "tiny", "{x}"]),
    st.sampled_from(["0 days", " 3 个工作日 ", "1 day", "01 weeks", "5", "", " ", "a-b", "A", "_a"]),
    st.sampled_from(WORDS),
)  # fmt: skip


def value_of(takes: str, depth: int) -> st.SearchStrategy[Any]:
    """Something that may stand under a key that takes `takes`; now and then something that may not."""
    kind, _, of = takes.partition(":")
    if depth <= 0:
        return SCALARS
    if kind == "shape":
        right: st.SearchStrategy[Any] = shape(of, depth - 1)
    elif kind == "map":
        right = st.dictionaries(st.sampled_from(NAMES), shape(of, depth - 1), max_size=3)
    elif kind == "list":
        right = st.lists(shape(of, depth - 1), max_size=3)
    elif kind == "routes":
        right = SCALARS | st.lists(shape("route", depth - 1), max_size=2)
    elif kind == "choice":
        right = st.sampled_from(of.split("|"))
    else:
        right = SCALARS | st.lists(SCALARS, max_size=3)
    return st.one_of(right, right, right, SCALARS)


def shape(name: str, depth: int) -> st.SearchStrategy[Any]:
    """A mapping of a shape's own keys, some left out, one perhaps unknown."""
    keys = {key: value_of(spec.takes, depth) for key, spec in SHAPES[name].keys.items()}
    mapping = st.fixed_dictionaries({}, optional={**keys, "no_such_key": SCALARS})
    return mapping | SCALARS if SHAPES[name].short else mapping


def plain(text: str) -> Any:
    """A file's content without its places."""
    root = read(text, Problems())
    assert root is not None
    return root.plain()


def node(value: Any) -> Node:
    """A tree as the reader would give it."""
    if isinstance(value, dict):
        return Node({k: node(v) for k, v in value.items()}, 1, 1, {k: Node(k, 1, 1) for k in value})
    if isinstance(value, list):
        return Node([node(v) for v in value], 1, 1)
    return Node(value, 1, 1)


class Drop:
    """A key is taken out."""


DROP = Drop()
