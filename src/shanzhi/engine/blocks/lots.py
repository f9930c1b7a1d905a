"""Drawing lots that anybody can draw again (RFC 3797, with SHA-256 in place of MD5).

The pool is numbered and published first; the seed comes from a source that is named before and lies in the future. From both
follows what is drawn, by arithmetic alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

MOST_DRAWN = 65_536
"""The index of a selection has two bytes (RFC 3797, 4.1)."""


class LotError(ValueError):
    """What cannot be drawn."""


def key_of(sources: Iterable[Sequence[int]]) -> str:
    """The key of a seed: of each source its numbers from the least to the greatest, a point after each number, a stroke after each
    source (RFC 3797, 4.2). Raises `LotError` for a number below zero, or none at all."""
    parts = [sorted(source) for source in sources]
    if not parts or not all(parts) or any(number < 0 for part in parts for number in part):
        raise LotError("a seed is made of whole numbers from 0")
    return "".join("".join(f"{number}." for number in part) + "/" for part in parts)


def draw_lots(key: str, pool: int, many: int, *, hashed: str = "sha256") -> list[int]:
    """The places (from 1) that are drawn from a pool, in the order in which they are drawn: `many`, or all where there are fewer.

    Those drawn first are in, those after them stand in for them in this order: nothing is drawn again when one falls out.
    `hashed` is the name of the hash; MD5 is that of RFC 3797 itself, for its own example.
    """
    wanted = min(many, pool)
    if not 0 <= wanted <= MOST_DRAWN:
        raise LotError(f"at most {MOST_DRAWN} can be drawn")
    left = list(range(1, pool + 1))
    text, found = key.encode(), []
    for index in range(wanted):
        edge = index.to_bytes(2, "big")
        value = hashlib.new(hashed, edge + text + edge, usedforsecurity=False).digest()
        found.append(left.pop(int.from_bytes(value, "big") % len(left)))
    return found
