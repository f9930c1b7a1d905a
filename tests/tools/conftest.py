"""A small repository of its own for each check."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def tree(tmp_path: Path) -> Callable[..., Path]:
    """Writes files into a fresh git work tree and returns its folder: `tree({"a.py": "x = 1"})`."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)

    def write(files: dict[str, str]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return write
