"""The figures of the page about simulating: told where the tool looks for them, and agreeing with the table beside them."""

from __future__ import annotations

import re

import pytest

from tools.simulated import PAGE, PLACES, TABLE, told

NOW = PAGE.read_text(encoding="utf-8")
SHOWN = TABLE.search(NOW)


def said() -> dict[str, str]:
    """What the commands would say if all figures of the page were theirs."""
    assert SHOWN is not None
    two = re.sub("(?m)^    ", "", SHOWN[0]).rstrip()
    kinds = {"^opened": "opened {}", "^closed": "closed {}", "^on time": "on time (clock) {}%",
             "^street": "street staff x {}% (", "^district": "district staff x 1 {}", "^still": "still open {}",
             "^hours": "hours to close (median) {}"}  # fmt: skip
    others: dict[str, list[str]] = {"one": [], "unverified": []}
    for there, (way, here) in PLACES.items():
        found = re.search(there, NOW)
        assert found is not None, there
        if way in others:
            kind = next(words for begins, words in kinds.items() if here.startswith(begins))
            others[way].append(kind.format(found[1]))
    return {"two": two, **{way: "\n".join(lines) for way, lines in others.items()}}


def test_what_the_text_says_of_the_table_stands_in_it() -> None:
    assert told(NOW, said()) == (NOW, [])


def test_a_figure_that_differs_is_told_and_filled_in() -> None:
    other = said()
    other["one"] = other["one"].replace("district staff x 1 ", "district staff x 1 9")
    page, differing = told(NOW, other)
    assert len(differing) == 1
    assert re.search(r"at the top: 9\d+ appeals", page)


def test_a_figure_that_is_told_no_more_is_noticed() -> None:
    with pytest.raises(ValueError, match="PLACES"):
        told("nothing", said())
