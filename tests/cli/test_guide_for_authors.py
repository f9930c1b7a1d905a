"""docs/method-authors.md, step by step: each command is typed as it stands there, and what it says is what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shanzhi.method.check import load
from tests.cli.test_method_commands import shanzhi

PAGE = (Path(__file__).parents[2] / "docs" / "method-authors.md").read_text(encoding="utf-8")
FILE = "street-lamps.yaml"
STEPS = PAGE.partition("## Step by step")[2].partition("## A whole method")[0]
STAGE = re.search(r"```yaml\n(.*?)```", STEPS, re.DOTALL)
"""What step 3 tells to write."""


def said(code: str) -> str:
    """The line with this code that the page shows, without the dots that leave out its end."""
    return next(
        line.strip() for line in STEPS.splitlines() if line.startswith(f"    {FILE}") and code in line
    ).rstrip(" …")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert shanzhi("method", "new", FILE, "--title", "路灯报修", cwd=tmp_path).returncode == 0
    return tmp_path


def change(folder: Path, *pairs: tuple[str, str]) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    (folder / FILE).write_text(text, encoding="utf-8")


def test_a_stage_that_is_mistyped_is_told_as_the_page_shows(folder: Path) -> None:
    change(folder, ("at: grid, to: reported", "at: grid, to: reportd"))
    told = shanzhi("method", "check", FILE, "--lang", "en", cwd=folder).stdout.decode()
    assert said("SZ301") in told.splitlines()


def test_the_stage_of_step_three_fits_the_file_that_new_wrote(folder: Path) -> None:
    assert STAGE is not None
    leads = re.search(r"`(accept: .*?)`", STEPS)
    assert leads is not None
    change(
        folder,
        ("accept: {label: 受理, to: handling}", leads[1]),
        ("  handling:\n", f"{STAGE[1]}  handling:\n"),
    )
    assert shanzhi("method", "check", FILE, cwd=folder).returncode == 0
    told = shanzhi("method", "test", FILE, "--lang", "en", cwd=folder).stdout.decode()
    assert any(line.startswith(said("SZ701")) for line in told.splitlines())
    for role in ("grid_worker", "street_staff"):
        step = f"      - {{act: accept, by: {role}}}\n"
        change(folder, (step, f"{step}      - {{act: found, by: {role}}}\n"))
    assert shanzhi("method", "test", FILE, cwd=folder).returncode == 0


def test_the_input_that_is_set_when_it_is_adopted_is_one_of_the_file(folder: Path) -> None:
    named = re.findall(rf"shanzhi adopt {FILE} .*--set (\w+)=", STEPS)
    method = load((folder / FILE).read_text(encoding="utf-8"))
    assert named
    assert set(named) <= set(method.inputs)
