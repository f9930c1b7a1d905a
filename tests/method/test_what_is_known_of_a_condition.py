"""A condition taken apart comes to what its known names settle; the rest of it is open."""

from __future__ import annotations

from typing import Any

import pytest

from shanzhi.method.cel_known import OPEN, result, tree_of

KNOWN = {"data.kind": "noise", "data.homes": 12, "data.photos": [], "inputs.strict": True, "voted": 4}


def told(source: str, **more: Any) -> Any:
    known = KNOWN | more
    return result(tree_of(source), lambda name: known.get(name, OPEN), known.get)


@pytest.mark.parametrize(
    ("source", "comes_to"),
    [
        ('data.kind == "noise"', True),
        ("count.voted * 3 >= data.homes", True),
        ("data.homes - 20 > -9", True),
        ("(data.homes + 3) / 4 == 3", True),
        ("data.homes / 0 == 1", OPEN),
        ('data.kind in ["light", "noise"]', True),
        ("has(data.photos)", False),
        ("has(data.kind) && !has(data.elsewhere)", True),
        ("count.yes > 1", OPEN),
        ("count.yes > 1 || count.voted > 3", True),
        ("count.yes > 1 && count.voted > 9", False),
        ("count.yes > 1 && count.voted > 3", OPEN),
        ("!(count.yes > 1)", OPEN),
        ("inputs.strict ? count.voted > 3 : count.yes > 1", True),
        ("count.yes > 1 ? data.homes > 1 : count.voted > 1", True),
        ("count.yes > 1 ? data.homes > 1 : count.voted > 9", OPEN),
        ("data.kind > 3", OPEN),
    ],
)
def test_what_is_known_settles_what_it_can(source: str, comes_to: object) -> None:
    assert told(source) is comes_to


@pytest.mark.parametrize("source", ["这不是条件（", "a ? b", "yes > 1 ? : 2", "(" * 500])
def test_what_is_no_condition_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        tree_of(source)
