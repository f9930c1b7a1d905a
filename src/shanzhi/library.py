"""The library of methods (工作法库) that comes with the program: one YAML file each.

In a source tree it is the folder `methods/`; in an installed package it is `shanzhi/methods`.
"""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Where the library's files are."""
    here = Path(__file__).resolve().parent
    installed = here / "methods"
    return installed if installed.is_dir() else here.parents[1] / "methods"


def names() -> list[str]:
    """The ids of the library's methods."""
    return sorted(path.stem for path in folder().glob("*.yaml"))


def path(name: str) -> Path | None:
    """The file of a method of the library, or None if there is no such method."""
    return folder() / f"{name}.yaml" if name in names() else None
