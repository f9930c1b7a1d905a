"""The library's files are written in today's words: what a file in older words is only advised of is refused to them."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.method.build import Builder
from shanzhi.method.problems import Problems
from shanzhi.method.read import read


@pytest.mark.parametrize("name", sorted(library.files()))
def test_nothing_in_the_library_is_lifted(name: str) -> None:
    """民法典 278 is kept by the checker's refusals, and one older word in a file would turn them into advice."""
    text = library.with_fragments(library.files()[name].read_text(encoding="utf-8"))
    root = read(text, Problems())
    assert root is not None
    assert not Builder(root, Problems()).lifted
