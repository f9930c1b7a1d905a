"""What the documentation shows of the language follows the program."""

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


def test_a_file_that_says_something_else_fails_the_check(tmp_path):
    assert len(write_reference.problems(tmp_path)) == len(write_reference.written())

    write_reference.main(tmp_path)
    assert write_reference.problems(tmp_path) == []

    page = tmp_path / "docs" / "method-reference.md"
    page.write_text(page.read_text(encoding="utf-8").replace("stage", "step"), encoding="utf-8")
    assert write_reference.problems(tmp_path) == [
        "docs/method-reference.md no longer says what the program says: run `make reference`"
    ]
