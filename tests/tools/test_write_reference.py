"""The reference page follows the checker's tables."""

from __future__ import annotations

from shanzhi.method.problems import SENTENCES
from shanzhi.method.vocabulary import SHAPES
from tools import write_reference


def test_every_key_and_every_code_is_on_the_page():
    page = write_reference.page()

    for name, shape in SHAPES.items():
        section = page.partition(f"### {name}\n")[2].partition("\n#")[0]
        assert all(f"| `{key}`" in section for key in shape.keys)
    assert all(f"| {code} | " in page for code in SENTENCES)


def test_a_page_that_says_something_else_fails_the_check(tmp_path):
    page = tmp_path / "method-reference.md"
    assert write_reference.problems(page)

    page.write_text(write_reference.page(), encoding="utf-8")
    assert write_reference.problems(page) == []

    page.write_text(write_reference.page().replace("stage", "step"), encoding="utf-8")
    assert write_reference.problems(page)
