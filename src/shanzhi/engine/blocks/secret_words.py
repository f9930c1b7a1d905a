"""What came of a secret ballot: what its form publishes of an option, never an exact area."""

from __future__ import annotations

from typing import Any


def count_of(tally: dict[str, Any], option: str, shown: bool) -> dict[str, int]:
    """The heads for an option and its share of the areas, as far as each is published."""
    found = {"heads": option, "share": f"{option}_share"}
    return {name: tally[kept] for name, kept in found.items() if kept in tally}
