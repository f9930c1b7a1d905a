"""A file that has grown too long fails the check."""

from __future__ import annotations

from tools import check_length


def test_a_file_above_the_most_is_named_with_its_length(tree):
    root = tree({"long.py": "x = 1\n" * 401, "fine.py": "x = 1\n" * 400})

    assert check_length.problems(root) == ["long.py: 401 lines, at most 400"]


def test_what_nobody_reads_as_code_is_not_counted(tree):
    root = tree({"data.csv": "1\n" * 900, "a/migrations/0001_initial.py": "x = 1\n" * 900})

    assert check_length.lengths(root) == []
