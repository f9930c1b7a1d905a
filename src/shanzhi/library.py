"""The library of methods (工作法库) that comes with the program: one YAML file each, alone or in a folder per family.

In a source tree it is the folder `methods/`; in an installed package it is `shanzhi/methods`.
"""

from __future__ import annotations

from pathlib import Path

NO_FAMILY = frozenset({"en"})
"""Folders that hold no methods of their own."""


def folder() -> Path:
    """Where the library's files are."""
    here = Path(__file__).resolve().parent
    installed = here / "methods"
    return installed if installed.is_dir() else here.parents[1] / "methods"


def files() -> dict[str, Path]:
    """The files of the library by the ids of their methods, in their order."""
    top = folder()
    found = [
        *top.glob("*.yaml"),
        *(file for file in top.glob("*/*.yaml") if file.parent.name not in NO_FAMILY),
    ]
    return {file.stem: file for file in sorted(found, key=lambda file: file.stem)}


def names() -> list[str]:
    """The ids of the library's methods."""
    return list(files())


def path(name: str) -> Path | None:
    """The file of a method of the library, or None if there is no such method."""
    return files().get(name)
