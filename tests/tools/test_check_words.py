"""What may not enter the repository is found; honest words pass."""

from __future__ import annotations

import pytest

from tools import check_words


# Written in pieces, or this file would be the first to be refused.
@pytest.mark.parametrize(
    "line",
    [
        "see /wo" + "rk/main/README.md",
        "in /ro" + "ot/.cache/x",
        "/ho" + "me/somebody/shanzhi",
        "pip install -i https://py" + "pi.org/simple shanzhi",
        "--extra-index-" + "url=x",
        "written by Clau" + "de",
        "ask a sub" + "agent",
        "closes iss" + "ue #12",
    ],
)
def test_a_forbidden_word_is_named_with_its_place(tree, line):
    root = tree({"notes.md": f"fine\n{line}\n"})

    (problem,) = check_words.problems(root)

    assert problem.startswith("notes.md:2: ")


def test_words_with_an_honest_use_pass(tree):
    root = tree(
        {
            "method.yaml": "session: {seats: 20}\nagents of change, a helper, an issue of the newsletter\n",
            "page.html": '<a href="/work">work</a> {{ root }}/home/ https://example.org/users/1\n',
        }
    )

    assert check_words.problems(root) == []


def test_ignored_files_are_left_out(tree):
    root = tree({".gitignore": "var/\n", "var/log.txt": "/wo" + "rk/main\n"})

    assert check_words.problems(root) == []
