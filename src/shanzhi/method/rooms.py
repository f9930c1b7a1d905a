"""Loading what there is of each kind: a module for every kind, found by its name, with the part it must have; or a table with a
row for every kind.

The language, the engine and the faces each have such rooms for blocks. What lacks its module or its part is not skipped: the
program does not start with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class Incomplete(Exception):
    """A kind that lacks a part: which file, and what is missing in it."""


def room(package: str, kind: str) -> tuple[ModuleType, str]:
    """The module of a kind in a package, and its file as people know it; raises `Incomplete` where it is missing, or cannot
    be made for want of a part."""
    module, file = f"{package}.{kind}", f"{package.replace('.', '/')}/{kind}.py"
    try:
        return import_module(module), file
    except TypeError as fault:
        raise Incomplete(f"{file}: {fault}") from fault
    except ModuleNotFoundError as fault:
        if fault.name != module:
            raise
        raise Incomplete(f"{file} is missing") from fault


def part(found: ModuleType, file: str, name: str, kind: type[T]) -> T:
    """The part of a room by its name, which must be of a kind."""
    value = getattr(found, name, None)
    if not isinstance(value, kind):
        raise Incomplete(f"{file}: {name} is missing")
    return value


def for_every(names: Iterable[str], rows: Mapping[str, T], what: str) -> dict[str, T]:
    """A table with a row for each name; raises `Incomplete`, so that it is never loaded, for one missing or too many."""
    wanted = list(names)
    missing, unknown = [n for n in wanted if n not in rows], [n for n in rows if n not in wanted]
    if missing or unknown:
        raise Incomplete(
            f"{what}: without a row: {', '.join(missing) or '–'}; unknown: {', '.join(unknown) or '–'}"
        )
    return {name: rows[name] for name in wanted}
