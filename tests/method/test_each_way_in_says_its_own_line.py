"""Of several ways in that the library offers people, each says in a line of its own what it is for."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.method.check import load


@pytest.mark.parametrize("name", sorted(library.files()))
def test_no_two_are_told_alike(name):
    text = library.text(name)
    assert text is not None
    openings = load(text, english=library.english).openings.values()
    ways = [one for one in openings if set(one.who.names) != {"system"}]
    lines = [one.help.zh if one.help is not None else "" for one in ways]
    assert len(ways) < 2 or len(set(filter(None, lines))) == len(ways), lines
