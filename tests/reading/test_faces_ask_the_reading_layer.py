"""Faces render: what somebody may read of matters is asked of `shanzhi.reading`, never of the tables or of the rights."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import shanzhi

SOURCE = Path(shanzhi.__file__).parent
FACES = ("web", "api", "cli")
MODELS = "shanzhi.matters.models"
OF_MATTERS = frozenset(
    {
        "Document", "DeskNote", "Entry", "File", "KeptFrom", "Link", "Matter", "Notice", "Publication",
        "PublicationVersion", "Roll", "RollLine", "RollUse", "Watch",
    }
)  # fmt: skip
"""The tables that hold matters and what belongs to them. A face may name the type of what it is given (`TYPE_CHECKING`)."""
ASKED_OF_READING = ("shanzhi.matters.rights.access", "shanzhi.matters.lists.queries")

ALLOWED = {
    "api/desk_notes.py": "notes between desks: an action of its own, with its own right",
    "cli/count.py": "how many matters there are, for the operator at the server",
    "cli/demo.py": "whether the sample is there already, for the operator at the server",
    "cli/reindex.py": "how many matters are to be indexed, for the operator at the server",
    "cli/tick.py": "matters that the clock could not move on, for the operator at the server",
    "cli/importing/flags.py": "whether there are matters of a method to import answers to",
    "cli/importing/talk.py": "how many matters an import made, for who runs it at the server",
    "cli/sample/life.py": "plays the sample: it acts, and reads what it did",
    "cli/sample/playing.py": "plays the sample: it acts, and reads what it did",
    "web/sandbox/tasks.py": "the demonstration's card: whether a first task was done, told by the records alone",
    "web/views/ballot_votes.py": "the papers of a ballot that its desk entered",
    "web/views/ballot_box.py": "the cast ballots that key holders open",
    "web/views/ballot_secret_papers.py": "the papers of a secret ballot that its desk handed out",
}
"""What still reads for itself, and why. Nothing is to be added here that `shanzhi.reading` can answer."""
BLOCKS = "web/blocks/"
"""The face of a block reads the entries that are its own: who ticked, supported, objected, came."""


def imports(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """What is imported when a module runs: (module, name), functions included, types for the checker left out."""
    for node in body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from ((node.module, name.name) for name in node.names)
        for part in ("body", "orelse", "finalbody", "handlers"):
            yield from imports(getattr(node, part, None) or [])


def reads_for_itself(text: str) -> set[str]:
    """Of what a module imports, that which is for `shanzhi.reading` to ask."""
    found = set()
    for module, name in imports(ast.parse(text).body):
        whole = f"{module}.{name}"
        if module.startswith(MODELS) and name in OF_MATTERS:
            found.add(name)
        if module in ASKED_OF_READING or whole in ASKED_OF_READING:
            found.add(whole)
    return found


def test_no_face_reads_matters_for_itself() -> None:
    found = {
        str(file.relative_to(SOURCE))
        for face in FACES
        for file in (SOURCE / face).rglob("*.py")
        if reads_for_itself(file.read_text(encoding="utf-8"))
    }
    found = {file for file in found if not file.startswith(BLOCKS)}
    assert sorted(found - ALLOWED.keys()) == []
    assert sorted(ALLOWED.keys() - found) == [], "these no longer read for themselves: take them off the list"


def test_reading_for_oneself_is_noticed() -> None:
    assert reads_for_itself("def f():\n    from shanzhi.matters.models import Adoption, Matter\n") == {
        "Matter"
    }
    assert reads_for_itself("from shanzhi.matters.lists import queries\n") == {
        "shanzhi.matters.lists.queries"
    }
    assert reads_for_itself("from shanzhi.matters.rights.access import seen_by\n")
    types = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shanzhi.matters.models import Matter\n"
    )
    assert reads_for_itself(types) == set()
