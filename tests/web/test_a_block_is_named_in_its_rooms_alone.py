"""Outside its rooms nothing names a kind of block: what differs from kind to kind is asked of the registries."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from shanzhi.method.blocks import KINDS
from shanzhi.web.blocks import FACES

SOURCE = Path(__file__).parents[2] / "src" / "shanzhi"
ROOMS = ("web/blocks", "web/templates/web/blocks")
"""Where a file may name the kind that begins its own name."""
ELSEWHERE = {
    "method": "the language and the engine hold their own count, in tests/method",
    "engine": "the language and the engine hold their own count, in tests/method",
    "matters/migrations": "what was written then stays as it was",
    "matters/ballots": "the secret ballot's own: keys, sealing, opening",
    "secrecy": "the secret ballot's own: its cryptography",
    "cli/sample": "stories of the sample district",
}
"""Folders that may name a kind, and why."""
OTHER_THINGS = {
    "api/account.py": {"session"},  # Django's session
    "api/document.py": {"session"},  # signing in by a session
    "cli/__init__.py": {"ballot"},  # `shanzhi ballot`, the command
    "cli/verify.py": {"ballot"},  # the same
    "cli/method/writing.py": {"claim"},  # a method to begin with: `shanzhi method new --start claim`
    "matters/writing/effects.py": {"draw"},  # a paper vote that is drawn
    "web/views/cards.py": {"draw"},  # a key card that is drawn
    "matters/history/protection.py": {"ballot"},  # a column: the sealed ballot itself
    "matters/imports/answers.py": {"split"},  # a text that was cut in two
    "matters/imports/messages.py": {"split"},
}
"""Files in which the word means something else."""


def _names(path: Path) -> set[str]:
    """The kinds that a file holds as a text of their own."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        tags = re.findall(r"\{%.*?%\}|\{\{.*?\}\}", text, re.DOTALL)
        return {kind for kind in KINDS for tag in tags if f'"{kind}"' in tag or f"'{kind}'" in tag}
    constants = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    return {kind for kind in KINDS if kind in constants}


def _files() -> list[Path]:
    found = [path.relative_to(SOURCE) for ending in ("*.py", "*.html") for path in SOURCE.rglob(ending)]
    return [path for path in sorted(found) if not any(path.is_relative_to(free) for free in ELSEWHERE)]


def _own(path: Path) -> set[str]:
    """The kind whose room a file stands in."""
    return {path.stem.partition("_")[0]} if path.parent.as_posix() in ROOMS else set()


def test_no_file_outside_names_a_kind():
    found = {}
    for path in _files():
        name = path.as_posix()
        kinds = _names(SOURCE / path) - OTHER_THINGS.get(name, set()) - _own(path)
        if kinds:
            found[name] = kinds
    assert found == {}


@pytest.mark.parametrize("name", OTHER_THINGS)
def test_each_exception_is_still_one(name):
    assert _names(SOURCE / name) >= OTHER_THINGS[name]


@pytest.mark.parametrize("folder", ELSEWHERE)
def test_each_folder_left_out_is_there(folder):
    assert (SOURCE / folder).is_dir()


def test_the_search_finds_what_it_looks_for(tmp_path):
    python = tmp_path / "one.py"
    python.write_text('def f(block):\n    return block.kind == "ballot" or {"survey": 1}\n')
    assert _names(python) == {"ballot", "survey"}
    template = tmp_path / "one.html"
    template.write_text('{% if kind == "split" %}<a class="wait">{% endif %}')
    assert _names(template) == {"split"}


@pytest.mark.parametrize("kind", KINDS)
def test_templates_and_helpers_of_a_kind_go_under_its_name(kind):
    """What is in the room of faces belongs to one kind by its name, or is shared by several."""
    folder = SOURCE / "web" / "templates" / "web" / "blocks"
    own = {path.name for path in folder.glob(f"{kind}*.html")}
    face = FACES[kind]
    assert (f"{kind}.html" in own) == (face.template is not None)
    assert all(re.fullmatch(rf"{kind}(_[a-z_]+)?\.html", name) for name in own)
