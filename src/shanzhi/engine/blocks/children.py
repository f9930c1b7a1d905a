"""What flows back from the matters that a block opened: of each one line, for the list that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shanzhi.engine.types import Child

STANDING = (None, "done")
"""How a matter stands that still counts: open, or ended well."""


def line_of(child: Child, **more: Any) -> dict[str, Any]:
    """The facts of a child, and what is known of it besides under names of its own."""
    return {
        **child.data,
        "matter": child.number,
        "opener": child.opener,
        "end": child.end,
        **more,
    }
