"""What flows back from the matters that a block opened: of each one line, for the list that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanzhi.engine.types import Child
    from shanzhi.method.model import Field, Method

STANDING = (None, "done")
"""How a matter stands that still counts: open, or ended well."""
SEALED, PRIVATE = "@sealed", "@private"
"""Which facts of a line its own method guards, under names that no fact has."""


def guards(method: Method) -> tuple[frozenset[str], frozenset[str]]:
    """The facts that a method seals, and those that are for the parties alone."""
    fields = method.fields.items()
    return (
        frozenset(name for name, field in fields if field.sensitive),
        frozenset(name for name, field in fields if field.private),
    )


def left_open(fact: Field, line: Mapping[str, Any]) -> list[str]:
    """The facts of a line that a list may keep: what its own method seals only sealed, what is private only in private."""
    names = [part.name for part in fact.form if line.get(part.name) is not None]
    sealed, private = line.get(SEALED, ()), line.get(PRIVATE, ())
    narrow = fact.private or fact.sensitive
    return [n for n in names if (fact.sensitive or n not in sealed) and (narrow or n not in private)]


def line_of(child: Child, **more: Any) -> dict[str, Any]:
    """The facts of a child, and what is known of it besides under names of its own."""
    return {
        **child.data,
        SEALED: child.sealed,
        PRIVATE: child.private,
        "matter": child.number,
        "opener": child.opener,
        "end": child.end,
        **more,
    }
