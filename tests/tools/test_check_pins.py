"""A requirement that is not pinned, or pinned loosely, fails the check."""

from __future__ import annotations

import pytest

from tools import check_pins

PROJECT = """
[project]
dependencies = ["Babel>=2.17,<3"]
[project.optional-dependencies]
dev = ["pytest>=9"]
bench = []
"""
HASH = " \\\n    --hash=sha256:00\n"


def repository(tree, run: str, dev: str):
    return tree(
        {
            "pyproject.toml": PROJECT,
            "requirements/build.in": "# builds\nhatchling>=1.25\n",
            "requirements/run.txt": run,
            "requirements/dev.txt": dev,
        }
    )


RUN = f"babel==2.18.0{HASH}hatchling==1.30{HASH}"


def test_whole_pins_pass(tree):
    root = repository(tree, RUN, f"{RUN}pytest==9.2.0 ; python_version > '3'{HASH}")

    assert check_pins.problems(root) == []


@pytest.mark.parametrize(
    ("run", "dev", "said"),
    [
        (RUN, RUN, "pytest>=9 is asked for, pinned is nothing"),
        (RUN, f"{RUN}pytest==8.0{HASH}", "pytest>=9 is asked for, pinned is 8.0"),
        (RUN, f"{RUN}pytest==9.2.0\n", "pytest is pinned without a hash"),
        (RUN, f"--find-links https://example.org\n{RUN}pytest==9.2.0{HASH}", "holds an address"),
    ],
)
def test_what_is_wrong_is_said(tree, run, dev, said):
    (problem,) = check_pins.problems(repository(tree, run, dev))

    assert said in problem


def test_an_import_nobody_asks_for_is_said(tree):
    root = repository(tree, RUN, RUN)
    tree(
        {
            "src/a.py": "import json\nfrom babel.dates import x\nimport numpy.linalg as la\nfrom shanzhi import b\n"
        }
    )
    provided = {"babel": ["Babel"], "numpy": ["numpy"]}

    assert check_pins.import_problems(root, provided) == [
        "src/a.py: numpy is imported; pyproject.toml does not ask for it"
    ]
