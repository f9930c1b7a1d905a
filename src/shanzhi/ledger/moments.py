"""Moments as both back ends give them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(stored: datetime | str) -> datetime:
    """A stored moment as an aware datetime in UTC; SQLite gives a text."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
