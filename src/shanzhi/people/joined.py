"""Two records that turn out to be one: what other layers keep of the one goes over to the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

_joiners: list[Callable[[str, int, int, datetime], None]] = []


def joiner(join: Callable[[str, int, int, datetime], None]) -> Callable[[str, int, int, datetime], None]:
    """Register what another layer hands on from one record of a kind (`household`) to another, in the same transaction."""
    _joiners.append(join)
    return join


def join(kind: str, number: int, into: int, at: datetime) -> None:
    """Hand on everything kept of a record that is merged into another."""
    for hand_on in _joiners:
        hand_on(kind, number, into, at)
